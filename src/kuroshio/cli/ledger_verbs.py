"""The verbs about the ledger: status, backup, restore, verify, migrate."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.options import Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text

ledger_app = typer.Typer(help="What was known when: the ledger and its care.")


@ledger_app.command("status")
def ledger_status_verb(form: Plain = PlainFormat.TEXT) -> None:
    """Show where the ledger is, what it holds, and who watches."""
    from kuroshio.app import ledger_status, say_ledger_status
    from kuroshio.settings import find_workspace

    status = ledger_status(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(status)
    else:
        write_text(say_ledger_status(status))


@ledger_app.command("backup")
def ledger_backup(
    out: Annotated[Path, typer.Argument(help="A file to write, such as ledger.zip.")],
) -> None:
    """Write everything into one file that either engine can restore."""
    from kuroshio.app import back_up_ledger
    from kuroshio.settings import find_workspace

    done = back_up_ledger(out, workspace=find_workspace())
    write_text(f"{done['rows']} rows of version {done['revision']} in {done['file']}")


@ledger_app.command("restore")
def ledger_restore(
    path: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
) -> None:
    """Fill an empty ledger from a backup, all of it or nothing."""
    from kuroshio.app import restore_ledger
    from kuroshio.settings import find_workspace

    done = restore_ledger(path, workspace=find_workspace())
    write_text(f"{done['rows']} rows restored from {done['file']}")


@ledger_app.command("verify")
def ledger_verify(
    head: Annotated[
        str | None, typer.Option(help="The audit's last hash, as noted elsewhere.")
    ] = None,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Check every hash, the order of versions and the audit chain."""
    from kuroshio.app import say_verified, verify_whole_ledger
    from kuroshio.settings import find_workspace

    found = verify_whole_ledger(workspace=find_workspace(), head=head)
    if form is PlainFormat.JSON:
        write_json(found)
    else:
        write_text(say_verified(found))
    if not found["ok"]:
        raise typer.Exit(3)


@ledger_app.command("migrate")
def ledger_migrate(
    to: Annotated[
        str | None, typer.Option("--to", help="A version; default: this program's.")
    ] = None,
) -> None:
    """Bring the tables to a version, forward or back."""
    from kuroshio.app import migrate_ledger
    from kuroshio.settings import find_workspace

    done = migrate_ledger(workspace=find_workspace(), to=to)
    write_text(f"from {done['before'] or 'nothing'} to {done['after']}")
