"""The verbs that watch: once, run, sources, alerts, board, likelihood, test."""

from pathlib import Path
from typing import Annotated, Any

import typer

from kuroshio.cli.options import AsOf, Plain, PlainFormat
from kuroshio.cli.output import write_json, write_text

watch_app = typer.Typer(help="Official sources, and who is told of what.")

Rules = Annotated[
    Path | None,
    typer.Option("--rules", help="Default: watch.yaml in the data folder."),
]


@watch_app.command("once")
def watch_once_verb(
    only: Annotated[
        list[str] | None, typer.Option("--source", help="Only these, due or not.")
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody; work what is held, and send.")
    ] = False,
    rules: Rules = None,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Do what is due, once: for cron. Needs the network, but for --offline."""
    from kuroshio.app import open_watch, watch_once
    from kuroshio.logs import set_up_logs, teller
    from kuroshio.settings import find_workspace

    set_up_logs()
    watch = open_watch(find_workspace(), rules=rules, tell=teller("watch"))
    asked = tuple(only or ())
    done = _closed(watch, lambda: watch_once(watch, only=asked, offline=offline))
    _show(done, form)


def _closed(watch: Any, work: Any) -> dict[str, Any]:
    from kuroshio.app import close_watch

    try:
        done: dict[str, Any] = work()
    finally:
        close_watch(watch)
    return done


def _show(done: dict[str, Any], form: PlainFormat) -> None:
    if form is PlainFormat.JSON:
        write_json({"schema": "kuroshio-watch-once/1", **done})
    elif not done["held"]:
        write_text("another process watches; nothing was done")
    else:
        write_text(
            f"asked {done['asked']} sources, {done['failed']} failed; "
            f"{done['items']} new items, {done['changes']} list changes, "
            f"{done['worked']} worked; "
            f"{done['alerts']} alerts, {done['sent']} sent, {done['failed_sends']} not"
        )


@watch_app.command("run")
def watch_run(
    rules: Rules = None,
    metrics: Annotated[
        int, typer.Option(help="Port on this machine for Prometheus; 0: none.")
    ] = 0,
    tick: Annotated[float, typer.Option(help="Seconds between passes.")] = 15.0,
) -> None:
    """Watch until stopped; a second process waits and takes over when this one dies."""
    from kuroshio.app import run_watch
    from kuroshio.logs import set_up_logs, teller
    from kuroshio.settings import find_workspace

    set_up_logs()
    run_watch(
        find_workspace(), rules=rules, tell=teller("watch"), port=metrics, tick=tick
    )


@watch_app.command("sources")
def watch_sources(form: Plain = PlainFormat.TEXT) -> None:
    """Show every source with its health: silence and failure never look alike."""
    from kuroshio.app import list_sources, say_sources
    from kuroshio.settings import find_workspace

    listed = list_sources(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(listed)
    else:
        write_text(say_sources(listed))


@watch_app.command("alerts")
def watch_alerts(
    subscriber: Annotated[
        str | None, typer.Option("--subscriber", help="Whose; default: everybody's.")
    ] = None,
    as_of: AsOf = None,
    limit: Annotated[int, typer.Option(help="At most so many.")] = 50,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Show alerts, the newest first."""
    from kuroshio.app import say_alerts, show_alerts
    from kuroshio.settings import find_workspace

    shown = show_alerts(
        workspace=find_workspace(), subscriber=subscriber, as_of=as_of, limit=limit
    )
    if form is PlainFormat.JSON:
        write_json(shown)
    else:
        write_text(say_alerts(shown))


@watch_app.command("board")
def watch_board(form: Plain = PlainFormat.TEXT) -> None:
    """Show attention, likelihood and pricing of each risk: three readings apart."""
    from kuroshio.app import say_board, show_board
    from kuroshio.settings import find_workspace

    board = show_board(workspace=find_workspace())
    if form is PlainFormat.JSON:
        write_json(board)
    else:
        write_text(say_board(board))


@watch_app.command("likelihood")
def watch_likelihood(
    topic: Annotated[str, typer.Argument(help="theme:rare-earths, pair:US-CN.")],
    value: Annotated[float, typer.Argument(help="From 0 to 1.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
) -> None:
    """Set how likely a risk is to come true; it is dated and kept with its reason."""
    from kuroshio.app import set_likelihood
    from kuroshio.settings import find_workspace

    done = set_likelihood(
        topic, value, by=by, reason=reason, workspace=find_workspace()
    )
    write_text(f"{done['topic']}: {done['value']:.0%} by {done['by']} on {done['on']}")


@watch_app.command("test")
def watch_test(
    subscriber: Annotated[str, typer.Argument(help="Whose channels.")],
    rules: Rules = None,
    form: Plain = PlainFormat.TEXT,
) -> None:
    """Send a test message over each channel of a subscriber."""
    from kuroshio.app import try_channels
    from kuroshio.settings import find_workspace

    done = try_channels(subscriber, workspace=find_workspace(), rules=rules)
    if form is PlainFormat.JSON:
        write_json(done)
    else:
        for row in done["channels"]:
            write_text(f"{row['id']}: {'sent' if row['ok'] else row['error']}")
    if not all(row["ok"] for row in done["channels"]):
        raise typer.Exit(5)
