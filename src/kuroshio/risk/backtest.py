"""Loss forecasts judged by what came afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kuroshio.numerics import (
    Bools,
    Difference,
    Floats,
    acerbi_szekely,
    christoffersen,
    fissler_ziegel_scores,
    paired_bootstrap,
    quantile_scores,
    traffic_light,
)
from kuroshio.records import BacktestRow, EventRow
from kuroshio.risk.walk_forward import LossForecasts

REFERENCE, BLEND = "mean-of-three", "blend"
_BASEL, _BASEL_LEVEL = 250, 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came after each forecast, shape (n_forecasts,), and the levels forecast.

    Forecasts follow each other by ``horizon`` sessions, without overlap.
    """

    realised: Floats
    levels: tuple[float, ...]
    horizon: int


def realised_sums(returns: Floats, *, start: int, horizon: int) -> Floats:
    """Return what each forecast from ``start`` on was about, without overlap."""
    moves = np.where(np.isfinite(returns[start:]), returns[start:], 0.0)
    whole = len(moves) // horizon * horizon
    sums: Floats = moves[:whole].reshape(-1, horizon).sum(axis=1)
    return sums


def judge_methods(
    judged: Judged,
    forecasts: Mapping[str, LossForecasts],
    *,
    rng: np.random.Generator,
    book: int = 0,
) -> tuple[BacktestRow, ...]:
    """Return every method at every level against what came afterwards.

    Parameters
    ----------
    judged : Judged
        From ``realised_sums``.
    forecasts : mapping
        Method → forecasts for each session; each ``horizon``-th is judged.
    rng : numpy.random.Generator
        Of the null distributions and the bootstrap.
    book : int
        Which book of the forecasts.
    """
    rows = []
    for place, level in enumerate(judged.levels):
        scores: dict[str, Floats] = {}
        found = []
        for method, forecast in forecasts.items():
            pick = slice(0, len(judged.realised) * judged.horizon, judged.horizon)
            var = forecast.var[place, pick, book]
            es = np.maximum(forecast.es[place, pick, book], 1e-9)
            row, scores[method] = _judge(judged, level, method, var, es, rng=rng)
            found.append(row)
        rows += [_compare(row, scores, rng) for row in found]
    return tuple(rows)


def _judge(
    judged: Judged,
    level: float,
    method: str,
    var: Floats,
    es: Floats,
    *,
    rng: np.random.Generator,
) -> tuple[BacktestRow, Floats]:
    realised = judged.realised
    hits = realised < -var
    coverage = christoffersen(hits, 1.0 - level)
    shortfall = acerbi_szekely(realised, var, es, level, rng=rng)
    scores = quantile_scores(realised, var, level)
    basel = judged.horizon == 1 and level == _BASEL_LEVEL and len(hits) >= _BASEL
    light = traffic_light(int(hits[-_BASEL:].sum()), _BASEL) if basel else None
    some = bool(hits.any())
    row = BacktestRow(
        method=method,
        level=level,
        horizon=judged.horizon,
        forecasts=len(realised),
        breaches=coverage.breaches,
        rate=coverage.breaches / len(realised),
        kupiec_p=coverage.unconditional.p,
        independence_p=coverage.independence.p,
        conditional_p=coverage.conditional.p,
        zone=None if light is None else light.zone,
        z1=shortfall.z1 if some else None,
        p1=shortfall.p1 if some else None,
        z2=shortfall.z2,
        p2=shortfall.p2,
        quantile_score=float(scores.mean()),
        joint_score=float(fissler_ziegel_scores(realised, var, es, level).mean()),
    )
    return row, scores


def _compare(
    row: BacktestRow, scores: Mapping[str, Floats], rng: np.random.Generator
) -> BacktestRow:
    reference = scores.get(REFERENCE)
    if reference is None or row.method == REFERENCE:
        return row
    block = 20 if row.horizon == 1 else 4
    if len(reference) < 2 * block:
        return row
    done: Difference = paired_bootstrap(
        scores[row.method] - reference, rng=rng, block=block
    )
    unit = 100.0 / float(reference.mean())
    return replace(
        row,
        gain=done.mean * unit,
        gain_low=done.low * unit,
        gain_high=done.high * unit,
    )


def judge_events(
    judged: Judged,
    forecasts: Sequence[tuple[str, LossForecasts, LossForecasts]],
    marks: Mapping[str, Bools],
    *,
    book: int = 0,
) -> tuple[EventRow, ...]:
    """Return breaches on marked sessions, without and with what was known beforehand.

    Parameters
    ----------
    judged : Judged
        Over one session.
    forecasts : sequence
        Method, its forecasts, and those with known events in the conditions.
    marks : mapping
        Which sessions → marks, shape (n_forecasts,).
    """
    rows = []
    for place, level in enumerate(judged.levels):
        for method, plain, scaled in forecasts:
            count = len(judged.realised)
            hits, later = (
                judged.realised < -item.var[place, :count, book]
                for item in (plain, scaled)
            )
            rows += [
                EventRow(
                    when=when,
                    method=method,
                    level=level,
                    sessions=int(mark.sum()),
                    breaches=int(hits[mark].sum()),
                    breaches_scaled=int(later[mark].sum()),
                )
                for when, mark in marks.items()
            ]
    return tuple(rows)
