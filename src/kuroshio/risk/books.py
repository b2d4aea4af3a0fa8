"""The risk of a book in its first form: a factor model with Student-t tails."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from kuroshio.knowledge import Knowledge
from kuroshio.records import (
    Book,
    BookRisk,
    LossRange,
    Pack,
    Premium,
    Profile,
    VolatilityOutlook,
)
from kuroshio.risk.attribution import attribute_losses, theme_shares
from kuroshio.risk.closures import GAP_VARIANCE, MARKETS, Closure, long_closures
from kuroshio.risk.currencies import book_currencies, holding_currencies
from kuroshio.risk.exits import exit_schedule
from kuroshio.risk.holding_risks import holding_risks, weekdays_since
from kuroshio.risk.losses import (
    HORIZONS,
    LEVELS,
    Loss,
    Spread,
    loss_of,
    session_spreads,
    spread_over,
)
from kuroshio.risk.outlooks import (
    EVENT_SCALE,
    basket_outlooks,
    long_run_volatility,
    security_outlooks,
    volatility_cone,
)
from kuroshio.risk.pack_losses import method_losses
from kuroshio.risk.positions import (
    STALE,
    TOO_OLD,
    Positions,
    place_book,
    sessions_since,
    value_book,
)

Floats = NDArray[np.float64]

METHOD = "factor-t"
_NOT_PSD = (
    "the pack's factor covariance is not positive semi-definite, so that some book "
    "would have a variance below 0: build the pack again, or see `pack verify`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A book placed on the factors, with closures ahead and the ages of its data."""

    positions: Positions
    values: Floats
    closures: Mapping[str, Closure]
    stretch: Floats
    warnings: tuple[str, ...]
    stale: tuple[str, ...]
    refused: str | None


def measure_book(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
) -> Measured:
    """Return a book's exposures with what bounds their use."""
    values, nav, faults = value_book(book, profile, pack)
    positions = place_book(
        book, profile, pack, knowledge, values=values, nav=nav or np.nan, as_of=as_of
    )
    warnings, stale, old = _ages(positions, pack, knowledge, as_of)
    closures = long_closures(knowledge.calendars, as_of, horizon=max(HORIZONS))
    gap = GAP_VARIANCE**0.5
    stretch = np.array([gap if m in closures else 1.0 for m in positions.markets])
    lowest, highest = np.linalg.eigvalsh(positions.covariance)[[0, -1]]
    if lowest < -1e-9 * highest:
        faults = (*faults, _NOT_PSD)
    refused = "; ".join(faults) or None
    if refused is None and old and not stale_ok:
        refused = f"{'; '.join(old)}: ask with --stale-ok to see numbers all the same"
    return Measured(
        positions=positions,
        values=values,
        closures=closures,
        stretch=stretch,
        warnings=(*book.notes, *warnings),
        stale=stale,
        refused=refused,
    )


def _ages(
    positions: Positions, pack: Pack, knowledge: Knowledge, as_of: datetime
) -> tuple[list[str], tuple[str, ...], list[str]]:
    """Return warnings, the stale markets that the book holds, and what is too old."""
    markets = _market_ages(positions, pack, knowledge, as_of)
    currencies = _currency_ages(positions, pack, as_of.date())
    warnings = [
        f"{name} estimates are of {day}, later than as-of"
        for name, day, age, _ in markets
        if age < 0
    ]
    told = {
        name: (age, f"{name} data end {day}, {age} {unit} ago")
        for name, day, age, unit in (*markets, *currencies)
    }
    warnings += [f"{text}: STALE" for age, text in told.values() if age > STALE]
    stale = tuple(name for name, _, age, _ in markets if age > STALE)
    return warnings, stale, [text for age, text in told.values() if age > TOO_OLD]


_Age = tuple[str, str, int, str]


def _market_ages(
    positions: Positions, pack: Pack, knowledge: Knowledge, as_of: datetime
) -> list[_Age]:
    """Return name, date, age and its unit for the markets that the book holds."""
    held = {
        market
        for market, basis in zip(positions.markets, positions.basis, strict=True)
        if market and basis.basis != "unknown"
    }
    found = []
    for market in sorted(held):
        day = pack.manifest.data_dates.get(market)
        if day is not None:
            mic = MARKETS[market]
            age = sessions_since(knowledge.calendars, mic, day, as_of)
            found.append((market, day, age or 0, "sessions"))
    return found


def _currency_ages(positions: Positions, pack: Pack, day: date) -> list[_Age]:
    """Return the same for the currencies that move the book, in weekdays."""
    moved = np.abs(positions.currency).sum(axis=0)
    return [
        (factor, told, weekdays_since(told, day), "weekdays")
        for place, factor in enumerate(pack.factors)
        if moved[place] != 0.0
        and (told := pack.manifest.data_dates.get(factor)) is not None
    ]


def estimate_book_risk(
    book: Book,
    profile: Profile,
    pack: Pack,
    knowledge: Knowledge,
    *,
    as_of: datetime,
    stale_ok: bool = False,
) -> BookRisk:
    """Return volatility, VaR and ES of a book with every holding's share.

    The book's return is loadings times factors, plus residual returns that issuers do
    not share, plus translation into base currency. Its tails are Student-t with the
    degrees of freedom and dispersion that random books showed in the pack's data.
    A-share, Hong Kong and New York lines of one issuer have one residual return.

    Parameters
    ----------
    book, profile, pack, knowledge
        What is held, by whom, and the facts; ``knowledge`` gives calendars,
        instruments and issuers.
    as_of : datetime
        Aware instant; ages and closures are counted from it.
    stale_ok : bool
        Give numbers on data older than 90 sessions too.

    Returns
    -------
    BookRisk
        ``refused`` says why there are no numbers: data too old, a currency without a
        rate, a book worth nothing. Loss ranges come for 95 and 99 %, 1 and 10
        sessions, plain and, where a closure of more than five days lies ahead, with
        the gap: the one-session range is then the session after the closure.

    Notes
    -----
    Holdings of unknown basis are left out of every number; their weight is told.
    """
    measured = measure_book(
        book, profile, pack, knowledge, as_of=as_of, stale_ok=stale_ok
    )
    positions = measured.positions
    spreads = session_spreads(positions, measured.stretch)
    losses = [] if measured.refused else book_losses(measured, pack, spreads)
    one_session = spreads[0]
    unknown = [item.basis == "unknown" for item in positions.basis]
    shares = _by_currency(book, positions)
    holdings = holding_risks(
        book,
        positions,
        pack,
        losses,
        spread=one_session,
        on=as_of.date(),
        refused=measured.refused is not None,
    )
    themes = theme_shares(book, knowledge)
    days = max((item.days for item in measured.closures.values()), default=0)
    return BookRisk(
        nav=positions.nav,
        base_currency=profile.base_currency,
        volatility=None if measured.refused else one_session.variance**0.5,
        losses=tuple(_range(loss) for loss in losses),
        holdings=holdings,
        currency=shares,
        closure_sessions_days=days,
        gap_variance=GAP_VARIANCE if measured.closures else 1.0,
        refused=measured.refused,
        warnings=(
            *measured.warnings,
            *_basis_warnings(book, positions, measured.stale),
        ),
        stale=measured.stale,
        unknown_weight=float(np.abs(positions.weights[unknown]).sum()),
        method=METHOD,
        methods=()
        if measured.refused
        else method_losses(
            positions,
            pack,
            spreads=spreads,
            stretch=measured.stretch,
            closure=bool(measured.closures),
        ),
        contributions=attribute_losses(positions, losses, pack, themes),
        currencies=()
        if measured.refused
        else book_currencies(shares, positions, pack, profile.base_currency),
        holding_currencies=holding_currencies(book, positions, pack),
        outlooks=()
        if measured.refused
        else _outlooks(book, measured, pack, knowledge, themes, one_session),
        exits=exit_schedule(
            book,
            positions,
            pack,
            knowledge,
            [item.exit_sessions for item in holdings],
            on=as_of.date(),
        ),
        premia=_premia(book, pack, knowledge),
    )


def _outlooks(  # noqa: PLR0917 - what was measured, handed on
    book: Book,
    measured: Measured,
    pack: Pack,
    knowledge: Knowledge,
    themes: Sequence[Mapping[str, float]],
    spread: Spread,
) -> tuple[VolatilityOutlook, ...]:
    """Return the outlook of the book, its securities, its themes and its sectors."""
    positions = measured.positions
    now = max(spread.variance, 0.0) ** 0.5
    long_run = long_run_volatility(positions, pack)
    distinct = {id(shares): shares for shares in themes}
    used = {name for shares in distinct.values() for name in shares}
    members: dict[str, list[str]] = {name: [] for name in used}
    for link in knowledge.links:
        if link.theme in used:
            listings = knowledge.issuers[link.issuer].listings
            members[link.theme] += [item.security for item in listings]
    whole = VolatilityOutlook(
        scope="book",
        id="book",
        ewma=now,
        har=None,
        har_basis="",
        gjr=None,
        long_run=long_run,
        event=EVENT_SCALE * now,
        cone=volatility_cone(now, long_run),
        members=len(book.holdings),
        data_date=pack.manifest.date,
    )
    return (
        whole,
        *security_outlooks(book, positions, pack),
        *basket_outlooks(pack, positions, book, themes, members),
    )


def _premia(book: Book, pack: Pack, knowledge: Knowledge) -> tuple[Premium, ...]:
    """Return the premia of the issuers held."""
    if not pack.premia:
        return ()
    held = {knowledge.issuer_of(item.security) for item in book.holdings} - {None}
    return tuple(
        item for item in pack.premia if knowledge.issuer_of(item.security) in held
    )


def book_losses(
    measured: Measured, pack: Pack, spreads: tuple[Spread, Spread]
) -> list[Loss]:
    """Return the losses of each level and horizon, plain and over the closure."""
    losses = []
    plain, wide = spreads
    for gaps in (0, 1) if measured.closures else (0,):
        for horizon in HORIZONS:
            spread = spread_over(plain, wide, sessions=horizon, gaps=gaps)
            losses += [
                loss_of(spread, pack, level=level, horizon=horizon, gaps=gaps)
                for level in LEVELS
            ]
    return losses


def _range(loss: Loss) -> LossRange:
    return LossRange(
        level=loss.level,
        horizon=loss.horizon,
        method=METHOD,
        var=loss.var,
        es=loss.es,
        currency_part=loss.currency_part,
        gap_adjusted=loss.gap_sessions > 0,
    )


def _by_currency(book: Book, positions: Positions) -> tuple[tuple[str, float], ...]:
    """Return net weights by currency of the listing, largest first.

    A future adds nothing: only its profit is exchanged. A forward adds its first
    currency and takes its second.
    """
    net: dict[str, float] = {}
    for holding, currency, weight in zip(
        book.holdings, positions.currencies, positions.weights.tolist(), strict=True
    ):
        if holding.kind == "future" or not np.isfinite(weight):
            continue
        net[currency] = net.get(currency, 0.0) + weight
        if holding.kind == "forward":
            second = holding.security[3:6]
            net[second] = net.get(second, 0.0) - weight
    return tuple(sorted(net.items(), key=lambda item: (-abs(item[1]), item[0])))


def _basis_warnings(
    book: Book, positions: Positions, stale: tuple[str, ...]
) -> list[str]:
    """Name the holdings whose numbers stand on less than their own fresh history."""
    groups: dict[str, list[str]] = {}
    for holding, basis, market in zip(
        book.holdings, positions.basis, positions.markets, strict=True
    ):
        if basis.basis == "proxy":
            words = "measured by a stand-in"
        elif basis.basis == "unknown":
            words = "in no number"
        elif market not in stale and (basis.stale_sessions or 0) > STALE:
            words = f"with own data older than {STALE} sessions"
        else:
            continue
        groups.setdefault(words, []).append(holding.security)
    return [
        f"{len(names)} {words}: {', '.join(names[:5])}{', …' if names[5:] else ''}"
        for words, names in groups.items()
    ]
