"""The market pack: estimates that stand in for price data, each with its date."""

from __future__ import annotations  # numpy is not imported for annotations' sake

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The last known level of an index, a currency pair or a commodity."""

    symbol: str
    name: str
    kind: str
    date: str
    value: float
    currency: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """What a mainland share costs more than its twin elsewhere, a decimal share.

    From adjusted closes of the later day that both have, so approximate by the
    dividends since; ``rate_date`` is that of the exchange rate.
    """

    security: str
    other: str
    premium: float
    date: str
    rate_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackInput:
    """A file that the pack was built from."""

    file: str
    sha256: str
    rows: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDefect:
    """Something wrong in the inputs and what the recipe did about it."""

    file: str
    what: str
    count: int
    handled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a pack is, from what, and under which terms.

    ``data_dates`` gives the last session of each market (CN, HK, JP, US) and of each
    factor; ``date`` is the latest of the markets'. ``sha256`` is of the pack's body.
    """

    schema: str
    recipe: str
    scope: str
    date: str
    sha256: str
    bytes: int
    securities: int
    data_dates: Mapping[str, str]
    inputs: tuple[PackInput, ...]
    coverage: Mapping[str, int]
    defects: tuple[PackDefect, ...]
    settings: Mapping[str, float]
    terms: str
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pack:
    """Estimates by security and factor.

    Returns are simple, decimal, per session, in the currency of the listing;
    variances and volatilities are per session. Arrays are read-only float64.

    Parameters
    ----------
    factors : tuple of str
        n_factors symbols, in the order of every factor axis.
    covariance : ndarray, shape (n_factors, n_factors)
        Per session, positive semi-definite, with the recent volatilities.
    factor_volatility, factor_long_volatility : ndarray, shape (n_factors,)
        Recent (fading) and long-run, to which forecasts fall back as data age.
    rows : mapping
        Security → row in the arrays below.
    betas : ndarray, shape (n_securities, n_factors)
        Loadings: home indices jointly, outside factors on what these leave. Zero
        where a factor is not in the security's model; never NaN.
    errors : ndarray, shape (n_securities, n_factors)
        Standard errors of the loadings; NaN where the factor is not in the model.
    volatility, long_volatility : ndarray, shape (n_securities,)
        Recent and long-run volatility.
    residual, long_residual : ndarray, shape (n_securities,)
        Recent residual risk, and that of the whole window of the loadings.
    observations : ndarray of int, shape (n_securities,)
    dates : tuple of str
        Last session of each security.
    turnover : ndarray, shape (n_securities,)
        Median money traded in a session over the last 60 known sessions, in the
        currency of the listing; NaN: unknown. Always approximate.
    turnover_dates : tuple of str
        Last session with known turnover; empty: none.
    proxies : mapping
        Board → row in ``proxy_betas`` and ``proxy_residual`` for a listing without
        history: medians, and an upper quartile for the residual risk.
    tail_df : mapping
        Horizon in sessions → degrees of freedom of the Student-t for standardised
        book returns.
    tail_scale : mapping
        Horizon in sessions → measured ratio of realised to forecast dispersion.
    har, gjr : ndarray, shape (n_securities,)
        Volatility of the session after ``dates`` by HAR and by GJR-GARCH-t; NaN: too
        short a history. Empty in packs of an older recipe, as all that follows.
    har_basis : tuple of str
        "range" or "absolute": what HAR rests on; "" without it.
    blocks : tuple of str
        n_blocks industries, styles and statistical factors of what the named factors
        leave: a split of the residual risk, which includes them.
    block_covariance : ndarray, shape (n_blocks, n_blocks)
    block_loadings : ndarray, shape (n_securities, n_blocks)
    innovation_dates : tuple of str
        Sessions of the rows below, oldest first.
    innovations : ndarray, shape (n_dates, n_factors)
        Moves of the factors over their volatility forecast for that session: index,
        currency and commodity moves, no security's.
    premia : tuple of Premium
    """

    manifest: Manifest
    factors: tuple[str, ...]
    covariance: Floats
    factor_volatility: Floats
    factor_long_volatility: Floats
    rows: Mapping[str, int]
    betas: Floats
    errors: Floats
    volatility: Floats
    long_volatility: Floats
    residual: Floats
    long_residual: Floats
    observations: NDArray[np.int64]
    dates: tuple[str, ...]
    turnover: Floats
    turnover_dates: tuple[str, ...]
    proxies: Mapping[str, int]
    proxy_betas: Floats
    proxy_residual: Floats
    tail_df: Mapping[int, float]
    tail_scale: Mapping[int, float]
    levels: Mapping[str, Level]
    har: Floats | None = None
    har_basis: tuple[str, ...] = ()
    gjr: Floats | None = None
    blocks: tuple[str, ...] = ()
    block_covariance: Floats | None = None
    block_loadings: Floats | None = None
    innovation_dates: tuple[str, ...] = ()
    innovations: Floats | None = None
    premia: tuple[Premium, ...] = ()
