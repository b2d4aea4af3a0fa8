"""Structured logs: one JSON object a line on standard error, or plain on a terminal."""

import sys
from collections.abc import Callable
from typing import Any

import structlog

Tell = Callable[..., None]


def set_up_logs(*, as_json: bool | None = None) -> None:
    """Set up logging for a long-running process.

    Parameters
    ----------
    as_json : bool, optional
        Default: JSON unless standard error is a terminal.
    """
    plain = sys.stderr.isatty() if as_json is None else not as_json
    last: Any = (
        structlog.dev.ConsoleRenderer(colors=True)
        if plain
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def teller(name: str) -> Tell:
    """Return a function that logs an event with its facts: ``tell("looked", new=3)``.

    The level is ``warning`` where ``error`` is among the facts and not empty.
    """
    logger = structlog.get_logger(component=name)

    def tell(event: str, **facts: Any) -> None:
        (logger.warning if facts.get("error") else logger.info)(event, **facts)

    return tell
