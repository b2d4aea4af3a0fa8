"""How a pack is made: factors, blocks, lags and settings, under a version.

What impact.md of the project's reference measured is followed: four domestic size and
growth indices carry the mainland cross-section, outside factors enter Asian sessions
one session late, and add little.
"""

from dataclasses import dataclass

RECIPE = "blocks-2"
SCHEMA = "kuroshio.pack/1"

DOMESTIC = ("000300.SH", "000905.SH", "000852.SH", "399006.SZ")
OUTSIDE = (
    "NDX", "SOX", "BRENT", "GOLD_FUT", "SHFE_CU", "USDCNH", "USDJPY", "US10Y",
)  # fmt: skip
FACTORS = (*DOMESTIC, "HSI", "N225", "SPX", *OUTSIDE)

# Factors whose change is a difference of yields in percent, not a return.
DIFFERENCES = frozenset({"US10Y"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """How the securities of one market are explained.

    ``home`` indices enter jointly with a ridge, ``outside`` factors on what these
    leave, shrunk across securities; ``late`` are the factors whose close comes after
    this market's, so that their last session before the day counts.
    """

    home: tuple[str, ...]
    outside: tuple[str, ...]
    late: frozenset[str]
    target: tuple[float, ...]


_AMERICAN = frozenset({"SPX", "NDX", "SOX", "BRENT", "GOLD_FUT", "US10Y", "USDJPY"})

BLOCKS: dict[str, Block] = {
    "CN": Block(
        home=DOMESTIC, outside=OUTSIDE, late=_AMERICAN, target=(0.25, 0.25, 0.25, 0.25)
    ),
    "HK": Block(
        home=("HSI", *DOMESTIC),
        outside=OUTSIDE,
        late=_AMERICAN,
        target=(1.0, 0.0, 0.0, 0.0, 0.0),
    ),
    "JP": Block(
        home=("N225",),
        outside=("NDX", "SOX", "BRENT", "GOLD_FUT", "USDJPY", "US10Y"),
        late=_AMERICAN,
        target=(1.0,),
    ),
    "US": Block(
        home=("SPX", "NDX", "HSI", "000300.SH"),
        outside=("SOX", "BRENT", "GOLD_FUT", "SHFE_CU", "USDCNH", "USDJPY", "US10Y"),
        late=frozenset(),
        target=(0.5, 0.5, 0.0, 0.0),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Numbers of the recipe, written into the manifest; sessions unless it says else.

    ``beta_window`` sessions back for loadings, those on home indices fading by
    ``home_half_life``; ``home_ridge`` and, for outside factors, ``ridge`` at that many
    observations (more at fewer), ``fewest`` observations for a loading; half-lives of
    the volatility of securities and factors, of residual risk and of correlations;
    ``lags`` of Newey and West; ``floor`` under correlation eigenvalues; ``history``
    for the long-run volatility; ``turnover_window`` known sessions of turnover;
    ``long_share`` of the long-run variance in a fresh forecast, ``long_share_old`` in
    one ``old_age`` sessions old, in between in proportion: what forecast twelve factors
    best over 1, 10 and 60 sessions since 2012 (QLIKE);
    ``jump`` the largest one-session move believed outside the mainland;
    ``new_listing`` first sessions left out there, where moves are free.
    """

    beta_window: int = 500
    home_half_life: float = 125.0
    home_ridge: float = 0.005
    ridge: float = 0.02
    fewest: int = 60
    volatility_half_life: float = 22.0
    factor_half_life: float = 22.0
    residual_half_life: float = 60.0
    correlation_half_life: float = 250.0
    lags: int = 2
    floor: float = 0.002
    history: int = 1250
    turnover_window: int = 60
    long_share: float = 0.2
    long_share_old: float = 0.6
    old_age: int = 60
    jump: float = 0.5
    new_listing: int = 5
    books: int = 60
    names: int = 30
    seed: int = 20260211
