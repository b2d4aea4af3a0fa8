"""A brief with what changed since an earlier instant, from the same documents."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kuroshio.app.brief import EXCHANGES, make_brief
from kuroshio.app.inputs import choose_as_of, parse_as_of
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import SHANGHAI, find_changes
from kuroshio.calendars import market_window
from kuroshio.errors import Fault, InputError
from kuroshio.records import Brief, Document, Since
from kuroshio.regimes import answer_regimes, deal_clocks


def make_brief_since(
    sources: Sequence[str],
    *,
    since: str,
    book: Path | None = None,
    profile: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
    workspace: Workspace,
) -> Brief:
    """Make a brief and say what it has that one as of ``since`` had not.

    The earlier one reads the documents that had been published by then; the register,
    the clocks and the rules are those of the later event as known then.

    Raises
    ------
    InputError
        As ``make_brief``; also when ``since`` is not before the brief, or when a
        document comes from standard input, which cannot be read twice.
    """
    if "-" in sources:
        raise _refusal("a document from standard input cannot be read twice",
                       "give a file")  # fmt: skip
    later = make_brief(
        sources,
        book=book,
        profile=profile,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=workspace,
    )
    instant = parse_as_of(since)
    if instant >= later.as_of:
        raise _refusal(
            f"{since} is not before the brief's own {later.as_of.isoformat()}",
            "give an earlier --since, or a later --as-of",
        )
    unread = [d for d in later.sheet.documents if _published(d) > instant]
    read = [d for d in later.sheet.documents if _published(d) <= instant]
    earlier = _earlier(later, read, instant, workspace)
    found = Since(
        instant=instant,
        changes=find_changes(earlier, later),
        unread=tuple(document.source for document in unread),
    )
    return replace(later, since=found)


def _earlier(
    later: Brief, read: list[Document], instant: datetime, workspace: Workspace
) -> Brief:
    """Return what was known of the same event at an earlier instant."""
    knowledge = open_knowledge(workspace)
    today = instant.astimezone(SHANGHAI).date()
    # Nobody asks for the book here: what is held does not change what was known.
    sheet = (
        make_brief(
            [document.source for document in read],
            as_of=instant.isoformat(),
            workspace=workspace,
        ).sheet
        if read
        else replace(later.sheet, findings=(), sheet=())
    )
    entry = later.entry
    calendars = knowledge.calendars
    return replace(
        later,
        as_of=instant,
        sheet=sheet,
        facts=knowledge.facts_at(entry.id, today) if entry is not None else (),
        clocks=deal_clocks(later.sheet, knowledge, calendars, as_of=today),
        regimes=answer_regimes(
            later.sheet if later.sheet.documents else None,
            later.book,
            later.profile,
            knowledge,
            as_of=today,
        ),
        windows=tuple(
            market_window(calendars[mic], instant) for mic in EXCHANGES.values()
        ),
    )


def _published(document: Document) -> datetime:
    return choose_as_of((document,), given=None, pack_day=_LONG_AGO)[0]


_LONG_AGO = datetime(1970, 1, 1, tzinfo=SHANGHAI).date()


def _refusal(problem: str, mend: str) -> InputError:
    fault = Fault(place="--since", problem=problem, mend=mend)
    return InputError("command line", [fault])
