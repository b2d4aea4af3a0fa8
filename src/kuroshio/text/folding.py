"""One fold key for width, case, quotes, dashes and the three ways to write Han."""

import re
from functools import lru_cache

from kuroshio.text._fold_table import KEYS, SOURCES

_FOLD = dict(zip(SOURCES, KEYS, strict=True))
_FOLDED_AWAY = frozenset(_FOLD)
_TRANSLATE = {ord(source): key for source, key in _FOLD.items()}
# Zero-width and direction marks may stand inside a word without being seen.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Above this many characters one pass beats one replacement per distinct character.
_LONG = 40_000


def fold(text: str) -> str:
    """Return the fold key of a text, character by character.

    Width, case, Latin accents, quotes, dashes and middle dots are made alike, and
    traditional and Japanese forms become simplified ones, so that one key serves
    ``赤沢亮正``, ``赤澤亮正`` and ``赤泽亮正``.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        As long as ``text``: offsets into the key are offsets into the text. Folding
        twice is folding once, and the key of a joined text is the joined keys.
    """
    if text.isascii():
        return text.lower()
    if len(text) > _LONG:
        return text.translate(_TRANSLATE).lower()
    for char in _FOLDED_AWAY.intersection(text):
        text = text.replace(char, _FOLD[char])
    return text.lower()


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """Return a key for comparing two names: folded, without spaces and marks.

    Parameters
    ----------
    name : str
        A name in any script.

    Returns
    -------
    str
        Equal for spellings that differ in width, script form, case, spaces, dots,
        hyphens, apostrophes or invisible characters.
    """
    return re.sub(r"[\s.,'\"()\[\]\-_·=&]", "", _INVISIBLE.sub("", fold(name)))
