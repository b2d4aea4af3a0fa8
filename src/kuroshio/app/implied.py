"""What prices say of written links, laid beside the exposures that rest on them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from kuroshio.market import LinkSigns
from kuroshio.records import Exposure


def with_implied(
    exposures: Iterable[Exposure], signs: LinkSigns, *, on: date
) -> tuple[Exposure, ...]:
    """Give each exposure the correlations of its link, where they were measured.

    Prices later than ``on`` tell nothing that was known on that day, so correlations
    that rest on them are left out.
    """
    if signs.date is None or date.fromisoformat(signs.date) > on:
        return tuple(exposures)
    return tuple(
        replace(row, implied=found[0], implied_against=found[1])
        if (found := signs.values.get((row.theme, row.issuer))) is not None
        else row
        for row in exposures
    )
