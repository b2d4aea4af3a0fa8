"""Measures told by what a public body does to a trade, without an instrument's name."""

from collections.abc import Iterator, Sequence
from datetime import date

from kuroshio.knowledge import Knowledge
from kuroshio.reading import measure_home_words as home
from kuroshio.reading import measure_words as words_of
from kuroshio.reading.measure_parties import (
    Known,
    Source,
    blanked,
    find_imposer,
    find_target,
    home_by_script,
    identify,
    main_clause,
)
from kuroshio.reading.measures import MeasureFound
from kuroshio.records import EventType, Reading, Span
from kuroshio.text import compile_folded

_LEAD = 3
_TIGHT = compile_folded(
    r"\b(?:tighten|restrict|limit|curb|require|order|oblig|clos|shut|ban|draft|"
    r"propos\w* (?:rules?|limits?)|rein|halt|stop|cancel|revok|strip|end|fin|punish|"
    r"summon|investigat|prob)(?:s|es|ed|d|ing|e|ped|ned)?\b|"
    r"限制|收紧|规范|取消|须|要求|叫停|打击|整治|结业|关闭|征求意见|撤销|约谈|整改|"
    r"处罚|罚|停止|终止|不得|審査|義務付|規制|厳格|求め|取り消|停止|禁止"
)
_LOOSE = compile_folded(
    r"\b(?:eas|lift|relax|loosen|allow|permit|approv|open|resum|widen|restor|waiv)"
    r"(?:s|es|ed|d|ing|e)?\b|放宽|放松|允许|批准|开放|恢复|放开|解除|优化调整|扩大开放|"
    r"緩和|容認|承認|解禁|再開|認め"
)
_HELP = compile_folded(
    r"\b(?:support|promot|encourag|boost|fund|subsid|expand|increas|rais|add|bought|"
    r"buys?|plan)\w*|支持|鼓励|促进|推动|加快|增加|增持|提振|扩大|培育|专项|规划|行动方案|"
    r"支援|促進|後押し|増やし|買い増し|増加"
)


def find_policies(
    reading: Reading, knowledge: Knowledge, folded: str, *, on: date
) -> tuple[MeasureFound, ...]:
    """Find what a public body of the lead does to a trade that is a known theme.

    The last resort for documents in which no instrument is named: a body that acts, a
    verb that tightens (+1, felt as a ban), loosens (−1) or helps (+1, felt as
    support), and a theme, all in one of the first three sentences.

    Parameters
    ----------
    reading : Reading
        Mentions of one document.
    knowledge : Knowledge
        Gives bodies, countries and themes.
    folded : str
        The folded text of the document.
    on : date
        The day of the document.

    Returns
    -------
    tuple of MeasureFound
        None or one.
    """
    source = Source(reading=reading, knowledge=knowledge, folded=folded, on=on)
    return tuple(_policies(source))[:1]


def _policies(source: Source) -> Iterator[MeasureFound]:
    for order, (start, end) in enumerate(source.reading.sentences[:_LEAD]):
        clear = main_clause(source.folded[start:end])
        text = source.reading.document.text[start:end]
        shown = blanked(text, clear)
        if not source.knowledge.find_themes(shown):
            continue
        names = identify(source, source.knowledge.find_names(shown), start)
        imposer = find_imposer(source, names, clear, len(clear))
        turn = _turn(clear)
        if imposer is None and not _names_foreign_state(source, names):
            imposer = home_by_script(source)
        if turn is not None and turn[0] == "currency":
            imposer = imposer or "country-cn"
        if imposer is None or turn is None:
            continue
        kind, instrument, direction = turn
        span = Span(doc=source.reading.document.id, start=start, end=end, text=text)
        yield MeasureFound(
            instrument=instrument,
            type=kind,
            direction=direction,
            span=span,
            imposer=imposer,
            target=find_target(source, names, clear, imposer),
            rate=None,
            products=(),
            named=(),
            threatened=False,
            order=order,
            passages=(span,),
        )


def moves_currency(reading: Reading, folded: str) -> bool:
    """Tell whether the lead is on the yuan that rises or falls."""
    lead = reading.sentences[:_LEAD]
    return any(home.CURRENCY.search(folded, start, end) for start, end in lead)


def _names_foreign_state(source: Source, names: Sequence[Known]) -> bool:
    """Tell whether a sentence names a body or firm that is not of China."""
    return any(source.country_of(one) not in {None, "CN"} for _, one in names)


def _turn(clear: str) -> tuple[EventType, EventType, int] | None:
    """Return type, instrument and direction by the first verb that tells them.

    A firmer yuan is the lighter side of a fixing that weakens it (−1).
    """
    moved = home.CURRENCY.search(clear)
    if moved is not None:
        weaker = moved.group("down1") or moved.group("down2")
        return ("currency", "other", 1 if weaker else -1)
    found = [
        (match.start(), turn)
        for pattern, turn in (
            (_TIGHT, ("other", "ban", 1)),
            (_LOOSE, ("easing", "ban", -1)),
            (_HELP, ("other", "subsidy", 1)),
        )
        if (match := pattern.search(clear))
        and not words_of.NOT.search(clear, max(0, match.start() - 12), match.start())
    ]
    return min(found)[1] if found else None  # type: ignore[return-value]
