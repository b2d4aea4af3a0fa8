"""The brief in a terminal: rich where there is colour, plain where there is none."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kuroshio.briefs.layout import (
    lay_out_behind,
    lay_out_first_page,
    lay_out_masthead,
)
from kuroshio.briefs.notes import number_notes
from kuroshio.records import Block, Brief, Cell, Grid, Line, Tone

_STYLES: dict[Tone, str] = {
    "": "",
    "bad": "bold red",
    "warn": "yellow",
    "good": "green",
    "dim": "dim",
    "strong": "bold",
}


class Page:
    """A brief that rich can print at any width."""

    def __init__(self, brief: Brief, *, full: bool = False) -> None:
        self.brief = brief
        self.full = full

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield the masthead and the blocks."""
        notes = number_notes(self.brief)
        for row in lay_out_masthead(self.brief, notes):
            yield _text(row.cells)
        blocks = lay_out_first_page(self.brief, notes)
        if self.full:
            blocks += lay_out_behind(self.brief, notes)
        for block in blocks:
            yield from _block(block)
        if not self.full:
            yield Text("Behind: deal sheet, exposures, notes (--full).", style="dim")


def _block(block: Block) -> Iterable[RenderableType]:
    number = f"{block.number:>2} " if block.number is not None else "   "
    head = Text(f"{number}{block.title}", style="bold cyan")
    items = list(block.items)
    if items and isinstance(items[0], Line):
        head.append("  ")
        head.append_text(_text(items[0].cells))
        items = items[1:]
    yield head
    for item in items:
        if isinstance(item, Grid):
            yield Padding(_table(item), (0, 0, 0, 3))
        else:
            yield Padding(_text(item.cells), (0, 0, 0, 3 + 2 * item.indent))


def _text(cells: Iterable[Cell]) -> Text:
    text = Text()
    for piece in cells:
        text.append(piece.text, style=_STYLES[piece.tone])
        if piece.refs:
            text.append(f"[{','.join(piece.refs)}]", style="dim")
    return text


def _table(grid: Grid) -> Table:
    table = Table(
        box=None,
        show_header=True,
        header_style="dim",
        padding=(0, 2, 0, 0),
        pad_edge=False,
    )
    for name, align in zip(grid.columns, grid.align, strict=True):
        table.add_column(name, justify="right" if align == "r" else "left")
    for row in grid.rows:
        table.add_row(*(_text((piece,)) for piece in row))
    return table
