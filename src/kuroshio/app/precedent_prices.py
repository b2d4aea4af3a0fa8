"""Prices for studies of precedents: from files given, else from the price store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from kuroshio.app.study import read_market
from kuroshio.app.workspace import Workspace
from kuroshio.calendars import is_session
from kuroshio.errors import Fault, InputError
from kuroshio.market import Generation, current_generation, load_matrix, read_prices
from kuroshio.numerics import Bools, Floats
from kuroshio.records import Calendar, DayArray, PricePanel
from kuroshio.studies import VENUES

# The index of each venue that is looked for first: the all-share index, because against
# a large-cap index every theme of small names shares one return.
INDEXES: Mapping[str, tuple[str, ...]] = {
    "CN": ("000985.CSI", "000985.SH", "000300.SH", "399300.SZ", "000001.SH"),
    "HK": ("HSI", "HSI.HK", "^HSI"),
    "JP": ("N225", "TOPIX", "^N225"),
    "US": ("SPX", "^GSPC"),
}
# Share of the names of the session before under which a session is missing in files.
_HARDLY = 0.2
_ENOUGH = 5
_MARKETS = ("CN", "HK", "JP", "US", "XX")


@dataclass(frozen=True, slots=True, kw_only=True)
class VenuePrices:
    """One venue's prices on the rows of its index.

    ``symbol`` names the index; ``prices`` and ``index`` have the same dates.
    ``dropped`` are rows of the index that are no session of the venue, or on which the
    files hold hardly any price: returns span them.
    """

    venue: str
    symbol: str
    prices: PricePanel
    index: PricePanel
    dropped: tuple[date, ...] = ()


def read_venues(
    securities: Mapping[str, Iterable[str]],
    *,
    calendars: Mapping[str, Calendar],
    files: Sequence[str | Path],
    indexes: Mapping[str, str],
    until: date | None = None,
    workspace: Workspace,
) -> tuple[dict[str, VenuePrices], dict[str, str]]:
    """Read what is needed of each venue.

    Parameters
    ----------
    securities : Mapping
        Venue → securities wanted.
    calendars : Mapping
        By MIC.
    files : sequence of path
        Wide or long prices; empty: the price store that ``data import`` fills.
    indexes : Mapping
        Venue → its index where the user named one: a symbol of the prices, or a file
        as ``FILE`` or ``FILE#SYMBOL``.
    until : date, optional
        No later price is used.
    workspace : Workspace

    Returns
    -------
    venues : dict
        Venue → prices.
    missing : dict
        Venue → why it has none.

    Raises
    ------
    InputError
        When files cannot be read, when there is no store, or when an index that the
        user named is in none of them.
    """
    own = {venue: _own_index(text) for venue, text in indexes.items()}
    candidates = {
        venue: (own[venue][0],) if venue in own else INDEXES[venue]
        for venue in securities
    }
    wanted = {name for names in securities.values() for name in names}
    wanted |= {name for names in candidates.values() for name in names}
    panel = _from_files(files, wanted) if files else _from_store(wanted, workspace)
    panel = _with_indexes(panel, [series for _, series in own.values()])
    if until is not None:
        panel = _cut(panel, until)
    held = set(panel.securities)
    venues, missing = {}, {}
    for venue, names in candidates.items():
        symbol = next((name for name in names if name in held), None)
        if symbol is None and venue in indexes:
            raise InputError("command line", [_no_index(indexes[venue])])
        if symbol is None:
            missing[venue] = f"the prices hold no index of {venue} ({', '.join(names)})"
        else:
            calendar = calendars[VENUES[venue]]
            venues[venue] = _on_index_rows(
                panel, (venue, calendar), symbol, securities[venue]
            )
    return venues, missing


def _own_index(text: str) -> tuple[str, PricePanel | None]:
    """Return the symbol that the user means, and its series where a file has it."""
    if not Path(text.partition("#")[0]).is_file():
        return text, None
    nothing = PricePanel(
        dates=np.empty(0, "datetime64[D]"), securities=(), values=np.empty((0, 0))
    )
    series = read_market(text, nothing)
    return (series.securities[0], series) if series is not None else (text, None)


def _with_indexes(
    panel: PricePanel, indexes: Iterable[PricePanel | None]
) -> PricePanel:
    """Put the user's own indexes in the place of series of the same name."""
    given = {item.securities[0]: item for item in indexes if item is not None}
    if not given:
        return panel
    rest = [k for k, name in enumerate(panel.securities) if name not in given]
    kept = PricePanel(
        dates=panel.dates,
        securities=tuple(panel.securities[k] for k in rest),
        values=panel.values[:, rest],
    )
    return join_panels([kept, *given.values()])


def _cut(panel: PricePanel, until: date) -> PricePanel:
    rows = panel.dates <= np.datetime64(until)
    return PricePanel(
        dates=panel.dates[rows], securities=panel.securities, values=panel.values[rows]
    )


def _no_index(symbol: str) -> Fault:
    return Fault(
        place="--market",
        problem=f"the prices hold no series {symbol}",
        mend="give its file: --market FILE#SYMBOL",
    )


def _on_index_rows(
    panel: PricePanel, where: tuple[str, Calendar], symbol: str, names: Iterable[str]
) -> VenuePrices:
    venue, calendar = where
    column = {name: k for k, name in enumerate(panel.securities)}
    kept = [name for name in dict.fromkeys(names) if name in column and name != symbol]
    rows = np.flatnonzero(np.isfinite(panel.values[:, column[symbol]]))
    dates = panel.dates[rows]
    values = panel.values[rows][:, [column[name] for name in kept]]
    good = np.array([is_session(calendar, day) for day in dates.tolist()], bool)
    good &= ~_hardly_priced(values, good)
    told = np.flatnonzero(good)
    inside = slice(0, int(told[-1]) + 1 if len(told) else 0)
    held = rows[good]
    levels = panel.values[held, column[symbol]][:, None]
    return VenuePrices(
        venue=venue,
        symbol=symbol,
        prices=PricePanel(
            dates=dates[good], securities=tuple(kept), values=values[good]
        ),
        index=PricePanel(dates=dates[good], securities=(symbol,), values=levels),
        dropped=tuple(dates[inside][~good[inside]].tolist()),
    )


def _hardly_priced(values: Floats, sessions: Bools) -> Bools:
    """Mark sessions that the files lack: under a fifth of the names of the one before.

    A market does not suspend four names in five between two sessions; a file that
    leaves a session out does. Rows before the first price are kept.
    """
    counts = np.isfinite(values).sum(axis=1)
    hardly = np.zeros(len(values), bool)
    usual = 0
    for row in np.flatnonzero(sessions):
        hardly[row] = usual >= _ENOUGH and counts[row] < _HARDLY * usual
        if not hardly[row]:
            usual = int(counts[row])
    return hardly


def _from_files(files: Sequence[str | Path], wanted: set[str]) -> PricePanel:
    panels: list[PricePanel] = []
    faults: list[Fault] = []
    for path in files:
        try:
            panels.append(read_prices(path, securities=wanted))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError("prices", faults)
    seen: dict[str, str] = {}
    for path, panel in zip(files, panels, strict=True):
        for name in panel.securities:
            if name in seen:
                problem = f"{name} stands in {seen[name]} too"
                faults.append(
                    Fault(place=str(path), problem=problem, mend="give it once")
                )
            seen.setdefault(name, str(path))
    if faults:
        raise InputError("prices", faults)
    return join_panels(panels)


def join_panels(panels: Sequence[PricePanel]) -> PricePanel:
    """Put panels of different securities side by side on all their dates."""
    stacked = [panel.dates for panel in panels]
    dates: DayArray = (
        np.unique(np.concatenate(stacked)) if stacked else np.empty(0, "datetime64[D]")
    )
    names = [name for panel in panels for name in panel.securities]
    values = np.full((len(dates), len(names)), np.nan)
    start = 0
    for panel in panels:
        rows = np.searchsorted(dates, panel.dates)
        stop = start + len(panel.securities)
        values[rows, start:stop] = panel.values
        start = stop
    return PricePanel(dates=dates, securities=tuple(names), values=values)


def has_store(workspace: Workspace) -> bool:
    """Say whether prices have been imported."""
    root = workspace.data / "bars" if workspace.data is not None else None
    return root is not None and current_generation(root) is not None


def _from_store(wanted: set[str], workspace: Workspace) -> PricePanel:
    root = workspace.data / "bars" if workspace.data is not None else None
    generation = current_generation(root) if root is not None else None
    if generation is None:
        fault = Fault(
            place="price store",
            problem="holds nothing yet",
            mend="kuroshio data import FILES, or give files with --prices",
        )
        raise InputError("precedents study", [fault])
    panels = [
        market_panel(generation, market, wanted, workspace.cache) for market in _MARKETS
    ]
    return join_panels([panel for panel in panels if panel.securities])


def market_panel(
    generation: Generation, market: str, wanted: set[str], cache: Path | None
) -> PricePanel:
    """Each security's adjusted closes where it has as many as closes, never both."""
    close, adjusted = (
        load_matrix(generation, market=market, field=field, cache=cache)
        for field in ("close", "adj_close")
    )
    columns = [k for k, name in enumerate(close.securities) if name in wanted]
    plain = np.array(close.values[:, columns])
    total = np.array(adjusted.values[:, columns])
    better = np.isfinite(total).sum(axis=0) >= np.isfinite(plain).sum(axis=0)
    return PricePanel(
        dates=close.days,
        securities=tuple(close.securities[k] for k in columns),
        values=np.where(better, total, plain),
    )
