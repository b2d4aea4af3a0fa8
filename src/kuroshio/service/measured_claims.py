"""Claims about performance without a figure: computed where the price store allows.

A claim needs an index that it names and days that it gives; nothing of the two is
guessed. A claim of doing better needs a second index; where it names none, the CSI 300
stands in and is said to.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kuroshio.knowledge import Knowledge
from kuroshio.market import past_moves
from kuroshio.records import Pack, PricePanel
from kuroshio.text import find_dates, fold

STAND_IN = "000300.SH"
Panels = Callable[[set[str]], tuple[PricePanel, ...]]
# Names in Chinese and Japanese, and short ones, beside those of pack and contracts.
_CALLED = {
    "沪深300": "000300.SH", "滬深300": "000300.SH", "中证500": "000905.SH",
    "中證500": "000905.SH", "中证1000": "000852.SH", "中證1000": "000852.SH",
    "创业板指": "399006.SZ", "創業板指": "399006.SZ", "chinext": "399006.SZ",
    "上证综指": "000001.SH", "上證綜指": "000001.SH", "上证指数": "000001.SH",
    "shanghai composite": "000001.SH", "科创50": "000688.SH", "star 50": "000688.SH",
    "恒生指数": "HSI", "恒生指數": "HSI", "hang seng index": "HSI",
    "日经225": "N225", "日経平均": "N225", "nikkei 225": "N225", "s&p 500": "SPX",
    "nasdaq 100": "NDX", "philadelphia semiconductor": "SOX",
}  # fmt: skip
_BETTER = re.compile(
    r"\b(?:out|under)perform|跑赢|跑贏|跑输|跑輸|优于|優於|上回|下回|アウトパフォーム"
)
_SINCE = re.compile(r"(?:since|from|after|自|从|從)\s*$")
_WHOLE = {"day", "week", "month", "quarter", "half", "year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredClaim:
    """One claim with what could be measured of it.

    Parameters
    ----------
    text : str
        The sentence.
    index, against : str or None
        Symbols; ``assumed`` says that the claim does not name ``against``.
    start, end : date or None
        First and last day of the window; None: the text gives none.
    move, other : float or None
        Simple moves, decimal, from the close before ``start``.
    needs : tuple of str
        What is missing: ``index``, ``window``, ``prices``; empty: measured.
    """

    text: str
    doc: str
    place: int
    index: str | None
    against: str | None
    assumed: bool
    start: date | None
    end: date | None
    move: float | None
    other: float | None
    needs: tuple[str, ...]


def index_names(pack: Pack, knowledge: Knowledge) -> dict[str, str]:
    """Return what indices are called, folded, longest first, by their symbols."""
    names = {fold(name): symbol for name, symbol in _CALLED.items()}
    for level in pack.levels.values():
        if level.kind == "index":
            names[fold(level.name)] = level.symbol
    for one in knowledge.instruments.values():
        if one.index is not None:
            names[fold(one.index_name)] = one.index
    return dict(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


def measure_claims(
    result: Mapping[str, Any], names: Mapping[str, str], panels: Panels
) -> list[MeasuredClaim]:
    """Return the claims without a figure of a result, measured where it can be done.

    Parameters
    ----------
    result : mapping
        What a worker made of a deal.
    names : mapping
        From `index_names`.
    panels : callable
        Symbols → levels of those that the price store has.
    """
    as_of = date.fromisoformat(result["as_of"][:10])
    anchors = {item["id"]: _anchor(item, as_of) for item in result["read"]["documents"]}
    spans = {
        (span["doc"], span["start"]): span
        for item in result["read"]["findings"]
        if item["kind"] == "unquantified"
        for span in item["evidence"]
    }
    return [
        _measure(span, names, panels, anchors.get(span["doc"], as_of), as_of)
        for span in spans.values()
    ]


def _anchor(document: Mapping[str, Any], as_of: date) -> date:
    told = (document.get("dateline") or {}).get("date") or document.get("published_at")
    return date.fromisoformat(told[:10]) if told else as_of


def _measure(
    span: Mapping[str, Any], names: Mapping[str, str], panels: Panels, anchor: date,
    as_of: date,
) -> MeasuredClaim:  # fmt: skip
    text = " ".join(span["text"].split())
    found = find_indices(text, names)
    index = found[0] if found else None
    compared = _BETTER.search(fold(text)) is not None
    against = found[1] if len(found) > 1 else None
    assumed = compared and against is None and index not in {None, STAND_IN}
    if assumed:
        against = STAND_IN
    window = find_window(text, anchor, as_of)
    needs = [] if index else ["index"]
    if compared and index and against is None:
        needs.append("benchmark")
    needs += [] if window else ["window"]
    move = other = None
    if index and window and not needs:
        wanted = {index, *([against] if against else [])}
        moves = past_moves(panels(wanted), start=window[0], end=window[1])
        move, other = moves.get(index), moves.get(against or "")
        if move is None or (against and other is None):
            needs.append("prices")
    return MeasuredClaim(
        text=text, doc=span["doc"], place=span["start"], index=index, against=against,
        assumed=assumed, start=window[0] if window else None,
        end=window[1] if window else None, move=move, other=other, needs=tuple(needs),
    )  # fmt: skip


def find_indices(text: str, names: Mapping[str, str]) -> list[str]:
    """Return the symbols of the indices that a sentence names, in its order."""
    key = fold(text)
    at: dict[str, int] = {}
    for name, symbol in names.items():  # the longest first: CSI 1000 is not CSI 100
        pattern = rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])"
        for match in re.finditer(pattern, key):
            at.setdefault(symbol, match.start())
        key = re.sub(pattern, lambda one: " " * len(one.group()), key)
    return sorted(at, key=lambda symbol: at[symbol])


def find_window(text: str, anchor: date, as_of: date) -> tuple[date, date] | None:
    """Return the days that a sentence gives, none after the as-of day.

    "Since" a day runs to the as-of day from the day after; several days give the
    stretch from the first to the last.
    """
    found = [
        one
        for one in find_dates(text, anchor)
        if one.first is not None and one.last is not None and one.precision in _WHOLE
    ]
    if not found:
        return None
    first = min(one.first for one in found if one.first is not None)
    last = max(one.last for one in found if one.last is not None)
    if len(found) == 1 and _SINCE.search(fold(text[: found[0].start])):
        first = last + timedelta(days=1) if found[0].precision == "day" else first
        last = as_of
    last = min(last, as_of)
    return (first, last) if first <= last else None
