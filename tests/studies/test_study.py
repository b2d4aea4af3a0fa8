"""The engine against a second implementation, written straight from the formulas.

The second one shares no line with the engine: it takes one event at a time, forms the
full covariance matrix, and ranks with SciPy.
"""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from kuroshio.records import EventTable, PricePanel
from kuroshio.studies import run_study

ESTIMATION, EVENT = (-80, -11), (-10, 10)
WINDOWS = ((-10, 10), (-1, 1), (0, 0))
FACTORS = ("value", "size", "momentum")


# ---------------------------------------------------------------- made-up markets


def panel(dates, names, values):
    return PricePanel(dates=dates, securities=tuple(names), values=values)


def make_market(seed=1, securities=9, sessions=420):
    """Prices with a common factor, fat tails, a market and three factors."""
    rng = np.random.default_rng(seed)
    dates = np.arange("2017-01-02", "2020-12-31", dtype="datetime64[D]")
    dates = dates[np.is_busday(dates)][:sessions]
    market = 0.01 * rng.standard_t(5, size=sessions)
    factors = 0.006 * rng.normal(size=(sessions, 3)) + 0.3 * market[:, None]
    common = 0.006 * rng.normal(size=sessions)
    loads = rng.uniform(0.4, 1.6, size=securities)
    own = 0.02 * rng.standard_t(4, size=(sessions, securities))
    returns = np.clip(market[:, None] * loads + common[:, None] + own, -0.3, 0.3)
    names = [f"s{k}" for k in range(securities)]
    return {
        "prices": panel(dates, names, 20.0 * np.cumprod(1 + returns, axis=0)),
        "market": panel(dates, ["index"], 3000 * np.cumprod(1 + market)[:, None]),
        "factors": panel(dates, FACTORS, 50 * np.cumprod(1 + factors, axis=0)),
    }


def punch_holes(market, seed=3):
    """Take out cells: single days, long suspensions, some in event windows."""
    rng = np.random.default_rng(seed)
    values = market["prices"].values.copy()
    values[rng.uniform(size=values.shape) < 0.01] = np.nan
    values[150:170, 2] = np.nan
    values[236:241, 4] = np.nan
    values[245:247, 5] = np.nan
    values[[240, 200, 300, 320]] = market["prices"].values[[240, 200, 300, 320]]
    old = market["prices"]
    return {**market, "prices": panel(old.dates, old.securities, values)}


def events_of(market, kind):
    dates, names = market["prices"].dates, market["prices"].securities
    rows = {
        "clustered": [(f"e{k}", s, 240) for k, s in enumerate(names)],
        "staggered": [
            (f"e{k}", s, (200, 240, 300, 320)[k % 4]) for k, s in enumerate(names)
        ],
        "overlapping": [(f"e{k}", names[k % 3], 200 + 7 * (k // 2)) for k in range(10)],
    }[kind]
    return EventTable.of([(i, s, dates[row].astype(date)) for i, s, row in rows])


# ---------------------------------------------------------------- the formulas again


def change(levels, kind):
    ratio = levels[1:] / levels[:-1]
    first = np.full((1, *levels.shape[1:]), np.nan)
    return np.concatenate([first, np.log(ratio) if kind == "log" else ratio - 1.0])


class Event:
    """One event by the book."""

    def __init__(self, market, security, day, *, model, returns):
        prices = market["prices"].values[:, market["prices"].securities.index(security)]
        index, factors = market["market"].values[:, 0], market["factors"].values
        own = ~np.isnan(prices)
        dates = market["prices"].dates[own]
        zero = int(np.flatnonzero(dates == day)[0])
        firm, bench = change(prices[own], returns), change(index[own], returns)
        loads = change(factors[own], returns)
        before = np.arange(ESTIMATION[0], ESTIMATION[1] + 1) + zero
        during = np.arange(EVENT[0], EVENT[1] + 1) + zero
        self.m = len(before)
        one = np.ones(len(firm))
        design = {
            "market": np.column_stack([one, bench]),
            "mean": one[:, None],
            "factor": np.column_stack([one, bench, loads]),
            "market-adjusted": np.empty((len(firm), 0)),
        }[model]
        target = firm - bench if model == "market-adjusted" else firm
        x, x_event = design[before], design[during]
        self.k = x.shape[1]
        b = np.linalg.lstsq(x, target[before], rcond=None)[0] if self.k else np.empty(0)
        self.coefficients = b
        self.residual = target[before] - x @ b
        self.ar = target[during] - x_event @ b
        variance = self.residual @ self.residual / (self.m - self.k)
        self.sigma = np.sqrt(variance)
        inverse = np.linalg.inv(x.T @ x) if self.k else np.empty((0, 0))
        self.v = variance * (np.eye(len(self.ar)) + x_event @ inverse @ x_event.T)
        gross = prices[own][1:] / prices[own][:-1], index[own][1:] / index[own][:-1]
        self.gross = [g[during - 1] for g in gross]

    def sums(self, window):
        inside = slice(window[0] - EVENT[0], window[1] - EVENT[0] + 1)
        a = self.ar[inside].sum()
        held = [g[inside].prod() for g in self.gross]
        return a, a / np.sqrt(self.v[inside, inside].sum()), held[0] - held[1]


def statistics(events, window, clustered):
    """Every test of one window: name -> (statistic, p)."""
    n, m, k = len(events), events[0].m, events[0].k
    a, s, _ = np.array([e.sums(window) for e in events]).T
    length = window[1] - window[0] + 1
    residuals = np.array([e.residual for e in events])

    def t(value, df):
        return value, 2 * stats.t.sf(abs(value), df)

    def z(value):
        return value, 2 * stats.norm.sf(abs(value))

    out = {"mean": (a.mean(), None)}
    out["csect_t"] = t(a.mean() / (a.std(ddof=1) / np.sqrt(n)), n - 1)
    deviation = residuals.mean(axis=0).std(ddof=1)
    out["crude_dependence_t"] = t(a.mean() / (deviation * np.sqrt(length)), m - 1)
    patell = s.sum() / np.sqrt(n * (m - k) / (m - k - 2))
    out["patell_z"] = z(patell)
    bmp = s.mean() / (s.std(ddof=1) / np.sqrt(n))
    out["bmp_t"] = t(bmp, n - 1)
    if clustered:
        matrix = np.corrcoef(residuals)
        r = matrix[~np.eye(n, dtype=bool)].mean()
        out["kp_adj_bmp_t"] = t(bmp * np.sqrt((1 - r) / (1 + (n - 1) * r)), n - 1)
        out["kp_adj_patell_z"] = z(patell / np.sqrt(1 + (n - 1) * r))
    positive = (a > 0).sum()
    out["sign_z"] = z((positive - n / 2) / np.sqrt(n / 4))
    p = (residuals > 0).mean(axis=1).mean()
    out["gen_sign_z"] = z((positive - n * p) / np.sqrt(n * p * (1 - p)))
    ranks = stats.rankdata(abs(a))
    w_plus = ranks[a > 0].sum()
    exact = stats.wilcoxon(a, method="exact").pvalue
    out["wilcoxon_W_plus"] = w_plus, exact
    spread = np.sqrt(n * (n + 1) * (2 * n + 1) / 24)
    out["wilcoxon_z"] = z((w_plus - n * (n + 1) / 4) / spread)
    abnormal = np.array([np.concatenate([e.residual, e.ar]) for e in events])
    total = abnormal.shape[1]
    inside = slice(m + window[0] - EVENT[0], m + window[1] - EVENT[0] + 1)
    rank = np.array([stats.rankdata(row) for row in abnormal])
    d = rank.mean(axis=0) - (total + 1) / 2
    out["corrado_rank_z"] = z(
        np.sqrt(length) * d[inside].mean() / np.sqrt((d**2).sum() / total)
    )
    u = (rank / (total + 1) - 0.5).sum(axis=0) / np.sqrt(n)
    g = np.sign(abnormal - np.median(abnormal, axis=1)[:, None]).sum(axis=0)
    g = g / np.sqrt(n)
    for name, row in (("corrado_zivney_rank_z", u), ("corrado_zivney_sign_z", g)):
        out[name] = z(
            row[inside].sum() / (np.sqrt(length) * np.sqrt((row**2).sum() / total))
        )
    again = s / s.std(ddof=1)
    scaled = [
        np.append(e.residual / e.sigma, v) for e, v in zip(events, again, strict=True)
    ]
    u = np.array([stats.rankdata(row) / (m + 2) - 0.5 for row in scaled]).mean(axis=0)
    days = m + 1
    ratio = u[-1] / np.sqrt((u**2).mean())
    out["grank_t"] = t(ratio * np.sqrt((days - 2) / (days - 1 - ratio**2)), days - 2)
    out["grank_z"] = z(np.sqrt(12 * n * (days + 1) / (days - 1)) * u[-1])
    return out


def held_statistics(events, window):
    n = len(events)
    b = np.array([e.sums(window)[2] for e in events])
    ratio = b.mean() / b.std(ddof=1)
    g = ((b - b.mean()) ** 3).sum() / (n * b.std(ddof=1) ** 3)
    skewed = np.sqrt(n) * (ratio + g * ratio**2 / 3 + g / (6 * n))
    plain = ratio * np.sqrt(n)
    return {
        "mean": (b.mean(), None),
        "csect_t": (plain, 2 * stats.t.sf(abs(plain), n - 1)),
        "skew_adj_t": (skewed, 2 * stats.t.sf(abs(skewed), n - 1)),
    }


# ---------------------------------------------------------------- the comparison


def study_of(market, events, **choices):
    return run_study(
        events,
        market["prices"],
        market["market"],
        market["factors"],
        estimation=ESTIMATION,
        event=EVENT,
        windows=WINDOWS,
        **choices,
    )


MODELS = ("market", "market-adjusted", "mean", "factor")
CASES = [
    (model, returns, kind, holes)
    for model in MODELS
    for returns in ("simple", "log")
    for kind in ("clustered", "staggered", "overlapping")
    for holes in (False, True)
]
NEAR = {"rel": 1e-9, "abs": 1e-12}


@pytest.fixture(params=CASES, ids=lambda case: "-".join(map(str, case)), scope="module")
def both(request):
    """One study by the engine, and its events by the book."""
    model, returns, kind, holes = request.param
    market = punch_holes(make_market()) if holes else make_market()
    table = events_of(market, kind)
    study = study_of(market, table, model=model, returns=returns)
    assert not study.skipped
    events = [
        Event(market, security, day, model=model, returns=returns)
        for security, day in zip(table.securities, table.dates, strict=True)
    ]
    return study, events


def test_normal_returns_agree(both):
    study, events = both
    for i, event in enumerate(events):
        b = event.coefficients
        if event.k:
            assert study.normal.alpha[i] == pytest.approx(b[0], **NEAR)
            assert study.normal.beta[i] == pytest.approx(b[1:], **NEAR)
        assert study.normal.sigma[i] == pytest.approx(event.sigma, **NEAR)
        assert study.normal.df == event.m - event.k


def test_abnormal_returns_agree(both):
    study, events = both
    held = study.abnormal
    for i, event in enumerate(events):
        assert held.ar[i] == pytest.approx(event.ar, **NEAR)
        assert held.se_ar[i] == pytest.approx(np.sqrt(np.diag(event.v)), **NEAR)
        for t in range(EVENT[0], EVENT[1] + 1):
            a, s, b = event.sums((EVENT[0], t))
            at = t - EVENT[0]
            assert held.car[i, at] == pytest.approx(a, **NEAR)
            assert held.car[i, at] / held.se_car[i, at] == pytest.approx(s, **NEAR)
            assert held.bhar[i, at] == pytest.approx(b, **NEAR)
        for w, window in enumerate(WINDOWS):
            a, s, b = event.sums(window)
            assert held.window_car[i, w] == pytest.approx(a, **NEAR)
            assert a / held.window_se[i, w] == pytest.approx(s, **NEAR)
            assert held.window_bhar[i, w] == pytest.approx(b, **NEAR)


def test_every_test_agrees(both):
    study, events = both
    found = {(x.kind, x.w0, x.w1, x.test): (x.stat, x.p) for x in study.tests}
    days = [("AAR", (t, t)) for t in range(EVENT[0], EVENT[1] + 1)]
    for kind, window in days + [("CAAR", window) for window in WINDOWS]:
        compare(found, kind, window, statistics(events, window, study.clustered))
    for window in WINDOWS:
        compare(found, "BHAR", window, held_statistics(events, window))


def compare(found, kind, window, expected):
    for name, (statistic, p) in expected.items():
        ours = found[(kind, *window, name)]
        assert ours[0] == pytest.approx(statistic, **NEAR), (kind, window, name)
        assert ours[1] == (p if p is None else pytest.approx(p, **NEAR)), name


GOLDEN = {
    "mean": -0.0730364398242,
    "csect_t": -1.251201569,
    "crude_dependence_t": -1.77735941353,
    "patell_z": -1.5096568425,
    "bmp_t": -1.27818740167,
    "kp_adj_bmp_t": -1.35537261881,
    "kp_adj_patell_z": -1.5909484586,
    "sign_z": -1,
    "gen_sign_z": -0.952500952501,
    "wilcoxon_W_plus": 13,
    "wilcoxon_z": -1.12546286774,
    "corrado_rank_z": -1.30878159135,
    "corrado_zivney_rank_z": -1.30878159135,
    "corrado_zivney_sign_z": -0.258946932521,
    "grank_t": -1.18045421797,
    "grank_z": -1.28493509605,
}


def test_golden_numbers():
    # Computed once by the second implementation above; they pin the made-up market,
    # the engine and the formulas together.
    market = make_market()
    study = study_of(market, events_of(market, "clustered"))
    found = {
        x.test: x.stat for x in study.tests if (x.kind, x.w0, x.w1) == ("CAAR", -10, 10)
    }
    for name, value in GOLDEN.items():
        assert found[name] == pytest.approx(value, rel=1e-10), name
