"""The verb ``serve``: the desk."""

from pathlib import Path
from typing import Annotated

import typer

from kuroshio.cli.output import say, write_text


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.")] = 8000,
    book: Annotated[
        Path | None, typer.Option(help="A book of yours, kept at the desk.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help="The profile that goes with it.")
    ] = None,
    login: Annotated[
        bool, typer.Option("--login", help="Ask for an API key (a must off loopback).")
    ] = False,
    name: Annotated[
        list[str] | None, typer.Option(help="A host name that the desk is called by.")
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option(help="PEM file.")] = None,
    tls_key: Annotated[Path | None, typer.Option(help="PEM file.")] = None,
    workers: Annotated[int, typer.Option(help="Processes for long work.")] = 2,
    make_key: Annotated[
        str | None, typer.Option(help="Make an administrator's key for USER and stop.")
    ] = None,
) -> None:
    """Serve the desk: pages and a REST interface, on this machine by default."""
    from kuroshio.service import Options, make_first_key
    from kuroshio.service import serve as run_desk
    from kuroshio.settings import find_workspace

    workspace = find_workspace()
    if make_key is not None:
        write_text(make_first_key(make_key, workspace))
        return
    options = Options(
        host=host,
        port=port,
        login=login,
        book=book,
        profile=profile,
        names=tuple(name or ()),
        certificate=tls_certificate,
        certificate_key=tls_key,
        workers=max(1, workers),
    )
    run_desk(options, workspace, tell=say)
