"""The command line put together: each verb lives with its family.

A verb parses its options, calls one function of ``app``, and prints. Heavy imports
wait inside the verbs, so that --help answers at once.
"""

from typing import Annotated

import typer

from kuroshio.cli.data_verbs import data_app, doctor, pack_app
from kuroshio.cli.document_verbs import brief, expose, read, regimes, triage
from kuroshio.cli.impact_verbs import impact, score_app
from kuroshio.cli.ledger_verbs import ledger_app
from kuroshio.cli.lookup_verbs import entities_app, register_app
from kuroshio.cli.output import write_text
from kuroshio.cli.risk_verbs import hedge, risk_app
from kuroshio.cli.serve_verbs import serve
from kuroshio.cli.stress_verbs import stress
from kuroshio.cli.study_verbs import placebo, precedents_app, study
from kuroshio.cli.watch_verbs import watch_app
from kuroshio.version import VERSION

app = typer.Typer(
    name="kuroshio",
    help="What a story about money or power crossing a border means for your book.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
VERBS = (
    brief, read, triage, expose, impact, regimes, stress, hedge, study, placebo, serve,
    doctor,
)  # fmt: skip
FAMILIES = {
    "data": data_app,
    "pack": pack_app,
    "entities": entities_app,
    "register": register_app,
    "precedents": precedents_app,
    "risk": risk_app,
    "watch": watch_app,
    "ledger": ledger_app,
}
for verb in VERBS:
    app.command()(verb)
for name, family in FAMILIES.items():
    app.add_typer(family, name=name, no_args_is_help=True)
app.add_typer(score_app, name="score")  # answers without a further word


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
