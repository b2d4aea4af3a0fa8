"""The verbs: each parses its options, calls one function of ``app``, and prints.

Heavy imports wait inside the verbs, so that --help answers at once.
"""

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kuroshio.briefs import Part

from kuroshio.cli.options import AsOf, Out, Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text
from kuroshio.cli.study_verbs import precedents_app, study
from kuroshio.version import VERSION

app = typer.Typer(
    name="kuroshio",
    help="What a story about money or power crossing a border means for your book.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
pack_app = typer.Typer(help="Market packs: estimates that stand in for prices.")
entities_app = typer.Typer(help="Who is who.")
register_app = typer.Typer(help="Vehicles and deals over time.")
data_app = typer.Typer(help="Market data from your own files.")
app.add_typer(data_app, name="data", no_args_is_help=True)
app.add_typer(pack_app, name="pack", no_args_is_help=True)
app.add_typer(entities_app, name="entities", no_args_is_help=True)
app.add_typer(register_app, name="register", no_args_is_help=True)
app.add_typer(precedents_app, name="precedents", no_args_is_help=True)


class BriefFormat(StrEnum):
    """Forms of a brief."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


class ReadFormat(StrEnum):
    """Forms of a reading."""

    TEXT = "text"
    JSON = "json"
    FLAT = "flat"


Docs = Annotated[
    list[str], typer.Argument(metavar="DOC…", help="A path, or - for standard input.")
]
SomeDocs = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DOC…]", help="A path, or - for standard input."),
]
BookPath = Annotated[
    Path | None, typer.Option("--book", help="What you hold: CSV or Excel.")
]
NeededBook = Annotated[
    Path, typer.Option("--book", help="What you hold: CSV or Excel.")
]
ProfilePath = Annotated[
    Path | None, typer.Option("--profile", help="Who you are: YAML.")
]
StaleOk = Annotated[
    bool, typer.Option("--stale-ok", help="Use data older than 90 sessions.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 4 when there are error findings.")
]


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.")
    ] = False,
) -> None:
    """Do nothing but answer --version."""
    if version:
        write_text(f"kuroshio {VERSION}")
        raise typer.Exit


@app.command()
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
    stale_ok: StaleOk = False,
    strict: Strict = False,
) -> None:
    """Do the main job: everything about one event, in one brief."""
    from kuroshio.app import has_errors, make_brief, render_brief
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    made = make_brief(
        docs,
        book=book,
        profile=profile,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=workspace,
    )
    if form is BriefFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_brief

        print_brief(made, full=full)
    else:
        text = render_brief(made, form=form.value, full=full, workspace=workspace)
        write_text(text, out)
    if strict and has_errors(made):
        raise typer.Exit(4)


@app.command()
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


@app.command()
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


@app.command()
def expose(
    docs: Docs,
    book: BookPath = None,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Causes, themes, links and exposures, with the path of each number."""
    _part(docs, "exposure", book=book, as_of=as_of, form=form, out=out)


@app.command()
def regimes(
    docs: SomeDocs = None,
    book: BookPath = None,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Which rules apply, may apply or do not; clocks and expiries."""
    _part(
        docs or [], "regimes", book=book, profile=profile, as_of=as_of, form=form,
        out=out,
    )  # fmt: skip


@app.command()
def risk(
    book: NeededBook,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """Volatility and loss ranges of a book, as losses in share of NAV."""
    _part(
        [], "risk", book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
        form=form, out=out,
    )  # fmt: skip


@app.command()
def hedge(
    book: NeededBook,
    profile: ProfilePath = None,
    as_of: AsOf = None,
    stale_ok: StaleOk = False,
    form: Plain = PlainFormat.TEXT,
    out: Out = None,
) -> None:
    """One index future in whole lots beside doing nothing, under the profile."""
    _part(
        [], "hedge", book=book, profile=profile, as_of=as_of, stale_ok=stale_ok,
        form=form, out=out,
    )  # fmt: skip


def _part(
    docs: list[str],
    part: "Part",
    *,
    form: PlainFormat,
    out: Path | None,
    book: Path | None = None,
    profile: Path | None = None,
    as_of: str | None = None,
    stale_ok: bool = False,
) -> None:
    from kuroshio.app import make_brief, render_part
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    made = make_brief(
        docs,
        book=book,
        profile=profile,
        as_of=as_of,
        stale_ok=stale_ok,
        workspace=workspace,
    )
    if form is PlainFormat.TEXT and out is None:
        from kuroshio.cli.screen import print_part

        print_part(made, part)
    else:
        text = render_part(made, part, form=form.value, workspace=workspace)
        write_text(text, out)


@entities_app.command("find")
def entities_find(
    text: Annotated[str, typer.Argument(help="A name in any script.")],
    on: Annotated[str | None, typer.Option("--on", help="Day, YYYY-MM-DD.")] = None,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Show who a name may mean, with the reason."""
    from kuroshio.app import find_names, say_names
    from kuroshio.settings import find_workspace

    found = find_names(text, on=on, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(found)
    else:
        write_text(say_names(found))


@register_app.command("show")
def register_show(
    entry: Annotated[str, typer.Argument(help="Id of a vehicle or deal.")],
    as_of: AsOf = None,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Show what was known about a vehicle or deal on a day."""
    from kuroshio.app import say_entry, show_entry
    from kuroshio.settings import find_workspace

    shown = show_entry(entry, as_of=as_of, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(shown)
    else:
        write_text(say_entry(shown))


@register_app.command("list")
def register_list(form: Plain = PlainFormat.TEXT) -> None:
    """List the vehicles and deals in the register."""
    from kuroshio.app import list_entries
    from kuroshio.settings import find_workspace

    listed = list_entries(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(listed)
    else:
        rows = (f"{row['id']:<32} {row['name']}" for row in listed["entries"])
        write_text("\n".join(rows))


app.command()(study)


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
    from kuroshio.settings import find_workspace

    with show_progress(f"pull {provider}") as tell:
        done = pull_data(
            provider,
            symbols,
            first=first,
            last=last,
            replace=replace,
            key=os.environ.get("KUROSHIO_FRED_KEY"),
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


@app.command()
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
