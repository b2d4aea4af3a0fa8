"""A laid-out brief in another language; what has no translation is kept and marked."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from kuroshio.briefs.layout import Layout
from kuroshio.briefs.wording import ORIGINAL
from kuroshio.records import Block, Brief, Cell, Grid, Line, Note

Language = str
_WORD = re.compile(r"[A-Za-z]*[a-z]{2}[A-Za-z]*")
_SENTENCE = 4  # so many words of ours left untranslated are worth a mark


class Words(Protocol):
    """Turns our English wording into another language."""

    def find(self, text: str) -> str | None:
        """Return a text in the language, None where it is not known."""

    def say(self, text: str) -> str:
        """Return a text in the language, itself where it is not known."""


class English:
    """The language that everything is worded in first."""

    def find(self, text: str) -> str | None:
        """Return the text."""
        return text

    def say(self, text: str) -> str:
        """Return the text."""
        return text


ENGLISH = English()


def translate(layout: Layout, words: Words) -> Layout:
    """Return a layout in another language."""
    if words is ENGLISH:
        return layout
    return Layout(
        masthead=tuple(_line(item, words) for item in layout.masthead),
        first_page=tuple(_block(item, words) for item in layout.first_page),
        behind=tuple(_block(item, words) for item in layout.behind),
        notes=tuple(translate_note(item, words) for item in layout.notes),
        foot=words.say(layout.foot),
    )


def translate_note(note: Note, words: Words) -> Note:
    """Return a note in another language; its evidence stays as it was read."""
    cell = translate_cell(Cell(text=note.text), words)
    return replace(note, text=cell.text, source=words.say(note.source))


def translate_cell(cell: Cell, words: Words) -> Cell:
    """Return a cell in another language, marked where it has no translation."""
    if cell.verbatim:
        return cell
    said = words.find(cell.text)
    if said is not None:
        return replace(cell, text=said)
    count = len(_WORD.findall(cell.text))
    if not count:
        return cell
    mark = ORIGINAL if count >= _SENTENCE else ""
    lead = cell.text[: len(cell.text) - len(cell.text.lstrip(" ;,|—"))]
    text = f"{lead}{mark}{cell.text[len(lead) :]}"
    return replace(cell, text=text, lang="en")


def _block(block: Block, words: Words) -> Block:
    items = tuple(
        _grid(item, words) if isinstance(item, Grid) else _line(item, words)
        for item in block.items
    )
    return replace(block, title=words.say(block.title), items=items)


def _line(line: Line, words: Words) -> Line:
    return replace(line, cells=_cells(line.cells, words))


def _grid(grid: Grid, words: Words) -> Grid:
    return replace(
        grid,
        columns=tuple(words.say(name) for name in grid.columns),
        rows=tuple(_cells(row, words) for row in grid.rows),
    )


def _cells(cells: Iterable[Cell], words: Words) -> tuple[Cell, ...]:
    return tuple(translate_cell(cell, words) for cell in cells)


def documents_words(brief: Brief) -> tuple[str, ...]:
    """Return the words of the documents that a brief prints as they are."""
    words = [cause.name for cause in brief.sheet.causes]
    words += [cause.location or "" for cause in brief.sheet.causes]
    words += [brief.sheet.event.title]
    words += [item.source for item in brief.inputs]
    return tuple(word for word in words if word)
