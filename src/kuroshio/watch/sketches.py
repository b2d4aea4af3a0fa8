"""From one item to a sketch of its event, in terms that languages share."""

import re
from collections.abc import Iterable
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.records import DealSheet, FeedItem, Severity, Sketch, Source
from kuroshio.text import find_money, fold

PRINTS = 64
SEED = 20260212
SHINGLE = 4
LONGEST = 20_000
_OTHER = re.compile(r"[^\w]+|_+")
_RATE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s?(?:%|percent\b|per cent\b|％)")
_CODES = (
    re.compile(r"(20\d\d)年第(\d{1,4})号"),
    re.compile(r"\bNo\.?\s?(\d{1,4})\s(?:of\s|\[)?(20\d\d)\b", re.IGNORECASE),
    re.compile(r"\b(20\d\d)-(\d{5})\b"),
    re.compile(r"\b(E\.?O\.?|Executive Order)\s(\d{5})\b", re.IGNORECASE),
    re.compile(r"(令和\d+年)\S{0,8}第(\d{1,4})号"),
)
_CORRECTS = re.compile(
    r"^\W{0,3}(correct(?:ion|ed|ing)|erratum|更正|勘误|訂正|修正|撤回|withdrawn)|"
    r"(?:更正|勘误|訂正)(?:公告|について|のお知らせ)",
    re.IGNORECASE,
)  # fmt: skip
_GRAVE = frozenset({"power_of_ten", "amount_mismatch", "status_conflict"})


def touches(text: str, knowledge: Knowledge) -> bool:
    """Tell in a moment whether a text names anything that the product knows of.

    A country or a body alone is no reason to read on: every notice names its author.
    """
    if knowledge.find_themes(text):
        return True
    kinds = {
        knowledge.kind_of(one)
        for match in knowledge.find_names(text)
        for one in match.candidates[:1]
    }
    return bool(kinds & {"issuer", "register", "regime"})


def sketch_event(
    item: FeedItem, sheet: DealSheet, source: Source, knowledge: Knowledge, *, on: date
) -> Sketch:
    """Sketch what an item is about.

    What the reader found comes first. Where it found no event, the names in the title
    of an official source still say what the item touches: themes, regimes, issuers;
    its direction is then unknown (0).

    Parameters
    ----------
    item : FeedItem
        As fetched.
    sheet : DealSheet
        Its reading.
    source : Source
        Whose word it is.
    knowledge : Knowledge
        Names.
    on : date
        The day it was published, else first seen.
    """
    text = f"{item.title}\n{item.text}"
    names = _named(text, knowledge, on)
    causes = sheet.causes
    first = causes[0] if causes else None
    themes = _unique(
        [reach.theme for cause in causes for reach in cause.themes]
        + [match.candidates[0] for match in knowledge.find_themes(text)]
    )
    issuers = _unique(
        [one for cause in causes for one in cause.named]
        + [cause.operator for cause in causes if cause.operator]
        + names.get("issuer", [])
    )
    regimes = _unique(names.get("regime", []))
    kind: str = sheet.event.kind
    if kind == "none" and (themes or issuers or regimes):
        kind = "mention"
    return Sketch(
        item=item.id,
        source=item.source,
        link=item.link,
        title=item.title,
        on=on,
        published_at=item.published_at,
        kind=kind,
        type=sheet.event.type if sheet.event.type != "other" or first is None
        else first.type,
        direction=first.direction if first is not None else 0,
        imposer=(first.imposer if first is not None else None) or source.body,
        target=(first.target if first is not None else None) or "",
        vehicle=sheet.event.vehicle or next(iter(names.get("register", [])), ""),
        status=sheet.status,
        themes=themes,
        issuers=issuers,
        regimes=regimes,
        codes=find_codes(text),
        figures=find_figures(text),
        countries=_countries(first, source, text, knowledge),
        prints=print_text(text),
        severity=_severity(sheet),
        corrects=_CORRECTS.search(item.title) is not None,
        facts={
            "findings": [one.say for one in sheet.findings][:5],
            "securities": _securities(issuers, knowledge),
        },
    )  # fmt: skip


def _named(text: str, knowledge: Knowledge, on: date) -> dict[str, list[str]]:
    """Return ids by kind that a text names, each name resolved on a day."""
    found: dict[str, list[str]] = {}
    for match in knowledge.find_names(text):
        identity = knowledge.resolve(match, on=on)
        if identity is not None:
            found.setdefault(knowledge.kind_of(identity) or "", []).append(identity)
    return found


def _securities(issuers: Iterable[str], knowledge: Knowledge) -> list[str]:
    return [
        listing.security
        for issuer in issuers
        if issuer in knowledge.issuers
        for listing in knowledge.issuers[issuer].listings
    ]


def _countries(
    cause: object, source: Source, text: str, knowledge: Knowledge
) -> tuple[str, ...]:
    """Return the countries on both sides: whose measure, and whom it aims at."""
    imposer = getattr(cause, "imposer", None) or ""
    target = getattr(cause, "target", None) or ""
    first = knowledge.country_of(imposer) or source.country
    named = [
        knowledge.country_of(match.candidates[0]) or ""
        for match in knowledge.find_names(text)
    ]
    others = [knowledge.country_of(target) or "", *named]
    return _unique([first, *(one for one in others if one)])[:4]


def _severity(sheet: DealSheet) -> Severity:
    kinds = {one.kind for one in sheet.findings if one.severity == "error"}
    return "warn" if kinds & _GRAVE else "info"


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def find_codes(text: str) -> tuple[str, ...]:
    """Return numbers of notices, orders and documents in one spelling.

    Examples
    --------
    >>> find_codes("商务部公告2025年第61号")
    ('2025-61',)
    >>> find_codes("MOFCOM Announcement No. 61 of 2025")
    ('2025-61',)
    """
    head = text[:3000]
    found = []
    for number, pattern in enumerate(_CODES):
        for match in pattern.finditer(head):
            left, right = match.groups()
            pair = (right, left) if number == 1 else (left, right)
            found.append(f"{pair[0].upper().replace('.', '')}-{pair[1]}")
    return _unique(found)[:8]


def find_figures(text: str) -> tuple[str, ...]:
    """Return sums and rates in one spelling, so that languages agree on them."""
    head = text[:LONGEST]
    figures = [f"{float(one):g}%" for one in _RATE.findall(head)]
    for money in find_money(head):
        amount = getattr(money, "money", money)
        if getattr(amount, "currency", None):
            figures.append(f"{amount.currency} {float(amount.amount):g}")
    return _unique(figures)[:12]


def print_text(text: str) -> tuple[int, ...]:
    """Return the MinHash of a text's folded runs of four characters."""
    from rensa import RMinHash

    folded = _OTHER.sub("", fold(text[:LONGEST]))
    shingles = {folded[at : at + SHINGLE] for at in range(max(1, len(folded) - 3))}
    found = RMinHash(num_perm=PRINTS, seed=SEED)
    found.update(sorted(shingles))
    return tuple(found.digest())
