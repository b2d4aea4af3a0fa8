"""The Chinese wording of what the steps said, for pages that show plain results."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from kuroshio.app.workspace import Workspace
from kuroshio.records import Brief, Line

# What the steps word themselves; texts of documents are never among them.
_SAID = {
    "say", "slip", "reason", "name", "text", "because", "words", "article", "scope",
    "cost_basis", "note", "title", "field", "theme", "problem", "register", "used",
}  # fmt: skip
_LISTS = {"verdict", "warnings", "blocked_by", "not_covered", "for", "against"}


def find_chinese(
    texts: Iterable[str], *, brief: Brief | None = None, workspace: Workspace
) -> dict[str, str]:
    """Return the Chinese of the texts that the catalogue has, by the text.

    Parameters
    ----------
    texts : iterable of str
        Sentences of ours, names and ids.
    brief : Brief, optional
        Whose documents' own words stay as they are.
    workspace : Workspace
    """
    from kuroshio.app.tongues import open_words

    words = (
        _names_only(workspace) if brief is None else open_words(brief, "zh", workspace)
    )
    found = {}
    for text in dict.fromkeys(texts):
        told = words.find(text)
        if told is not None and told != text:
            found[text] = told
    return found


@lru_cache(maxsize=2)
def _names_only(workspace: Workspace) -> Any:
    from kuroshio.app.tongues import _chinese_names
    from kuroshio.briefs.chinese import speak_chinese

    return speak_chinese(_chinese_names(workspace))


def said_texts(value: Any, key: str = "") -> Iterator[str]:
    """Yield the sentences in plain results that the steps worded."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from said_texts(item, name)
    elif isinstance(value, list):
        inner = key if key in _LISTS else ""
        for item in value:
            yield from said_texts(item, inner)
    elif isinstance(value, str) and value and (key in _SAID or key in _LISTS):
        yield value


def chinese_verdict(brief: Brief, *, workspace: Workspace) -> list[str]:
    """Return the lines of a brief's verdict in Chinese."""
    from kuroshio.app.tongues import open_words
    from kuroshio.briefs import lay_out, translate

    told = translate(lay_out(brief), open_words(brief, "zh", workspace))
    lines = (item for item in told.first_page[0].items if isinstance(item, Line))
    return ["".join(cell.text for cell in line.cells) for line in lines]
