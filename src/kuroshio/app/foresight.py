"""The forecast's panel, sign table and history, as every verb that forecasts needs."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from kuroshio.app.kept_past import recall_losses
from kuroshio.app.workspace import Workspace, open_knowledge, own_pack
from kuroshio.knowledge import Knowledge
from kuroshio.market import (
    FORESIGHT_FILE,
    SMALL_PACK,
    build_theme_panel,
    load_foresight,
    precedent_sessions,
    theme_baskets,
)
from kuroshio.records import ForesightPanel
from kuroshio.studies import History, SignTable, describe_history, describe_precedent


def sign_table(knowledge: Knowledge) -> SignTable:
    """Return the written signs as the studies read them."""
    return SignTable(roles=knowledge.theme_roles, rules=knowledge.signs)


@lru_cache(maxsize=2)
def open_foresight(workspace: Workspace) -> ForesightPanel:
    """Load the user's own panel of themes where there is one, else the shipped one."""
    own = own_pack(workspace)
    place = own if own is not None and (own / FORESIGHT_FILE).is_file() else SMALL_PACK
    return load_foresight(place)


@lru_cache(maxsize=2)
def open_history(workspace: Workspace) -> History:
    """Describe the panel in force with the precedents that knowledge holds."""
    history = history_of(open_foresight(workspace), open_knowledge(workspace))
    recall_losses(history, "publication", workspace.cache)
    return history


def history_of(panel: ForesightPanel, knowledge: Knowledge) -> History:
    """Describe a panel's rows."""
    events = {
        name: describe_precedent(item) for name, item in knowledge.precedents.items()
    }
    return describe_history(panel, events, sign_table(knowledge))


def build_panel(
    folder: Path,
    *,
    workspace: Workspace,
    live: Sequence[date] = (),
    until: date | None = None,
) -> ForesightPanel:
    """Measure the panel from a folder of daily files.

    Parameters
    ----------
    folder : Path
    workspace : Workspace
    live : sequence of date
        Further Shanghai sessions to prepare or fill.
    until : date, optional
        Nothing later is read.

    Raises
    ------
    InputError
        When files are missing.
    """
    knowledge = open_knowledge(workspace)
    return build_theme_panel(
        folder,
        theme_baskets(knowledge),
        precedent_sessions(knowledge.precedents.values()),
        live=live,
        until=until,
    )
