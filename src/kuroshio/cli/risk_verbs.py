"""The verbs about a book: what it may lose and what takes it off."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.options import (
    AsOf,
    BookPath,
    NeededBook,
    Out,
    Plain,
    PlainFormat,
    ProfilePath,
    SomeDocs,
    StaleOk,
)
from kuroshio.cli.output import write_json, write_text
from kuroshio.cli.parts import print_part_of_brief

risk_app = typer.Typer(
    help="What a book may lose, as losses in share of NAV; and how such forecasts did."
)


@risk_app.callback(invoke_without_command=True)
def risk(
    context: typer.Context,
    book: BookPath = None,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    prices: Annotated[
        Path | None,
        typer.Option("--prices", help="Folder of your daily files: more methods."),
    ] = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Volatility and loss ranges of a book, as losses in share of NAV."""
    if context.invoked_subcommand is not None:
        return
    if book is None:
        raise typer.BadParameter("is missing", param_hint="--book")
    print_part_of_brief(
        [], "risk", book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
        prices=prices, form=form, out=out,
    )  # fmt: skip


@risk_app.command("backtest")
def risk_backtest(
    book: NeededBook,
    prices: Annotated[
        Path, typer.Option("--prices", help="Folder of your daily files.")
    ],
    profile: ProfilePath = None,
    since: Annotated[
        str | None, typer.Option("--since", help="First session judged.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last session.")] = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Forecast the book's loss for every past session; judge what came afterwards."""
    from kuroshio.app import backtest_book, say_backtest
    from kuroshio.settings import find_workspace

    done = backtest_book(
        book,
        prices,
        profile=profile,
        since=since,
        until=until,
        workspace=find_workspace(),
    )
    if form is PlainFormat.JSON:
        write_json(done, out)
    else:
        write_text(say_backtest(done), out)


def hedge(
    book: NeededBook,
    docs: SomeDocs = None,
    profile: ProfilePath = None,
    terms: Annotated[
        Path | None,
        typer.Option("--terms", help="Your own terms, limits, options: YAML."),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="A packaged name or a YAML file; repeatable."),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option("--prices", help="Folder of your daily files: fresh loadings."),
    ] = None,
    decide: Annotated[
        int | None,
        typer.Option("--decide", help="Freeze the choice of this number, 0: nothing."),
    ] = None,
    author: Annotated[str, typer.Option("--author", help="Who decides.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="And why.")] = "",
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """What takes risk off in whole lots, beside doing nothing, under the profile."""
    from kuroshio.app import freeze_choice, hedge_results, make_hedges, say_hedges
    from kuroshio.settings import find_workspace

    made = make_hedges(
        docs or [],
        book=book,
        profile=profile,
        terms=terms,
        scenarios=tuple(scenario or ()),
        prices=prices,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=find_workspace(),
    )
    if decide is not None:
        record = freeze_choice(
            hedge_results(made), choice=decide, author=author, reason=reason
        )
        write_json(record, out)
    elif form is PlainFormat.JSON:
        write_json(hedge_results(made), out)
    else:
        write_text(say_hedges(made), out)
