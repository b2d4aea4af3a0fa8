"""What is wrong with a scenario before it is played: names, doubles, contradictions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kuroshio.calendars import CURRENCIES, read_code
from kuroshio.errors import Fault, NumericsError
from kuroshio.knowledge import Knowledge
from kuroshio.numerics import check_covariance
from kuroshio.records import EVENT_THEMES, Book, Pack, Scenario, Shock
from kuroshio.risk.conditioning import DOLLAR_PAIRS, currency_row, factor_names
from kuroshio.risk.scenario_mixes import try_scenario
from kuroshio.risk.scenario_stage import Stage

_PROBE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A scenario and where it and its parts stand, for faults."""

    scenario: Scenario
    place: str
    shocks: tuple[str, ...] = ()
    views: tuple[str, ...] = ()

    def of_shock(self, number: int) -> str:
        """Return where a shock stands."""
        return self.shocks[number] if number < len(self.shocks) else self.place

    def of_view(self, number: int) -> str:
        """Return where a view stands."""
        return self.views[number] if number < len(self.views) else self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    pack: Pack
    book: Book
    knowledge: Knowledge
    with_event: bool


def check_scenarios(
    placed: Sequence[Placed],
    book: Book,
    pack: Pack,
    knowledge: Knowledge,
    *,
    with_event: bool = False,
) -> tuple[Fault, ...]:
    """Return every fault of scenarios: names first, then what cannot be at once.

    Parameters
    ----------
    placed : sequence of Placed
    book, pack, knowledge
        What names may mean.
    with_event : bool
        Whether there is a story whose themes ``event`` stands for.

    Returns
    -------
    tuple of Fault
        Unknown factors, themes, currencies without a rate, securities without any
        history, unknown precedents; things set twice; a pack whose covariance is none.
        Contradictions between well-named shocks show when they are played: see
        `check_together`.
    """
    faults: list[Fault] = []
    try:
        check_covariance(pack.covariance)
    except NumericsError as error:
        mend = "build the pack again with `kuroshio pack build`"
        faults.append(Fault(place="pack", problem=str(error), mend=mend))
    known = _Known(pack=pack, book=book, knowledge=knowledge, with_event=with_event)
    for item in placed:
        faults += _named(item, known)
        faults += _viewed(item, pack)
        faults += _doubled(item)
        faults += _unprecedented(item, knowledge)
    return tuple(faults)


def check_together(placed: Sequence[Placed], stage: Stage) -> tuple[Fault, ...]:
    """Return the scenarios whose shocks or views cannot be at once."""
    faults = []
    for item in placed:
        try:
            try_scenario(stage, item.scenario, count=_PROBE)
        except NumericsError as error:
            told = ", ".join(
                f"{shock.kind} {shock.id} {shock.size:+g}"
                for shock in item.scenario.shocks
            )
            problem = f"{error}: {told}" if told else str(error)
            mend = "drop or mend one of them"
            faults.append(Fault(place=item.place, problem=problem, mend=mend))
    return tuple(faults)


def nearest(text: str, known: Iterable[str]) -> str:
    """Return a hint that names what a text may have meant; empty: nothing near."""
    by_fold = {name.casefold(): name for name in known}
    found = get_close_matches(text.casefold(), by_fold, n=3, cutoff=0.6)
    if not found:
        return ""
    return f"nearest: {', '.join(by_fold[name] for name in found)}"


def _named(item: Placed, known: _Known) -> Iterator[Fault]:
    for number, shock in enumerate(item.scenario.shocks):
        problem = _CHECKS[shock.kind](shock, known)
        if problem is not None:
            yield Fault(
                place=item.of_shock(number), problem=problem[0], mend=problem[1]
            )


_Problem = tuple[str, str] | None


def _factor(shock: Shock, known: _Known) -> _Problem:
    return _unknown_factor(shock.id, known.pack)


def _unknown_factor(name: str, pack: Pack) -> _Problem:
    known = factor_names(pack)
    if name in known:
        return None
    if name in pack.levels:
        return (
            f"{name} is a level of the pack, not a factor: NOT ESTIMABLE",
            f"factors: {', '.join(pack.factors)}",
        )
    hint = nearest(name, known) or f"one of {', '.join(pack.factors)}"
    return f"unknown factor {name!r}", hint


def _theme(shock: Shock, known: _Known) -> _Problem:
    if shock.id in known.knowledge.themes:
        return None
    if shock.id == EVENT_THEMES:
        # Without a story it stands for no theme and moves nothing; that is no fault.
        return None
    names = {
        name: identity
        for identity, theme in known.knowledge.themes.items()
        for name in (identity, theme.names.en)
    }
    hint = nearest(shock.id, names) or "kuroshio expose names themes"
    return f"unknown theme {shock.id!r}", hint


def _currency(shock: Shock, known: _Known) -> _Problem:
    code = shock.id
    parts = (code,) if len(code) == 3 else (code[:3], code[3:])
    unknown = [part for part in parts if part not in CURRENCIES]
    if unknown or len(code) not in {3, 6}:
        hint = nearest(code, CURRENCIES) or "write CNY, JPY, or a pair as CNYJPY"
        return f"unknown currency {code!r}", hint
    if currency_row(code, known.pack.factors) is None:
        return (
            f"the pack has no rate of {code} that moves: NOT ESTIMABLE",
            "CNY, CNH, JPY and their pairs with USD have one",
        )
    return None


def _volatility(shock: Shock, known: _Known) -> _Problem:
    names = ("all", "residual", *factor_names(known.pack))
    if shock.id in names:
        return None
    return f"no volatility of {shock.id!r}", nearest(shock.id, names) or names[0]


def _holding(shock: Shock, known: _Known) -> _Problem:
    held = [item.security for item in known.book.holdings]
    if shock.id in held or shock.id in known.pack.rows:
        return None
    hint = nearest(shock.id, (*held, *known.pack.rows))
    if read_code(shock.id) is None:
        return f"{shock.id!r} is no security", hint or "write 600519.SH"
    return (
        f"{shock.id} is neither held nor in the pack: without history it moves nothing",
        hint or "drop it",
    )


_CHECKS: Mapping[str, Callable[[Shock, _Known], _Problem]] = {
    "factor": _factor,
    "theme": _theme,
    "currency": _currency,
    "volatility": _volatility,
    "holding": _holding,
}


def _viewed(item: Placed, pack: Pack) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for number, view in enumerate(item.scenario.views):
        problem = _unknown_factor(view.id, pack)
        if problem is not None:
            yield Fault(place=item.of_view(number), problem=problem[0], mend=problem[1])
        key = (view.kind, view.id)
        if view.kind in {"mean", "volatility"} and key in seen:
            said = f"{view.kind} of {view.id} is viewed twice"
            yield Fault(place=item.of_view(number), problem=said, mend="keep one")
        seen[key] = number


def _doubled(item: Placed) -> Iterator[Fault]:
    """Name what is set twice: the second time contradicts the first or adds nothing."""
    first: dict[tuple[str, str], tuple[int, float]] = {}
    for number, shock in enumerate(item.scenario.shocks):
        key = _sets(shock)
        if key in first:
            place, size = first[key]
            word = "again" if size == shock.size else f"to {shock.size:g} and {size:g}"
            where = item.of_shock(place)
            yield Fault(
                place=item.of_shock(number),
                problem=f"contradictory shocks: {key[1]} is set {word} (also {where})",
                mend="keep one",
            )
        first.setdefault(key, (number, shock.size))


def _sets(shock: Shock) -> tuple[str, str]:
    """Return what a shock sets; a currency against dollars is its factor."""
    if shock.kind != "currency":
        return shock.kind, shock.id
    pair = DOLLAR_PAIRS.get(shock.id.removesuffix("USD").removeprefix("USD"))
    return ("factor", pair) if pair is not None else ("currency", shock.id)


def _unprecedented(item: Placed, knowledge: Knowledge) -> Iterator[Fault]:
    known = knowledge.precedents
    for name in item.scenario.sized_from:
        if name not in known:
            yield Fault(
                place=item.place,
                problem=f"unknown precedent {name!r}",
                mend=nearest(name, known),
            )
    for number, shock in enumerate(item.scenario.shocks):
        for name in shock.precedents:
            if name not in known:
                yield Fault(
                    place=item.of_shock(number),
                    problem=f"unknown precedent {name!r}",
                    mend=nearest(name, known),
                )
