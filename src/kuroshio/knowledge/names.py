"""Known names in running text: leftmost-longest, by folded form and case rule."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from kuroshio.records import NameMatch, NameRule
from kuroshio.text import fold

# A span may be wrapped over lines, hyphenated or not, with any middle dot: all of
# these are one character wide, so offsets hold.
_ALIKE = dict(zip("\t\n\r\x0b\x0c\u3000\u00a0-・•‧∙⋅･", " " * 8 + "·" * 6, strict=True))
_UNLIKE = frozenset(_ALIKE)
_ANY, _CAPITAL, _EXACT = 0, 1, 2
_SHORT = 5
_REACH = 8
# Texts up to these lengths are kept with their names: phrases, and a few stories.
_SHORT_TEXT, _LONG_TEXT = 80, 50_000
_TITLES = fold(
    "首相|総理|总理|总统|总裁|行长|大臣|长官|外相|财相|财务相|经产相|防卫相|主席|主任|"
    "部长|副部长|外长|财长|局长|署长|司长|院长|会长|社长|董事长|省长|市长|发言人|代表|"
    "大使|特使|书记|议员|委员|特首|秘书|顾问|幹事長|担当相|报道官"
)
_TITLE_BEFORE = re.compile(f"(?:{_TITLES})$")
_TITLE_AFTER = re.compile(
    f"(?:副|前|原|现任)?(?:{_TITLES})|"
    + fold("氏|さん|先生|女士|政権|政权|内阁|表示|称|说|指出|强调|认为|宣布|透露|告诉")
)


def name_key(text: str) -> str:
    """Return the key under which names are compared: as long as the text."""
    key = fold(text)
    for char in _UNLIKE.intersection(key):
        key = key.replace(char, _ALIKE[char])
    return key


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of a name: what it leads to and where it may stand."""

    alias: str
    case: int
    ids: tuple[str, ...]
    beside_title: bool = False
    not_after: str = ""
    not_before: str = ""


@dataclass(frozen=True)
class NameTable:
    """Names by key, and the ids they lead to.

    Parameters
    ----------
    keys : tuple of str
        Folded forms, each once.
    forms : tuple of tuple of Form
        For each key its spellings, with ids in order of preference.
    """

    keys: tuple[str, ...]
    forms: tuple[tuple[Form, ...], ...]

    @cached_property
    def _automaton(self) -> Any:
        # Imported where used: reading a register entry needs no automaton.
        from ahocorasick_rs import AhoCorasick, Implementation

        return AhoCorasick(
            list(self.keys),
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    @cached_property
    def positions(self) -> dict[str, int]:
        """Return where each key stands."""
        return {key: index for index, key in enumerate(self.keys)}

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """Find names in a text, leftmost and longest, without overlaps.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        tuple of NameMatch
            In order. ``text[start:end]`` has the same key as ``alias``.
        """
        size = len(text)
        if size <= _SHORT_TEXT:
            return self._short_texts(text)
        return self._texts(text) if size <= _LONG_TEXT else self._look(text)

    @cached_property
    def _short_texts(self) -> Callable[[str], tuple[NameMatch, ...]]:
        # The same few names of a story are asked for again and again.
        return lru_cache(maxsize=2048)(self._look)

    @cached_property
    def _texts(self) -> Callable[[str], tuple[NameMatch, ...]]:
        return lru_cache(maxsize=8)(self._look)

    def _look(self, text: str) -> tuple[NameMatch, ...]:
        """Find names in a text that was not asked about just now."""
        key = name_key(text)
        hits = [
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(
                key, overlapping=True
            )
            if stands_alone(key, start, end)
        ]
        hits.sort()
        found: list[NameMatch] = []
        free = 0
        for start, negative_end, index in hits:
            if start < free:
                continue
            match = self._match(text, key, start, -negative_end, index)
            if match is not None:
                found.append(match)
                free = match.end
        return tuple(found)

    def lookup(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the (alias, ids) whose whole name the text is, in any case."""
        index = self.positions.get(name_key(text.strip()))
        if index is None:
            return ()
        return tuple((form.alias, form.ids) for form in self.forms[index])

    def _match(
        self, text: str, key: str, start: int, end: int, index: int
    ) -> NameMatch | None:
        surface = text[start:end]
        fitting = [
            form
            for form in self.forms[index]
            if fits_case(surface, form.alias, form.case)
            and fits_place(key, start, end, form)
        ]
        if not fitting:
            return None
        candidates = dict.fromkeys(one for form in fitting for one in form.ids)
        aliases = [form.alias for form in fitting]
        return NameMatch(
            start=start,
            end=end,
            text=surface,
            alias=surface if surface in aliases else aliases[0],
            candidates=tuple(candidates),
        )


def build_table(
    pairs: Iterable[tuple[str, str]],
    rules: Iterable[NameRule] = (),
    surnames: Iterable[str] = (),
    *,
    common: Container[str] = (),
) -> NameTable:
    """Build a table of names.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Alias and id, in order of preference.
    rules : iterable of NameRule
        Where the names they speak of may stand.
    surnames : iterable of str
        Names short enough to be parts of other words: they match beside a title only.
    common : container of str
        Ids whose names are common words: see `case_rule`.
    """
    by_key: dict[str, dict[str, dict[str, None]]] = {}
    for alias, identity in pairs:
        forms = by_key.setdefault(name_key(alias.strip()), {})
        forms.setdefault(alias.strip(), {})[identity] = None
    by_key.pop("", None)
    guards = {name_key(rule.alias): rule for rule in rules}
    short = {name_key(surname) for surname in surnames}
    keys = tuple(sorted(by_key))
    return NameTable(
        keys=keys,
        forms=tuple(
            tuple(
                Form(
                    alias=alias,
                    case=case_rule(alias, common=all(one in common for one in ids)),
                    ids=tuple(ids),
                    **_place(guards.get(key), short=key in short),
                )
                for alias, ids in by_key[key].items()
            )
            for key in keys
        ),
    )


def _place(rule: NameRule | None, *, short: bool) -> dict[str, Any]:
    """Return where a name may stand, as arguments of a form."""
    if rule is None:
        return {"beside_title": short}
    return {
        "beside_title": short or rule.beside_title,
        "not_after": fold(rule.not_after),
        "not_before": fold(rule.not_before),
    }


def case_rule(alias: str, *, common: bool = False) -> int:
    """Return how much of an alias's case a text must keep.

    Capitals of up to five letters stand as they are (SEC, not sec; WHO, not who). Any
    other Latin name with a capital needs one in the text too (Target, not target; The
    Paper, not the paper), unless it is ``common``: titles, rules and products are
    written either way.
    """
    letters = [char for char in alias if char.isalpha()]
    if not letters or not letters[0].isascii():
        return _ANY
    if alias.upper() == alias and len(letters) <= _SHORT:
        return _EXACT
    return _ANY if common or not _has_capital(alias) else _CAPITAL


def fits_case(surface: str, alias: str, rule: int) -> bool:
    """Say whether a text's form keeps the case that an alias's rule asks for."""
    # A name stands for its own case, so that only other spellings are looked at.
    if rule == _ANY or (surface == alias and alias.isascii()):
        return True
    plain = unicodedata.normalize("NFKC", surface)
    if rule == _EXACT:
        return plain.upper() == plain
    if _first_word(alias)[:1].isupper():
        return _first_word(plain)[:1].isupper()
    return _has_capital(plain)


def _first_word(text: str) -> str:
    """Return the first word that is not an article."""
    return next((word for word in _words(text) if word.lower() != "the"), "")


def _has_capital(text: str) -> bool:
    """Say whether a word other than an article begins with a capital."""
    return any(word[:1].isupper() for word in _words(text) if word.lower() != "the")


def _words(text: str) -> list[str]:
    return re.split(r"[\s-]+", text)


def fits_place(key: str, start: int, end: int, form: Form) -> bool:
    """Say whether a spelling may stand where it was found in a folded text."""
    before, after = key[max(0, start - _REACH) : start], key[end : end + _REACH]
    if form.not_after and before[-1:] in form.not_after and before:
        return False
    if form.not_before and after[:1] in form.not_before and after:
        return False
    if not form.beside_title:
        return True
    if _TITLE_BEFORE.search(before) or _TITLE_AFTER.match(after):
        return True
    return not (_is_han(before[-1:]) or _is_han(after[:1]))


def stands_alone(key: str, start: int, end: int) -> bool:
    """Say whether a match is a whole word where its script writes words apart.

    Latin letters and digits must not run on into the match, nor katakana into
    katakana; Han characters may.
    """
    return not (
        (start > 0 and _runs_on(key[start - 1], key[start]))
        or (end < len(key) and _runs_on(key[end - 1], key[end]))
    )


def _runs_on(left: str, right: str) -> bool:
    if _is_latin(left) and _is_latin(right):
        return True
    return _is_katakana(left) and _is_katakana(right)


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u0250"


def _is_katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa" or char == "ー"


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
