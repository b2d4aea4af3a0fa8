"""What is wrong with daily bars: every kind reported, nothing repaired.

Faults keep a file out of the store; notes are told and let it in.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import currency_of, mic_of
from kuroshio.market.drop import PRICES
from kuroshio.records import BarIssue, Bars, Calendar

SPIKE = 20.0  # a price this many times its neighbours' and back again
BREAK = 5.0  # a lasting step that no session without a limit explains

Booleans = NDArray[np.bool_]


def check_bars(bars: Bars, calendars: Mapping[str, Calendar]) -> tuple[BarIssue, ...]:
    """Return everything wrong or worth telling, faults first.

    Faults: a day twice, a day that is no session, a price not above zero, a spike
    (twenty times both neighbours or a twentieth of them), a currency that is not the
    listing's. Notes: sessions without a bar, lasting steps of five times or more, highs
    and lows that do not enclose open and close, a row without any price.
    """
    order = _in_order(bars)
    price = _best_price(bars)
    checks: tuple[tuple[Callable[..., Booleans], str, str, str], ...] = (
        (_repeated, "duplicate", "fault", "keep one row a security and day"),
        (_off_session, "no session", "fault", "leave the rows out"),
        (_not_positive, "price not above zero", "fault", "leave the cell blank"),
        (_spikes, "spike", "fault", "check the price and leave the row out"),
        (_steps, "lasting step", "note", "a split, or a change of scale"),
        (_not_enclosed, "high or low inside open and close", "note", ""),
        (_priceless, "row without a price", "note", ""),
    )
    issues = []
    for check, kind, weight, mend in checks:
        flagged = check(bars, order=order, price=price, calendars=calendars)
        if flagged.any():
            issues.append(_issue(bars, flagged, kind=kind, weight=weight, mend=mend))
    issues += _currencies(bars)
    issues += _missing(bars, calendars)
    return tuple(sorted(issues, key=lambda issue: issue.weight))


def _in_order(bars: Bars) -> NDArray[np.int64]:
    """Return the rows by security, then day; most files lie so already."""
    key = bars.symbol * 1_000_000 + bars.day.astype("datetime64[D]").astype(np.int64)
    if (np.diff(key) >= 0).all():
        return np.arange(len(key))
    return np.argsort(key, kind="stable")


def _best_price(bars: Bars) -> NDArray[np.float64]:
    """Return the close, or the adjusted close where there is no close."""
    empty = np.full(len(bars.day), np.nan)
    close = bars.fields.get("close", empty)
    return np.where(np.isfinite(close), close, bars.fields.get("adj_close", empty))


def _issue(
    bars: Bars, flagged: Booleans, *, kind: str, weight: str, mend: str
) -> BarIssue:
    first = int(np.flatnonzero(flagged)[0])
    name = bars.symbols[int(bars.symbol[first])]
    return BarIssue(
        kind=kind,
        weight="fault" if weight == "fault" else "note",
        place=f"{bars.source}: row {int(bars.row[first])}",
        count=int(flagged.sum()),
        example=f"{name} {bars.day[first]}",
        mend=mend,
    )


def _repeated(bars: Bars, *, order: NDArray[np.int64], **_: object) -> Booleans:
    symbol, day = bars.symbol[order], bars.day[order]
    same = np.zeros(len(order), bool)
    same[1:] = (symbol[1:] == symbol[:-1]) & (day[1:] == day[:-1])
    return _scatter(same, order)


def _scatter(flagged: Booleans, order: NDArray[np.int64]) -> Booleans:
    out = np.zeros(len(order), bool)
    out[order[flagged]] = True
    return out


def _off_session(
    bars: Bars, *, calendars: Mapping[str, Calendar], **_: object
) -> Booleans:
    out = np.zeros(len(bars.day), bool)
    if not len(out):
        return out
    exchange = np.array([mic_of(name) or "" for name in bars.symbols])
    first = bars.day.min()
    whole = np.arange(first, bars.day.max() + np.timedelta64(1, "D"))
    at = (bars.day - first).astype(np.int64)
    for mic in np.unique(exchange):
        calendar = calendars.get(str(mic))
        if calendar is not None:
            closed = ~is_session_day(whole, calendar)
            out |= (exchange == mic)[bars.symbol] & closed[at]
    return out


def is_session_day(days: NDArray[np.datetime64], calendar: Calendar) -> Booleans:
    """Say which days are sessions; days outside the calendar's facts count as such."""
    weekday = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7
    closed = np.isin(days, np.array(calendar.closures, "datetime64[D]"))
    extra = np.isin(days, np.array(calendar.open_weekends, "datetime64[D]"))
    known = (days >= np.datetime64(calendar.first)) & (
        days <= np.datetime64(calendar.bound)
    )
    open_day: Booleans = ((weekday < 5) & ~closed) | extra | ~known
    return open_day


def _not_positive(bars: Bars, **_: object) -> Booleans:
    out = np.zeros(len(bars.day), bool)
    for field in PRICES:
        if field in bars.fields:
            out |= bars.fields[field] <= 0
    # A rate or a spread of FRED may be nought or less; a price may not.
    price = np.array([not name.endswith(".FRED") for name in bars.symbols])
    return out & price[bars.symbol] if len(out) else out


def _neighbours(
    bars: Bars, order: NDArray[np.int64], price: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return log steps from the row before and to the row after, NaN at the ends."""
    with np.errstate(divide="ignore", invalid="ignore"):
        level = np.log(np.where(price[order] > 0, price[order], np.nan))
    before = np.full(len(order), np.nan)
    same = bars.symbol[order][1:] == bars.symbol[order][:-1]
    before[1:] = np.where(same, np.diff(level), np.nan)
    after = np.full(len(order), np.nan)
    after[:-1] = before[1:]
    return before, after


def _spikes(
    bars: Bars,
    *,
    order: NDArray[np.int64],
    price: NDArray[np.float64],
    **_: object,
) -> Booleans:
    before, after = _neighbours(bars, order, price)
    large = np.log(SPIKE)
    with np.errstate(invalid="ignore"):
        up = (before > large) & (after < -large)
        down = (before < -large) & (after > large)
    return _scatter(up | down, order)


def _steps(
    bars: Bars,
    *,
    order: NDArray[np.int64],
    price: NDArray[np.float64],
    **_: object,
) -> Booleans:
    before, after = _neighbours(bars, order, price)
    with np.errstate(invalid="ignore"):
        step = (np.abs(before) > np.log(BREAK)) & ~(np.abs(after) > np.log(BREAK))
        step[1:] &= ~(np.abs(before[:-1]) > np.log(BREAK))
    return _scatter(step, order)


def _not_enclosed(bars: Bars, **_: object) -> Booleans:
    have = [name for name in ("open", "close") if name in bars.fields]
    if not have or not {"high", "low"} <= set(bars.fields):
        return np.zeros(len(bars.day), bool)
    inner = np.column_stack([bars.fields[name] for name in have])
    with np.errstate(invalid="ignore"):
        flagged: Booleans = (bars.fields["high"] < inner.max(axis=1) * (1 - 1e-6)) | (
            bars.fields["low"] > inner.min(axis=1) * (1 + 1e-6)
        )
    return flagged


def _priceless(_: Bars, *, price: NDArray[np.float64], **__: object) -> Booleans:
    return ~np.isfinite(price)


def _currencies(bars: Bars) -> list[BarIssue]:
    expected = {currency_of(name) for name in bars.symbols}
    strange = sorted(set(bars.currency) - {code for code in expected if code})
    return [
        BarIssue(
            kind="currency",
            weight="fault",
            place=bars.source,
            count=len(strange),
            example=", ".join(strange),
            mend="give prices in the currency of the listing",
        )
    ][: 1 if strange else 0]


def _missing(bars: Bars, calendars: Mapping[str, Calendar]) -> list[BarIssue]:
    gaps = count_gaps(bars.symbol, bars.day, bars.symbols, calendars)
    total = int(gaps.sum())
    if not total:
        return []
    worst = int(np.argmax(gaps))
    return [
        BarIssue(
            kind="sessions without a bar",
            weight="note",
            place=bars.source,
            count=total,
            example=f"{bars.symbols[worst]}: {gaps[worst]} between its first and last",
            mend="suspended or missing; never filled",
        )
    ]


def count_gaps(
    symbol: NDArray[np.int64],
    day: NDArray[np.datetime64],
    symbols: Sequence[str],
    calendars: Mapping[str, Calendar],
) -> NDArray[np.int64]:
    """Count, for each security, sessions from its first to its last without a bar."""
    gaps = np.zeros(len(symbols), np.int64)
    exchange = np.array([mic_of(name) or "" for name in symbols])
    for mic in np.unique(exchange[np.unique(symbol)]):
        calendar = calendars.get(str(mic))
        mask = (exchange == mic)[symbol]
        if calendar is None or not mask.any():
            continue
        held, days = symbol[mask], day[mask]
        start = days.min()
        whole = np.arange(start, days.max() + np.timedelta64(1, "D"))
        open_day = is_session_day(whole, calendar)
        sessions = whole[open_day]
        first = np.full(len(symbols), np.iinfo(np.int64).max)
        last = np.full(len(symbols), -1)
        # How many sessions come before each day: a place, without a search for each.
        before: NDArray[np.int64] = np.cumsum(open_day) - open_day
        at = before[(days - start).astype(np.int64)]
        np.minimum.at(first, held, at)
        np.maximum.at(last, held, at)
        seen = np.zeros((len(symbols), len(sessions) + 1), bool)
        seen[held, at] = True
        present = seen.sum(axis=1)
        mine = np.unique(held)
        gaps[mine] = np.maximum(last[mine] - first[mine] + 1 - present[mine], 0)
    return gaps
