"""How often a sign that was expected came out, and how far beyond chance that is."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Floats, Ints, p_student
from kuroshio.records import DayArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SignScore:
    """The record of expected signs over cases.

    ``n`` cases on ``sessions`` different days, ``right`` of them with the expected
    sign; ``mean`` of sign times CAR, decimal; ``t`` of the sessions' means, with
    ``df`` = sessions - 1 and two-sided ``p``. NaN where there are too few.
    """

    n: int
    right: int
    sessions: int
    mean: float
    t: float
    df: int
    p: float


def score_signs(car: Floats, sign: Ints, dates: DayArray) -> SignScore:
    """Compare CARs with expected signs; cases without an expected sign do not count.

    Cases of one session share its news, so the statistic is that of one mean a
    session.

    Parameters
    ----------
    car : ndarray of float64, shape (n_cases,)
        Decimal; NaN does not count.
    sign : ndarray of int64, shape (n_cases,)
        +1, -1 or 0.
    dates : ndarray of datetime64[D], shape (n_cases,)
        Day 0 of each case.

    Returns
    -------
    SignScore
    """
    used = (sign != 0) & np.isfinite(car)
    signed = (car * sign)[used]
    groups, member = np.unique(dates[used], return_inverse=True)
    count = len(groups)
    means = np.bincount(member, weights=signed, minlength=count) / np.maximum(
        np.bincount(member, minlength=count), 1
    )
    spread = float(means.std(ddof=1)) if count > 1 else float("nan")
    t = float("nan")
    if count > 1 and spread > 0.0:
        t = float(means.mean()) / (spread / np.sqrt(count))
    df = max(count - 1, 0)
    return SignScore(
        n=int(used.sum()),
        right=int((signed > 0).sum()),
        sessions=count,
        mean=float(signed.mean()) if len(signed) else float("nan"),
        t=float(t),
        df=df,
        p=float(p_student(np.array([t]), df)[0]) if df else float("nan"),
    )
