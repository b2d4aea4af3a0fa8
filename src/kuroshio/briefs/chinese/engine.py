"""From our English wording to simplified Chinese, by one catalogue of messages.

The steps word their answers once, in English; the catalogue holds each wording as a
template with typed places, ``"{n:n} names, {share:n} of NAV"``, and the Chinese one for
it. A text is matched against the templates and its places are worded in turn. What no
template knows stays as it is and is reported, so that a test can ask for all of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kuroshio.briefs.chinese import forms
from kuroshio.briefs.wording import ORIGINAL

_PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
_KINDS: dict[str, str] = {
    "n": r"[−+-]?[\d.,]*\d",
    "pct": r"[−+-]?[\d.,]*\d ?%",
    "bp": r"[−+-]?[\d.,]*\d",
    "iso": forms.ISO_DAY,
    "long": forms.LONG_DAY,
    "days": forms.SHORT_DAYS,
    "money": forms.MONEY,
    "code": r"[\w.^=/-]+",
    "word": r"[\w.^=/-]+",
    "sec": r"[A-Z0-9^=]+\.[A-Z]{1,4}",
    "paren": r"[^()]+",
    "known": r"[^;:]+?",
    "semis": r".+?",
    "cc": r"[A-Z]{2}(?:(?:\+|, | or )[A-Z]{2})*",
    "ccs": r"[A-Z]{2}(?:\+[A-Z]{2})*(?: or [A-Z]{2}(?:\+[A-Z]{2})*)*",
    "raw": r".+?",
    "quote": r"[^\"]+",
    "name": r"[^;:]+?",
    "names": r".+?",
    "list": r".+?",
    "text": r".+?",
}
_FORMS: dict[str, Callable[[str], str]] = {
    "iso": forms.iso_day,
    "long": forms.long_day,
    "days": forms.short_days,
    "money": forms.money,
    "cc": forms.places,
    "ccs": forms.places,
}
_KEPT = frozenset({"raw", "n", "pct", "bp", "code", "quote", "sec", "paren"})
_WHOLE = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (forms.MONEY, forms.money),
        (forms.LONG_DAY, forms.long_day),
        (forms.SHORT_DAYS, forms.short_days),
    )
)
# Nothing to say in another language: codes, hashes, addresses, figures, paths.
_CODE = re.compile(
    r"[^A-Za-z]*|[A-Z0-9][\w^]*\.[A-Z]{1,4}(?: [A-Z0-9][\w^]*\.[A-Z]{1,4})*|"
    r"https?://\S+|[A-Z]{1,6}\d*|[\w./-]+\.(?:md|csv|txt|xlsx|html|pdf|yaml)|"
    r"[0-9a-f]{8,64}|sha256 [0-9a-f]+|[\d−+.,]+ ?(?:bp|tn|bn|m|%)|[a-z]\d+|-"
)
_JOINTS = ((" | ", " | "), (" / ", " / "), (", ", "、"))
_ENDS: tuple[tuple[str, str], ...] = ((".", "。"), (":", "："), (";", "；"))
_STARTS: tuple[tuple[str, str], ...] = (
    (" | ", " | "), (" — ", " — "), ("; ", "；"), (", ", "，"), (" → ", " → "),
    (" or ", "或"), (" ", " "),
)  # fmt: skip

_LEADS = tuple(mark for mark, _ in _STARTS if mark != " → ")


@dataclass(frozen=True, slots=True)
class Template:
    """One wording: its pattern, the kinds of its places and its Chinese form."""

    pattern: re.Pattern[str]
    kinds: tuple[tuple[str, str], ...]
    chinese: str
    head: str


def compile_templates(messages: Mapping[str, str]) -> tuple[Template, ...]:
    """Compile messages: first those that begin with fixed words, the longest first."""
    made = [_compile(english, chinese) for english, chinese in messages.items()]
    order = sorted(
        zip(made, messages, strict=True),
        key=lambda pair: (not pair[0].head, -len(_PLACE.sub("", pair[1])), pair[1]),
    )
    return tuple(template for template, _ in order)


def places_of(message: str) -> set[str]:
    """Return the names of a message's places."""
    return {found[1] for found in _PLACE.finditer(message)}


def _compile(english: str, chinese: str) -> Template:
    kinds, parts, last = [], [], 0
    for found in _PLACE.finditer(english):
        name, kind = found[1], found[2] or "text"
        parts.append(re.escape(english[last : found.start()]))
        parts.append(f"(?P<{name}>{_KINDS[kind]})")
        kinds.append((name, kind))
        last = found.end()
    parts.append(re.escape(english[last:]))
    head = _PLACE.split(english, maxsplit=1)[0]
    return Template(
        pattern=re.compile("".join(parts), re.DOTALL),
        kinds=tuple(kinds),
        chinese=_PLACE.sub(r"{\1}", chinese),
        head=head,
    )


@dataclass(slots=True)
class Chinese:
    """Words in simplified Chinese.

    Parameters
    ----------
    labels : mapping
        Whole wordings without places.
    templates : sequence of Template
    names : mapping
        English name → Chinese name of every entity known.
    kept : frozenset of str
        Words of the documents, which stay as they are.
    """

    labels: Mapping[str, str]
    templates: Sequence[Template]
    names: Mapping[str, str] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    told: dict[str, str | None] = field(default_factory=dict)

    def say(self, text: str) -> str:
        """Return a text in Chinese, itself where the catalogue does not know it."""
        said = self.find(text)
        return text if said is None else said

    def find(self, text: str) -> str | None:
        """Return a text in Chinese, None where the catalogue does not know it."""
        if text not in self.told:
            self.told[text] = self._find(text)
        return self.told[text]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the texts asked for that the catalogue does not know."""
        return tuple(text for text, said in self.told.items() if said is None)

    def _find(self, text: str) -> str | None:
        if text in self.labels:
            return self.labels[text]
        if text.startswith(_LEADS):
            return self._trimmed(text)
        whole = self._whole(text)
        if whole is not None:
            return whole
        return self._trimmed(text) or self._split(text)

    def _whole(self, text: str) -> str | None:
        if text in self.labels:
            return self.labels[text]
        if text in self.names:
            return self.names[text]
        if text in self.kept or _CODE.fullmatch(text):
            return text
        if text.endswith("…"):
            return self._cut(text[:-1])
        for pattern, say in _WHOLE:
            if pattern.fullmatch(text):
                return say(text)
        return self._template(text)

    def _cut(self, head: str) -> str | None:
        """Word a text that was cut short, whole."""
        return next(
            (said for label, said in self.labels.items() if label.startswith(head)),
            None,
        )

    def _template(self, text: str) -> str | None:
        for template in self.templates:
            if template.head and not text.startswith(template.head):
                continue
            found = template.pattern.fullmatch(text)
            if found is None or not self._is_known(template, found):
                continue
            values = {
                name: self._place(found[name], kind) for name, kind in template.kinds
            }
            return template.chinese.format_map(values)
        return None

    def _is_known(self, template: Template, found: re.Match[str]) -> bool:
        """Say whether the places that must name an entity do."""
        return all(
            found[name] in self.names or forms.places(found[name]) != found[name]
            for name, kind in template.kinds
            if kind == "known"
        )

    def _place(self, text: str, kind: str) -> str:
        if kind in _FORMS:
            return _FORMS[kind](text)
        if kind in _KEPT:
            return text
        if kind == "semis":
            return "；".join(self.say(part) for part in text.split("; "))
        if kind in {"names", "list"}:
            return "、".join(self._listed(text.split(", ")))
        return forms.places(self.say(text)) if kind == "known" else self.say(text)

    def _listed(self, parts: list[str]) -> Iterator[str]:
        """Word the items of a list, some of which hold commas of their own."""
        while parts:
            for count in range(len(parts), 0, -1):
                said = self._whole(", ".join(parts[:count]))
                if said is not None or count == 1:
                    yield parts[0] if said is None else said
                    parts = parts[count:]
                    break

    def _trimmed(self, text: str) -> str | None:
        """Word what stands between marks that join a line's pieces."""
        for mark, said in _STARTS:
            if text.startswith(mark) and len(text) > len(mark):
                rest = self.find(text[len(mark) :])
                return None if rest is None else f"{said}{rest}"
        core = text.rstrip(" ")
        if core != text and core:
            rest = self.find(core)
            gap = "" if rest and rest[-1] in "：，；。）" else " "
            return None if rest is None else f"{rest}{gap}"
        for mark, said in _ENDS:
            if text.endswith(mark) and len(text) > 1:
                rest = self.find(text[: -len(mark)])
                return None if rest is None else f"{rest}{said}"
        return None

    def _split(self, text: str) -> str | None:
        """Word a list part by part; clauses may stay, items must all be known."""
        head, mark, rest = text.partition("; ")
        if mark:
            # The rest first as a whole: a message may hold semicolons of its own.
            pair = (self.find(head), self.find(rest))
            if not any(pair):
                return None
            first, last = (
                f"{ORIGINAL}{part}" if said is None else said
                for part, said in zip((head, rest), pair, strict=True)
            )
            return f"{first}；{last}"
        for mark, joined in _JOINTS:
            if mark in text:
                parts = [self.find(part) for part in text.split(mark)]
                if all(parts):
                    return joined.join(part for part in parts if part)
        return None
