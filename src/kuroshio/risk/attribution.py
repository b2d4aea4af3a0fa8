"""Who adds what to an expected shortfall: holdings, themes, factors, currencies.

Components follow Euler's rule and add up to the shortfall; incremental ones say what
the shortfall would fall by without the part, its money in cash of the base currency.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kuroshio.knowledge import Knowledge
from kuroshio.numerics import Floats
from kuroshio.records import Book, Contribution, Pack
from kuroshio.risk.losses import Loss
from kuroshio.risk.positions import Positions

NO_THEME, LOCAL, SINGLE = "no theme", "local returns", "single names"


def attribute_losses(
    positions: Positions,
    losses: Sequence[Loss],
    pack: Pack,
    themes: Sequence[Mapping[str, float]],
) -> tuple[Contribution, ...]:
    """Return contributions by theme, factor and currency to each shortfall.

    Those by holding are kept with the holdings.

    Parameters
    ----------
    positions : Positions
    losses : sequence of Loss
    pack : Pack
        For the names of factors and blocks.
    themes : sequence of mapping
        From ``theme_shares``.
    """
    found: list[Contribution] = []
    split = _flatten(themes)
    money = _number(positions.currencies)
    for loss in losses:
        for by, sums in (
            ("theme", _by_theme(loss, split)),
            ("factor", _by_factor(loss, pack)),
            ("currency", _by_currency(loss, money)),
        ):
            found += [_part(by, name, es, loss) for name, es in sums.items()]
    return tuple(found)


def _part(by: str, name: str, es: float, loss: Loss) -> Contribution:
    return Contribution(
        by=by,
        id=name,
        es=es,
        level=loss.level,
        horizon=loss.horizon,
        gap_adjusted=loss.gap_sessions > 0,
    )


def theme_shares(book: Book, knowledge: Knowledge) -> list[Mapping[str, float]]:
    """Return for each holding theme → share, adding up to 1.

    Shares are in proportion to the strengths of the themes' links to its issuer; a
    holding that none reaches has "no theme".
    """
    issuers = [knowledge.issuer_of(holding.security) for holding in book.holdings]
    strengths: dict[str | None, dict[str, float]] = {name: {} for name in issuers}
    for link in knowledge.links:
        own = strengths.get(link.issuer)
        if own is not None:
            own[link.theme] = max(own.get(link.theme, 0.0), link.strength)
    shares = {name: _shares(own) for name, own in strengths.items()}
    return [shares[name] for name in issuers]


def _shares(strengths: Mapping[str, float]) -> Mapping[str, float]:
    total = sum(strengths.values())
    if total <= 0.0:
        return {NO_THEME: 1.0}
    return {name: value / total for name, value in strengths.items()}


_Split = tuple[list[str], NDArray[np.int64], NDArray[np.int64], Floats]


def _flatten(themes: Sequence[Mapping[str, float]]) -> _Split:
    """Return names of themes, and row, theme and share of every pair."""
    places: dict[str, int] = {}
    rows, columns, shares = [], [], []
    for row, own in enumerate(themes):
        for name, share in own.items():
            rows.append(row)
            columns.append(places.setdefault(name, len(places)))
            shares.append(share)
    return [*places], np.array(rows, int), np.array(columns, int), np.array(shares)


def _by_theme(loss: Loss, split: _Split) -> dict[str, float]:
    names, rows, columns, shares = split
    sums = np.bincount(
        columns, weights=loss.contributions[rows] * shares, minlength=len(names)
    )
    return _largest_first(dict(zip(names, sums.tolist(), strict=True)))


def _largest_first(sums: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0])))


def _by_factor(loss: Loss, pack: Pack) -> dict[str, float]:
    """Return shares of named factors and blocks, and of what single names add."""
    spread, scale = loss.spread, loss.scale
    sums = dict(zip(pack.factors, (spread.factors * scale).tolist(), strict=True))
    if len(spread.blocks):
        parts: Floats = spread.blocks * scale
        used = np.flatnonzero(parts)
        sums |= {pack.blocks[place]: float(parts[place]) for place in used.tolist()}
    sums[SINGLE] = spread.single_names * scale
    return sums


def _number(names: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the distinct names, and for each holding the place of its own."""
    places: dict[str, int] = {}
    numbers = [places.setdefault(name, len(places)) for name in names]
    return [*places], np.array(numbers, int)


def _by_currency(
    loss: Loss, money: tuple[list[str], NDArray[np.int64]]
) -> dict[str, float]:
    """Return what translation adds by currency of the listing; the rest is local."""
    names, numbers = money
    translated = loss.spread.translated * loss.scale
    parts = np.bincount(numbers, weights=translated, minlength=len(names)).tolist()
    sums = _largest_first(dict(zip(names, parts, strict=True)))
    return {**sums, LOCAL: loss.es - sum(parts)}
