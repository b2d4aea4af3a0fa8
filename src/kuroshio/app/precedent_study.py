"""The verb ``precedents study``: baskets of linked names round past events."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import numpy as np

from kuroshio.app.precedent_cases import (
    SIDES,
    Case,
    Excluded,
    Reaches,
    Side,
    Spans,
    by_theme,
    check_venues,
    collect_cases,
    drop_overlapping,
    find_confounders,
    find_overlaps,
)
from kuroshio.app.precedent_members import reach_issuers, securities_of
from kuroshio.app.precedent_panel import study_on_panel
from kuroshio.app.precedent_prices import VenuePrices, has_store, read_venues
from kuroshio.app.precedent_tables import Measured, Method, lay_out, names_of
from kuroshio.app.precedents import (
    Choice,
    parse_indexes,
    pick,
    study_inputs,
    until_day,
)
from kuroshio.app.study import DRAWS, SEED, hash_input, parse_windows
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head
from kuroshio.errors import Fault, InputError, NumericsError
from kuroshio.knowledge import Knowledge
from kuroshio.records import EventTable, ModelName, Precedent, PricePanel, Study
from kuroshio.studies import (
    closes_at_limit,
    run_study,
)
from kuroshio.version import VERSION

EVENT = "-5:5"
WINDOWS = "0:0,0:1,-1:1,0:4"


def study_precedents(  # noqa: PLR0913 - one argument for each option of the command
    ids: Sequence[str] = (),
    *,
    theme: str | None = None,
    kind: str | None = None,
    basket: str | None = None,
    prices: Sequence[str | Path] = (),
    market: Sequence[str] = (),
    venues: str = "CN,HK",
    model: str = "market",
    estimation: str = "-260:-11",
    event: str = EVENT,
    windows: str | None = None,
    exclude_overlapping: bool = False,
    as_of: str | None = None,
    draws: int = DRAWS,
    workspace: Workspace | None = None,
) -> dict[str, Any]:
    """Measure what linked names did round precedents, theme by theme.

    Parameters
    ----------
    ids : sequence of str
        Precedents by id; empty: all that meet the conditions.
    theme : str, optional
        Precedents that name this theme, and its basket only.
    kind : str, optional
        Precedents of this type.
    basket : str, optional
        Measure this theme round every precedent chosen, whether named there or not.
    prices : sequence of path
        Files of prices, the indexes among them; empty: the price store, and without
        one the pack's panel of themes, which says that it is.
    market : sequence of str
        Index of the first venue, or ``VENUE=`` the index of another: a symbol of the
        prices, ``FILE`` or ``FILE#SYMBOL``; default the all-share index.
    venues : str
        Of CN, HK, JP, US, joined by commas.
    model : {"market", "market-adjusted", "mean"}
    estimation, event, windows : str
        As for a study; in sessions of the venue.
    exclude_overlapping : bool
        Leave out precedents of one theme whose event windows share days.
    as_of : str, optional
        Nothing that happened later is used.
    draws : int
        Draws of the tests that resample and of the bootstrap band.
    workspace : Workspace, optional

    Returns
    -------
    dict
        ``included``, ``excluded``, ``left_out``, ``abnormal_returns``,
        ``window_returns``, ``tests``, ``fans``, ``signs``, ``limit_locked``,
        ``first_elsewhere``, ``overlaps``, ``confounding``, ``settings``, after the head
        that every verb has.

    Raises
    ------
    InputError
        When an option, a file or the price store cannot be used.
    """
    space = workspace or Workspace()
    knowledge = open_knowledge(space)
    method = _method(model, estimation, event, windows, draws)
    names = [name.strip().upper() for name in venues.split(",")]
    _checknames_of(names, basket, knowledge)
    indexes = parse_indexes(market, names)
    chosen = pick(
        Choice(ids=tuple(ids), theme=theme, kind=kind, as_of=as_of), knowledge
    )
    pairs, excluded = _pairs(chosen, basket or theme)
    asked = {
        "ids": list(ids),
        "theme": theme,
        "type": kind,
        "basket": basket,
        "as_of": as_of,
        "exclude_overlapping": exclude_overlapping,
    }
    if not prices and not market and not has_store(space):
        return study_on_panel(
            pairs, excluded, windows=windows, asked=asked, workspace=space
        )
    reaches: Reaches = {
        (item.id, name): reach_issuers(item, name, knowledge) for item, name in pairs
    }
    held, missing = read_venues(
        _wanted(names, reaches, knowledge),
        calendars=knowledge.calendars,
        files=prices,
        indexes=indexes,
        until=until_day(as_of),
        workspace=space,
    )
    cases, more = collect_cases(pairs, reaches, held, knowledge, method.spans)
    excluded += more
    excluded += [
        Excluded(precedent=item.id, theme=name, venue=venue, reason=reason)
        for venue, reason in missing.items()
        for item, name in pairs
    ]
    if exclude_overlapping:
        cases, excluded = drop_overlapping(cases, excluded, method.spans)
    inputs = tuple(
        hash_input(path) for path in study_inputs((*prices, *indexes.values()))
    )
    return {
        **head(as_of=None, inputs=inputs, pack=None, version=VERSION),
        **_results(cases, held, knowledge, method),
        "excluded": [asdict(item) for item in excluded],
        "settings": {**asked, **_settings(method, held)},
    }


def _settings(method: Method, held: Mapping[str, VenuePrices]) -> dict[str, Any]:
    """Return what was measured how, as the options were understood."""
    return {
        "model": method.model,
        "returns": "simple",
        "estimation": list(method.spans.estimation),
        "event": list(method.spans.event),
        "windows": [list(window) for window in method.windows],
        "market": {name: venue.symbol for name, venue in held.items()},
        "dropped_sessions": {
            name: [day.isoformat() for day in venue.dropped]
            for name, venue in held.items()
        },
        "draws": method.draws,
        "seed": SEED if method.draws else None,
    }


def _method(
    model: str, estimation: str, event: str, windows: str | None, draws: int
) -> Method:
    if model not in {"market", "market-adjusted", "mean"}:
        problem = f"{model!r} is none of market, market-adjusted, mean"
        raise InputError("command line", [Fault(place="--model", problem=problem)])
    spans, inner = parse_windows(estimation, event, windows or "")
    if windows is None:
        first, last = spans[1]
        usual = [(0, 0), (0, 1), (-1, 1), (0, 4)]
        inner = [w for w in usual if first <= w[0] and w[1] <= last] or [spans[1]]
    return Method(
        model=cast("ModelName", model),
        spans=Spans(estimation=spans[0], event=spans[1]),
        windows=tuple(inner),
        draws=draws,
    )


def _checknames_of(venues: list[str], basket: str | None, knowledge: Knowledge) -> None:
    faults = [
        Fault(place="--venues", problem=f"{name!r} is none of CN, HK, JP, US")
        for name in check_venues(venues)
    ]
    if basket is not None and basket not in knowledge.themes:
        faults.append(Fault(place="--basket", problem=f"no such theme: {basket}"))
    if faults:
        raise InputError("command line", faults)


def _pairs(
    chosen: Sequence[Precedent], theme: str | None
) -> tuple[list[tuple[Precedent, str]], list[Excluded]]:
    """Pair precedents with the themes to measure; those without one are left out."""
    pairs, excluded = [], []
    for item in chosen:
        names = [theme] if theme else [name.name for name in item.themes]
        pairs += [(item, name) for name in names]
        if not names:
            sectors = ", ".join(name.name for name in item.sectors) or "none"
            reason = f"names no theme (sectors: {sectors})"
            excluded.append(
                Excluded(precedent=item.id, theme=None, venue=None, reason=reason)
            )
    return pairs, excluded


def _wanted(
    venues: Sequence[str], reaches: Reaches, knowledge: Knowledge
) -> dict[str, list[str]]:
    issuers = dict.fromkeys(
        name for reached in reaches.values() for name in reached.issuers
    )
    return {venue: securities_of(issuers, venue, knowledge) for venue in venues}


def _results(
    cases: Sequence[Case],
    venues: Mapping[str, VenuePrices],
    knowledge: Knowledge,
    method: Method,
) -> dict[str, Any]:
    locks = {
        name: closes_at_limit(
            venue.prices, venue.prices.securities, knowledge.price_limits
        )
        for name, venue in venues.items()
    }
    studies = {
        (venue, theme, side): done
        for (venue, theme), group in by_theme(cases).items()
        for side in SIDES
        if (done := _run(group, side, venues[venue], method)) is not None
    }
    measured = Measured(cases=cases, venues=venues, locks=locks, studies=studies)
    parts = lay_out(measured, method)
    overlaps = find_overlaps(cases, method.spans)
    confounding = find_confounders(cases, venues, knowledge, method.spans)
    return {
        "included": [_included(case, knowledge) for case in cases],
        **parts,
        "overlaps": [
            {**names_of(case), "other": other.precedent.id, "days": days}
            for case, other, days in overlaps
        ],
        "confounding": [
            {**names_of(case), "other": other, "t": t} for case, other, t in confounding
        ],
        "left_out": _left_out(cases),
    }


def _run(
    group: Sequence[Case], side: Side, venue: VenuePrices, method: Method
) -> Study | None:
    """Study the baskets of one theme, side and venue; each basket is a security."""
    held = [case for case in group if case.baskets[side].members]
    if not held:
        return None
    ids = tuple(case.precedent.id for case in held)
    panel = PricePanel(
        dates=venue.prices.dates,
        securities=ids,
        values=np.stack([case.baskets[side].levels for case in held], axis=1),
    )
    events = EventTable(
        event_ids=ids,
        securities=ids,
        dates=np.array([case.placed.session for case in held], "datetime64[D]"),
    )
    try:
        return run_study(
            events,
            panel,
            venue.index,
            model=method.model,
            estimation=method.spans.estimation,
            event=method.spans.event,
            windows=method.windows,
            tests="all" if len(held) > 1 else "none",
            draws=method.draws if len(held) > 1 else 0,
            rng=np.random.default_rng(SEED),
        )
    except NumericsError as error:
        fault = Fault(place="options", problem=str(error))
        raise InputError("command line", [fault]) from None


def _included(case: Case, knowledge: Knowledge) -> dict[str, Any]:
    sides = {side: list(case.baskets[side].members) for side in SIDES}
    return {
        **names_of(case),
        "title": case.precedent.title,
        "theme_name": knowledge.themes[case.theme].names.en,
        "day_zero": case.placed.session.isoformat(),
        "by": case.placed.by,
        "note": case.placed.note,
        "written_sign": case.written,
        "members": {side: len(names) for side, names in sides.items()},
        "securities": sides,
    }


def _left_out(cases: Sequence[Case]) -> list[dict[str, Any]]:
    rows = []
    for case in cases:
        reasons: dict[str, list[str]] = {}
        for security, reason in case.baskets["all"].left_out:
            reasons.setdefault(reason, []).append(security)
        rows += [
            {**names_of(case), "reason": reason, "securities": securities}
            for reason, securities in reasons.items()
        ]
    return rows
