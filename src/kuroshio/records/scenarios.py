"""Scenarios: what could happen, how large, who says how likely, and what it costs.

Sizes are simple moves over the scenario's horizon, decimal. P&L has losses negative.
"""

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kuroshio.records.claims import EventType

ShockKind = Literal["factor", "theme", "currency", "volatility", "holding"]
ViewKind = Literal["mean", "above", "below", "volatility"]
ScenarioBasis = Literal["shocks", "views", "replay", "reverse"]

# Names that stand for the themes of the event a scenario is laid over.
EVENT_THEMES = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """One thing that a scenario sets.

    Parameters
    ----------
    kind : ShockKind
        ``factor``: a symbol of the pack; ``theme``: a theme's id, or ``event`` for
        those that the event touches; ``currency``: an ISO code against the dollar or a
        pair such as CNYJPY; ``volatility``: a factor, ``residual`` or ``all``;
        ``holding``: a security.
    size : float
        A simple move, decimal; a yield's change as a decimal difference. For a theme
        the abnormal return of an issuer that the scenario's cause helps (one that it
        harms moves by the opposite). For a currency the change of its price in the
        other. For a volatility the ratio to the present one, above 0.
    precedents : tuple of str
        From which the size was measured.
    """

    kind: ShockKind
    id: str
    size: float
    precedents: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.size):
            raise ValueError(f"size of {self.id} is not a finite number")
        if self.kind == "volatility" and not self.size > 0.0:
            raise ValueError(f"volatility ratio of {self.id} is not above 0")
        if self.kind != "volatility" and not -1.0 < self.size <= 10.0:
            raise ValueError(
                f"size {self.size:g} of {self.id} is no simple move: -0.05 is -5 %"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One opinion on the distribution of a factor over the horizon.

    ``mean`` sets its mean to ``value``, ``volatility`` its standard deviation;
    ``above`` and ``below`` set to ``probability`` the chance that it ends above or
    below ``value``. ``by`` says whose opinion it is.
    """

    kind: ViewKind
    id: str
    value: float
    by: str
    probability: float | None = None

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"value of the view on {self.id} is not a finite number")
        chance = self.kind in {"above", "below"}
        if chance != (self.probability is not None):
            word = "needs" if chance else "takes no"
            raise ValueError(f"a view of kind {self.kind} {word} probability")
        if self.probability is not None and not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"probability {self.probability:g} is not within 0 to 1")
        if self.kind == "volatility" and not self.value > 0.0:
            raise ValueError(f"volatility of {self.id} is not above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What could happen: shocks or views, with whoever stands behind them.

    Parameters
    ----------
    id, name, narrative, source : str
        ``source`` is an address, ``precedents`` where the sizes were measured round
        those listed, or ``own_knowledge``.
    shocks : tuple of Shock
        Empty where ``views`` say it, or where nothing is set.
    horizon : int
        Sessions over which the shocks happen.
    probability : float or None
        None: nobody has signed one; else ``probability_by`` names who did.
    sized_from : tuple of str
        Precedents that the sizes rest on; ``sizing`` says how they were made of them.
    cause_type, imposer, target, direction
        What kind of cause sets off the links of the shocked themes; ``imposer`` and
        ``target`` are ISO codes. With ``event`` set the event's own causes count,
        their direction multiplied by ``direction``.
    belongs_to : tuple of str
        For which stories it is shown: ``deal``, ``measure``, or event types;
        ``actors`` narrows that to stories in which one of these countries acts or is
        aimed at, ``themes`` to those that touch one of them; empty: any.
    delay_days : int or None
        Business days by which the event's dates move.
    not_covered : tuple of str
        What the sizes leave out.
    """

    id: str
    name: str
    narrative: str
    source: str
    shocks: tuple[Shock, ...] = ()
    views: tuple[View, ...] = ()
    horizon: int = 1
    probability: float | None = None
    probability_by: str | None = None
    sized_from: tuple[str, ...] = ()
    sizing: str = ""
    cause_type: EventType = "other"
    imposer: str | None = None
    target: str | None = None
    direction: int = 1
    belongs_to: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    delay_days: int | None = None
    not_covered: tuple[str, ...] = ()
    order: int = 50

    def __post_init__(self) -> None:
        wrong = []
        if self.probability is not None:
            if not 0.0 <= self.probability <= 1.0:
                wrong.append(f"probability {self.probability:g} is not within 0 to 1")
            if not self.probability_by:
                wrong.append("a probability without probability_by: who says so?")
        if not 1 <= self.horizon <= 60:
            wrong.append(f"horizon {self.horizon} is not within 1 to 60 sessions")
        if self.direction not in {-1, 1}:
            wrong.append(f"direction {self.direction} is neither 1 nor -1")
        if self.shocks and self.views:
            wrong.append("shocks and views in one scenario: write two")
        if wrong:
            raise ValueError("; ".join(wrong))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausibility:
    """How far a scenario lies from what the covariance calls usual.

    ``distance`` is Mahalanobis', over ``dimensions`` independent shocks; ``odds`` the
    chance that one horizon is at least as far out under the Student-t of the pack's
    tails, ``normal_odds`` under a normal. Theme shocks are not in it: the pack holds no
    covariance of themes.
    """

    distance: float
    dimensions: int
    odds: float
    normal_odds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorMove:
    """A factor's move in a scenario; ``shocked``: set, else expected given those."""

    factor: str
    move: float
    shocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingPnl:
    """What a scenario does to one holding, shares of NAV; None: not estimable.

    ``pnl`` = ``factor_part`` + ``theme_part`` + ``own_part`` + ``fx_part``.
    """

    security: str
    weight: float
    pnl: float | None
    factor_part: float = 0.0
    theme_part: float = 0.0
    own_part: float = 0.0
    fx_part: float = 0.0
    basis: str = "measured"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioResult:
    """A scenario laid over a book; shares of NAV, losses negative.

    ``interval`` holds the 5 and 95 % points of the P&L with the rest of the risk
    simulated on top, ``es`` the mean of its worst hundredth. ``refused`` says why there
    are no numbers. ``effective_scenarios`` counts what pooling left of the paths.
    """

    id: str
    name: str
    basis: ScenarioBasis
    probability: float | None
    probability_by: str | None
    pnl: float | None
    fx_part: float | None
    interval: tuple[float, float] | None
    es: float | None
    worst_holding: str | None
    worst_pnl: float | None
    pnl_by_holding: tuple[HoldingPnl, ...]
    plausibility: Plausibility | None
    moves: tuple[FactorMove, ...]
    shocks: tuple[Shock, ...]
    horizon: int
    sized_from: tuple[str, ...]
    sizing: str
    narrative: str
    source: str
    not_covered: tuple[str, ...]
    unknown_weight: float
    refused: str | None = None
    views: tuple[View, ...] = ()
    effective_scenarios: float | None = None
    paths: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioMixture:
    """Signed scenarios together, nothing happening with what is left of probability.

    ``pnl`` is the mean share of NAV, losses negative; ``es`` the mean loss, above 0, of
    the worst hundredth.
    """

    scenarios: tuple[str, ...]
    signed: float
    pnl: float
    es: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """One outcome of a milestone of a deal in a scenario.

    ``due`` is the milestone's last day in the scenario, ``due_before`` the one on
    record; ``probability`` that it is met by ``by``, None: nobody has signed one.
    """

    scenario: str
    milestone: str
    due_before: date | None
    due: date | None
    provisional: bool
    by: date | None
    probability: float | None
    probability_before: float | None
    probability_by: str | None
    reason: str
