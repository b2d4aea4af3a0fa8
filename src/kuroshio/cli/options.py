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
