"""The verbs that take documents: brief, read, triage, expose, regimes."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kuroshio.cli.options import (
    AsOf,
    BookPath,
    Docs,
    Out,
    Plain,
    PlainFormat,
    ProfilePath,
    SomeDocs,
    StaleOk,
    Strict,
)
from kuroshio.cli.output import write_bytes, write_json, write_text
from kuroshio.cli.parts import print_part_of_brief

if TYPE_CHECKING:
    from kuroshio.app import Workspace
    from kuroshio.records import Brief


class BriefFormat(StrEnum):
    """Forms of a brief."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    JSON = "json"
    MD = "md"


class Lang(StrEnum):
    """Languages of a brief."""

    EN = "en"
    ZH = "zh"


class ReadFormat(StrEnum):
    """Forms of a reading."""

    TEXT = "text"
    JSON = "json"
    FLAT = "flat"


def brief(
    docs: Docs,
    book: BookPath = None,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    form: Annotated[BriefFormat, typer.Option("--format")] = BriefFormat.TEXT,
    out: Out = None,
    full: Annotated[
        bool, typer.Option("--full", help="Print what lies behind the first page too.")
    ] = False,
    lang: Annotated[
        Lang, typer.Option("--lang", help="Language: en, or zh for 简体中文.")
    ] = Lang.EN,
    since: Annotated[
        str | None,
        typer.Option("--since", help="Show what changed since this day or instant."),
    ] = None,
    stale_ok: StaleOk = False,
    strict: Strict = False,
) -> None:
    """Do the main job: everything about one event, in one brief."""
    from kuroshio.app import has_errors, make_brief, make_brief_since
    from kuroshio.settings import find_workspace

    _refuse_unwritable(form, out)
    workspace = find_workspace()
    if since is None:
        made = make_brief(
            docs, book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
            workspace=workspace,
        )  # fmt: skip
    else:
        made = make_brief_since(
            docs, since=since, book=book, profile=profile, as_of=as_of,
            stale_ok=stale_ok, workspace=workspace,
        )  # fmt: skip
    _show(made, form, full=full, lang=lang.value, out=out, workspace=workspace)
    if strict and has_errors(made):
        raise typer.Exit(4)


def _refuse_unwritable(form: BriefFormat, out: Path | None) -> None:
    if form in {BriefFormat.PDF, BriefFormat.XLSX} and out is None:
        raise typer.BadParameter(f"{form.value} needs --out FILE")


def _show(
    brief: "Brief",
    form: BriefFormat,
    *,
    full: bool,
    lang: str,
    out: Path | None,
    workspace: "Workspace",
) -> None:
    """Print a brief in its form, or write it to a file."""
    from kuroshio.app import open_words, render_brief, render_file

    if form is BriefFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_brief

        print_brief(brief, full=full, words=open_words(brief, lang, workspace))
    elif form in {BriefFormat.PDF, BriefFormat.XLSX} and out is not None:
        made = render_file(brief, form=form.value, lang=lang, workspace=workspace)
        write_bytes(made, out)
    else:
        text = render_brief(
            brief, form=form.value, full=full, lang=lang, workspace=workspace
        )
        write_text(text, out)


def read(
    docs: Docs,
    as_of: AsOf = None,
    form: Annotated[ReadFormat, typer.Option("--format")] = ReadFormat.TEXT,
    out: Out = None,
    strict: Strict = False,
) -> None:
    """Verified sheets and findings: what was really said, and what is wrong in it."""
    from kuroshio.app import has_errors, make_brief, read_flat, render_part
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    if form is ReadFormat.FLAT:
        write_json(read_flat(docs, as_of=as_of, workspace=workspace), out)
        return
    made = make_brief(docs, as_of=as_of, workspace=workspace)
    if form is ReadFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_part

        print_part(made, "reading")
    else:
        text = render_part(made, "reading", form=form.value, workspace=workspace)
        write_text(text, out)
    if strict and has_errors(made):
        raise typer.Exit(4)


def triage(
    docs: Docs,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Sort many documents: irrelevant, copies, nothing new, matters, and why."""
    from kuroshio.app import say_sorting, sort_documents
    from kuroshio.settings import find_workspace

    answers = sort_documents(docs, as_of=as_of, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(answers, out)
    else:
        write_text(say_sorting(answers), out)


def expose(
    docs: Docs,
    book: BookPath = None,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Causes, themes, links and exposures, with the path of each number."""
    print_part_of_brief(docs, "exposure", book=book, as_of=as_of, form=form, out=out)


def regimes(
    docs: SomeDocs = None,
    book: BookPath = None,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Which rules apply, may apply or do not; clocks and expiries."""
    print_part_of_brief(
        docs or [], "regimes", book=book, profile=profile, as_of=as_of, form=form,
        out=out,
    )  # fmt: skip
