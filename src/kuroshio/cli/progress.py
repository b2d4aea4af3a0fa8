"""Progress on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kuroshio.cli.output import say

QUIET_SECONDS = 1.0  # shorter work says nothing
LINE_SECONDS = 10.0


@contextmanager
def show_progress(what: str) -> Iterator[Callable[[int, int, str], None]]:
    """Give a function to call with (done, total, item)."""
    if sys.stderr.isatty():
        with _show_bar(what) as tell:
            yield tell
        return
    spoken = time.monotonic() + QUIET_SECONDS

    def tell_line(done: int, total: int, item: str) -> None:
        nonlocal spoken
        if time.monotonic() >= spoken:
            spoken = time.monotonic() + LINE_SECONDS
            say(f"{what}: {done:,} of {total:,}, {item}")

    yield tell_line


@contextmanager
def _show_bar(what: str) -> Iterator[Callable[[int, int, str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Remaining(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)

        def tell(done: int, total: int, item: str) -> None:
            progress.update(
                task, completed=done, total=total, description=f"{what} {item}"
            )

        yield tell
