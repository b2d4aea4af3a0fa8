"""Who acts in a measure and whom it is aimed at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading import measure_words as words_of
from kuroshio.records import EventType, NameMatch, Reading

_STATE_KINDS = {"state", "country", "union"}
_PRIVATE_KINDS = {"exchange", "media", "newspaper", "index", "company"}
_DATELINE_END = 300
_OWN_RATE = re.compile(r"[^,、。;]{0,14}?\d{1,3}(?:\.\d+)?\s?(?:%|percent|per cent)")


_AND = re.compile(r"(?: ?, ?)?(?: ?and | ?or |、|,|和|与|及|以及|や|と)?")

Known = tuple[NameMatch, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is read: a document, its folded text and the bodies known on a day."""

    reading: Reading
    knowledge: Knowledge
    folded: str
    on: date

    def country_of(self, identity: str | None) -> str | None:
        """Return the country of a body, a post or an issuer; None for nobody."""
        return None if identity is None else self.knowledge.country_of(identity)


def _identity(source: Source, match: NameMatch, near: str | None = None) -> str:
    """Return the id that a name means on the day, ``near`` the country before it."""
    if near is not None and len(match.candidates) > 1:
        same = [one for one in match.candidates if near == source.country_of(one)]
        if same:
            return same[0]
    return source.knowledge.resolve(match, on=source.on) or match.candidates[0]


def identify(
    source: Source, names: Sequence[NameMatch], start: int
) -> tuple[Known, ...]:
    """Return names with the ids they mean, 国防部 being of the state named before."""
    near: str | None = None
    if any(len(match.candidates) > 1 for match in names):
        near = source.country_of(last_body(source, start))
    found: list[tuple[NameMatch, str]] = []
    for match in names:
        identity = _in_office(source, _identity(source, match, near))
        if _is_public(source.knowledge, identity):
            near = source.country_of(identity)
        found.append((match, identity))
    return tuple(found)


def _in_office(source: Source, identity: str) -> str:
    """Return the post that a person holds on the day, else the id itself."""
    if identity not in source.knowledge.people:
        return identity
    held = source.knowledge.posts_held(identity, source.on)
    return held[0].post if held else identity


def find_imposer(
    source: Source, names: Sequence[Known], clear: str, at: int
) -> str | None:
    """Return the public body that acts in a sentence, None where it names none.

    It stands before the turn and after no word such as on, against, 对; or it belongs
    to the instrument itself (American duties); or a capital or a one-character state
    of a headline stands for it.
    """
    later: str | None = None
    aimed_end = -1
    for match, identity in names:
        if not _is_public(source.knowledge, identity):
            continue
        before, after = clear[max(0, match.start - 24) : match.start], match.end
        joined = (
            _AND.fullmatch(clear, aimed_end, match.start) if aimed_end > 0 else None
        )
        if joined or words_of.TARGET_CUE.search(before) or _is_goods(clear, after):
            aimed_end = after
            continue
        if match.start <= at:
            return identity
        if re.search(r"(?:\bby (?:the )?|由|被)$", before):
            later = later or identity
    return later or _short_actor(clear)


def _is_goods(clear: str, at: int) -> bool:
    """Tell whether a name only says where goods or firms come from."""
    return words_of.TARGET_AFTER.match(clear, at) is not None


def _short_actor(clear: str) -> str | None:
    """Return the state that a capital or one character of a headline stands for."""
    short = words_of.SHORT_ACTOR.search(clear)
    if short is not None:
        return words_of.SHORT[short.group("who")]
    capital = words_of.CAPITAL.search(clear)
    return words_of.CAPITALS[capital.group()] if capital else None


def last_body(source: Source, start: int) -> str | None:
    """Return the last ministry or agency named before a sentence."""
    text = source.reading.document.text[max(0, start - 600) : start]
    bodies = [
        identity
        for match in source.knowledge.find_names(text)
        if _is_public(source.knowledge, identity := _identity(source, match))
    ]
    agencies = [one for one in bodies if not _is_state(source.knowledge, one)]
    return next(reversed(agencies or bodies), None)


def _is_public(knowledge: Knowledge, identity: str) -> bool:
    """Tell whether an id is a state, a ministry or another public body."""
    body = knowledge.institutions.get(identity)
    if body is not None:
        return body.kind not in _PRIVATE_KINDS
    return identity in knowledge.posts


def _is_state(knowledge: Knowledge, identity: str) -> bool:
    body = knowledge.institutions.get(identity)
    return body is not None and body.kind in _STATE_KINDS


def find_target(
    source: Source, names: Sequence[Known], clear: str, imposer: str | None
) -> str | None:
    """Return the state a measure is aimed at: on, against, 对, or of whose goods."""
    own = source.country_of(imposer)
    for match, identity in names:
        body = source.knowledge.institutions.get(identity)
        if body is None or body.kind not in _STATE_KINDS or body.country == own:
            continue
        before = clear[max(0, match.start - 40) : match.start]
        if words_of.EXCEPT.search(before):
            continue
        if words_of.TARGET_CUE.search(before) or _is_goods(clear, match.end):
            return identity
    short = words_of.SHORT_TARGET.search(clear)
    if short is not None:
        state = words_of.SHORT[short.group("who")[0]]
        return state if source.country_of(state) != own else None
    if own != "CN" and words_of.CHINA_WORD.search(clear):
        return "country-cn" if own is not None else None
    return None


def find_named(
    source: Source,
    names: Sequence[Known],
    clear: str,
    instrument: EventType,
    imposer: str | None,
) -> tuple[str, ...]:
    """Return the issuers that a listing or ban names, or that get a rate of their own.

    Firms of the imposer's own country are those who sell, but for a ban by China,
    which may be on firms of its own.
    """
    if instrument in {"fee", "subsidy"}:
        return ()
    own = source.country_of(imposer)
    found = []
    for match, _ in names:
        if instrument == "tariff" and not _OWN_RATE.match(clear, match.end):
            continue
        issuers = [one for one in match.candidates if one in source.knowledge.issuers]
        for identity in issuers[:1]:
            issuer = source.knowledge.issuers[identity]
            regulates = own == "CN" and instrument == "ban"
            if regulates or issuer.country != own:
                found.append(identity)
    return tuple(dict.fromkeys(found))


def lead_actor(source: Source) -> str | None:
    """Return the first public body of the lead that is no target, else the capital."""
    for start, end in source.reading.sentences[:4]:
        clear = main_clause(source.folded[start:end])
        text = blanked(source.reading.document.text[start:end], clear)
        names = identify(source, source.knowledge.find_names(text), start)
        actor = find_imposer(source, names, clear, len(clear))
        if actor is not None:
            return actor
    for party in source.reading.parties:
        if party.role in {"imposer", "authority", "regulator"} and party.entity:
            return party.entity
    capital = words_of.DATELINE_CAPITAL.search(source.folded, 0, _DATELINE_END)
    return words_of.DATELINE[capital.group()] if capital else None


def home_by_script(source: Source) -> str | None:
    """Return China for a text in simplified characters, whose state goes unnamed."""
    simplified = source.reading.document.languages[:1] in {("zh",), ("zh-Hans",)}
    return "country-cn" if simplified else None


def blanked(text: str, clear: str) -> str:
    """Return a text with the characters blanked that are blank in its folded form."""
    return "".join(
        " " if keep == " " else char for char, keep in zip(text, clear, strict=True)
    )


def main_clause(words: str) -> str:
    """Blank the clauses of a folded sentence on what went before or is answered."""
    return words_of.ASIDE_CLAUSE.sub(lambda found: " " * len(found.group()), words)
