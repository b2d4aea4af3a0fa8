"""From one document to its reading: every mention, each with its exact span."""

from collections.abc import Sequence
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading.amounts import find_amounts
from kuroshio.reading.glosses import find_glosses
from kuroshio.reading.names import known_names, unknown_bodies
from kuroshio.reading.officials import find_officials
from kuroshio.reading.page import Name, Page, find_breaks, find_cues
from kuroshio.reading.parties import find_parties
from kuroshio.reading.projects import find_projects
from kuroshio.reading.quotations import find_quotations
from kuroshio.reading.rules import find_regimes
from kuroshio.reading.statuses import find_statuses
from kuroshio.reading.times import find_times
from kuroshio.records import Document, Reading
from kuroshio.text import (
    compile_folded,
    find_dateline,
    find_dates,
    find_money,
    find_quotes,
    fold,
    languages,
)
from kuroshio.text import sentences as find_sentences

_LONGEST_TITLE = 160
_TAIWAN = compile_folded(r"新台币|台湾|台积电|行政院|台北|立法院")
_HONG_KONG = compile_folded(r"港元|港交所|香港|港币|联交所")


def read_mentions(
    document: Document, knowledge: Knowledge, *, as_of: date | None = None
) -> Reading:
    """Read one document.

    Parameters
    ----------
    document : Document
        The stored text; its dateline is used where given, else found in the text.
    knowledge : Knowledge
        Who is who.
    as_of : date, optional
        The day to resolve from where neither the document nor its text gives one.

    Returns
    -------
    Reading
        All mentions, each with an exact span into ``document.text``. Linear in the
        length of the text for all that is money, time or name.
    """
    page = make_page(document, knowledge, as_of=as_of)
    officials = find_officials(page, knowledge)
    amounts = find_amounts(page)
    dates = find_times(page)
    statuses, status = find_statuses(page, dates)
    return Reading(
        document=document,
        sentences=page.sentences,
        amounts=amounts,
        dates=dates,
        parties=find_parties(page, officials),
        officials=officials,
        projects=find_projects(page, amounts),
        regimes=find_regimes(page, knowledge),
        statuses=statuses,
        status=status,
        quotes=find_quotations(page, officials, knowledge),
        glosses=find_glosses(page, knowledge, officials),
        anchor=page.anchor,
    )


def make_page(
    document: Document, knowledge: Knowledge, *, as_of: date | None = None
) -> Page:
    """Return everything that one pass finds, before any field is read."""
    text = document.text
    key = fold(text)
    spans = find_sentences(text)
    tongues = document.languages or languages(text)
    dateline = find_dateline(text, folded=key)
    anchor = document.dateline or (dateline.day if dateline else None)
    if anchor is None and document.published_at is not None:
        anchor = document.published_at.date()
    anchor = anchor or as_of
    money = find_money(
        text, folded=key, yuan=_yuan(key, tongues), yen_sign=_yen_sign(tongues)
    )
    taken = [(item.start, item.end) for item in money]
    known = known_names(text, knowledge, anchor)
    known = _outside(known, taken)
    bodies = unknown_bodies(text, key, known, tongues)
    names = tuple(sorted((*known, *bodies), key=lambda name: name.start))
    cues, starts = find_cues(key)
    return Page(
        document=document,
        key=key,
        sentences=spans,
        sentence_starts=tuple(start for start, _ in spans),
        breaks=find_breaks(key),
        languages=tongues,
        anchor=anchor,
        dateline=dateline,
        title_end=_title_end(text),
        names=names,
        name_starts=tuple(name.start for name in names),
        cues=cues,
        cue_starts=starts,
        money=money,
        dates=find_dates(text, anchor, folded=key, sentences=spans, taken=taken),
        quotes=find_quotes(text),
    )


def _outside(
    names: Sequence[Name], taken: Sequence[tuple[int, int]]
) -> tuple[Name, ...]:
    """Return the names that lie in none of a few runs; both in order."""
    kept: list[Name] = []
    at = 0
    for name in names:
        while at < len(taken) and taken[at][1] <= name.start:
            at += 1
        if at == len(taken) or not taken[at][0] <= name.start:
            kept.append(name)
    return tuple(kept)


def _title_end(text: str) -> int:
    """Return where the title line ends; 0 where the text begins with its body."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    if end < 0 or end - start > _LONGEST_TITLE:
        return 0
    return 0 if text[start:end].rstrip().endswith((".", "。")) else end


def _yuan(key: str, tongues: tuple[str, ...]) -> str:
    """Return what a bare 元 means: the currency of the place that a text is from."""
    if "zh-Hant" not in tongues[:1]:
        return "CNY"
    taiwan, hong_kong = len(_TAIWAN.findall(key)), len(_HONG_KONG.findall(key))
    if not taiwan and not hong_kong:
        return "CNY"
    return "TWD" if taiwan >= hong_kong else "HKD"


def _yen_sign(tongues: tuple[str, ...]) -> str:
    """Return what a bare ¥ means in a text of these languages."""
    return "CNY" if tongues[:1] in {("zh-Hans",), ("zh-Hant",)} else "JPY"
