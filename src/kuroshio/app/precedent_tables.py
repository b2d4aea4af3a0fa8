"""The tables of a study of precedents: returns, tests, signs, locks, closures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from kuroshio.app.precedent_cases import Case, Side, Spans, locked_share
from kuroshio.app.precedent_prices import VenuePrices
from kuroshio.app.study import SEED
from kuroshio.app.study_results import plain, study_results
from kuroshio.numerics import Ints, benjamini_hochberg
from kuroshio.records import ModelName, Study
from kuroshio.studies import draw_fan, extend_window, score_signs

# A basket counts as locked while more than this share of it closes at its limit.
LOCKED = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How returns are measured."""

    model: ModelName
    spans: Spans
    windows: tuple[tuple[int, int], ...]
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Cases, prices, limit locks, and the study of each venue, theme and side."""

    cases: Sequence[Case]
    venues: Mapping[str, VenuePrices]
    locks: Mapping[str, Ints]
    studies: Mapping[tuple[str, str, Side], Study]


def names_of(case: Case) -> dict[str, Any]:
    """Return the keys that tell a case apart."""
    return {"precedent": case.precedent.id, "theme": case.theme, "venue": case.venue}


def lay_out(measured: Measured, method: Method) -> dict[str, Any]:
    """Return every table of the studies, with theme, side and venue on each row."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("abnormal_returns", "window_returns", "tests", "fans")
    }
    rng = np.random.default_rng(SEED)
    for (venue, theme, side), done in measured.studies.items():
        where = {"theme": theme, "side": side, "venue": venue}
        rows = study_results(done, measured.venues[venue].prices, (), {}, models=False)
        for name in ("abnormal_returns", "window_returns"):
            for row in rows[name]:
                own = {key: row[key] for key in row if key not in _EVENT_KEYS}
                tables[name].append({"precedent": row["event_id"], **where, **own})
        tables["tests"] += [
            {**where, **row} for row in rows["tests"] if row["kind"] == "CAAR"
        ]
        fan = draw_fan(done.abnormal.car, done.used.dates, draws=method.draws, rng=rng)
        days = done.abnormal.days.tolist()
        columns = zip(
            days, plain(fan.mean), plain(fan.low), plain(fan.high), strict=True
        )
        count = len(done.used.event_ids)
        tables["fans"] += [
            {**where, "t": t, "n": count, "caar": mean, "low": low, "high": high,
             "drawn": fan.by}
            for t, mean, low, high in columns
        ]  # fmt: skip
    _adjust_over_themes(tables["tests"])
    return {
        **tables,
        "signs": _signs(measured, method),
        "limit_locked": _limit_locked(measured, method),
        "first_elsewhere": _first_elsewhere(measured),
    }


_EVENT_KEYS = {"event_id", "security"}


def _adjust_over_themes(tests: list[dict[str, Any]]) -> None:
    """Add p_bh_themes: Benjamini-Hochberg over the themes of one venue, side, test."""
    families: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in tests:
        key = tuple(row[name] for name in ("venue", "side", "w0", "w1", "test"))
        families.setdefault(key, []).append(row)
    for rows in families.values():
        given = [row["p"] if row["p"] is not None else np.nan for row in rows]
        adjusted = plain(benjamini_hochberg(np.array(given, float)))
        for row, value in zip(rows, adjusted, strict=True):
            row["p_bh_themes"] = value


def _signs(measured: Measured, method: Method) -> list[dict[str, Any]]:
    """Score the written signs on whole baskets and the links' signs on their sides."""
    rows = []
    written = {
        (case.venue, case.theme, case.precedent.id): case.written or 0
        for case in measured.cases
    }
    for venue in measured.venues:
        for basis in ("written", "links"):
            for k, (first, last) in enumerate(method.windows):
                car, sign, dates = [], [], []
                for (where, theme, side), done in measured.studies.items():
                    if where != venue or (side == "all") != (basis == "written"):
                        continue
                    car += done.abnormal.window_car[:, k].tolist()
                    dates += list(done.used.dates)
                    sign += [
                        written[where, theme, name]
                        if side == "all"
                        else (1 if side == "for" else -1)
                        for name in done.used.event_ids
                    ]
                score = score_signs(
                    np.array(car, float),
                    np.array(sign, np.int64),
                    np.array(dates, "datetime64[D]"),
                )
                told = {key: _finite(value) for key, value in asdict(score).items()}
                where_row = {"venue": venue, "basis": basis, "w0": first, "w1": last}
                rows.append({**where_row, **told})
    return rows


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def _limit_locked(measured: Measured, method: Method) -> list[dict[str, Any]]:
    """Carry windows on to the first free close, beside the other venue's window."""
    rows = []
    for (venue, theme, side), done in measured.studies.items():
        cases = {
            case.precedent.id: case
            for case in measured.cases
            if (case.venue, case.theme) == (venue, theme)
        }
        for i, name in enumerate(done.used.event_ids):
            case = cases[name]
            up, down = locked_share(
                case, side, measured.locks[venue], measured.venues[venue], method.spans
            )
            members = len(case.baskets[side].members)
            for k, window in enumerate(method.windows):
                carried = extend_window(
                    done.abnormal.ar[i],
                    (up + down) / members,
                    done.abnormal.days,
                    window,
                    most=LOCKED,
                )
                if carried is None:
                    continue
                at = window[1] - method.spans.event[0]
                rows.append(
                    {
                        **names_of(case),
                        "side": side,
                        "w0": window[0],
                        "w1": window[1],
                        "members": members,
                        "locked_up": int(up[at]),
                        "locked_down": int(down[at]),
                        "car": _finite(float(done.abnormal.window_car[i, k])),
                        "free_w1": carried.last,
                        "free_car": _finite(carried.car),
                        "elsewhere": _elsewhere(
                            measured, (venue, theme, side), name, k
                        ),
                    }
                )
    return rows


def _elsewhere(
    measured: Measured, where: tuple[str, str, Side], name: str, k: int
) -> dict[str, float | None]:
    """CAR of the same window on the other venues, by venue."""
    venue, theme, side = where
    found = {}
    for other in measured.venues:
        done = measured.studies.get((other, theme, side))
        if other != venue and done is not None and name in done.used.event_ids:
            i = done.used.event_ids.index(name)
            found[other] = _finite(float(done.abnormal.window_car[i, k]))
    return found


def _first_elsewhere(measured: Measured) -> list[dict[str, Any]]:
    """Join what another venue did while this one was shut to this one's day 0."""
    rows = []
    for (venue, theme, side), done in measured.studies.items():
        for other in measured.venues:
            earlier = measured.studies.get((other, theme, side))
            if other == venue or earlier is None:
                continue
            where = {"theme": theme, "side": side, "venue": venue, "elsewhere": other}
            shared = [name for name in done.used.event_ids if name in _ids(earlier)]
            joined = (_joined(done, earlier, name) for name in shared)
            rows += [{**row, **where} for row in joined if row is not None]
    return rows


def _ids(study: Study) -> frozenset[str]:
    return frozenset(study.used.event_ids)


def _joined(done: Study, earlier: Study, name: str) -> dict[str, Any] | None:
    """Sum what the other venue did up to day 0 here; None: it did not trade first."""
    i, j = done.used.event_ids.index(name), earlier.used.event_ids.index(name)
    day, first = done.used.dates[i], earlier.used.dates[j]
    if first >= day:
        return None
    days, ar = earlier.abnormal.sessions[j], earlier.abnormal.ar[j]
    before = (days >= first) & (days < day)
    inside = days[0] <= first and day <= days[-1]
    at = np.flatnonzero(done.abnormal.days == 0)
    return {
        "precedent": name,
        "day_zero": str(day),
        "elsewhere_day_zero": str(first),
        "sessions": int(before.sum()),
        "car_before": float(ar[before].sum()) if inside else None,
        "car_joined": float(ar[before | (days == day)].sum()) if inside else None,
        "ar": float(done.abnormal.ar[i, at[0]]) if len(at) else None,
    }
