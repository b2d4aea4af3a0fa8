"""How loss forecasts of a book did on what came afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BacktestRow:
    """One method at one level and horizon against what came afterwards.

    p-values are of Kupiec's test, Christoffersen's independence and conditional
    coverage, and Acerbi and Szekely's two tests (one-sided, small: too little was
    forecast). ``zone`` is the Basel traffic light of the last 250 forecasts, None at
    another level than 99 % or over several sessions. Scores are means, smaller is
    better; ``gain`` is the quantile score against the mean of three in per cent of it
    (negative: better) with its bootstrapped 90 % range. None: not to be had.
    """

    method: str
    level: float
    horizon: int
    forecasts: int
    breaches: int
    rate: float
    kupiec_p: float
    independence_p: float
    conditional_p: float
    zone: str | None
    z1: float | None
    p1: float | None
    z2: float
    p2: float
    quantile_score: float
    joint_score: float
    gain: float | None = None
    gain_low: float | None = None
    gain_high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """Breaches on sessions near events, without and with what was known beforehand.

    ``when`` is "day 0", "day after", or "day 0, published before the open"; only the
    last was known beforehand, and only there volatility is scaled.
    """

    when: str
    method: str
    level: float
    sessions: int
    breaches: int
    breaches_scaled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """A book's loss forecasts, walked forward from ``first`` to ``last``.

    ``bias`` is the dispersion of realised over forecast volatility of the blend, 1
    when right. ``weight_seen`` is the mean share of the book's gross value with a
    return; ``missing`` are holdings without any history, told, never replaced.
    """

    first: str
    last: str
    holdings: int
    missing: tuple[str, ...]
    weight_seen: float
    bias: float
    rows: tuple[BacktestRow, ...]
    events: tuple[EventRow, ...]
    notes: tuple[str, ...] = ()
