"""The verbs about forecasts: how they did, and what became of recorded calls."""

import os
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
    StaleOk,
)
from kuroshio.cli.output import say, write_json, write_text

if TYPE_CHECKING:
    from kuroshio.records import Brief

score_app = typer.Typer(
    help="How the forecasts did, walked forward; every call on record.",
    invoke_without_command=True,
)


def impact(
    docs: Docs,
    book: BookPath = None,
    as_of: AsOf = None,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Folder of daily files: measures anew, reads the night."
        ),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Keep the calls, to be scored later.")
    ] = False,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """What an event may do to themes, names and a book: ranges, with reasons."""
    from kuroshio.app import make_brief, render_part
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    made = make_brief(
        docs, book=book, as_of=as_of, data=data, stale_ok=stale_ok, workspace=workspace
    )
    if record:
        _record(made)
    if form is PlainFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_part

        print_part(made, "impact")
    else:
        text = render_part(made, "impact", form=form.value, workspace=workspace)
        write_text(text, out)


def _record(made: "Brief") -> None:
    """Append the calls to the ledger, and say where."""
    from datetime import UTC, datetime

    from kuroshio.app import record_brief
    from kuroshio.settings import find_workspace

    done = record_brief(
        made, recorded_at=datetime.now(tz=UTC), workspace=find_workspace()
    )
    late = ", late: day 0 was over" if done["late"] else ""
    say(f"{done['recorded']} calls recorded in {done['ledger']}{late}")


@score_app.callback()
def score(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Daily files to measure anew, not the pack."),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", min=0, help="Permutations of the labels.")
    ] = 25,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Score the forecasts of themes over all precedents, and the calls on record."""
    if context.invoked_subcommand is not None:
        return
    # Many small matrices: threads of the linear algebra would wait on each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from kuroshio.app import say_score, score_forecasts
    from kuroshio.settings import find_workspace

    told = score_forecasts(data=data, draws=draws, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(told, out)
    else:
        write_text(say_score(told), out)


@score_app.command("update")
def score_update(
    data: Annotated[Path, typer.Argument(help="Folder of daily files.")],
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Fill the outcomes of recorded calls from daily files."""
    from datetime import UTC, datetime

    from kuroshio.app import update_calls
    from kuroshio.settings import find_workspace

    done = update_calls(
        data, recorded_at=datetime.now(tz=UTC), workspace=find_workspace()
    )
    if form is PlainFormat.JSON:
        write_json(done)
    else:
        write_text(
            f"outcomes filled: {done['filled']}, still open: {done['open']}, "
            f"not decided by these files: {done['other']}"
        )
