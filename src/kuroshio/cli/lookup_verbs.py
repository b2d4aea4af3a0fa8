"""The verbs that look things up: entities and register."""

from typing import Annotated

import typer

from kuroshio.cli.options import AsOf, Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text

entities_app = typer.Typer(help="Who is who.")
register_app = typer.Typer(help="Vehicles and deals over time.")


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


@register_app.command("flows")
def register_flows(as_of: AsOf = None, form: Plain = PlainFormat.TEXT) -> None:
    """Show money and deals by source, destination, sector and stage over time."""
    from kuroshio.app import say_flows, show_flows
    from kuroshio.settings import find_workspace

    shown = show_flows(as_of=as_of, workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(shown)
    else:
        write_text(say_flows(shown))
