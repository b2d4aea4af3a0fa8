"""The panel that forecasts of themes are made from, built from daily files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import read_code
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.market.theme_prices import (
    Days,
    MainlandReturns,
    read_abroad,
    read_mainland,
)
from kuroshio.numerics import (
    Floats,
    Ints,
    equal_weighted,
    fading_deviation,
    market_models,
    ridge_forecasts,
    window_returns,
)
from kuroshio.records import ForesightPanel, Precedent, RowKind

FORESIGHT = "kuroshio.foresight/1"
WINDOWS = ((0, 0), (0, 1), (0, 4))
# A basket of fewer names is a handful of shares and not a theme.
LEAST_NAMES = 5
ESTIMATION = (-260, -11)
_LEAST_RETURNS = 125
_HALF_LIFE = 22.0
_CORRELATION_WINDOW = 500
_SHRINKAGE = 0.1
# Placebo sessions lie at least this many sessions from any precedent's.
_AWAY = 6
_SEED = 20260211
# Least calendar days since the last session → prior variance factor, worth so many
# sessions of evidence. The prior doubles the variance after a long closure.
_GAPS: Mapping[int, float] = {4: 1.3, 6: 2.0}
_GAP_PRIOR = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """How the night abroad is read: inputs, sessions behind a fit, and its penalty.

    ``names`` empty: every index, yield, currency, commodity and American security of
    the files. Window and penalty (in input variances) were chosen on sessions without
    any precedent.
    """

    names: tuple[str, ...] = ()
    window: int = 2000
    penalty: float = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Daily:
    """Everything daily, sessions down and themes across."""

    days: Days
    closed: Ints
    themes: tuple[str, ...]
    cars: Floats
    sigma: Floats
    members: dict[str, int]


def theme_baskets(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Return the A shares that each theme links, one for an issuer.

    Themes with fewer than five are left out.
    """
    found: dict[str, dict[str, None]] = {}
    for link in knowledge.links:
        listings = knowledge.issuers[link.issuer].listings
        codes = [item.security for item in listings if _is_a_share(item.security)]
        found.setdefault(link.theme, {}).update(dict.fromkeys(sorted(codes)[:1]))
    return {
        theme: tuple(sorted(found[theme]))
        for theme in sorted(found)
        if len(found[theme]) >= LEAST_NAMES
    }


def _is_a_share(security: str) -> bool:
    code = read_code(security)
    return (
        code is not None
        and code.market == "CN"
        and code.kind == "equity"
        and security.endswith((".SH", ".SZ"))
        and code.board != "b_share"
    )


def precedent_sessions(precedents: Iterable[Precedent]) -> dict[date, tuple[str, ...]]:
    """Return the precedents of each Shanghai session that the library names."""
    found: dict[date, list[str]] = {}
    for item in sorted(precedents, key=lambda one: one.id):
        for first in item.first_sessions:
            if first.exchange == "XSHG":
                found.setdefault(first.session, []).append(item.id)
    return {day: tuple(found[day]) for day in sorted(found)}


def build_theme_panel(
    folder: str | Path,
    baskets: Mapping[str, Sequence[str]],
    events: Mapping[date, tuple[str, ...]],
    *,
    live: Sequence[date] = (),
    until: date | None = None,
    night: Night | None = None,
) -> ForesightPanel:
    """Measure theme baskets round sessions, and what was known before each.

    Parameters
    ----------
    folder : str or Path
        Daily files in the documented schema.
    baskets : mapping
        Theme → mainland securities, as ``theme_baskets`` gives them.
    events : mapping
        Session → ids of its precedents.
    live : sequence of date
        Further sessions to prepare a forecast for: those before the last row of the
        files with returns, the one after it without.
    until : date, optional
        Nothing later is read.
    night : Night, optional
        How markets abroad are read.

    Returns
    -------
    ForesightPanel
        One row for each session that the files reach with at least twenty themes; the
        events' rows have placebo rows beside them, one each where there is room.

    Raises
    ------
    InputError
        When files are missing, unreadable or too short.
    """
    import duckdb

    try:
        return _build(Path(folder), baskets, events, (live, until, night or Night()))
    except duckdb.Error as error:
        told = str(error).splitlines()[0]
        mend = "see the schema of daily files in the guide to data"
        fault = Fault(place=str(folder), problem=f"cannot be read: {told}", mend=mend)
        raise InputError(str(folder), [fault]) from None


def _build(
    place: Path,
    baskets: Mapping[str, Sequence[str]],
    events: Mapping[date, tuple[str, ...]],
    asked: tuple[Sequence[date], date | None, Night],
) -> ForesightPanel:
    live, until, read = asked
    names = sorted({name for basket in baskets.values() for name in basket})
    mainland = read_mainland(place, names, until=until)
    ahead = [day for day in sorted(live) if np.datetime64(day) > mainland.days[-1]]
    daily = _daily(mainland, baskets)
    if not np.isfinite(daily.cars[0]).any():
        problem = "no theme has five names with a year of returns"
        raise InputError(str(place), [Fault(place=str(place), problem=problem)])
    days = np.append(mainland.days, np.array(ahead[:1], "datetime64[D]"))
    before = np.append(mainland.before, mainland.days[-1:][: len(ahead[:1])])
    inputs, moves = read_abroad(place, days, before, until=until)
    if read.names:
        moves = moves[:, [k for k, name in enumerate(inputs) if name in read.names]]
    daily = _extended(daily, days, before)
    chosen = _choose_rows(daily, events, live)
    return _panel(daily, moves, chosen, read)


def _daily(mainland: MainlandReturns, baskets: Mapping[str, Sequence[str]]) -> _Daily:
    column = {name: k for k, name in enumerate(mainland.securities)}
    members = {t: [column[name] for name in baskets[t]] for t in baskets}
    returns = np.stack(
        [equal_weighted(mainland.returns, members[t], LEAST_NAMES) for t in members],
        axis=1,
    )
    fit = market_models(
        returns, mainland.market, estimation=ESTIMATION, least=_LEAST_RETURNS
    )
    cars = np.stack(
        [window_returns(returns, mainland.market, fit, last) for _, last in WINDOWS]
    )
    held = np.isfinite(mainland.returns[-1])
    return _Daily(
        days=mainland.days,
        closed=(mainland.days - mainland.before).astype(np.int64),
        themes=tuple(members),
        cars=cars,
        sigma=fading_deviation(cars[0], _HALF_LIFE),
        members={t: int(held[rows].sum()) for t, rows in members.items()},
    )


def _extended(daily: _Daily, days: Days, before: Days) -> _Daily:
    """Add the session asked for after the last one, its returns unknown."""
    more = len(days) - len(daily.days)
    gap = np.full((len(WINDOWS), more, len(daily.themes)), np.nan)
    return _Daily(
        days=days,
        closed=(days - before).astype(np.int64),
        themes=daily.themes,
        cars=np.concatenate([daily.cars, gap], axis=1),
        sigma=daily.sigma,
        members=daily.members,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Rows chosen, in order of time."""

    places: Ints
    kinds: tuple[RowKind, ...]
    events: tuple[tuple[str, ...], ...]


def _choose_rows(
    daily: _Daily, events: Mapping[date, tuple[str, ...]], live: Sequence[date]
) -> _Rows:
    enough = np.isfinite(daily.sigma[: len(daily.days)]).sum(axis=1) >= 20
    where = {day: k for k, day in enumerate(daily.days.tolist())}
    taken = [where[day] for day in events if day in where]
    used = {where[day] for day in events if day in where and enough[where[day]]}
    drawn = _placebos(daily, sorted(used), taken, enough)
    rows: dict[int, tuple[RowKind, tuple[str, ...]]] = dict.fromkeys(
        drawn, ("placebo", ())
    )
    for day in live:
        if day in where and enough[where[day]]:
            rows[where[day]] = ("live", ())
    for day, ids in events.items():
        if where.get(day) in used:
            rows[where[day]] = ("event", ids)
    order = sorted(rows)
    return _Rows(
        places=np.array(order, np.int64),
        kinds=tuple(rows[k][0] for k in order),
        events=tuple(rows[k][1] for k in order),
    )


def _placebos(
    daily: _Daily, used: Sequence[int], taken: Sequence[int], enough: NDArray[np.bool_]
) -> set[int]:
    """Draw a session of the same year for each event, away from all events."""
    rng = np.random.default_rng(_SEED)
    years = daily.days.astype("datetime64[Y]")
    free = enough.copy()
    free[-_AWAY:] = False
    for k in taken:
        free[max(0, k - _AWAY) : k + _AWAY + 1] = False
    drawn: set[int] = set()
    for k in used:
        left = np.flatnonzero(free & (years == years[k]))
        left = left[~np.isin(left, list(drawn))]
        if len(left):
            drawn.add(int(rng.choice(left)))
    return drawn


def _panel(daily: _Daily, moves: Floats, chosen: _Rows, night: Night) -> ForesightPanel:
    rows = chosen.places
    count = len(daily.days)
    known = np.full((len(WINDOWS), len(rows)), np.datetime64("NaT", "D"))
    for k, (_, last) in enumerate(WINDOWS):
        inside = (rows + last < count) & np.isfinite(daily.cars[k, rows]).any(axis=1)
        known[k, inside] = daily.days[rows[inside] + last]
    first = daily.days[rows].astype("datetime64[Y]")
    years = np.unique(first).astype("datetime64[D]")
    snapshots = [(day, np.searchsorted(daily.days, day)) for day in years]
    snapshots.append((daily.days[-1] + 1, count))
    gaps = _gap_factors(daily)
    return ForesightPanel(
        schema=FORESIGHT,
        themes=daily.themes,
        windows=WINDOWS,
        days=daily.days[rows],
        kinds=chosen.kinds,
        events=chosen.events,
        known=known,
        closed=daily.closed[rows],
        car=daily.cars[:, rows],
        sigma=daily.sigma[rows],
        gap_variance=np.array(
            [_factor(gaps[k], daily.closed[k]) for k in rows.tolist()]
        ),
        overnight=ridge_forecasts(
            moves,
            daily.cars[0],
            rows,
            window=night.window,
            penalty=night.penalty,
        ),
        correlation_days=np.array([day for day, _ in snapshots], "datetime64[D]"),
        correlations=np.stack([_correlation(daily, int(k)) for _, k in snapshots]),
        latest=daily.sigma[-1],
        latest_day=daily.days[np.isfinite(daily.cars[0]).any(axis=1)][-1].item(),
        latest_gap=gaps[-1],
        latest_members=daily.members,
    )


def _correlation(daily: _Daily, stop: int) -> Floats:
    """Correlation of standardised abnormal returns before a session, shrunk."""
    part = slice(max(0, stop - _CORRELATION_WINDOW), stop)
    z = daily.cars[0, part] / daily.sigma[: len(daily.days)][part]
    z = np.clip(np.where(np.isfinite(z), z, 0.0), -4.0, 4.0)
    product = z.T @ z
    size = np.sqrt(np.diag(product))
    whole = product / np.maximum(np.outer(size, size), 1e-12)
    shrunk: Floats = (1.0 - _SHRINKAGE) * whole
    np.fill_diagonal(shrunk, 1.0)
    return shrunk


def _gap_factors(daily: _Daily) -> list[dict[int, float]]:
    """Return the variance factors known before each session, and after the last."""
    z = daily.cars[0] / daily.sigma[: len(daily.days)]
    square = np.minimum(z * z, 16.0)
    held = np.isfinite(square)
    counts = held.sum(axis=1)
    mean = np.where(held, square, 0.0).sum(axis=1) / np.maximum(counts, 1)
    usual, usual_n = 0.0, 0
    sums = dict.fromkeys(_GAPS, 0.0)
    sizes = dict.fromkeys(_GAPS, 0)
    out = []
    for value, days, some in zip(mean.tolist(), daily.closed, counts > 0, strict=True):
        out.append(_factors(sums, sizes, usual / usual_n if usual_n else 1.0))
        if not some:
            continue
        key = max((least for least in _GAPS if days >= least), default=None)
        if key is None:
            usual, usual_n = usual + value, usual_n + 1
        else:
            sums[key], sizes[key] = sums[key] + value, sizes[key] + 1
    return [*out, _factors(sums, sizes, usual / usual_n if usual_n else 1.0)]


def _factors(
    sums: Mapping[int, float], sizes: Mapping[int, int], usual: float
) -> dict[int, float]:
    """Mean squares after closures over the usual one, drawn towards the prior."""
    return {
        least: (sums[least] / usual + _GAP_PRIOR * prior) / (sizes[least] + _GAP_PRIOR)
        for least, prior in _GAPS.items()
    }


def _factor(gaps: Mapping[int, float], days: int) -> float:
    key = max((least for least in gaps if days >= least), default=None)
    return 1.0 if key is None else max(1.0, gaps[key])
