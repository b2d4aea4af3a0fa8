"""The verbs about forecasts: how they did, and what became of recorded calls."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.options import Out, Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text

score_app = typer.Typer(
    help="How the forecasts did, walked forward; every call on record.",
    invoke_without_command=True,
)


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
