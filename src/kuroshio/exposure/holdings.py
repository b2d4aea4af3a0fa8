"""The book behind the exposures: one issuer across A, H and ADR counts once."""

from collections.abc import Iterable, Mapping, Sequence

from kuroshio.exposure.propagation import sign_of
from kuroshio.exposure.scopes import LinkKnowledge
from kuroshio.records import Book, Exposure, HoldingExposure, ThemeRow

_Sides = tuple[float, float]


def look_through(
    book: Book,
    exposures: Sequence[Exposure],
    knowledge: LinkKnowledge,
    weights: Mapping[str, float],
) -> tuple[HoldingExposure, ...]:
    """Say which way the causes move each equity of a book.

    Parameters
    ----------
    book : Book
        Its equity lines are looked through to their issuers, in file order; lines of
        one security count once.
    exposures : sequence of Exposure
        What `expose` found, strongest first.
    knowledge : LinkKnowledge
        Gives the issuer of a security.
    weights : Mapping
        Share of NAV by security, negative for a short; 0.0 where it is not given.

    Returns
    -------
    tuple of HoldingExposure
        ``sign`` is the sign of the effect **on the book**: that on the issuer, from
        its strengths summed over all causes and themes, turned round for a short;
        None when no path leads to the issuer. ``via`` are the themes, strongest first.
    """
    sides = _sides_of(exposures)
    rows: dict[str, HoldingExposure] = {}
    for holding in book.holdings:
        if holding.kind != "equity" or holding.security in rows:
            continue
        issuer = knowledge.issuer_of(holding.security)
        weight = weights.get(holding.security, 0.0)
        short = weight < 0 or (weight == 0 and holding.value < 0)
        found = sides.get(issuer) if issuer is not None else None
        rows[holding.security] = HoldingExposure(
            security=holding.security,
            issuer=issuer,
            weight=weight,
            sign=None if found is None else sign_of(*found) * (-1 if short else 1),
            via=_themes_to(issuer, exposures),
        )
    return tuple(rows.values())


def theme_rows(
    book: Book,
    exposures: Sequence[Exposure],
    knowledge: LinkKnowledge,
    weights: Mapping[str, float],
) -> tuple[ThemeRow, ...]:
    """Sum the book by theme: shares of NAV with a path for, against and both ways.

    Parameters
    ----------
    book, exposures, knowledge, weights
        As for `look_through`.

    Returns
    -------
    tuple of ThemeRow
        One for each theme that reaches the book, heaviest first. All listings of an
        issuer are one position and count once for a theme, however many causes reach
        it there. Weights are absolute: a net short of an issuer that gains stands
        under ``against_weight``. ``unknowns`` are what the theme leaves unknown.
    """
    positions = _positions(book, knowledge, weights)
    rows = []
    for theme in dict.fromkeys(row.theme for row in exposures):
        sides = _sides_of(row for row in exposures if row.theme == theme)
        held = {i: s for i, s in sides.items() if positions.get(i)}
        if held:
            rows.append(_theme_row(theme, held, positions, knowledge))
    return tuple(sorted(rows, key=lambda row: -_total(row)))


def unreached(issuers: Iterable[str], exposures: Iterable[Exposure]) -> tuple[str, ...]:
    """Return the issuers, such as those a text names, to which no path leads."""
    reached = {row.issuer for row in exposures}
    return tuple(one for one in dict.fromkeys(issuers) if one not in reached)


def _sides_of(exposures: Iterable[Exposure]) -> dict[str, _Sides]:
    sides: dict[str, _Sides] = {}
    for row in exposures:
        pro, con = sides.get(row.issuer, (0.0, 0.0))
        sides[row.issuer] = (pro + row.for_strength, con + row.against_strength)
    return sides


def _themes_to(issuer: str | None, exposures: Iterable[Exposure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.theme for r in exposures if r.issuer == issuer))


def _positions(
    book: Book, knowledge: LinkKnowledge, weights: Mapping[str, float]
) -> dict[str, float]:
    """Return the net share of NAV by issuer."""
    positions: dict[str, float] = {}
    equities = (line.security for line in book.holdings if line.kind == "equity")
    for security in dict.fromkeys(equities):
        issuer = knowledge.issuer_of(security)
        if issuer is not None:
            weight = weights.get(security, 0.0)
            positions[issuer] = positions.get(issuer, 0.0) + weight
    return positions


def _theme_row(
    theme: str,
    sides: Mapping[str, _Sides],
    positions: Mapping[str, float],
    knowledge: LinkKnowledge,
) -> ThemeRow:
    weights = {1: 0.0, -1: 0.0, 0: 0.0}
    for issuer, side in sides.items():
        held = positions[issuer]
        weights[sign_of(*side) * (1 if held > 0 else -1)] += abs(held)
    known = knowledge.themes.get(theme)
    return ThemeRow(
        theme=theme,
        name=known.names.en if known is not None else theme,
        for_weight=weights[1],
        against_weight=weights[-1],
        mixed_weight=weights[0],
        unknowns=known.unknowns if known is not None else (),
    )


def _total(row: ThemeRow) -> float:
    return row.for_weight + row.against_weight + row.mixed_weight
