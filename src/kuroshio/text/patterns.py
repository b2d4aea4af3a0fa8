"""Patterns that are tried only where a text holds one of the words they begin with.

The engine of :mod:`re` tries an alternation of many words at every character. The
words with which a pattern can begin are known beforehand, so an automaton finds the
few places where it can match at all, and the pattern is tried there alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import product
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from kuroshio.text.lexicon import compile_folded

# The parsed form of a pattern; an operation not known here makes a head end early.
_parse: Callable[[str, int], Any] = import_module("re._parser").parse
_LONGEST, _MOST, _WIDEST = 8, 3000, 24
_SHORTEST = 2
_ASCII_END = 128
# Beyond so many bytes a longer word is no better to look for.
_SAYING = 4
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})

# A word with which a match can begin, and whether the match may go no further.
_Head = tuple[str, bool]
_NOTHING: frozenset[_Head] = frozenset({("", True)})
_ANYTHING: frozenset[_Head] = frozenset({("", False)})


class SoughtPattern:
    """A pattern like :class:`re.Pattern` for searches, with the same answers.

    Parameters
    ----------
    pattern : re.Pattern of str
        Sensitive to case. Where the words it can begin with are not to be told, too
        short or too many, it is searched for as it stands.
    """

    __slots__ = ("_automaton", "_leading", "_mixed", "_pattern", "_ready")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._automaton: AhoCorasick | None = None
        # So many of the words begin a match; the others stand somewhere in one.
        self._leading = 0
        self._mixed = False
        self._ready = False

    @property
    def pattern(self) -> str:
        """Return the pattern as written."""
        return self._pattern.pattern

    def search(
        self, text: str, start: int = 0, end: int | None = None
    ) -> re.Match[str] | None:
        """Return the first match that begins in a run, as ``re.Pattern.search``."""
        stop = len(text) if end is None else end
        places = self._places(text, start, stop)
        if places is None:
            return self._pattern.search(text, start, stop)
        match = self._pattern.match
        for at in places:
            found = match(text, at, stop)
            if found is not None:
                return found
        return None

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield the matches in a run, as ``re.Pattern.finditer``."""
        stop = len(text) if end is None else end
        places = self._places(text, start, stop)
        if places is None:
            yield from self._pattern.finditer(text, start, stop)
            return
        match, free = self._pattern.match, start
        for at in places:
            if at < free:
                continue
            found = match(text, at, stop)
            if found is not None:
                free = found.end()
                yield found

    def findall(self, text: str) -> list[Any]:
        """Return what ``re.Pattern.findall`` returns."""
        groups = self._pattern.groups
        if groups == 0:
            return [found.group() for found in self.finditer(text)]
        if groups == 1:
            return [found.group(1) or "" for found in self.finditer(text)]
        return [found.groups("") for found in self.finditer(text)]

    def match(
        self, text: str, start: int = 0, end: int | None = None
    ) -> re.Match[str] | None:
        """Return a match at a place, as ``re.Pattern.match``."""
        return self._pattern.match(text, start, len(text) if end is None else end)

    def sub(self, put: Callable[[re.Match[str]], str], text: str) -> str:
        """Return a text with its matches replaced, as ``re.Pattern.sub``."""
        parts: list[str] = []
        at = 0
        for found in self.finditer(text):
            parts += [text[at : found.start()], put(found)]
            at = found.end()
        return "".join([*parts, text[at:]]) if parts else text

    def _places(self, text: str, start: int, stop: int) -> Sequence[int] | None:
        """Return where alone a match may begin, in order; None: it may anywhere."""
        if not self._ready:
            self._prepare()
        if self._automaton is None:
            return None
        start = max(start, 0)
        piece = text if not start and stop >= len(text) else text[start:stop]
        found = self._automaton.find_matches_as_indexes(piece, overlapping=True)
        if not found:
            return ()
        if self._mixed:
            leading = self._leading
            if not leading or any(index >= leading for index, _, _ in found):
                return None
        if len(found) == 1:
            return (found[0][1] + start,)
        return sorted({at + start for _, at, _ in found})

    def _prepare(self) -> None:
        """Make the automaton on first use: most runs need few of the patterns."""
        leading, needed = telling_words(self._pattern)
        self._leading, self._mixed = len(leading), bool(needed)
        if leading or needed:
            words = (*leading, *needed)
            self._automaton = AhoCorasick(words, matchkind=MatchKind.Standard)
        self._ready = True


def compile_sought(pattern: str, flags: int = 0) -> SoughtPattern:
    """Compile a pattern for folded text that is tried only where it can begin.

    Parameters
    ----------
    pattern : str
        As for :func:`~kuroshio.text.compile_folded`.
    flags : int
        As for :func:`re.compile`.
    """
    return SoughtPattern(compile_folded(pattern, flags))


def telling_words(
    pattern: re.Pattern[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return words without which a text holds no match of a pattern.

    Parameters
    ----------
    pattern : re.Pattern of str
        Any pattern.

    Returns
    -------
    leading, needed : tuple of str
        Every match begins with one of ``leading`` or holds one of ``needed``
        somewhere. Both are empty where no such words are to be told, where one would
        be a single ASCII character, or where the pattern does not look at case.
    """
    leading: set[str] = set()
    needed: set[str] = set()
    for branch in _branches(_parsed(pattern)):
        if words := _telling(_heads(branch)):
            leading.update(words)
        elif words := _needed(branch):
            needed.update(words)
        else:
            return (), ()
    return tuple(sorted(leading)), tuple(sorted(needed))


def _branches(items: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """Return the alternatives of a pattern that is one alternation, else itself."""
    if len(items) == 1 and str(items[0][0]) == "BRANCH":
        return [list(branch) for branch in items[0][1][1]]
    return [items]


def _parsed(pattern: re.Pattern[str]) -> Sequence[Any]:
    """Return the operations of a pattern; none where it does not look at case."""
    if pattern.flags & re.IGNORECASE:
        return ()
    return list(_parse(pattern.pattern, pattern.flags))


def _telling(heads: Iterable[_Head]) -> tuple[str, ...]:
    """Return the words of beginnings, none where one of them is too short."""
    words = sorted({word for word, _ in heads})
    return tuple(words) if all(map(_is_telling, words)) else ()


def _needed(items: Sequence[Any]) -> tuple[str, ...]:
    """Return the best words of which a sequence of operations needs one."""
    found = [_telling(_heads(items[at:])) for at in range(len(items))]
    found += [_needed_of_one(str(operation), rest) for operation, rest in items]
    return max(found, key=_worth, default=())


def _worth(words: tuple[str, ...]) -> tuple[int, int]:
    """Rank words to look for: the shortest counts, then how few there are."""
    shortest = min((len(w.encode()) for w in words), default=0)
    return min(shortest, _SAYING), -len(words)


def _needed_of_one(operation: str, argument: Any) -> tuple[str, ...]:
    """Return words of which one operation needs one."""
    if operation == "BRANCH":
        parts = [_needed(list(branch)) for branch in argument[1]]
        return tuple(sorted({w for p in parts for w in p})) if all(parts) else ()
    if operation == "SUBPATTERN" and not (argument[1] or argument[2]):
        return _needed(list(argument[3]))
    if operation in _REPEATS and argument[0]:
        return _needed(list(argument[2]))
    return ()


def _is_telling(word: str) -> bool:
    """Say whether a word is rare enough to look for."""
    return len(word) >= _SHORTEST or (bool(word) and ord(word) >= _ASCII_END)


def _heads(items: Iterable[Any]) -> frozenset[_Head]:
    """Return the beginnings of what a sequence of operations can match."""
    heads = _NOTHING
    for operation, argument in items:
        if not any(whole for _, whole in heads):
            break
        heads = _joined(heads, _of_one(str(operation), argument))
    return heads


def _joined(heads: frozenset[_Head], tails: frozenset[_Head]) -> frozenset[_Head]:
    """Return beginnings with what can follow those that are whole."""
    if len(heads) * len(tails) > _MOST:
        return frozenset((word, False) for word, _ in heads)
    joined = {head for head in heads if not head[1]}
    for (word, whole), (tail, ends) in product(heads, tails):
        if whole:
            longer = word + tail
            fits = len(longer) <= _LONGEST
            joined.add((longer[:_LONGEST], ends and fits))
    return frozenset(joined)


def _of_one(operation: str, argument: Any) -> frozenset[_Head]:
    """Return the beginnings of one operation of a parsed pattern."""
    rule = _RULES.get(operation)
    return _ANYTHING if rule is None else rule(argument)


def _of_branch(argument: Any) -> frozenset[_Head]:
    """Return the beginnings of every alternative."""
    return frozenset(head for branch in argument[1] for head in _heads(branch))


def _of_group(argument: Any) -> frozenset[_Head]:
    """Return the beginnings of a group, unless it has flags of its own."""
    return _ANYTHING if argument[1] or argument[2] else _heads(argument[3])


def _of_set(members: Iterable[Any]) -> frozenset[_Head]:
    """Return the characters of a small set."""
    heads: set[_Head] = set()
    for operation, argument in members:
        if str(operation) == "LITERAL":
            heads.add((chr(argument), True))
        elif str(operation) == "RANGE" and argument[1] - argument[0] < _WIDEST:
            heads |= {(chr(at), True) for at in range(argument[0], argument[1] + 1)}
        else:
            return _ANYTHING
    return frozenset(heads) if len(heads) <= _WIDEST else _ANYTHING


def _of_repeat(argument: Any) -> frozenset[_Head]:
    """Return the beginnings of what is repeated, or may be absent."""
    least, most, items = argument
    heads = _heads(items)
    if most > 1:
        heads = frozenset((word, False) for word, _ in heads)
    return heads if least else heads | _NOTHING


_RULES: dict[str, Callable[[Any], frozenset[_Head]]] = {
    "LITERAL": lambda code: frozenset({(chr(code), True)}),
    "IN": _of_set,
    "BRANCH": _of_branch,
    "SUBPATTERN": _of_group,
    "ATOMIC_GROUP": _heads,
    **dict.fromkeys(("AT", "ASSERT", "ASSERT_NOT"), lambda _: _NOTHING),
    **dict.fromkeys(_REPEATS, _of_repeat),
}
