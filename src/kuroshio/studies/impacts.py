"""From themes to issuers, holdings and a book.

A name takes the strength-weighted mean of the forecasts of its themes; its own risk
comes on top. Where its link points against the rest of its theme, the theme's forecast
says nothing of it. The walk-forward record of single names is weak (rank IC about .05,
R² about 0), and every row says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kuroshio.numerics import Floats, student_cdf, student_quantile
from kuroshio.records import Exposure, Impact, ImpactParts, PrecedentWeight
from kuroshio.studies.forecast import LEVELS, censor_impact

_SINGLE = (
    "a single name: past forecasts of names had a rank IC of about .05, R² about 0"
)
_OWN_UNKNOWN = "its own risk is not known: the range is twice that of its themes"
_AGAINST = "its link points against the rest of its theme, so the mean is 0"
_NOT_MAINLAND = "measured on A shares and carried to this listing one to one"
_BOOK = "share of NAV; only names with a path, without what the whole market does"
# Two themes' abnormal returns where the panel gives no correlation.
_ALIKE = 0.2
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMoves:
    """Forecasts of themes over one window with what is known of their dispersion.

    Parameters
    ----------
    impacts : mapping of str to Impact
        By theme, all of one window and moment.
    usual : mapping of str to float
        Dispersion of one ordinary session by theme, decimal; a theme without one is
        left out, and the median stands in.
    names : tuple of str
        Order of ``correlation``, shape (n_names, n_names).
    """

    impacts: Mapping[str, Impact]
    usual: Mapping[str, float]
    names: tuple[str, ...] = ()
    correlation: Floats = field(default_factory=lambda: np.empty((0, 0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldName:
    """A holding with a path to it.

    ``residual`` is the dispersion of one session of its own, decimal, None: unknown;
    ``limit`` the daily price limit, None: none; ``mainland``: an A share.
    """

    security: str
    issuer: str
    weight: float = 0.0
    residual: float | None = None
    limit: float | None = None
    mainland: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loads:
    """How an issuer hangs on themes: ``shares`` sum to one, ``aligned`` is 1 or 0."""

    themes: tuple[str, ...]
    shares: Floats
    aligned: Floats


def name_impacts(
    exposures: Sequence[Exposure], moves: ThemeMoves, names: Sequence[HeldName]
) -> tuple[Impact, ...]:
    """Forecast names, one row each, in the order given.

    Parameters
    ----------
    exposures : sequence of Exposure
        Of all causes.
    moves : ThemeMoves
    names : sequence of HeldName
        Issuers (``security`` then names the row) or holdings.

    Returns
    -------
    tuple of Impact
        With scope ``holding``; names without a path to a forecast theme are left out.
        Simple returns against the all-share market, decimal.
    """
    loads = _load_issuers(exposures, moves)
    return tuple(
        _name_impact(name, loads[name.issuer], moves)
        for name in names
        if name.issuer in loads
    )


def issuer_impacts(
    exposures: Sequence[Exposure], moves: ThemeMoves, names: Sequence[HeldName]
) -> tuple[Impact, ...]:
    """Forecast issuers as ``name_impacts`` does, under their own ids."""
    rows = name_impacts(exposures, moves, names)
    held = {name.security: name.issuer for name in names}
    return tuple(replace(row, scope="issuer", id=held[row.id]) for row in rows)


def book_impact(
    exposures: Sequence[Exposure], moves: ThemeMoves, names: Sequence[HeldName]
) -> Impact | None:
    """Forecast a book as a share of its NAV; None where no path reaches it.

    Parameters
    ----------
    exposures, moves
        As for ``name_impacts``.
    names : sequence of HeldName
        With weights, negative for a short. Listings of one issuer share its residual.

    Returns
    -------
    Impact or None
        The variance is that of the themes under their correlation, plus the residual
        of each issuer.
    """
    loads = _load_issuers(exposures, moves)
    held = [name for name in names if name.issuer in loads and name.weight]
    if not held:
        return None
    themes = tuple(dict.fromkeys(t for n in held for t in loads[n.issuer].themes))
    place = {theme: k for k, theme in enumerate(themes)}
    total, own = np.zeros(len(themes)), dict[str, float]()
    for name in held:
        load = loads[name.issuer]
        for theme, share, aligned in zip(
            load.themes, load.shares, load.aligned, strict=True
        ):
            total[place[theme]] += name.weight * share * aligned
        alone = _apart(_own(name, load, moves), load, moves)
        own[name.issuer] = own.get(name.issuer, 0.0) + name.weight * alone
    scales = np.array([moves.impacts[theme].scale for theme in themes])
    between = _correlation(themes, moves)
    common = float((total * scales) @ between @ (total * scales))
    scale = float(np.sqrt(common + sum(value**2 for value in own.values())))
    first = moves.impacts[themes[0]]
    parts = _weighted([moves.impacts[theme].parts for theme in themes], total)
    heaviest = sorted(themes, key=lambda theme: -abs(total[place[theme]]))
    return _row(
        "book",
        parts,
        scale,
        [moves.impacts[theme] for theme in heaviest],
        says=(_BOOK, *first.says[:1]) if not first.measurable else (_BOOK,),
        scope_book=True,
    )


def _load_issuers(
    exposures: Sequence[Exposure], moves: ThemeMoves
) -> dict[str, _Loads]:
    """Return how each issuer hangs on the forecast themes."""
    net: dict[str, dict[str, list[float]]] = {}
    way: dict[str, float] = {}
    for row in exposures:
        if row.theme not in moves.impacts:
            continue
        sides = net.setdefault(row.issuer, {}).setdefault(row.theme, [0.0, 0.0])
        sides[0] += row.for_strength
        sides[1] += row.against_strength
        difference = row.for_strength - row.against_strength
        way[row.theme] = way.get(row.theme, 0.0) + difference
    return {issuer: _loads_of(themes, way) for issuer, themes in net.items()}


def _loads_of(
    themes: Mapping[str, Sequence[float]], way: Mapping[str, float]
) -> _Loads:
    strength = np.array([pro + con for pro, con in themes.values()])
    whole = strength.sum()
    shares = strength / whole if whole else np.full(len(strength), 1 / len(strength))
    aligned = [
        float((pro - con) * way[theme] >= 0.0) for theme, (pro, con) in themes.items()
    ]
    return _Loads(themes=tuple(themes), shares=shares, aligned=np.array(aligned))


def _name_impact(name: HeldName, load: _Loads, moves: ThemeMoves) -> Impact:
    themes = [moves.impacts[theme] for theme in load.themes]
    parts = _weighted([one.parts for one in themes], load.shares * load.aligned)
    shared = float(load.shares @ [one.scale for one in themes])
    own = _own(name, load, moves)
    scale = max(own, shared)  # no name is calmer than the baskets it lies in
    says = [_SINGLE]
    if name.residual is None:
        says.append(_OWN_UNKNOWN)
    if not load.aligned.any():
        says.append(_AGAINST)
    if not name.mainland:
        says.append(_NOT_MAINLAND)
    row = _row(name.security, parts, scale, themes, says=tuple(says))
    return censor_impact(row, name.limit) if name.limit is not None else row


def _own(name: HeldName, load: _Loads, moves: ThemeMoves) -> float:
    """Scale of a name's own part: its residual, widened as its themes are.

    Twice the themes' scale where the residual is unknown.
    """
    scales = np.array([moves.impacts[theme].scale for theme in load.themes])
    if name.residual is None:
        return 2.0 * float(load.shares @ scales)
    middle = float(np.median(list(moves.usual.values()))) if moves.usual else 0.0
    usual = np.array([moves.usual.get(theme, middle) for theme in load.themes])
    known = usual > 0.0
    wider = np.where(known, scales / np.where(known, usual, 1.0), 1.0)
    return name.residual * float(load.shares @ wider)


def _apart(own: float, load: _Loads, moves: ThemeMoves) -> float:
    """Leave out of a name's own risk what its themes share, half of it at most."""
    shared = float(load.shares @ [moves.impacts[theme].scale for theme in load.themes])
    return float(np.sqrt(max(own**2 - shared**2, 0.25 * own**2)))


def _weighted(parts: Sequence[ImpactParts], weights: Floats) -> ImpactParts:
    return ImpactParts(
        precedents=float(weights @ [one.precedents for one in parts]),
        sign=float(weights @ [one.sign for one in parts]),
        overnight=float(weights @ [one.overnight for one in parts]),
    )


def _correlation(themes: Sequence[str], moves: ThemeMoves) -> Floats:
    """Correlation of themes in order; a usual one where the panel has none."""
    found = np.full((len(themes), len(themes)), _ALIKE)
    np.fill_diagonal(found, 1.0)
    place = {theme: k for k, theme in enumerate(moves.names)}
    held = [k for k, theme in enumerate(themes) if theme in place]
    rows = [place[themes[k]] for k in held]
    known = moves.correlation[np.ix_(rows, rows)] if rows else np.empty((0, 0))
    usable = np.isfinite(known)
    found[np.ix_(held, held)] = np.where(usable, known, found[np.ix_(held, held)])
    return found


def _row(
    identity: str,
    parts: ImpactParts,
    scale: float,
    themes: Sequence[Impact],
    *,
    says: tuple[str, ...],
    scope_book: bool = False,
) -> Impact:
    """Put a row together from its parts and the themes behind it, heaviest first."""
    first = themes[0]
    mean = parts.precedents + parts.sign + parts.overnight
    df = min(one.df for one in themes)
    low, lower, middle, upper, high = (
        mean + scale * student_quantile(level, df) for level in LEVELS
    )
    return Impact(
        scope="book" if scope_book else "holding",
        id=identity,
        window=first.window,
        moment=first.moment,
        mean=mean,
        q05=low,
        q25=lower,
        q50=middle,
        q75=upper,
        q95=high,
        scale=scale,
        df=df,
        p_positive=student_cdf(mean / scale, df) if scale > 0 else 0.5,
        parts=parts,
        precedents=_precedents(themes),
        novelty=first.novelty,
        for_mechanism=_first(one.for_mechanism for one in themes),
        against_mechanism=_first(one.against_mechanism for one in themes),
        evidence=first.evidence,
        measurable=first.measurable,
        says=says,
    )


def _precedents(themes: Sequence[Impact]) -> tuple[PrecedentWeight, ...]:
    """Return the precedents behind any of the themes; the returns then were theirs."""
    found: dict[str, PrecedentWeight] = {}
    for one in themes:
        for item in one.precedents:
            found.setdefault(item.id, replace(item, car=None))
    return tuple(found.values())[:_SHOWN]


def _first(texts: Iterable[str | None]) -> str | None:
    return next((text for text in texts if text), None)
