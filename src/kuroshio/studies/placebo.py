"""Studies of events that never were: how often a test rejects, and with what power.

After Brown and Warner (1985), "Using daily stock returns", Journal of Financial
Economics 14, 3-31: securities and dates are drawn at random from real prices, a known
abnormal return may be added on day 0, and the share of studies in which a test rejects
is its size (nothing added) or its power.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kuroshio.errors import NumericsError
from kuroshio.records import EventTable, PricePanel, Study, TestKind, TestResult
from kuroshio.studies.study import run_study

PlaceboDesign = Literal["spread", "one-date"]

_SPARE = 40  # rows beyond the estimation window, for those a security lacks
_ALONE = "needs independent events"
_CALM = "needs the variance of the estimation window to last; it wanders"
_SYMMETRIC = "needs symmetric returns; those of shares are skewed to the right"
_SINGLE = "needs standardised sums to be spread as single days are"
_TURBULENT = "needs days of one date to be alike; turbulence clusters"
# What real returns and each design break.
BROKEN: dict[PlaceboDesign, dict[str, str]] = {
    "spread": {
        "patell_z": _CALM,
        "kp_adj_patell_z": _CALM,
        "sign_z": "needs a median of zero; that of shares is below",
        "wilcoxon_W_plus": _SYMMETRIC,
        "wilcoxon_z": _SYMMETRIC,
        "grank_t": _SINGLE,
        "grank_z": _SINGLE,
        "skew_adj_t": "an expansion in 1/N: needs many events",
    },
    "one-date": {
        "csect_t": _ALONE,
        "patell_z": _ALONE,
        "bmp_t": _ALONE,
        "sign_z": _ALONE,
        "gen_sign_z": _ALONE,
        "wilcoxon_W_plus": _ALONE,
        "wilcoxon_z": _ALONE,
        "grank_z": _ALONE,
        "skew_adj_t": _ALONE,
        "jackknife_t": "one cluster falls back to single events, which must be alone",
        "crude_dependence_t": _CALM,
        "kp_adj_patell_z": _CALM,
        "corrado_rank_z": _TURBULENT,
        "corrado_zivney_rank_z": _TURBULENT,
        "corrado_zivney_sign_z": _TURBULENT,
        "grank_t": _TURBULENT,
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceboPlan:
    """What each placebo study is.

    ``effect`` is a decimal abnormal return put on day 0 of every event; 0: none.
    """

    design: PlaceboDesign
    events: int
    estimation: tuple[int, int]
    event: tuple[int, int]
    windows: tuple[tuple[int, int], ...]
    effect: float = 0.0
    draws: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """How many of ``studies`` rejected at ``level``; ``reason`` why it may be off.

    ``within``: the count lies in the central 99 % of a binomial of that level.
    """

    kind: TestKind
    w0: int
    w1: int
    test: str
    studies: int
    share: float
    within: bool
    reason: str = ""


def run_placebo(
    plan: PlaceboPlan, panel: PricePanel, market: PricePanel, rng: np.random.Generator
) -> Study:
    """Draw events at random and study them.

    Raises
    ------
    NumericsError
        When the panel is too short for the windows or has too few securities.
    """
    events = draw_placebo(plan, panel, rng)
    return run_study(
        events,
        add_effect(panel, events, plan.effect),
        market,
        estimation=plan.estimation,
        event=plan.event,
        windows=plan.windows,
        draws=plan.draws,
        rng=rng,
    )


def draw_placebo(
    plan: PlaceboPlan, panel: PricePanel, rng: np.random.Generator
) -> EventTable:
    """Draw securities without repeats, and dates on which they have a price.

    Raises
    ------
    NumericsError
        When the panel is too short for the windows or has too few securities.
    """
    before, after = _SPARE - plan.estimation[0], plan.event[1] + 1
    last = len(panel.dates) - after
    if last <= before:
        need = before + after
        raise NumericsError(f"{len(panel.dates)} sessions; the windows need {need}")
    shared = int(rng.integers(before, last))
    names, rows = [], []
    for column in rng.permutation(len(panel.securities)):
        row = shared if plan.design == "one-date" else int(rng.integers(before, last))
        held = np.isfinite(panel.values[row - before : row + after, column])
        if held[before] and held.mean() > 0.95:
            names.append(panel.securities[column])
            rows.append(row)
        if len(names) == plan.events:
            break
    if len(names) < 2:
        raise NumericsError("fewer than two securities have prices round a drawn date")
    return EventTable(
        event_ids=tuple(map(str, range(len(names)))),
        securities=tuple(names),
        dates=panel.dates[rows],
    )


def add_effect(panel: PricePanel, events: EventTable, effect: float) -> PricePanel:
    """Raise each event's prices by ``effect`` from its day 0 on."""
    if effect == 0.0:
        return panel
    values = panel.values.copy()
    place = {name: k for k, name in enumerate(panel.securities)}
    rows = np.searchsorted(panel.dates, events.dates)
    for name, row in zip(events.securities, rows, strict=True):
        values[row:, place[name]] *= 1.0 + effect
    return PricePanel(dates=panel.dates, securities=panel.securities, values=values)


def equal_weighted(panel: PricePanel) -> PricePanel:
    """Return an index of the mean simple return between adjacent sessions.

    Securities without a price on either of the two are left out of that mean.
    """
    steps = panel.values[1:] / panel.values[:-1] - 1.0
    known = np.isfinite(steps)
    mean = np.where(known, steps, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    level = 1000.0 * np.cumprod(np.append(1.0, 1.0 + mean))[:, None]
    return PricePanel(dates=panel.dates, securities=("mean",), values=level)


def count_rejections(
    studies: Iterable[Sequence[TestResult]], *, plan: PlaceboPlan, level: float = 0.05
) -> tuple[Rejections, ...]:
    """Count, test by test and window by window, the studies in which p < ``level``.

    Days of their own (AAR) are left out; a study in which a test has no value does not
    count for it.
    """
    counts: dict[tuple[TestKind, int, int, str], list[int]] = {}
    for tests in studies:
        for item in tests:
            if item.kind == "AAR" or item.p is None:
                continue
            key = (item.kind, item.w0, item.w1, item.test)
            count = counts.setdefault(key, [0, 0])
            count[0] += item.p < level
            count[1] += 1
    return tuple(
        _summed(key, hits, total, plan, level) for key, (hits, total) in counts.items()
    )


def _summed(
    key: tuple[TestKind, int, int, str],
    hits: int,
    total: int,
    plan: PlaceboPlan,
    level: float,
) -> Rejections:
    from scipy.stats import binom  # a second of import, for this alone

    low, high = binom.ppf((0.005, 0.995), total, level)
    within = bool(low <= hits <= high)
    kind, first, last, test = key
    known = BROKEN[plan.design].get(test, "") if not within else ""
    return Rejections(
        kind=kind,
        w0=first,
        w1=last,
        test=test,
        studies=total,
        share=hits / total,
        within=within,
        reason=known if plan.effect == 0.0 else "",
    )
