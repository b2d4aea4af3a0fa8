"""Bodies in a document: who takes part, in which role, and who is a bystander."""

import re
from dataclasses import dataclass, field

from kuroshio.reading.page import Name, Page, covers
from kuroshio.records import OfficialMention, PartyMention
from kuroshio.text import compile_folded, fold_name

# A state takes part where it acts, or is named again and again.
_ACTS = compile_folded(
    r"(?:['’]s)? ?(?:government|said|says|will |has |agreed|and |promised|imposed"
    r"|pledged|must )"
    r"|政府|方|侧|側|は|が|将|宣布|对|、|和|与|及|承诺|決定|同意|则|也|已|就|企业"
)
_LOCATIVE = compile_folded(
    r"(?:\b(?:in|to|from|into|across|near|off|at|gulf of|city of|south of|north of)"
    r" (?:the )?|在|赴|于|位于|驻|到|往)$"
)
_OFTEN = 2
# Words that set a body aside stand at most so far before it.
_ASIDE = 110
_GLOSS = re.compile(r"\s?[(（]([^()（）\n]{2,70})[)）]")
_KINDS = frozenset({"institution", "issuer", "state", "body"})
_TICKER = compile_folded(r"\([^)\n]{0,40}$")
_TICKER_FORM = compile_folded(r"\s?[:：]\s?[a-z0-9]{1,6}\b")


@dataclass(slots=True)
class _Body:
    """All mentions of one body."""

    best: Name
    count: int = 0
    in_title: int = 0
    hedged: int = 0
    acts: int = 0
    surface: str = ""
    latin: str | None = None
    names: list[Name] = field(default_factory=list)


def find_parties(
    page: Page, officials: tuple[OfficialMention, ...]
) -> tuple[PartyMention, ...]:
    """Return the bodies of a document, each once, with role and bystander flag.

    A body that occurs only inside somebody's title is the post, not the party. A body
    named only as an example, customer, adviser or possible victim is a bystander.

    Parameters
    ----------
    page : Page
        The document as found so far.
    officials : tuple of OfficialMention
        The people found; their titles hide the bodies inside.
    """
    bodies = _gather(page, officials)
    parties = []
    for body in bodies.values():
        if body.count == 0:
            continue
        parties.append(_mention(page, body))
    return tuple(sorted(parties, key=lambda party: party.span.start))


def _gather(page: Page, officials: tuple[OfficialMention, ...]) -> dict[str, _Body]:
    """Return bodies by id or name key, with how they are mentioned."""
    people = [(item.span.start, item.span.end) for item in officials]
    bodies: dict[str, _Body] = {}
    for name in page.names:
        if name.kind not in _KINDS or covers(people, name.start, name.end):
            continue
        if _is_ticker(page, name) or _glosses_person(page, name, people):
            continue
        owner = _glossed_by(page, name, bodies)
        if owner is not None:
            _alias(owner, name)
            continue
        known = name.id is not None
        key = _join(fold_name(name.canonical if known else name.text), bodies, known)
        body = bodies.setdefault(key, _Body(best=name))
        if _in_title(page, name, people):
            body.in_title += 1
            continue
        body.count += 1
        body.names.append(name)
        surface = name.text + _gloss_behind(page, name)
        if body.count == 1 or len(surface) > len(body.surface):
            body.best, body.surface = name, surface
        body.hedged += _is_hedged(page, name)
        body.acts += _acts(page, name)
    return bodies


def _gloss_behind(page: Page, name: Name) -> str:
    """Return a bracket right behind a name that holds the same name again."""
    match = _GLOSS.match(page.text, name.end)
    if match is None:
        return ""
    inside = page.names_in(match.start(1), match.end(1))
    same = any(n.id is not None and n.id == name.id for n in inside)
    return match.group() if same else ""


def _glossed_by(page: Page, name: Name, bodies: dict[str, _Body]) -> _Body | None:
    """Return the body that an unknown name in brackets is another name of."""
    if name.kind != "body" or page.text[name.start - 1 : name.start] not in {"(", "（"}:
        return None
    for body in bodies.values():
        if body.names and 0 < name.start - body.names[-1].end <= 2:
            return body
    return None


def _alias(body: _Body, name: Name) -> None:
    """Give a body the name in brackets behind it."""
    if body.best.kind == "body" and name.text.isascii():
        body.latin = name.text


def _glosses_person(page: Page, name: Name, people: list[tuple[int, int]]) -> bool:
    """Say whether a name in brackets is a person's, whose name stands before."""
    if page.text[name.start - 1 : name.start] not in {"(", "（"}:
        return False
    return any(0 < name.start - end <= 2 for _, end in people)


def _acts(page: Page, name: Name) -> bool:
    """Say whether a state acts where it is named, rather than being a place."""
    if name.kind != "state":
        return True
    left = page.key[max(0, name.start - 12) : name.start]
    return bool(_ACTS.match(page.key, name.end)) and not _LOCATIVE.search(left)


def _join(key: str, bodies: dict[str, _Body], known: bool) -> str:
    """Return the key of a longer name that begins with this unknown one."""
    if known or len(key) < 4:
        return key
    return next((other for other in bodies if other.startswith(key)), key)


def _is_ticker(page: Page, name: Name) -> bool:
    """Say whether a name is only the exchange of a ticker in brackets."""
    before = page.key[max(0, name.start - 42) : name.start]
    return bool(_TICKER_FORM.match(page.key, name.end) and _TICKER.search(before))


def _in_title(page: Page, name: Name, people: list[tuple[int, int]]) -> bool:
    """Say whether a name belongs to the title of a person right behind it."""
    for start, _ in people:
        if 0 <= start - name.end <= 30:
            gap = page.key[name.end : start]
            if not any(mark in gap for mark in ",.;:。、，)") and _is_title_gap(gap):
                return True
    return False


_TITLE_GAP = compile_folded(
    r"['’]?s?\s?の?(?:[a-z&,' -]{0,30}|[一-龥・]{0,8}(?:长|官|人|相|臣|表|席|裁|员"
    r"|理|事|の|记|主委)?)\s?"
)


def _is_title_gap(gap: str) -> bool:
    return _TITLE_GAP.fullmatch(gap) is not None and not any(
        word in gap for word in (" and ", " said", " to ", " with ", " by ")
    )


def _is_hedged(page: Page, name: Name) -> bool:
    """Say whether a mention is only an example or a possible effect."""
    left, right = page.bounds(name.start)
    low, high = max(left, name.start - _ASIDE), min(right, name.end + 30)
    return "aside" in page.kinds("part", low, high)


def _mention(page: Page, body: _Body) -> PartyMention:
    """Return the record of a body."""
    best = body.best
    idle = best.kind == "state" and not body.acts and body.count < _OFTEN
    bystander = body.hedged >= body.count or idle
    return PartyMention(
        name=body.surface or best.text,
        canonical=body.latin or best.canonical,
        span=page.span(best.start, best.end),
        entity=best.id,
        role="mentioned" if bystander else _role(page, body),
        bystander=bystander,
        mentions=body.count + body.in_title,
    )


def _role(page: Page, body: _Body) -> str:
    """Return the role that the sentences of a body's mentions suggest."""
    votes: dict[str, int] = {}
    for name in body.names[:6]:
        left, right = page.bounds(name.start)
        low, high = max(left, name.start - 60), min(right, name.end + 60)
        for role in sorted(page.kinds("part", low, high) - {"aside"}):
            votes[role] = votes.get(role, 0) + 1
    return max(votes, key=lambda role: votes[role]) if votes else "party"
