"""What a study is asked to do."""

from dataclasses import dataclass

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.numerics import Ints, Span
from kuroshio.records import ModelName, PricePanel, SeriesName


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Model, kind of return and windows, checked against one another.

    Parameters
    ----------
    model : {"market", "market-adjusted", "mean", "factor"}
    returns : {"simple", "log", "level"}
    estimation, event : (first, last)
        In own rows round day 0.
    windows : tuple of (first, last)
        Inside the event window.
    threads : int
    """

    model: ModelName
    returns: SeriesName
    estimation: tuple[int, int]
    event: tuple[int, int]
    windows: tuple[tuple[int, int], ...]
    threads: int = 1

    def __post_init__(self) -> None:
        for name, (first, last) in (
            ("estimation", self.estimation),
            ("event", self.event),
        ):
            if first > last:
                raise NumericsError(
                    f"{name} window {first}:{last} ends before it starts"
                )
        for first, last in self.windows:
            if not self.event[0] <= first <= last <= self.event[1]:
                raise NumericsError(
                    f"window {first}:{last} does not lie inside the event window "
                    f"{self.event[0]}:{self.event[1]}"
                )
        if self.estimation[1] >= self.event[0] and self.event[1] >= self.estimation[0]:
            raise NumericsError("estimation and event window share days")

    @property
    def span(self) -> Span:
        """Both windows, as kernels take them."""
        return Span(*self.estimation, *self.event)

    @property
    def window_days(self) -> Ints:
        """First and last t of each window, (W, 2)."""
        return np.array(self.windows, np.int64).reshape(-1, 2)

    @property
    def centred(self) -> bool:
        """Whether the model estimates a constant."""
        return self.model != "market-adjusted"

    def regressors(
        self, market: PricePanel | None, factors: PricePanel | None
    ) -> tuple[str, ...]:
        """Names of the regressors beside the constant.

        Raises
        ------
        NumericsError
            When the model lacks its market or factors, or days for so many.
        """
        if self.model in {"market", "market-adjusted"} and market is None:
            raise NumericsError(f"the {self.model} model needs a market index")
        if self.model == "factor" and factors is None:
            raise NumericsError("the factor model needs factors")
        names = self._names(market, factors)
        if self.span.estimation <= 1 + len(names):
            raise NumericsError(
                f"{self.span.estimation} estimation days are too few for "
                f"{1 + len(names)} coefficients"
            )
        return names

    def _names(
        self, market: PricePanel | None, factors: PricePanel | None
    ) -> tuple[str, ...]:
        own = market.securities[:1] if market is not None else ()
        if self.model == "market":
            return own
        if self.model == "factor" and factors is not None:
            return own + factors.securities
        return ()
