"""The verbs that measure: ``study`` and ``precedents``."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kuroshio.cli.options import (
    AsOf,
    Out,
    Plain,
    PlainFormat,
    StudyForm,
    StudyFormat,
    StudyOut,
)
from kuroshio.cli.output import write_bytes, write_json, write_text
from kuroshio.errors import Fault, InputError

precedents_app = typer.Typer(help="What happened before, and what it did to prices.")

Theme = Annotated[str | None, typer.Option("--theme", help="Id of a theme.")]
Type = Annotated[str | None, typer.Option("--type", help="Such as tariff or truce.")]


def study(
    events: Annotated[
        Path, typer.Option(help="event_id, security, date or published_at.")
    ],
    prices: Annotated[Path, typer.Option(help="Prices, wide or long.")],
    market: Annotated[
        str | None, typer.Option(help="A file of index levels, or a symbol of PRICES.")
    ] = None,
    other_market: Annotated[
        str | None,
        typer.Option(help="The same for other listings of an issuer, elsewhere."),
    ] = None,
    factors: Annotated[Path | None, typer.Option(help="Factor levels.")] = None,
    factor_returns: Annotated[Path | None, typer.Option(help="Factor returns.")] = None,
    model: Annotated[
        str, typer.Option(help="market, market-adjusted, mean or factor.")
    ] = "market",
    returns: Annotated[str, typer.Option(help="simple or log.")] = "simple",
    estimation: Annotated[str, typer.Option(help="First and last day.")] = "-260:-11",
    event: Annotated[str, typer.Option(help="First and last day.")] = "-10:10",
    windows: Annotated[
        str | None, typer.Option(help="Windows of CAAR and BHAR: -1:1,0:0.")
    ] = None,
    exclude_overlapping: Annotated[
        bool,
        typer.Option(
            "--exclude-overlapping",
            help="Leave out events of one security whose windows share days.",
        ),
    ] = False,
    exclude_confounded: Annotated[
        bool,
        typer.Option(
            "--exclude-confounded",
            help="Leave out events with another known event in their window.",
        ),
    ] = False,
    form: StudyForm = StudyFormat.TEXT,
    out: StudyOut = None,
) -> None:
    """Event study: abnormal returns and every textbook test."""
    from kuroshio.app import make_study, say_study
    from kuroshio.settings import find_workspace

    _check_out(form, out)
    done = make_study(
        events,
        prices,
        market=market,
        other_market=other_market,
        factors=factors,
        factor_returns=factor_returns,
        model=model,
        returns=returns,
        estimation=estimation,
        event=event,
        windows=windows,
        exclude_overlapping=exclude_overlapping,
        exclude_confounded=exclude_confounded,
        workspace=find_workspace(),
    )
    _write(done, say_study(done), f"Event study of {events.name}", form, out)


def placebo(
    prices: Annotated[Path, typer.Option(help="Prices, wide or long.")],
    market: Annotated[
        str | None, typer.Option(help="As for study; default: the securities' mean.")
    ] = None,
    studies: Annotated[int, typer.Option(help="How many studies.")] = 1000,
    events: Annotated[int, typer.Option(help="Events in each.")] = 50,
    design: Annotated[str, typer.Option(help="spread or one-date.")] = "spread",
    effect: Annotated[
        float, typer.Option(help="Return put on day 0: power, not size. 1 % is 0.01.")
    ] = 0.0,
    estimation: Annotated[str, typer.Option(help="First and last day.")] = "-260:-11",
    event: Annotated[str, typer.Option(help="First and last day.")] = "-5:5",
    windows: Annotated[
        str | None, typer.Option(help="Windows of CAAR and BHAR: -1:1,0:0.")
    ] = None,
    draws: Annotated[int, typer.Option(help="For tests that resample; 0: none.")] = 0,
    workers: Annotated[int, typer.Option(help="Processes on this machine.")] = 1,
    cluster: Annotated[
        str | None, typer.Option(help="A Dask scheduler: tcp://HOST:PORT.")
    ] = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Study events that never were: the size and power of each test on your prices."""
    from kuroshio.app import make_placebo, say_placebo

    done = make_placebo(
        prices,
        market=market,
        studies=studies,
        events=events,
        design=design,
        effect=effect,
        estimation=estimation,
        event=event,
        windows=windows,
        draws=draws,
        workers=workers,
        cluster=cluster,
    )
    if form is PlainFormat.JSON:
        write_json(done, out)
    else:
        write_text(say_placebo(done), out)


@precedents_app.command("list")
def precedents_list(
    theme: Theme = None,
    kind: Type = None,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """List the precedents that name a theme and have a type."""
    from kuroshio.app import list_precedents, say_precedents
    from kuroshio.settings import find_workspace

    listed = list_precedents(
        theme=theme, kind=kind, as_of=as_of, workspace=find_workspace()
    )
    if form is PlainFormat.JSON:
        write_json(listed, out)
    else:
        write_text(say_precedents(listed), out)


@precedents_app.command("show")
def precedents_show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Such as p067.")],
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Show one precedent, its day 0 by exchange, and whom its themes reach."""
    from kuroshio.app import say_precedent, show_precedent
    from kuroshio.settings import find_workspace

    shown = show_precedent(identity, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(shown, out)
    else:
        write_text(say_precedent(shown), out)


@precedents_app.command("study")
def precedents_study(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID…]", help="Default: all.")
    ] = None,
    theme: Theme = None,
    kind: Type = None,
    basket: Annotated[
        str | None,
        typer.Option(help="Measure this theme round all of them, named or not."),
    ] = None,
    prices: Annotated[
        list[Path] | None,
        typer.Option(help="A file of prices, indexes too; again for more. Default: "
                     "what data import stored."),
    ] = None,
    market: Annotated[
        list[str] | None,
        typer.Option(help="Index of CN, or HK=INDEX: a symbol, or FILE#SYMBOL."),
    ] = None,
    venues: Annotated[str, typer.Option(help="Of CN, HK, JP, US.")] = "CN,HK",
    model: Annotated[
        str, typer.Option(help="market, market-adjusted or mean.")
    ] = "market",
    estimation: Annotated[str, typer.Option(help="First and last day.")] = "-260:-11",
    event: Annotated[str, typer.Option(help="First and last day.")] = "-5:5",
    windows: Annotated[
        str | None, typer.Option(help="Windows of CAAR: 0:0,0:1.")
    ] = None,
    exclude_overlapping: Annotated[
        bool,
        typer.Option(
            "--exclude-overlapping",
            help="Leave out precedents of a theme whose windows share days.",
        ),
    ] = False,
    as_of: AsOf = None,
    form: StudyForm = StudyFormat.TEXT,
    out: StudyOut = None,
) -> None:  # fmt: skip
    """Measure what the linked names of a theme did round past events."""
    from kuroshio.app import say_precedent_study, study_precedents
    from kuroshio.settings import find_workspace

    _check_out(form, out)
    done = study_precedents(
        ids or (),
        theme=theme,
        kind=kind,
        basket=basket,
        prices=prices or (),
        market=market or (),
        venues=venues,
        model=model,
        estimation=estimation,
        event=event,
        windows=windows,
        exclude_overlapping=exclude_overlapping,
        as_of=as_of,
        workspace=find_workspace(),
    )
    _write(done, say_precedent_study(done), "Study of precedents", form, out)


def _check_out(form: StudyFormat, out: Path | None) -> None:
    """Say before the work, not after it, that a form needs a place to go."""
    if out is None and form in {StudyFormat.CSV, StudyFormat.XLSX}:
        place = "a folder" if form is StudyFormat.CSV else "a file"
        fault = Fault(
            place="--out",
            problem=f"--format {form.value} cannot go to the screen",
            mend=f"give --out with {place}",
        )
        raise InputError("command line", [fault])


def _write(
    done: dict[str, Any], summary: str, title: str, form: StudyFormat, out: Path | None
) -> None:
    from kuroshio.app import study_csv, study_html, study_title, study_xlsx
    from kuroshio.settings import find_workspace

    named = study_title(done, title)
    if form is StudyFormat.JSON:
        write_json(done, out)
    elif form is StudyFormat.TEXT:
        write_text(summary, out)
    elif form is StudyFormat.HTML:
        page = study_html(
            done, title=named, summary=summary, workspace=find_workspace()
        )
        write_text(page, out)
    elif out is not None and form is StudyFormat.XLSX:
        write_bytes(study_xlsx(done, title=named), out)
    elif out is not None:
        for name, text in study_csv(done).items():
            write_text(text, out / name)
