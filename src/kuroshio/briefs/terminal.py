"""The brief in a terminal: rich where there is colour, plain where there is none."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kuroshio.briefs.layout import Part, lay_out
from kuroshio.briefs.tongues import ENGLISH, Words, translate
from kuroshio.records import Block, Brief, Cell, Grid, Line, Tone

PARTS: dict[Part, tuple[str, ...]] = {
    "reading": ("verdict", "deal", "sheet"),
    "exposure": ("book", "exposure"),
    "regimes": ("regimes", "changes"),
    "risk": (
        "risk-losses", "risk-parts", "risk-holdings", "risk-outlook", "risk-currency",
        "risk-exits",
    ),
    "hedge": ("choices",),
    "impact": ("impact",),
}  # fmt: skip
_STYLES: dict[Tone, str] = {
    "": "",
    "bad": "bold red",
    "warn": "yellow",
    "good": "green",
    "dim": "dim",
    "strong": "bold",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A masthead and blocks that rich can print at any width."""

    masthead: tuple[Line, ...]
    blocks: tuple[Block, ...]
    foot: str = ""

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Yield the masthead, the blocks and the foot."""
        for row in self.masthead:
            yield _text(row.cells)
        for block in self.blocks:
            yield from _block(block)
        if self.foot:
            yield Text(self.foot, style="dim")


def brief_page(brief: Brief, *, full: bool = False, words: Words = ENGLISH) -> Page:
    """Return the first page, with what lies behind it when ``full``."""
    layout = translate(lay_out(brief), words)
    blocks = layout.first_page
    if full:
        blocks += layout.behind
    foot = "" if full else layout.foot
    return Page(masthead=layout.masthead, blocks=blocks, foot=foot)


def part_page(brief: Brief, part: Part) -> Page:
    """Return one verb's part of a brief: its blocks and the notes that they need."""
    layout = lay_out(brief)
    blocks = tuple(
        block
        for block in (*layout.first_page, *layout.behind)
        if block.id in PARTS[part]
    )
    return Page(masthead=layout.masthead, blocks=blocks)


def print_plain(page: Page, *, width: int) -> str:
    """Return a page as plain text of the given width."""
    buffer = StringIO()
    Console(file=buffer, width=width, color_system=None, highlight=False).print(page)
    return buffer.getvalue()


def _block(block: Block) -> Iterable[RenderableType]:
    number = f"{block.number:>2} " if block.number is not None else "   "
    head = Text(f"{number}{block.title}", style="bold cyan")
    items = list(block.items)
    if items and isinstance(items[0], Line):
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(no_wrap=True)
        row.add_column()
        row.add_row(head, _text(items[0].cells))
        yield row
        items = items[1:]
    else:
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
