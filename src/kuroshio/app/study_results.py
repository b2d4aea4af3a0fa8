"""An event study as the keys that the command prints."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from kuroshio.numerics import Floats, p_student
from kuroshio.records import DayArray, PricePanel, SkippedEvent, Study

_DAYS_NAMED = 12


def study_results(
    study: Study,
    prices: PricePanel,
    early: Sequence[SkippedEvent],
    settings: dict[str, Any],
    *,
    models: bool = True,
) -> dict[str, Any]:
    """Lay a study out as plain values; a number that has no value is None.

    Parameters
    ----------
    study : Study
    prices : PricePanel
        Whose dates name the rows that an event lacks.
    early : sequence of SkippedEvent
        Events skipped before the study.
    settings : dict
        What else was set.
    models : bool
        Whether to lay out the fitted models too, with notes on the rows behind them.
    """
    return {
        "models": _models(study, prices) if models else [],
        "abnormal_returns": _abnormal(study),
        "window_returns": _window_returns(study),
        "tests": [asdict(test) for test in study.tests],
        "skipped": [asdict(skipped) for skipped in (*early, *study.skipped)],
        "overlaps": _overlaps(study),
        "settings": {
            "model": study.model,
            "returns": study.returns,
            "estimation": list(study.estimation),
            "event": list(study.event),
            "clustered": study.clustered,
            "mean_correlation": study.mean_correlation,
            "events": len(study.used.event_ids),
            **settings,
        },
    }


def plain(values: Floats) -> list[Any]:
    """Nested lists with None for NaN and infinity."""
    with np.errstate(invalid="ignore"):
        out = values.astype(object)
    out[~np.isfinite(values)] = None
    listed: list[Any] = out.tolist()
    return listed


def _models(study: Study, prices: PricePanel) -> list[dict[str, Any]]:
    normal, used = study.normal, study.used
    count = len(used.event_ids)
    alpha, beta, sigma = plain(normal.alpha), plain(normal.beta), plain(normal.sigma)
    nothing = np.full(count, np.nan)
    scholes, dimson = (
        plain(nothing if betas is None else betas)
        for betas in (normal.beta_scholes_williams, normal.beta_dimson)
    )
    column = {name: k for k, name in enumerate(prices.securities)}
    rows = []
    for i in range(count):
        betas = dict(zip(normal.regressors, beta[i], strict=True))
        rows.append(
            {
                "event_id": used.event_ids[i],
                "security": used.securities[i],
                "date": str(used.dates[i]),
                "alpha": alpha[i] if study.model != "market-adjusted" else None,
                "beta": next(iter(betas.values()), None),
                "betas": betas,
                "sigma": sigma[i],
                "df": normal.df,
                "beta_scholes_williams": scholes[i],
                "beta_dimson": dimson[i],
                "notes": _notes(study, prices, column[used.securities[i]], i),
            }
        )
    return rows


def _notes(study: Study, prices: PricePanel, column: int, i: int) -> list[str]:
    """Say what a reader must know about the rows behind one event."""
    normal = study.normal
    notes = []
    for name, rows, (first, last) in (
        ("estimation", normal.estimation_rows, study.estimation),
        ("event", normal.event_rows, study.event),
    ):
        begin, end = (int(row) for row in rows[i])
        missing = end - begin - (last - first + 1)
        if missing:
            held = prices.values[begin : end + 1, column]
            days = prices.dates[begin : end + 1][np.isnan(held)]
            notes.append(_say_missing(name, missing, end - begin, days))
    others = int(normal.estimation_events[i])
    if others:
        notes.append(f"{others} other events of it fall in the estimation window")
    return notes


def _say_missing(name: str, missing: int, sessions: int, days: DayArray) -> str:
    told = ", ".join(str(day) for day in days[:_DAYS_NAMED])
    if len(days) > _DAYS_NAMED:
        told += f" and {len(days) - _DAYS_NAMED} more"
    parts = [f"no price on {told}"] if len(days) else []
    if missing > len(days):
        parts.append(f"no market or factor on {missing - len(days)}")
    return (
        f"{missing} of {sessions} {name} days missing: {'; '.join(parts)}; not filled, "
        "the next return spans them"
    )


def _errors(values: Floats, errors: Floats, df: int) -> tuple[list[Any], list[Any]]:
    """Standardised values and their two-sided p."""
    scaled = values / errors
    return plain(scaled), plain(p_student(scaled, df))


def _abnormal(study: Study) -> list[dict[str, Any]]:
    held, used, df = study.abnormal, study.used, study.normal.df
    sar, p_ar = _errors(held.ar, held.se_ar, df)
    scar, p_car = _errors(held.car, held.se_car, df)
    names = ("ar", "se_ar", "car", "se_car", "bhar")
    columns = {name: plain(getattr(held, name)) for name in names}
    columns |= {"sar": sar, "p_ar": p_ar, "scar": scar, "p_car": p_car}
    days, sessions = held.days.tolist(), np.datetime_as_string(held.sessions).tolist()
    return [
        {
            "event_id": used.event_ids[i],
            "security": used.securities[i],
            "t": t,
            "date": sessions[i][k],
            **{name: values[i][k] for name, values in columns.items()},
        }
        for i in range(len(used.event_ids))
        for k, t in enumerate(days)
    ]


def _overlaps(study: Study) -> list[dict[str, Any]]:
    used, pairs = study.used, study.overlaps
    return [
        {
            "event_id": used.event_ids[i],
            "other_id": used.event_ids[j],
            "security": used.securities[i],
            "days": int(days),
        }
        for i, j, days in zip(pairs.earlier, pairs.later, pairs.days, strict=True)
    ]


def _window_returns(study: Study) -> list[dict[str, Any]]:
    held, used = study.abnormal, study.used
    scar, p_car = _errors(held.window_car, held.window_se, study.normal.df)
    columns = {
        "car": plain(held.window_car),
        "se_car": plain(held.window_se),
        "scar": scar,
        "p_car": p_car,
        "bhar": plain(held.window_bhar),
    }
    return [
        {
            "event_id": used.event_ids[i],
            "security": used.securities[i],
            "w0": w0,
            "w1": w1,
            **{name: values[i][k] for name, values in columns.items()},
        }
        for i in range(len(used.event_ids))
        for k, (w0, w1) in enumerate(held.windows.tolist())
    ]
