"""Words of a kind found in one pass, and patterns written in any script."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from kuroshio.text.folding import fold


class Hit(NamedTuple):
    """A word of a lexicon in a folded text: code points and the kind it is of."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words, the kinds each is of, and the automaton that finds them.

    ``stems`` are the words that may go on ("announc*"); all others end at a word's
    end. Words in scripts without spaces have no such borders.
    """

    words: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    stems: frozenset[str]
    automaton: AhoCorasick

    def find(self, folded: str) -> list[Hit]:
        """Return every hit in a folded text, overlapping ones too, by their ends."""
        hits: list[Hit] = []
        size = len(folded)
        found = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        for index, start, end in found:
            word = self.words[index]
            if start and word[0].isascii() and _joins(folded[start - 1], word[0]):
                continue
            if (
                end < size
                and word[-1].isascii()
                and word not in self.stems
                and _joins(word[-1], folded[end])
            ):
                continue
            hits.extend(Hit(start, end, kind) for kind in self.kinds[index])
        return hits


def _joins(left: str, right: str) -> bool:
    """Say whether two neighbouring characters stand inside one Latin word."""
    return (
        left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    )


def build_lexicon(words: Mapping[str, Iterable[str]]) -> Lexicon:
    """Return a lexicon of words by kind.

    Parameters
    ----------
    words : mapping of str to iterable of str
        Kind to words in any script; a trailing ``*`` makes a word a stem, which also
        finds longer words that begin with it. An underscore stands for a space.

    Returns
    -------
    Lexicon
        A word may be of several kinds; it is then a hit of each.
    """
    kinds: dict[str, list[str]] = {}
    stems: set[str] = set()
    for kind, members in words.items():
        for member in members:
            word = fold(member).replace("_", " ")
            if word.endswith("*"):
                word = word[:-1]
                stems.add(word)
            known = kinds.setdefault(word, [])
            if kind not in known:
                known.append(kind)
    order = tuple(kinds)
    return Lexicon(
        words=order,
        kinds=tuple(tuple(kinds[word]) for word in order),
        stems=frozenset(stems),
        automaton=AhoCorasick(order, matchkind=MatchKind.Standard),
    )


def compile_folded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern for folded text, with its words written in any script.

    Parameters
    ----------
    pattern : str
        ASCII stays as it is (so ``\\S`` keeps its meaning, and letters must be lower
        case); every other character is folded.
    flags : int
        As for :func:`re.compile`.
    """
    folded = "".join(c if c.isascii() else fold(c) for c in pattern)
    return re.compile(folded, flags)
