"""The terminal: width and colour as found, plain where there is no colour."""

import sys

from rich.console import Console

from kuroshio.briefs import ENGLISH, Part, Words
from kuroshio.briefs.terminal import brief_page, part_page
from kuroshio.records import Brief

PLAIN_WIDTH = 110


def print_brief(brief: Brief, *, full: bool, words: Words = ENGLISH) -> None:
    """Print the brief in a language."""
    _console().print(brief_page(brief, full=full, words=words))


def print_part(brief: Brief, part: Part) -> None:
    """Print one verb's part of a brief."""
    _console().print(part_page(brief, part))


def _console() -> Console:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(file=sys.stdout, width=width, highlight=False)
