"""Was the expected shortfall large enough: Acerbi and Szekely's first two tests."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics.arrays import Floats

_SHAPE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortfallTest:
    """Statistics, 0 when the forecast was right and negative when it was too small.

    ``p1`` and ``p2`` are the shares of simulated histories at least as bad. ``z1`` is
    NaN, and ``p1`` with it, where nothing was beyond the value at risk.
    """

    z1: float
    z2: float
    p1: float
    p2: float


def shortfall_statistics(
    returns: Floats, var: Floats, es: Floats, level: float
) -> tuple[float, float]:
    """Return Z1 and Z2 of a history.

    Z1 = sum(r I / ES) / N + 1 over the N breaches, Z2 = sum(r I / ES) / (n a) + 1,
    with I a breach, a = 1 - level, and ES positive.

    Parameters
    ----------
    returns, var, es : ndarray, shape (n_sessions,)
        Returns with losses negative; forecasts as losses, positive.
    level : float
        Such as 0.975.

    References
    ----------
    .. [1] Acerbi and Szekely (2014), Risk, December, equations 4 and 6.
    """
    if not (es > 0.0).all():
        raise NumericsError("expected shortfalls must be above 0")
    beyond = returns < -var
    total = float((returns[beyond] / es[beyond]).sum())
    count = int(beyond.sum())
    first = total / count + 1.0 if count else float("nan")
    return first, total / (len(returns) * (1.0 - level)) + 1.0


def acerbi_szekely(
    returns: Floats,
    var: Floats,
    es: Floats,
    level: float,
    *,
    rng: np.random.Generator,
    draws: int = 2000,
    shape: float = _SHAPE,
) -> ShortfallTest:
    """Test an expected shortfall against histories drawn from the forecasts.

    Only returns beyond the value at risk enter the statistics, so a drawn session is a
    breach with chance 1 - level and then loses VaR plus a generalised Pareto excess
    whose mean is ES - VaR.

    Parameters
    ----------
    returns, var, es : ndarray, shape (n_sessions,)
        As in ``shortfall_statistics``.
    level : float
        Such as 0.99.
    rng : numpy.random.Generator
        Source of the drawn histories.
    draws : int
        How many.
    shape : float
        Of the generalised Pareto, below 1; 0.2 is a Student-t with five degrees.

    Returns
    -------
    ShortfallTest
        One-sided: small p says that the shortfall was forecast too small.
    """
    z1, z2 = shortfall_statistics(returns, var, es, level)
    rate = 1.0 - level
    count = rng.binomial(len(returns), rate, draws)
    total = int(count.sum())
    which = rng.integers(0, len(returns), total)
    scale = (1.0 - shape) * np.maximum(es - var, 0.0)
    excess = scale[which] * (rng.random(total) ** -shape - 1.0) / shape
    ratio = -(var[which] + excess) / es[which]
    owner = np.repeat(np.arange(draws), count)
    sums = np.bincount(owner, weights=ratio, minlength=draws)
    null2 = sums / (len(returns) * rate) + 1.0
    some = count > 0
    null1 = sums[some] / count[some] + 1.0
    return ShortfallTest(
        z1=z1,
        z2=z2,
        p1=float("nan") if np.isnan(z1) else float((null1 <= z1).mean()),
        p2=float((null2 <= z2).mean()),
    )
