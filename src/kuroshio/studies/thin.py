"""Scholes-Williams and Dimson betas of fitted events."""

import numpy as np

from kuroshio.numerics import Floats, dimson_beta, scholes_williams_beta
from kuroshio.studies.fitting import Fitted

_CHUNK = 4096


def thin_betas(fitted: Fitted) -> tuple[Floats, Floats]:
    """Betas from simple returns over the estimation window, (N,) each.

    The market's lag at the window's first day and its lead at the last are its own
    returns on the rows beside the window. NaN where those rows do not exist, and
    without a market.
    """
    count = len(fitted.row)
    scholes, dimson = np.full((2, count), np.nan)
    if fitted.own.rows.market.shape[1] == 0:
        return scholes, dimson
    for begin in range(0, count, _CHUNK):
        part = slice(begin, min(begin + _CHUNK, count))
        series = _returns(fitted, part)
        scholes[part] = scholes_williams_beta(*series)
        dimson[part] = dimson_beta(*series)
    return scholes, dimson


def _returns(fitted: Fitted, part: slice) -> tuple[Floats, Floats, Floats, Floats]:
    """Firm's return, and the market's before, beside and after it, (N, M) each."""
    rows, places, span = fitted.layout
    days = np.arange(span.first, span.last + 1)
    at = places.own[part, None] + days
    security, pattern = places.security[part, None], places.pattern[part, None]
    firm = rows.prices[security, at] / rows.prices[security, at - 1] - 1.0

    def market(shift: int) -> Floats:
        now = at + shift
        inside = (now >= 1) & (now < rows.market.shape[1])
        safe = np.where(inside, now, 1)
        level = rows.market[pattern, safe] / rows.market[pattern, safe - 1] - 1.0
        return np.where(inside, level, np.nan)

    return firm, market(-1), market(0), market(1)
