"""One session's forecast for every theme of a panel, as arrays."""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Floats, Ints
from kuroshio.records import Moment
from kuroshio.studies.forecast_events import likeness
from kuroshio.studies.forecast_history import Described, History
from kuroshio.studies.forecast_pooling import AMPLITUDE, pool_past, sign_sizes

# What is left of every part after damping, until it is fitted. On sessions without
# precedents the overnight part alone asks for .9; precedents and signs are the surer
# to disappoint.
DAMPING = 0.8
# Windows that reach further than this many sessions have no measurable skill.
REACH = 1
# Tails of the predictive Student-t of one session, and thin evidence's heavier ones;
# every further session adds, because sums come nearer to the normal.
DF, DF_THIN, DF_MORE = 5.0, 4.0, 1.75
THIN = 5.0
# Prior of the variance on event days over ordinary ones, and its worth in sessions.
_INFLATION, _INFLATION_PRIOR = 1.3, 5.0
_SQUARE_CUT = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How much of the parts is believed, and how much a likeness says.

    ``damping`` in [0, 1]; ``amplitude`` above 0, as ``pool_past`` takes it.
    """

    damping: float = DAMPING
    amplitude: float = AMPLITUDE


PRIOR = Tuning()


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What is known of the session to forecast.

    Parameters
    ----------
    day : datetime64[D]
        Day 0; only windows that closed before it are used.
    known_by : datetime64[D]
        Only windows that closed before this day are used either: the as-of.
    described : Described
    sigma : ndarray, shape (n_themes,)
        Fading deviation; NaN: no basket.
    gap_variance : float
    overnight : ndarray of shape (n_themes,) or None
        None: at publication.
    row : int, optional
        The history's row that ``described`` is, where it is one.
    """

    day: np.datetime64
    known_by: np.datetime64
    described: Described
    sigma: Floats
    gap_variance: float
    overnight: Floats | None
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeForecast:
    """Parts of the mean, scale and tails for every theme, and the rows behind them.

    ``precedents``, ``sign``, ``overnight``, ``scale`` (n_themes,) are decimal, the
    parts damped; ``rows`` and ``weights`` (n_past,) the past sessions and their signed
    weights; ``like`` (n_past,) their likeness to the new one in [-1, 1]; ``evidence``
    the number of past sessions of its own type; ``sizes`` what a written sign is worth
    in deviations, for themes that the event does not name and for those that it does;
    ``tuning`` what it was made with.
    """

    precedents: Floats
    sign: Floats
    overnight: Floats
    scale: Floats
    df: float
    rows: Ints
    weights: Floats
    like: Floats
    evidence: float
    sizes: tuple[float, float]
    tuning: Tuning

    @property
    def mean(self) -> Floats:
        """The parts together."""
        total: Floats = self.precedents + self.sign + self.overnight
        return total


def forecast_session(
    history: History, now: Now, window: int, *, tuning: Tuning = PRIOR
) -> ThemeForecast:
    """Forecast one window of one session for every theme.

    Parameters
    ----------
    history : History
    now : Now
    window : int
        Place among the panel's windows.
    tuning : Tuning

    Returns
    -------
    ThemeForecast
        Beyond ``REACH`` every part is 0. NaN scales where a theme has no basket.
    """
    panel = history.panel
    first, last = panel.windows[window]
    days = last - first + 1
    rows = history.known_before(min(now.day, now.known_by), window)
    z = history.scaled(rows, window)
    past = [history.rows[k] for k in rows.tolist()]
    alike, own = _alike(history, rows, now)
    parts = np.zeros((3, len(panel.themes)))
    weights, spare, sizes = np.zeros(len(rows)), 0.0, (0.0, 0.0)
    if len(rows) and last <= REACH:
        sizes, signed, explained = _sign_part(history, z, rows, now.described)
        pooled = pool_past(
            z - explained,
            history.likeness_of(rows),
            alike,
            own,
            history.spectrum_at(min(now.day, now.known_by)),
            amplitude=tuning.amplitude,
        )
        size = tuning.damping * now.sigma * np.sqrt(days)
        parts[0], parts[1] = size * pooled.mean, size * signed
        weights, spare = pooled.weights, pooled.spare
    if now.overnight is not None and last <= REACH:
        parts[2] = tuning.damping * np.nan_to_num(now.overnight)
    evidence = _evidence(past, now.described)
    usual = DF + DF_MORE * (days - 1)
    df = usual if evidence >= THIN else usual + DF_THIN - DF
    variance = _variance(history, rows, window) * (1.0 + spare)
    spread = now.sigma * np.sqrt((now.gap_variance + days - 1.0) * variance)
    return ThemeForecast(
        precedents=parts[0],
        sign=parts[1],
        overnight=parts[2],
        scale=spread * np.sqrt((usual - 2.0) / usual),
        df=df,
        rows=rows,
        weights=weights,
        like=alike / 3.0,
        evidence=evidence,
        sizes=sizes,
        tuning=tuning,
    )


def row_as_now(history: History, row: int, moment: Moment) -> Now:
    """Return a row of the panel as it was on the morning of its own day 0."""
    panel = history.panel
    return Now(
        day=panel.days[row],
        known_by=panel.days[row],
        described=history.rows[row],
        sigma=panel.sigma[row],
        gap_variance=float(panel.gap_variance[row]),
        overnight=panel.overnight[row] if moment == "pre_open" else None,
        row=row,
    )


def _alike(history: History, rows: Ints, now: Now) -> tuple[Floats, float]:
    """Likeness of past sessions to the new one, and of that one to itself."""
    if now.row is not None:
        return history.alike[rows, now.row], float(history.alike[now.row, now.row])
    new = now.described.features
    past = [history.rows[k].features for k in rows.tolist()]
    return likeness(past, [new])[:, 0], float(likeness([new], [new])[0, 0])


def _sign_part(
    history: History, z: Floats, rows: Ints, new: Described
) -> tuple[tuple[float, float], Floats, Floats]:
    """Sizes; sizes times signs of the new session, and of every past one."""
    signs, named = history.signs[rows], history.named[rows]
    sizes = sign_sizes(z, signs, named)
    unnamed_size, named_size = sizes
    explained = np.where(named, named_size, unnamed_size) * signs
    signed = np.where(new.named, named_size, unnamed_size) * new.signs
    return sizes, signed.astype(np.float64), explained.astype(np.float64)


def _variance(history: History, rows: Ints, window: int) -> float:
    """Variance of past event sessions over that of ordinary ones, drawn to a prior."""
    first, last = history.panel.windows[window]
    days = last - first + 1
    z = history.panel.car[window, rows] / history.panel.sigma[rows]
    gaps = history.panel.gap_variance[rows] + days - 1.0
    square = np.minimum(z * z / gaps[:, None], _SQUARE_CUT)
    held = np.isfinite(square)
    count = held.sum(axis=1)
    means = np.where(held, square, 0.0).sum(axis=1)[count > 0] / count[count > 0]
    top = means.sum() + _INFLATION_PRIOR * _INFLATION
    return float(top / (len(means) + _INFLATION_PRIOR))


def _evidence(past: list[Described], new: Described) -> float:
    """How many past sessions hold the leading type of the new one, either way."""
    if not new.events:
        return 0.0
    kind = new.events[0].types[0]
    return float(sum(any(kind in event.types for event in one.events) for one in past))
