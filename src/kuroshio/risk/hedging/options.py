"""Protective puts on funds, by QuantLib, with Greeks."""

import importlib
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

from kuroshio.errors import Fault, InputError
from kuroshio.risk.hedging.request import OptionAsked

_ABSENT = (
    "options need QuantLib, which is not installed",
    "install the extra: pip install 'kuroshio[options]'",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedPut:
    """One share's put: its value and Greeks in the currency of the fund.

    ``delta`` and ``gamma`` for a move of 1 of the price, ``vega`` for 1.0 of
    volatility, ``theta`` for a calendar day, ``rho`` for 1.0 of the rate.
    """

    value: float
    delta: float
    gamma: float
    vega: float
    theta: float
    rho: float


def price_put(asked: OptionAsked, *, on: date) -> PricedPut:
    """Return the Black-Scholes-Merton value of a European put and its Greeks.

    Parameters
    ----------
    asked : OptionAsked
        Time is counted in calendar days over 365, the rate compounds continuously.
    on : date
        The day of valuation.

    Raises
    ------
    InputError
        Without QuantLib, or past the expiry.
    """
    if asked.expiry <= on:
        problem = f"the option expired on {asked.expiry} and today is {on}"
        raise InputError(
            "options", [Fault(place=f"put on {asked.fund}", problem=problem)]
        )
    ql = _quantlib()
    today = ql.Date(on.day, on.month, on.year)
    ql.Settings.instance().evaluationDate = today
    day_count, calendar = ql.Actual365Fixed(), ql.NullCalendar()

    def curve(rate: float) -> Any:
        return ql.YieldTermStructureHandle(ql.FlatForward(today, rate, day_count))

    spread = ql.BlackConstantVol(today, calendar, asked.volatility, day_count)
    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(asked.price)),
        curve(asked.dividend),
        curve(asked.rate),
        ql.BlackVolTermStructureHandle(spread),
    )
    end = asked.expiry
    put = ql.VanillaOption(
        ql.PlainVanillaPayoff(ql.Option.Put, asked.strike),
        ql.EuropeanExercise(ql.Date(end.day, end.month, end.year)),
    )
    put.setPricingEngine(ql.AnalyticEuropeanEngine(process))
    return PricedPut(
        value=put.NPV(),
        delta=put.delta(),
        gamma=put.gamma(),
        vega=put.vega(),
        theta=put.theta() / 365.0,
        rho=put.rho(),
    )


def value_after(asked: OptionAsked, *, price: float, on: date) -> float:
    """Return the put's value at another price and day, nothing else changed.

    Black-Scholes-Merton in closed form, for many paths; `price_put` is its check.
    """
    years = max((asked.expiry - on).days, 0) / 365.0
    if years <= 0.0:
        return max(asked.strike - price, 0.0)
    spread = asked.volatility * math.sqrt(years)
    forward = price * math.exp((asked.rate - asked.dividend) * years)
    first = (math.log(forward / asked.strike) + 0.5 * spread**2) / spread
    discount = math.exp(-asked.rate * years)
    return discount * (
        asked.strike * _normal(spread - first) - forward * _normal(-first)
    )


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _quantlib() -> Any:
    try:
        return importlib.import_module("QuantLib")
    except ImportError:
        problem, mend = _ABSENT
        raise InputError(
            "options", [Fault(place="options", problem=problem, mend=mend)]
        ) from None
