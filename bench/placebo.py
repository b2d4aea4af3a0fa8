"""How often each test rejects when nothing happened, on real A-share prices.

    python bench/placebo.py [--studies 1000] [--events 50] [--data ../shared/data]
                            [--effect 0.0] [--market equal]

Two designs: "spread", every event on a date of its own, and "one date", all events of
a study on one date. Rejection is at 5 %; with 1,000 studies a share between 3 % and
7 % is what a test of true size 5 % gives. ``--effect`` adds an abnormal return on day
0, for power after Brown and Warner (1985).
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kuroshio.market import read_prices
from kuroshio.records import EventTable, PricePanel, Study
from kuroshio.studies import run_study, warm_kernels

WINDOWS = ((0, 0), (-1, 1), (-5, 5))
LOW, HIGH = 0.03, 0.07
# What real returns and each design break; printed where a share is off.
_ALONE = "needs independent events"
_CALM = "needs the variance of the estimation window to last; it wanders"
_SYMMETRIC = "needs symmetric returns; they are skewed to the right"
BROKEN = {
    "spread": {
        "patell_z": _CALM,
        "kp_adj_patell_z": _CALM,
        "sign_z": "needs a median of zero; it is below",
        "wilcoxon_W_plus": _SYMMETRIC,
        "wilcoxon_z": _SYMMETRIC,
        "grank_t": "needs standardised sums to be spread as single days are",
        "grank_z": "needs standardised sums to be spread as single days are",
        "skew_adj_t": "an expansion in 1/N: large for 50 events",
    },
    "one date": {
        **dict.fromkeys(
            (
                "csect_t", "patell_z", "bmp_t", "sign_z", "gen_sign_z",
                "wilcoxon_W_plus", "wilcoxon_z", "grank_z", "skew_adj_t",
            ),
            _ALONE,
        ),
        "jackknife_t": "one cluster: falls back to single events, which must be alone",
        "crude_dependence_t": _CALM,
        "kp_adj_patell_z": _CALM,
        "corrado_rank_z": "needs days of one date to be alike; turbulence clusters",
        "corrado_zivney_rank_z": "as corrado_rank_z",
        "corrado_zivney_sign_z": "as corrado_rank_z",
        "grank_t": "needs days of one date to be alike; turbulence clusters",
    },
}  # fmt: skip


def draw_events(
    panel: PricePanel, rng: np.random.Generator, *, count: int, one_date: bool
) -> EventTable:
    """Securities without repeats and dates on which they have a price."""
    columns = rng.permutation(len(panel.securities))
    last = len(panel.dates) - 30
    shared = int(rng.integers(400, last))
    names, rows = [], []
    for column in columns:
        row = shared if one_date else int(rng.integers(400, last))
        held = np.isfinite(panel.values[row - 300 : row + 15, column])
        if held[300] and held.mean() > 0.95:
            names.append(panel.securities[column])
            rows.append(row)
        if len(names) == count:
            break
    return EventTable(
        event_ids=tuple(map(str, range(len(names)))),
        securities=tuple(names),
        dates=panel.dates[rows],
    )


def equal_weighted(panel: PricePanel) -> PricePanel:
    """Index of the mean simple return of all securities between adjacent rows."""
    steps = panel.values[1:] / panel.values[:-1] - 1.0
    mean = np.asarray(np.nanmean(steps, axis=1), np.float64)
    level = 1000.0 * np.cumprod(np.append(1.0, 1.0 + mean))[:, None]
    return PricePanel(dates=panel.dates, securities=("mean",), values=level)


def with_effect(panel: PricePanel, events: EventTable, effect: float) -> PricePanel:
    """Raise prices from each event's day 0 on."""
    if effect == 0.0:
        return panel
    values = panel.values.copy()
    for name, row in zip(
        events.securities, np.searchsorted(panel.dates, events.dates), strict=True
    ):
        values[row:, panel.securities.index(name)] *= 1.0 + effect
    return PricePanel(dates=panel.dates, securities=panel.securities, values=values)


def run_studies(
    panel: PricePanel, market: PricePanel, asked: argparse.Namespace, *, one_date: bool
) -> Iterator[Study]:
    """Studies of events drawn at random."""
    for seed in range(asked.studies):
        rng = np.random.default_rng([seed, one_date])
        events = draw_events(panel, rng, count=asked.events, one_date=one_date)
        yield run_study(
            events,
            with_effect(panel, events, asked.effect),
            market,
            event=(-5, 5),
            windows=WINDOWS,
            draws=asked.draws,
            rng=rng,
        )


def main() -> None:
    """Print the share of studies in which each test rejects."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000)
    parser.add_argument("--events", type=int, default=50)
    parser.add_argument("--draws", type=int, default=199)
    parser.add_argument("--effect", type=float, default=0.0)
    parser.add_argument("--market", default="equal", help="or 000985.CSI, 000300.SH")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    asked = parser.parse_args()
    panel = read_prices(asked.data / "prices_cn.parquet")
    market = equal_weighted(panel)
    if asked.market != "equal":
        path = asked.data / "indices.parquet"
        market = read_prices(path, securities={asked.market})
    warm_kernels()
    for design in ("spread", "one date"):
        hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
        used = []
        for study in run_studies(panel, market, asked, one_date=design == "one date"):
            used.append(len(study.used.dates))
            for test in study.tests:
                if test.kind != "AAR" and test.p is not None:
                    window = f"{test.kind} {test.w0}:{test.w1}"
                    hits[test.test, window].append(test.p < 0.05)
        print(f"\n{design}: {asked.studies} studies of {np.mean(used):.0f} events")
        report(hits, BROKEN[design], size=asked.effect == 0.0)


def report(
    hits: dict[tuple[str, str], list[bool]], broken: dict[str, str], *, size: bool
) -> None:
    """One line a test: shares by window, and whether they are near 5 %."""
    windows = list(dict.fromkeys(window for _, window in hits))
    print(f"  {'test':<24}" + "".join(f"{window:>12}" for window in windows))
    for test in dict.fromkeys(name for name, _ in hits):
        shares = [
            float(np.mean(hits[test, window])) if (test, window) in hits else np.nan
            for window in windows
        ]
        cells = "".join(f"{s:>12.1%}" if np.isfinite(s) else " " * 12 for s in shares)
        known = [s for s in shares if np.isfinite(s)]
        within = all(LOW <= s <= HIGH for s in known)
        words = broken.get(test, "") if not within else ""
        verdict = "" if not size else ("  ok" if within else f"  off: {words}")
        print(f"  {test:<24}{cells}{verdict}")


if __name__ == "__main__":
    main()
