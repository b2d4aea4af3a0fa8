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

    ``left`` and ``right`` say for each word whether a Latin word must begin or end
    there; words in scripts without spaces, and the ends of stems, are free.
    """

    words: tuple[str, ...]
    kinds: tuple[tuple[str, ...], ...]
    left: tuple[bool, ...]
    right: tuple[bool, ...]
    automaton: AhoCorasick

    def find(self, folded: str) -> list[Hit]:
        """Return every hit in a folded text, overlapping ones too, by their ends."""
        hits: list[Hit] = []
        size = len(folded)
        found = self.automaton.find_matches_as_indexes(folded, overlapping=True)
        kinds, left, right = self.kinds, self.left, self.right
        make = tuple.__new__
        for index, start, end in found:
            if left[index] and start and folded[start - 1] in _INSIDE:
                continue
            if right[index] and end < size and folded[end] in _INSIDE:
                continue
            for kind in kinds[index]:
                # Through the class itself each would take twice as long.
                hits.append(make(Hit, (start, end, kind)))  # noqa: PERF401
        return hits


# A Latin word goes on over these.
_INSIDE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


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
        left=tuple(word[0] in _INSIDE for word in order),
        right=tuple(word[-1] in _INSIDE and word not in stems for word in order),
        automaton=AhoCorasick(order, matchkind=MatchKind.Standard),
    )


def compile_folded(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern for folded text, with its words written in any script.

    Parameters
    ----------
    pattern : str
        ASCII stays as it is, so that the signs of patterns keep their meaning and
        letters must be lower case; every other character is folded.
    flags : int
        As for :func:`re.compile`.
    """
    folded = "".join(c if c.isascii() else fold(c) for c in pattern)
    return re.compile(folded, flags)


def listed(words: str) -> list[str]:
    """Return the words of a table that is written as one string.

    Parameters
    ----------
    words : str
        Words between white space.
    """
    return words.split()
