"""The verb ``data pull``: ask a provider for daily bars, check them, store them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import head, to_plain
from kuroshio.calendars import count_sessions, find_calendar, last_closed, mic_of
from kuroshio.errors import Fault, InputError
from kuroshio.market import (
    Stretch,
    answered_part,
    check_bars,
    current_generation,
    find_missing,
    note_answered,
    read_answered,
    store_bars,
)
from kuroshio.providers import (
    Access,
    Ask,
    Provider,
    Pulled,
    open_provider,
    pull_bars,
)
from kuroshio.records import BarIssue, Bars, Calendar
from kuroshio.version import VERSION

BATCH = 50  # securities stored at a time: what a kill may lose
_DAY = timedelta(days=1)

Tell = Callable[[int, int, str], None]
Open = Callable[[str, Access], Provider]
FailureKind = Literal["provider", "bars", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A security that was not stored, and why."""

    symbol: str
    kind: FailureKind
    reason: str


@dataclass(slots=True, kw_only=True)
class _Pull:
    """What a pull has gathered so far; ``waiting`` is not stored yet."""

    provider: Provider
    root: Path
    calendars: Mapping[str, Calendar]
    today: date
    replace: bool
    waiting: list[tuple[Ask, Bars, bool]] = field(default_factory=list)
    rows: int = 0
    notes: list[BarIssue] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


def pull_data(  # noqa: PLR0913 - one argument for each option of the command
    name: str,
    symbols: Sequence[str],
    *,
    first: str,
    last: str | None = None,
    replace: bool = False,
    key: str | None = None,
    tell: Tell = lambda _done, _total, _symbol: None,
    now: datetime | None = None,
    workspace: Workspace,
    open_with: Open = open_provider,
) -> dict[str, Any]:
    """Ask a provider for what is not held yet and store what passes the checks.

    Parameters
    ----------
    name : str
        akshare, yfinance or fred.
    symbols : sequence of str
        Securities, or series of FRED.
    first, last : str
        Days, both included; default of ``last``: the last session that has closed. A
        session that has not closed is never asked for.
    replace : bool
        Whether a bar held from another source with another close may be replaced.
    key : str, optional
        The user's key, where the provider needs one.
    tell : callable
        Called with (asks done, asks in all, security) as the pull goes on.
    now : datetime, optional
        The present; default: the clock.
    workspace : Workspace
        Holds the store.
    open_with : callable
        Gives the provider.

    Returns
    -------
    dict
        ``provider``, ``publisher``, ``terms``, ``generation``, ``rows``, ``held`` (not
        asked again), ``notes``, ``failed`` (symbol, kind, reason) and ``not_asked``.

    Raises
    ------
    InputError
        When a code, a day or the provider's key cannot be used, with every fault.
    """
    if workspace.data is None:
        fault = Fault(place="workspace", problem="has no data folder")
        raise InputError("data pull", [fault])
    clock = now or datetime.now(tz=UTC)
    span = _read_span(first, last, clock.date())
    with closing(open_with(name, Access(agent=workspace.agent, key=key))) as provider:
        codes = _read_codes(symbols, provider)
        pull = _Pull(
            provider=provider,
            root=workspace.data / "bars",
            calendars=open_knowledge(workspace).calendars,
            today=clock.date(),
            replace=replace,
        )
        asks = _plan(pull, codes, span, clock)
        done = _run(pull, asks, tell)
    asked = {ask.symbol for ask in asks}
    manifest = provider.manifest
    generation = current_generation(pull.root)
    return {
        **head(as_of=None, inputs=(), pack=None, version=VERSION),
        "provider": manifest.name,
        "publisher": manifest.publisher,
        "terms": f"{manifest.terms} ({manifest.terms_source})",
        "generation": None if generation is None else generation.id,
        "rows": pull.rows,
        "held": [code for code in codes if code not in asked],
        "notes": to_plain(tuple(pull.notes)),
        "failed": to_plain(tuple(pull.failed)),
        "not_asked": list(dict.fromkeys(ask.symbol for ask in asks[done:])),
    }


def _read_span(first: str, last: str | None, today: date) -> Stretch:
    faults: list[Fault] = []
    days = []
    for option, text in (("--from", first), ("--to", last or today.isoformat())):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            mend = "write it like 2018-03-22"
            fault = Fault(place=option, problem=f"{text!r} is not a day", mend=mend)
            faults.append(fault)
    if not faults and days[0] > days[1]:
        faults.append(Fault(place="--from", problem=f"{days[0]} is after {days[1]}"))
    if faults:
        raise InputError("data pull", faults)
    return Stretch(first=days[0], last=days[1])


def _read_codes(symbols: Sequence[str], provider: Provider) -> list[str]:
    codes = {symbol: provider.standard_code(symbol) for symbol in symbols}
    name, serves = provider.manifest.name, ", ".join(provider.manifest.serves)
    faults = [
        Fault(
            place=symbol,
            problem=f"is nothing that {name} serves",
            mend=f"it serves {serves}",
        )
        for symbol, code in codes.items()
        if code is None
    ]
    if faults:
        raise InputError("data pull", faults)
    return list(dict.fromkeys(code for code in codes.values() if code is not None))


def _plan(pull: _Pull, codes: Sequence[str], span: Stretch, now: datetime) -> list[Ask]:
    """Return the asks for what has not been answered, closed sessions only."""
    manifest = pull.provider.manifest
    answered = read_answered(pull.root, manifest.name)
    asks = []
    for code in codes:
        last = min(span.last, _last_day(code, pull.calendars, now))
        if last < span.first:
            continue
        missing = find_missing(
            answered.get(code, ()),
            Stretch(first=span.first, last=last),
            whole=manifest.rebases,
        )
        asks += [Ask(symbol=code, first=m.first, last=m.last) for m in missing]
    return asks


def _last_day(code: str, calendars: Mapping[str, Calendar], now: datetime) -> date:
    mic = mic_of(code)
    if mic is None:
        return now.date()
    return last_closed(now, find_calendar(calendars, mic)).session


def _run(pull: _Pull, asks: Sequence[Ask], tell: Tell) -> int:
    """Make the asks and store their answers, also when it is broken off."""
    done = 0
    try:
        for pulled in pull_bars(pull.provider, asks):
            done += 1
            tell(done, len(asks), pulled.ask.symbol)
            _take(pull, pulled)
            if len(pull.waiting) >= BATCH:
                _store(pull)
    finally:
        _store(pull)
    return done


def _take(pull: _Pull, pulled: Pulled) -> None:
    """Check an answer; what passes waits to be stored."""
    ask, bars = pulled.ask, pulled.bars
    if bars is None:
        _fail(pull, ask, "provider", str(pulled.error))
        return
    if not len(bars.day):
        _take_nothing(pull, ask)
        return
    issues = check_bars(bars, pull.calendars)
    faults = [issue for issue in issues if issue.weight == "fault"]
    if faults:
        said = "; ".join(f"{i.kind}: {i.count}, first {i.example}" for i in faults)
        _fail(pull, ask, "bars", said)
        return
    pull.notes += issues
    whole = _is_whole(pull, ask, bars)
    pull.waiting.append((ask, bars, whole))


def _fail(pull: _Pull, ask: Ask, kind: FailureKind, reason: str) -> None:
    pull.failed.append(Failure(symbol=ask.symbol, kind=kind, reason=reason))


def _take_nothing(pull: _Pull, ask: Ask) -> None:
    """Take an answer without rows: a fault, unless the security is known."""
    name = pull.provider.manifest.name
    if ask.symbol not in read_answered(pull.root, name):
        days = f"{ask.first} to {ask.last}"
        _fail(pull, ask, "provider", f"{name}: no bars from {days}; check the code")
        return
    settled = answered_part(
        Stretch(first=ask.first, last=ask.last), None, today=pull.today
    )
    note_answered(pull.root, name, [(ask.symbol, settled)])
    pull.notes.append(
        BarIssue(
            kind="no bars",
            weight="note",
            place=name,
            count=0,
            example=f"{ask.symbol} {ask.first} to {ask.last}",
        )
    )


def _is_whole(pull: _Pull, ask: Ask, bars: Bars) -> bool:
    """Whether an answer holds as many sessions as its manifest asks for."""
    mic = mic_of(ask.symbol)
    if mic is None:
        return True
    calendar = find_calendar(pull.calendars, mic)
    since: date = bars.day[0].item()
    sessions = count_sessions(calendar, since - _DAY, ask.last)
    if len(bars.day) >= sessions * pull.provider.manifest.fewest_share:
        return True
    pull.notes.append(
        BarIssue(
            kind="partial answer, asked for again next time",
            weight="note",
            place=pull.provider.manifest.name,
            count=len(bars.day),
            example=f"{ask.symbol}: {len(bars.day)} of {sessions} sessions",
        )
    )
    return False


def _store(pull: _Pull) -> None:
    """Store what waits; where securities conflict, the others are stored without."""
    waiting, pull.waiting = pull.waiting, []
    if not waiting:
        return
    try:
        _store_batch(pull, waiting)
    except InputError as error:
        if len(waiting) == 1:
            said = "; ".join(str(fault) for fault in error.faults[:3])
            _fail(pull, waiting[0][0], "conflict", said)
            return
        for item in waiting:
            pull.waiting = [item]
            _store(pull)


def _store_batch(pull: _Pull, waiting: Sequence[tuple[Ask, Bars, bool]]) -> None:
    manifest = pull.provider.manifest
    store_bars(
        pull.root,
        [bars for _, bars, _ in waiting],
        replace=pull.replace,
        renew=manifest.rebases,
    )
    pull.rows += sum(len(bars.day) for _, bars, _ in waiting)
    answered = []
    for ask, bars, whole in waiting:
        if not whole:
            continue
        stretch = Stretch(first=ask.first, last=ask.last)
        part = answered_part(stretch, bars.day[-1].item(), today=pull.today)
        answered.append((ask.symbol, part))
    note_answered(pull.root, manifest.name, answered)


def say_pull(done: dict[str, Any]) -> str:
    """Word a pull: what was stored, what was held, every note and every failure."""
    lines = [f"stored {done['rows']:,} rows from {done['publisher']}"]
    if done["generation"]:
        lines[0] += f", generation {done['generation']}"
    if done["held"]:
        lines.append(f"  held already, not asked: {len(done['held']):,}")
    lines += [
        f"  note: {note['place']}: {note['kind']}, {note['count']:,}: {note['example']}"
        for note in done["notes"]
    ]
    lines += [
        f"  failed: {item['symbol']}: {item['reason']}" for item in done["failed"]
    ]
    if done["not_asked"]:
        lines.append(f"  stopped early; not asked: {', '.join(done['not_asked'])}")
    lines.append(f"  terms: {done['terms']}")
    return "\n".join(lines)
