"""The brief as Markdown: headings, paragraphs and pipe tables that any reader shows."""

import re
from collections.abc import Iterable

from kuroshio.briefs.layout import lay_out
from kuroshio.briefs.pictures import Picture, draw_pictures
from kuroshio.briefs.tongues import ENGLISH, Words, translate
from kuroshio.records import Block, Brief, Cell, Grid, Line, Note

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_STRONG = {"bad", "warn", "good", "strong"}


def write_markdown(brief: Brief, *, words: Words = ENGLISH) -> str:
    """Return the whole brief as Markdown.

    Every text is escaped, so that nothing of a document becomes a heading, a link or
    an element.
    """
    layout = translate(lay_out(brief), words)
    parts = [f"# {escape(words.say('Kuroshio brief'))} {brief.as_of.date()}"]
    parts += [_line(item) for item in layout.masthead]
    parts += [_block(item) for item in layout.first_page]
    pictures = draw_pictures(brief, words)
    if pictures:
        parts.append(f"## {escape(words.say('Pictures'))}")
        parts += [_picture(item) for item in pictures]
    parts += [_block(item) for item in layout.behind if item.id != "notes"]
    parts.append(_notes(layout.notes, words))
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    Examples
    --------
    >>> escape("# a|b <c>")
    '\\# a\\|b \\<c\\>'
    """
    flat = " ".join(text.splitlines()) if "\n" in text else text
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat))


def _block(block: Block) -> str:
    number = f"{block.number} " if block.number is not None else ""
    items = [
        _grid(item) if isinstance(item, Grid) else _line(item) for item in block.items
    ]
    return "\n\n".join([f"## {number}{escape(block.title)}", *filter(None, items)])


def _line(line: Line) -> str:
    text = "".join(_cell(cell) for cell in line.cells).strip()
    return f"- {text}" if line.indent else text


def _cell(cell: Cell) -> str:
    core = cell.text.strip()
    if not core:
        return cell.text
    lead = cell.text[: len(cell.text) - len(cell.text.lstrip())]
    tail = cell.text[len(cell.text.rstrip()) :]
    text = escape(core)
    if cell.tone in _STRONG:
        text = f"**{text}**"
    refs = "".join(f" [[{ref}]](#{ref.lower()})" for ref in cell.refs)
    return f"{lead}{text}{refs}{tail}"


def _grid(grid: Grid) -> str:
    marks = ["---:" if mark == "r" else "---" for mark in grid.align]
    rows = [[_cell(cell) for cell in row] for row in grid.rows]
    return _table([escape(name) for name in grid.columns], marks, rows)


def _table(head: list[str], marks: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, marks, *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _picture(picture: Picture) -> str:
    head = [escape(name) for name in picture.columns]
    rows = [[escape(text) for text in row] for row in picture.rows]
    return f"### {escape(picture.title)}\n\n{_table(head, ['---'] * len(head), rows)}"


def _notes(notes: Iterable[Note], words: Words) -> str:
    lines = [f"## {escape(words.say('NOTES'))}"]
    lines += [
        f'- <a id="{note.id.lower()}"></a>**{note.id}** {escape(note.text)} — '
        f"{escape(note.source)}"
        for note in notes
    ]
    return "\n".join(lines)
