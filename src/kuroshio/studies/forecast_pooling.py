"""Partial pooling: what past sessions say of a new one, and how loudly.

Abnormal returns in units of their own deviation are a signal plus noise. The signal
has covariance AMPLITUDE x likeness of events (x) correlation of themes to the power
1.5, the noise the correlation itself: related themes answer together, and more so than
they move by chance. The posterior mean is a weighted sum of past sessions, which makes
the precedents' weights exact (Rasmussen & Williams 2006, chapter 2; rows and columns
are decoupled in the eigenvectors of the correlation).
"""

from dataclasses import dataclass

import numpy as np

from kuroshio.numerics import Bools, Floats, Ints

# Signal variance of one unit of likeness as a share of the noise, until it is fitted:
# precedents explain two hundredths of a theme's day.
AMPLITUDE = 0.02
_POWER = 1.5
_CUT = 4.0
# Spread of the prior on the size of a written sign, in deviations, for themes that the
# event does not name and for those that it names.
_SIGN_PRIOR = (0.15, 0.5)
_FEWEST_SESSIONS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Spectrum:
    """Eigenvalues, and eigenvectors in columns, of a correlation or a likeness."""

    values: Floats
    vectors: Floats

    @staticmethod
    def of(matrix: Floats, least: float = 1e-3) -> "Spectrum":
        """Decompose a symmetric matrix; smaller eigenvalues are lifted to ``least``."""
        values, vectors = np.linalg.eigh(matrix)
        return Spectrum(values=np.maximum(values, least), vectors=vectors)


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledPast:
    """What the past says.

    ``mean`` (n_themes,) in deviations; ``weights`` (n_past,) the signed weight of each
    session, the same for every theme but for how far themes are drawn together;
    ``spare`` the share of the signal's variance that stays unknown, as a variance in
    units of the noise.
    """

    mean: Floats
    weights: Floats
    spare: float


def standardised(car: Floats, sigma: Floats, days: int) -> Floats:
    """Abnormal returns in deviations, cut at four; NaN stays."""
    scaled: Floats = np.clip(car / (sigma * np.sqrt(days)), -_CUT, _CUT)
    return scaled


def pool_past(
    z: Floats,
    likeness: Spectrum,
    to_new: Floats,
    own: float,
    spectrum: Spectrum,
    *,
    amplitude: float = AMPLITUDE,
) -> PooledPast:
    """Pool past sessions for a new one.

    Parameters
    ----------
    z : ndarray, shape (n_past, n_themes)
        Standardised, less what is explained otherwise; NaN counts as 0.
    likeness : Spectrum
        Of the likeness of past sessions to each other.
    to_new : ndarray, shape (n_past,)
    own : float
        Likeness of the new session to itself.
    spectrum : Spectrum
    amplitude : float
        Variance of the signal of one unit of likeness over the noise's, above 0.

    Returns
    -------
    PooledPast
    """
    if not np.any(to_new):  # exactly nothing, not the rounding of it
        return PooledPast(
            mean=np.zeros(z.shape[1]),
            weights=np.zeros(len(z)),
            spare=amplitude * own,
        )
    known = np.where(np.isfinite(z), z, 0.0)
    spread, axes = likeness.values, likeness.vectors
    along = to_new @ axes
    ratio = amplitude * spectrum.values ** (_POWER - 1.0)
    ratio /= (spectrum.values**_POWER).mean()
    gain = ratio * along[:, None] / (ratio * spread[:, None] + 1.0)
    turned = axes.T @ known @ spectrum.vectors
    mean = (gain * turned).sum(axis=0) @ spectrum.vectors.T
    share = spectrum.values / spectrum.values.sum()
    weights = axes @ (gain @ share)
    taken = (along**2 * amplitude**2 / (amplitude * spread + 1.0)).sum()
    return PooledPast(
        mean=mean, weights=weights, spare=max(0.0, amplitude * own - float(taken))
    )


def sign_sizes(z: Floats, signs: Ints, named: Bools) -> tuple[float, float]:
    """Size of a written sign, in deviations, drawn towards 0 and never below it.

    Parameters
    ----------
    z : ndarray, shape (n_past, n_themes)
    signs : ndarray of int64, shape (n_past, n_themes)
    named : ndarray of bool, shape (n_past, n_themes)
        Whether the event named the theme.

    Returns
    -------
    unnamed, named : float
        From the mean over sessions of the mean signed return, so that a session
        counts once; 0 with fewer than four sessions.
    """
    sizes = []
    for wanted, prior in zip((False, True), _SIGN_PRIOR, strict=True):
        use = np.isfinite(z) & (signs != 0) & (named == wanted)
        count = use.sum(axis=1)
        total = np.where(use, z * signs, 0.0).sum(axis=1)
        means = total[count > 0] / count[count > 0]
        if len(means) < _FEWEST_SESSIONS:
            sizes.append(0.0)
            continue
        error = means.var(ddof=1) / len(means)
        sizes.append(max(0.0, float(means.mean())) * prior**2 / (prior**2 + error))
    return sizes[0], sizes[1]
