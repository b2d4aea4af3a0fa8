"""What is priced in: a theme's basket since its project was first disclosed."""

from datetime import date

import numpy as np

from kuroshio.app.precedent_prices import INDEXES, market_panel
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import SHANGHAI, first_known
from kuroshio.market import current_generation, theme_baskets
from kuroshio.records import Brief, PricedIn, PricePanel
from kuroshio.studies import priced_since


def measure_priced(brief: Brief, *, workspace: Workspace) -> tuple[PricedIn, ...]:
    """Return a row for each project of the text that the register knew before.

    Parameters
    ----------
    brief : Brief
    workspace : Workspace
        Its price store is asked for the basket and the all-share index; without them
        the row's ``move`` is None: unknown, never a guess.
    """
    until = brief.as_of.astimezone(SHANGHAI).date()
    asked = _asked(brief, until)
    if not asked:
        return ()
    baskets = theme_baskets(open_knowledge(workspace))
    wanted = {name for theme in asked for name in baskets.get(theme, ())}
    panel = _closes(wanted, until, workspace)
    return tuple(
        _row(theme, since, baskets.get(theme, ()), panel)
        for theme, since in asked.items()
    )


def _asked(brief: Brief, until: date) -> dict[str, date]:
    """Return the leading theme of each project known before, with its first day."""
    found: dict[str, date] = {}
    for cause in brief.sheet.causes:
        fact = first_known(brief, cause)
        if fact is None or fact.published >= until:
            continue
        themes = (one.theme for one in brief.exposures if one.cause == cause.id)
        theme = next(themes, None)
        if theme is not None:
            found[theme] = min(fact.published, found.get(theme, fact.published))
    return found


def _closes(wanted: set[str], until: date, workspace: Workspace) -> PricePanel | None:
    """Return closes up to a day; None where there is no store."""
    root = workspace.data / "bars" if workspace.data is not None else None
    generation = current_generation(root) if root is not None else None
    if generation is None or not wanted:
        return None
    names = wanted | set(INDEXES["CN"])
    panel = market_panel(generation, "CN", names, workspace.cache)
    rows = panel.dates <= np.datetime64(until)
    return PricePanel(
        dates=panel.dates[rows], securities=panel.securities, values=panel.values[rows]
    )


def _row(
    theme: str, since: date, basket: tuple[str, ...], panel: PricePanel | None
) -> PricedIn:
    unknown = PricedIn(
        theme=theme, since=since, until=None, move=None, z=None, names=0,
        asked=len(basket), index=None,
    )  # fmt: skip
    column = (
        {name: k for k, name in enumerate(panel.securities)}
        if panel is not None
        else {}
    )
    index = next((name for name in INDEXES["CN"] if name in column), None)
    held = [column[name] for name in basket if name in column]
    if panel is None or index is None or not held:
        return unknown
    rows = np.flatnonzero(np.isfinite(panel.values[:, column[index]]))
    days = panel.dates[rows]
    told = priced_since(
        panel.values[rows][:, held],
        panel.values[rows, column[index]],
        int(np.searchsorted(days, np.datetime64(since))),
    )
    if told is None:
        return unknown
    return PricedIn(
        theme=theme, since=since, until=days[-1].item(), move=told.move, z=told.z,
        names=told.names, asked=len(basket), index=index,
    )  # fmt: skip
