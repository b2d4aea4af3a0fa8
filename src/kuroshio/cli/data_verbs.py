"""The verbs about market data and packs, and the self-check."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.options import Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text

pack_app = typer.Typer(help="Market packs: estimates that stand in for prices.")
data_app = typer.Typer(help="Market data from your own files.")


@data_app.command("import")
def data_import(
    files: Annotated[
        list[Path], typer.Argument(help="CSV, Excel, Parquet, or folders.")
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take new closes over held ones.")
    ] = False,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Check daily bars and store them: all of them or none."""
    from kuroshio.app import import_data, say_import
    from kuroshio.settings import find_workspace

    done = import_data(files, replace=replace, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(done)
    else:
        write_text(say_import(done))


@data_app.command("pull")
def data_pull(
    provider: Annotated[str, typer.Argument(help="akshare, yfinance or fred.")],
    symbols: Annotated[
        list[str], typer.Argument(metavar="SYMBOLS…", help="Securities, or series.")
    ],
    first: Annotated[str, typer.Option("--from", help="Day, YYYY-MM-DD.")],
    last: Annotated[
        str | None, typer.Option("--to", help="Default: the last closed session.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take new closes over held ones.")
    ] = False,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Ask a provider for the days that are not held yet; needs the network."""
    from kuroshio.app import pull_data, say_pull
    from kuroshio.cli.progress import show_progress
    from kuroshio.settings import find_key, find_workspace

    with show_progress(f"pull {provider}") as tell:
        done = pull_data(
            provider,
            symbols,
            first=first,
            last=last,
            replace=replace,
            key=find_key(),
            tell=tell,
            workspace=find_workspace(),
        )
    if form is PlainFormat.JSON:
        write_json(done)
    else:
        write_text(say_pull(done))
    if done["failed"]:
        kinds = {item["kind"] for item in done["failed"]}
        raise typer.Exit(3 if kinds == {"conflict"} else 5)


@data_app.command("status")
def show_status(form: Plain = PlainFormat.TEXT) -> None:
    """Show coverage, gaps and age of what is held, by market."""
    from kuroshio.app import data_status, say_status
    from kuroshio.settings import find_workspace

    status = data_status(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(status)
    else:
        write_text(say_status(status))


@pack_app.command("build")
def pack_build(
    folder: Annotated[Path, typer.Argument(help="Your files of daily prices.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Default: your data folder.")
    ] = None,
    small: Annotated[
        bool, typer.Option("--small", help="Only names that themes link, rounded.")
    ] = False,
    book: Annotated[
        Path | None, typer.Option("--book", help="A book whose names to keep.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Last day to use.")] = None,
) -> None:
    """Estimate betas, volatilities and covariance from your own files."""
    from kuroshio.app import build_own_pack
    from kuroshio.settings import find_workspace

    report = build_own_pack(
        folder, out=out, book=book, small=small, until=until, workspace=find_workspace()
    )
    write_text(report)


@pack_app.command("info")
def pack_info(form: Plain = PlainFormat.TEXT) -> None:
    """Show what the pack in force holds, from what, and under which terms."""
    from kuroshio.app import describe_pack, say_pack
    from kuroshio.settings import find_workspace

    described = describe_pack(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(described)
    else:
        write_text(say_pack(described))


@pack_app.command("verify")
def pack_verify() -> None:
    """Check that the pack in force is whole and as its manifest says."""
    from kuroshio.app import verify_own_pack
    from kuroshio.settings import find_workspace

    write_text(verify_own_pack(workspace=find_workspace()))


def doctor(
    warm: Annotated[
        bool, typer.Option("--warm", help="Fill the compiled caches.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only faults.")] = False,
) -> None:
    """Check that this installation works, and how old its data is."""
    from kuroshio.app import check_installation
    from kuroshio.settings import find_workspace

    report = check_installation(workspace=find_workspace(), warm=warm)
    if not quiet or not report.ok:
        write_text(report.text)
    if not report.ok:
        raise typer.Exit(3)
