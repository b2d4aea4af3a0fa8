"""Options that several verbs share, with their help texts."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class PlainFormat(StrEnum):
    """Forms of most verbs."""

    TEXT = "text"
    JSON = "json"


class StudyFormat(StrEnum):
    """Forms of a study; csv writes one file for each table into a folder."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help="Day or instant of knowledge: nothing later is seen."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Write here, not to stdout.")]
Plain = Annotated[PlainFormat, typer.Option("--format")]
StudyOut = Annotated[
    Path | None,
    typer.Option("--out", help="A file; for csv a folder. Needed by csv and xlsx."),
]
StudyForm = Annotated[StudyFormat, typer.Option("--format")]
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
