"""What the steps said, in the reader's language where the catalogue has it."""

from collections.abc import Mapping
from typing import Any

from kuroshio.service.tables import Cell
from kuroshio.service.visits import Visit


class Spoken:
    """Sentences of one result.

    Parameters
    ----------
    chinese : mapping
        English sentence → Chinese, as the worker found them.
    lang : str
        The page's language.
    """

    def __init__(self, chinese: Mapping[str, str], lang: str) -> None:
        self._chinese = chinese if lang == "zh" else {}
        self._is_english = lang == "en"

    def say(self, text: str) -> str:
        """Return a sentence in the language, itself where it is not known."""
        return self._chinese.get(text, text)

    def cell(self, text: Any, **more: Any) -> Cell:
        """Return a sentence as a cell that tells its language."""
        told = "" if text is None else str(text)
        found = self._chinese.get(told)
        lang = "en" if self._is_english or found is None else "zh"
        return Cell(text=found or told, lang=lang, **more)


def verdict_cells(result: Mapping[str, Any], visit: Visit) -> list[Cell]:
    """Return the lines of a verdict in the reader's language."""
    key = "verdict_zh" if visit.is_chinese else "verdict"
    return [Cell(text=line, lang=visit.lang) for line in result[key] if line]
