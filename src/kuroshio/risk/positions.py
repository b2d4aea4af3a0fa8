"""A book as exposures: what moves each holding, and how well that is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from kuroshio.calendars import CodeFacts, count_sessions, last_closed, read_code
from kuroshio.knowledge import Knowledge
from kuroshio.money import convert, dollar_rates
from kuroshio.records import Book, Calendar, Holding, Instrument, Pack, Profile

Floats = NDArray[np.float64]

STALE, TOO_OLD = 30, 90
_FX_FACTORS = {"CNY": "USDCNH", "CNH": "USDCNH", "JPY": "USDJPY"}
_PEGGED = {"USD", "HKD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a holding's numbers rest on; see ``HoldingRisk``."""

    basis: str
    note: str = ""
    data_date: str | None = None
    stale_sessions: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The holdings of a book as arrays, n of them, over the pack's n_factors.

    ``alone`` is ``residual`` without what blocks share (see ``Pack``), ``blocks`` the
    loadings on those times the weight, (n, n_blocks), and ``block_own`` their variance
    by holding; None and noughts where the pack has no blocks.
    ``covariance`` is the pack's, as its age has it. ``weights`` are shares of NAV
    (notional for futures and forwards); ``local`` the loadings of the local return
    times the weight; ``currency`` the loadings of
    translation into base currency times the weight; ``residual`` the weight times the
    residual risk; ``issuers`` the number of each holding's issuer, whose residuals
    move together. ``markets`` is "" where sessions mean nothing.
    """

    nav: float
    covariance: Floats
    weights: Floats
    local: Floats
    currency: Floats
    residual: Floats
    errors: Floats
    issuers: NDArray[np.int64]
    markets: tuple[str, ...]
    currencies: tuple[str, ...]
    basis: tuple[Basis, ...]
    blocks: Floats | None = None
    block_covariance: Floats | None = None
    block_own: Floats | None = None

    @property
    def alone(self) -> Floats:
        """Residual risk that no block shares, signed like the weight, (n,)."""
        if self.block_own is None:
            return self.residual
        rest = np.sqrt(np.maximum(self.residual**2 - self.block_own, 0.0))
        signed: Floats = np.copysign(rest, self.residual)
        return signed


@dataclass(slots=True)
class _Gathered:
    """Rows of the arrays while they are gathered."""

    pack: Pack
    places: Mapping[str, int]
    instruments: Mapping[str, Instrument]
    rows: NDArray[np.int64]
    measured: dict[str, Basis]
    followed: dict[int, int]
    stood_in: dict[int, int]

    def loadings(self) -> tuple[Floats, Floats]:
        """Return the loadings of one unit of each line, and their standard errors."""
        own = np.maximum(self.rows, 0)
        others = np.flatnonzero(self.rows < 0)
        if not len(self.pack.betas):
            nothing = np.zeros((len(own), len(self.pack.factors)))
            return nothing, nothing.copy()
        local, errors = self.pack.betas[own], self.pack.errors[own]
        np.nan_to_num(errors, copy=False)
        local[others] = 0.0
        errors[others] = 0.0
        for row, place in self.followed.items():
            local[row, place] = 1.0
        for row, place in self.stood_in.items():
            local[row] = self.pack.proxy_betas[place]
        return local, errors

    def residuals(self, share: Floats) -> Floats:
        """Return the residual risk of one unit, ``share`` of it of the long run."""
        residual = np.zeros(len(self.rows))
        own = self.rows >= 0
        rows = self.rows[own]
        residual[own] = faded(
            self.pack.residual[rows], self.pack.long_residual[rows], share[own]
        )
        for row, place in self.stood_in.items():
            residual[row] = self.pack.proxy_residual[place]
        return residual


def value_book(
    book: Book, profile: Profile, pack: Pack
) -> tuple[Floats, float, tuple[str, ...]]:
    """Return values in base currency, the NAV, and what keeps them from being known.

    NAV is the profile's, else the sum of all lines but futures and forwards, whose
    values are notionals.
    """
    rates = dollar_rates(pack.levels)
    base = profile.base_currency
    told = [
        convert(holding.value, holding.currency, base, rates=rates)
        for holding in book.holdings
    ]
    values = np.array([np.nan if value is None else value for value in told])
    faults = [
        f"line {holding.row}: no rate from {holding.currency} to {base}"
        for holding, value in zip(book.holdings, told, strict=True)
        if value is None
    ]
    funded = [
        value
        for value, holding in zip(values.tolist(), book.holdings, strict=True)
        if holding.kind not in {"future", "forward"}
    ]
    nav = profile.nav if profile.nav is not None else float(sum(funded))
    if not faults and not nav > 0.0:
        faults.append(f"the book is worth {nav:,.0f} {base}: give nav in the profile")
    return values, nav, tuple(faults)


def place_book(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    values: Floats,
    nav: float,
    as_of: datetime,
) -> Positions:
    """Return the exposures of a book's holdings."""
    count, width = len(book.holdings), len(pack.factors)
    places = {name: place for place, name in enumerate(pack.factors)}
    gathered = _Gathered(
        pack=pack,
        places=places,
        instruments=knowledge.instruments,
        rows=np.full(count, -1),
        measured={},
        followed={},
        stood_in={},
    )
    ages = _Ages(knowledge, as_of)
    weights = values / nav
    facts = [read_code(holding.security) for holding in book.holdings]
    basis = [
        ages.dated(_load(gathered, row, holding, fact), fact)
        for row, (holding, fact) in enumerate(zip(book.holdings, facts, strict=True))
    ]
    translation = _translations(profile.base_currency, places, width)
    currency = _translate(book.holdings, facts, translation, width)
    shares = {
        age: long_share(pack, age) for age in {item.stale_sessions for item in basis}
    }
    residual = gathered.residuals(
        np.array([shares[item.stale_sessions] for item in basis])
    )
    local, errors = gathered.loadings()
    known = np.array([item.basis != "unknown" for item in basis])
    scale = np.where(known, weights, 0.0)
    blocks, block_own = share_blocks(
        pack, gathered.rows, residual=residual, scale=scale
    )
    # In place: at thousands of lines it is fresh memory that takes the time.
    local *= scale[:, None]
    currency *= scale[:, None]
    errors *= np.abs(scale)[:, None]
    age = sessions_since(knowledge.calendars, "XSHG", pack.manifest.date, as_of)
    return Positions(
        nav=nav,
        covariance=aged_covariance(pack, age),
        weights=weights,
        local=local,
        currency=currency,
        residual=residual * scale,
        errors=errors,
        issuers=_number_issuers(book.holdings, knowledge),
        markets=tuple("" if fact is None else fact.market for fact in facts),
        currencies=tuple(
            holding.currency if fact is None else fact.currency
            for holding, fact in zip(book.holdings, facts, strict=True)
        ),
        basis=tuple(basis),
        blocks=blocks,
        block_covariance=None if blocks is None else pack.block_covariance,
        block_own=block_own,
    )


def share_blocks(
    pack: Pack, rows: NDArray[np.int64], *, residual: Floats, scale: Floats
) -> tuple[Floats | None, Floats | None]:
    """Return block loadings times weights and the variance they bring by holding.

    Blocks split the residual risk, however old, and never explain more than 0.8 of it.

    Parameters
    ----------
    pack : Pack
    rows : ndarray of int, shape (n_holdings,)
        Rows of the pack; -1 for a holding without its own.
    residual : ndarray, shape (n_holdings,)
        Residual risk of one unit.
    scale : ndarray, shape (n_holdings,)
        Weights.
    """
    if pack.block_loadings is None or pack.block_covariance is None or not pack.blocks:
        return None, None
    own = np.flatnonzero(rows >= 0)
    loadings = pack.block_loadings[rows[own]]
    used = np.flatnonzero(loadings.any(axis=0))
    part = loadings[:, used]
    shared = ((part @ pack.block_covariance[np.ix_(used, used)]) * part).sum(axis=1)
    recent = pack.residual[rows[own]] ** 2
    most = 0.8 * recent
    fit = np.where(shared > most, np.sqrt(most / np.maximum(shared, 1e-300)), 1.0)
    aged = residual[own] / np.sqrt(recent) * scale[own]
    blocks = np.zeros((len(rows), len(pack.blocks)))
    blocks[own] = loadings * (fit * aged)[:, None]
    variance = np.zeros(len(rows))
    variance[own] = shared * (fit * aged) ** 2
    return blocks, variance


def long_share(pack: Pack, age: int | None) -> float:
    """Return the share of the long-run variance in a forecast on data of some age.

    The recipe's settings say how much when fresh and when old; none are known: 0.
    """
    settings = pack.manifest.settings
    fresh = settings.get("long_share", 0.0)
    old = settings.get("long_share_old", fresh)
    part = min(max(age or 0, 0) / settings.get("old_age", 60.0), 1.0)
    return fresh + (old - fresh) * part


def faded(recent: Floats, long_run: Floats, share: Floats | float) -> Floats:
    """Return volatilities between the recent and the long-run ones, by variance."""
    mixed: Floats = np.sqrt((1.0 - share) * recent**2 + share * long_run**2)
    return mixed


def aged_covariance(pack: Pack, age: int | None) -> Floats:
    """Return the factor covariance with volatilities that fall back as data age."""
    recent = pack.factor_volatility
    aged = faded(recent, pack.factor_long_volatility, long_share(pack, age))
    ratio = np.divide(aged, recent, out=np.ones_like(aged), where=recent > 0.0)
    scaled: Floats = pack.covariance * np.outer(ratio, ratio)
    return scaled


def _load(
    gathered: _Gathered, row: int, holding: Holding, fact: CodeFacts | None
) -> Basis:
    """Fill one row of loadings; return what it rests on."""
    if fact is None:
        return Basis(basis="unknown", note="no such form of code")
    if holding.kind == "cash":
        return Basis(basis="measured", note="cash: translation only")
    if holding.kind == "forward":
        return _load_forward(fact)
    if holding.kind == "future":
        return _follow(gathered, row, gathered.instruments.get(fact.root or ""))
    return _load_listed(gathered, row, fact)


def _load_forward(fact: CodeFacts) -> Basis:
    pair = (fact.security[:3], fact.security[3:6])
    if {*pair} <= {*_FX_FACTORS, *_PEGGED}:
        return Basis(basis="measured", note="forward: currency only")
    return Basis(basis="unknown", note=f"no series of {'/'.join(pair)}")


def _load_listed(gathered: _Gathered, row: int, fact: CodeFacts) -> Basis:
    pack = gathered.pack
    place = pack.rows.get(fact.security)
    if place is not None:
        gathered.rows[row] = place
        day = pack.dates[place]
        if day not in gathered.measured:
            gathered.measured[day] = Basis(basis="measured", data_date=day)
        return gathered.measured[day]
    fund = gathered.instruments.get(fact.security)
    if fund is not None:
        return _follow(gathered, row, fund)
    if fact.kind == "equity" and fact.board in pack.proxies:
        return _stand_in(gathered, row, str(fact.board))
    return Basis(basis="unknown", note="no history in the pack, nothing to stand in")


def _follow(gathered: _Gathered, row: int, instrument: Instrument | None) -> Basis:
    """Load a future or fund one to one on its index."""
    if instrument is None:
        return Basis(basis="unknown", note="contract not known: not priced")
    place = gathered.places.get(instrument.index or "")
    if place is None:
        note = f"NOT ESTIMABLE: the pack has no series of {instrument.index_name}"
        return Basis(basis="unknown", note=note)
    gathered.followed[row] = place
    level = gathered.pack.levels.get(instrument.index or "")
    return Basis(
        basis="measured",
        note=f"follows {instrument.index_name}; basis not measured",
        data_date=None if level is None else level.date,
    )


def _stand_in(gathered: _Gathered, row: int, board: str) -> Basis:
    gathered.stood_in[row] = gathered.pack.proxies[board]
    return Basis(basis="proxy", note=f"median of board {board}, residual risk widened")


class _Ages:
    """What holdings rest on with the age of it, each worked out once and shared."""

    def __init__(self, knowledge: Knowledge, as_of: datetime) -> None:
        self._calendars = knowledge.calendars
        self._as_of = as_of
        self._found: dict[tuple[str, str, str, str], Basis] = {}

    def dated(self, found: Basis, fact: CodeFacts | None) -> Basis:
        """Return a basis with its age."""
        if found.data_date is None or fact is None or fact.mic is None:
            return found
        key = (fact.mic, found.data_date, found.basis, found.note)
        known = self._found.get(key)
        if known is None:
            age = sessions_since(
                self._calendars, fact.mic, found.data_date, self._as_of
            )
            known = self._found[key] = replace(found, stale_sessions=age)
        return known


def sessions_since(
    calendars: Mapping[str, Calendar], mic: str, day: str, as_of: datetime
) -> int | None:
    """Return the sessions closed since a day, as known at an instant.

    Negative where the day is later than the instant; None without a calendar.
    """
    calendar = calendars.get(mic)
    if calendar is None:
        return None
    last = last_closed(as_of, calendar).session
    return count_sessions(calendar, date.fromisoformat(day), last)


def _translations(
    base: str, places: Mapping[str, int], width: int
) -> dict[str, Floats]:
    """Return for each currency the loadings of its value in base currency."""
    dollars: dict[str, Floats] = {}
    for currency in (*_FX_FACTORS, *_PEGGED):
        row = np.zeros(width)
        factor = _FX_FACTORS.get(currency)
        if factor is not None:
            if factor not in places:
                continue
            row[places[factor]] = -1.0  # a higher USDCNH is a cheaper yuan
        dollars[currency] = row
    home = dollars.get(base, np.zeros(width))
    return {currency: row - home for currency, row in dollars.items()}


def _translate(
    holdings: Sequence[Holding],
    facts: Sequence[CodeFacts | None],
    translation: Mapping[str, Floats],
    width: int,
) -> Floats:
    """Return the loadings of translation for one unit of weight, nought for none."""
    places = {code: place for place, code in enumerate(translation)}
    table = np.vstack([*translation.values(), np.zeros(width)])
    rows = []
    seconds = []
    for row, (holding, fact) in enumerate(zip(holdings, facts, strict=True)):
        if fact is None or holding.kind == "future":
            rows.append(-1)  # of a future only the daily profit is exchanged
            continue
        rows.append(places.get(fact.currency, -1))
        if holding.kind == "forward":
            seconds.append((row, places.get(fact.security[3:6], -1)))
    loadings: Floats = table[rows]
    for row, place in seconds:
        loadings[row] -= table[place]
    return loadings


def _number_issuers(
    holdings: Sequence[Holding], knowledge: Knowledge
) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array(
        [
            numbers.setdefault(
                knowledge.issuer_of(holding.security) or holding.security, len(numbers)
            )
            for holding in holdings
        ],
        dtype=np.int64,
    )
