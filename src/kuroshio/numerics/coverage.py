"""Did losses beyond a forecast value at risk come as often as said, and when."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuroshio.errors import NumericsError

_GREEN, _YELLOW = 0.95, 0.9999
_PLUS = {5: 0.40, 6: 0.50, 7: 0.65, 8: 0.75, 9: 0.85}
_BASE, _RED = 3.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodRatio:
    """A likelihood-ratio statistic and its chi-square p-value."""

    statistic: float
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Breaches of one forecast: how many, and the three tests of Christoffersen."""

    breaches: int
    sessions: int
    unconditional: LikelihoodRatio
    independence: LikelihoodRatio
    conditional: LikelihoodRatio


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficLight:
    """Zone of the Basel test, the chance of fewer or as many breaches, the factor."""

    zone: str
    cumulative: float
    multiplier: float


def _log(times: float, chance: float) -> float:
    """Return times x log(chance), with 0 log 0 = 0."""
    return 0.0 if times == 0 else times * math.log(max(chance, 1e-300))


def _chi_square(statistic: float, df: int) -> LikelihoodRatio:
    """Return a test with one or two degrees of freedom, without loading scipy."""
    value = max(statistic, 0.0)
    p = math.erfc(math.sqrt(0.5 * value)) if df == 1 else math.exp(-0.5 * value)
    return LikelihoodRatio(statistic=value, p=p)


def kupiec(breaches: int, sessions: int, rate: float) -> LikelihoodRatio:
    """Test that breaches come at a given rate.

    Parameters
    ----------
    breaches, sessions : int
        So many losses beyond the value at risk in so many sessions.
    rate : float
        What was promised, such as 0.01.

    References
    ----------
    .. [1] Kupiec (1995), Journal of Derivatives 3(2), 73-84, equation 6.
    """
    if not 0 <= breaches <= sessions or sessions < 1:
        raise NumericsError("breaches must lie between 0 and the sessions")
    if not 0.0 < rate < 1.0:
        raise NumericsError(f"a rate lies within (0, 1), not {rate}")
    found = breaches / sessions
    quiet = sessions - breaches
    promised = _log(breaches, rate) + _log(quiet, 1.0 - rate)
    likeliest = _log(breaches, found) + _log(quiet, 1.0 - found)
    return _chi_square(-2.0 * (promised - likeliest), 1)


def christoffersen(hits: NDArray[np.bool_], rate: float) -> Coverage:
    """Test the rate of breaches, that they do not follow one another, and both.

    Parameters
    ----------
    hits : ndarray of bool, shape (n_sessions,)
        True where the loss was beyond the value at risk, in time order.
    rate : float
        What was promised, such as 0.01.

    Returns
    -------
    Coverage
        Statistics have 1, 1 and 2 degrees of freedom; the last is their sum.

    References
    ----------
    .. [1] Christoffersen (1998), International Economic Review 39, 841-862, section 4.
    """
    marks = np.asarray(hits, dtype=bool)
    breaches, sessions = int(marks.sum()), len(marks)
    overall = kupiec(breaches, sessions, rate)
    before, after = marks[:-1], marks[1:]
    n11 = float((before & after).sum())
    n10 = float((before & ~after).sum())
    n01 = float((~before & after).sum())
    n00 = float((~before & ~after).sum())
    pooled = (n01 + n11) / max(n00 + n01 + n10 + n11, 1.0)
    calm, shaken = n01 / max(n00 + n01, 1.0), n11 / max(n10 + n11, 1.0)
    alike = _log(n00 + n10, 1.0 - pooled) + _log(n01 + n11, pooled)
    apart = (
        _log(n00, 1.0 - calm)
        + _log(n01, calm)
        + _log(n10, 1.0 - shaken)
        + _log(n11, shaken)
    )
    independence = _chi_square(-2.0 * (alike - apart), 1)
    return Coverage(
        breaches=breaches,
        sessions=sessions,
        unconditional=overall,
        independence=independence,
        conditional=_chi_square(overall.statistic + independence.statistic, 2),
    )


def traffic_light(breaches: int, sessions: int, *, rate: float = 0.01) -> TrafficLight:
    """Return the Basel zone of a number of breaches.

    Green up to a cumulative binomial chance of 95 %, yellow up to 99.99 %, red beyond.
    The multiplier is the Committee's table of 250 sessions; for another number of
    sessions the breaches are scaled to 250 and rounded down.

    References
    ----------
    .. [1] Basel Committee (1996), Supervisory framework for the use of "backtesting",
       table 2.
    """
    cumulative = math.fsum(
        math.exp(
            math.lgamma(sessions + 1)
            - math.lgamma(k + 1)
            - math.lgamma(sessions - k + 1)
            + _log(k, rate)
            + _log(sessions - k, 1.0 - rate)
        )
        for k in range(breaches + 1)
    )
    zone = (
        "green" if cumulative < _GREEN else "yellow" if cumulative < _YELLOW else "red"
    )
    scaled = math.floor(breaches * 250 / sessions)
    extra = {"green": 0.0, "red": _RED}.get(zone, _PLUS.get(min(max(scaled, 5), 9), 0))
    return TrafficLight(
        zone=zone, cumulative=min(cumulative, 1.0), multiplier=_BASE + extra
    )
