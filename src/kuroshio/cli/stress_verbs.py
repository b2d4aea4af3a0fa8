"""The verb about what could happen: stress."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.options import (
    AsOf,
    NeededBook,
    Out,
    Plain,
    PlainFormat,
    ProfilePath,
    SomeDocs,
    StaleOk,
)
from kuroshio.cli.output import write_json, write_text


def stress(
    book: NeededBook,
    docs: SomeDocs = None,
    profile: ProfilePath = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="A packaged name or a YAML file; repeatable."),
    ] = None,
    replay: Annotated[
        str | None,
        typer.Option("--replay", help="FROM:TO, a stretch of the past over this book."),
    ] = None,
    prices: Annotated[
        list[Path] | None,
        typer.Option("--prices", help="File or folder of the past, for --replay."),
    ] = None,
    reverse: Annotated[
        str | None,
        typer.Option("--reverse", help="A loss, 5% or 500bp: the likeliest way there."),
    ] = None,
    chance: Annotated[
        list[str] | None,
        typer.Option("--chance", help="MILESTONE=PROBABILITY of being met when due."),
    ] = None,
    signed_by: Annotated[
        str | None, typer.Option("--signed-by", help="Who signs the chances.")
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Every scenario in full.")
    ] = False,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """What scenarios cost a book: packaged, your own, the past, or in reverse."""
    from kuroshio.app import Asked, make_stress, say_stress, stress_results
    from kuroshio.settings import find_workspace

    made = make_stress(
        docs or [],
        Asked(
            scenarios=tuple(scenario or ()),
            replay=replay,
            reverse=reverse,
            prices=tuple(prices or ()),
            chances=tuple(chance or ()),
            signed_by=signed_by,
        ),
        book=book,
        profile=profile,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=find_workspace(),
    )
    if form is PlainFormat.JSON:
        write_json(stress_results(made), out)
    else:
        write_text(say_stress(made, details=details), out)
