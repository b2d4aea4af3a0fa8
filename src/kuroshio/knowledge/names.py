"""Known names in running text: leftmost-longest, by folded form and case rule."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kuroshio.records import NameMatch
from kuroshio.text import fold

# A span may be wrapped over lines, hyphenated or not, with any middle dot: all of
# these are one character wide, so offsets hold.
_ALIKE = str.maketrans("\t\n\r\x0b\x0c\u3000\u00a0-・•‧∙⋅･", " " * 8 + "·" * 6)
_ANY, _INITIAL, _EXACT = 0, 1, 2
_SHORT = 5


def name_key(text: str) -> str:
    """Return the key under which names are compared: as long as the text."""
    return fold(text).translate(_ALIKE)


@dataclass(frozen=True)
class NameTable:
    """Names by key, and the ids they lead to.

    Parameters
    ----------
    keys : tuple of str
        Folded forms, each once.
    forms : tuple
        For each key its (alias, case rule, ids) with the ids in order of preference.
    """

    keys: tuple[str, ...]
    forms: tuple[tuple[tuple[str, int, tuple[str, ...]], ...], ...]

    @cached_property
    def _automaton(self) -> Any:
        # Imported where used: reading a register entry needs no automaton.
        from ahocorasick_rs import AhoCorasick, Implementation

        return AhoCorasick(
            list(self.keys),
            implementation=Implementation.ContiguousNFA,
            store_patterns=False,
        )

    @cached_property
    def positions(self) -> dict[str, int]:
        """Return where each key stands."""
        return {key: index for index, key in enumerate(self.keys)}

    def find(self, text: str) -> tuple[NameMatch, ...]:
        """Find names in a text, leftmost and longest, without overlaps.

        Parameters
        ----------
        text : str
            Any text.

        Returns
        -------
        tuple of NameMatch
            In order. ``text[start:end]`` has the same key as ``alias``.
        """
        key = name_key(text)
        hits = [
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(
                key, overlapping=True
            )
            if stands_alone(key, start, end)
        ]
        hits.sort()
        found: list[NameMatch] = []
        free = 0
        for start, negative_end, index in hits:
            if start < free:
                continue
            match = self._match(text, start, -negative_end, index)
            if match is not None:
                found.append(match)
                free = match.end
        return tuple(found)

    def lookup(self, text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the (alias, ids) whose whole name the text is, in any case."""
        index = self.positions.get(name_key(text.strip()))
        if index is None:
            return ()
        return tuple((alias, ids) for alias, _, ids in self.forms[index])

    def _match(self, text: str, start: int, end: int, index: int) -> NameMatch | None:
        surface = text[start:end]
        fitting = [
            (alias, ids)
            for alias, rule, ids in self.forms[index]
            if fits_case(surface, rule)
        ]
        if not fitting:
            return None
        candidates = dict.fromkeys(one for _, ids in fitting for one in ids)
        return NameMatch(
            start=start,
            end=end,
            text=surface,
            alias=next((a for a, _ in fitting if a == surface), fitting[0][0]),
            candidates=tuple(candidates),
        )


def build_table(pairs: Iterable[tuple[str, str]]) -> NameTable:
    """Build a table of names from (alias, id) pairs in order of preference."""
    by_key: dict[str, dict[str, dict[str, None]]] = {}
    for alias, identity in pairs:
        forms = by_key.setdefault(name_key(alias.strip()), {})
        forms.setdefault(alias.strip(), {})[identity] = None
    by_key.pop("", None)
    keys = tuple(sorted(by_key))
    return NameTable(
        keys=keys,
        forms=tuple(
            tuple(
                (alias, case_rule(alias), tuple(ids))
                for alias, ids in by_key[key].items()
            )
            for key in keys
        ),
    )


def case_rule(alias: str) -> int:
    """Return how much of an alias's case a text must keep.

    Capitals of up to five letters stand as they are (SEC, not sec; WHO, not who); a
    single capitalised Latin word keeps its capital (Target, not target); anything else
    matches in any case.
    """
    letters = [char for char in alias if char.isalpha()]
    if not letters or not letters[0].isascii():
        return _ANY
    if alias.upper() == alias and len(letters) <= _SHORT:
        return _EXACT
    single = " " not in alias and "-" not in alias
    return _INITIAL if single and letters[0].isupper() else _ANY


def fits_case(surface: str, rule: int) -> bool:
    """Say whether a text's form keeps the case that a rule asks for."""
    if rule == _ANY:
        return True
    plain = unicodedata.normalize("NFKC", surface)
    if rule == _EXACT:
        return plain.upper() == plain
    first = next((char for char in plain if char.isalpha()), "")
    return first.isupper()


def stands_alone(key: str, start: int, end: int) -> bool:
    """Say whether a match is a whole word where its script writes words apart.

    Latin letters and digits must not run on into the match, nor katakana into
    katakana; Han characters may.
    """
    return not (
        (start > 0 and _runs_on(key[start - 1], key[start]))
        or (end < len(key) and _runs_on(key[end - 1], key[end]))
    )


def _runs_on(left: str, right: str) -> bool:
    if _is_latin(left) and _is_latin(right):
        return True
    return _is_katakana(left) and _is_katakana(right)


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u0250"


def _is_katakana(char: str) -> bool:
    return "\u30a1" <= char <= "\u30fa" or char == "ー"
