"""Which script each run of characters is in, and which languages a text is in."""

import re

from kuroshio.text._fold_table import KEYS, SOURCES

_RUN = re.compile(
    "(?P<han>[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〇\U00020000-\U0003ffff]+)"
    "|(?P<kana>[\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\uff66-\uff9d]+)"
    "|(?P<latin>[A-Za-z\u00c0-\u024f]+)"
    "|(?P<hangul>[\uac00-\ud7a3\u1100-\u11ff]+)"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_PAIRS = [
    (source, key)
    for source, key in zip(SOURCES, KEYS, strict=True)
    if _HAN.match(source) and source != key
]
# A form that folds to another is traditional or Japanese; a key is simplified, unless
# it is itself a form in daily use in the other scripts.
_FOLDED_AWAY = frozenset(source for source, _ in _PAIRS)
_SHARED = frozenset("后里面干台只余于云向表系才冲制卷几郁岳松咸谷准致克游准升了征")
_SIMPLE = frozenset(key for _, key in _PAIRS) - _SHARED - _FOLDED_AWAY
_WORDS = re.compile(r"[A-Za-z][a-z'’]+(?: [A-Za-z'’\-]+){3,60}")
# A language that fills less than this share of a text is a name or a gloss in it.
_SHARE = 0.04
_ASIAN = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_FEW = 3
_KANA_SHARE = 0.08


def script_runs(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return runs of one script as (start, end, script), in order.

    Scripts are ``han``, ``kana``, ``latin`` and ``hangul``; digits, marks and spaces
    belong to no run.
    """
    return tuple((m.start(), m.end(), str(m.lastgroup)) for m in _RUN.finditer(text))


def languages(text: str) -> tuple[str, ...]:
    """Return the languages of a text among en, zh-Hans, zh-Hant and ja, main first.

    Decided line by line: kana beside Han is Japanese; Han alone is traditional or
    simplified by the forms that only one of the two uses. Names and glosses in
    another script are no language of the text.
    """
    weights: dict[str, float] = {}
    pending = 0.0
    for line in text.splitlines():
        if _ASIAN.search(line) is None:
            if line.count(" ") >= _FEW:
                weights["en"] = weights.get("en", 0.0) + len(line) / 3
            continue
        han = sum(len(m) for m in re.findall(r"[\u4e00-\u9fff]+", line))
        kana = sum(len(m) for m in re.findall(r"[\u3041-\u30ff]+", line))
        english = sum(m.end() - m.start() for m in _WORDS.finditer(line)) / 3
        if english:
            weights["en"] = weights.get("en", 0.0) + english
        if kana and kana >= _KANA_SHARE * (han + kana):
            weights["ja"] = weights.get("ja", 0.0) + han + kana
        elif han:
            tag = _chinese_of(line)
            if tag is None:
                pending += han
            else:
                weights[tag] = weights.get(tag, 0.0) + han
    return _ranked(weights, pending)


def _ranked(weights: dict[str, float], pending: float) -> tuple[str, ...]:
    """Return tags by weight; Han of no certain form goes to the main Chinese tag."""
    if pending:
        asian = [tag for tag in weights if tag != "en"]
        tag = max(asian, key=weights.__getitem__, default="zh-Hans")
        weights[tag] = weights.get(tag, 0.0) + pending
    total = sum(weights.values())
    order = sorted(weights, key=weights.__getitem__, reverse=True)
    return tuple(tag for tag in order if weights[tag] >= _SHARE * total)


def _chinese_of(line: str) -> str | None:
    """Return zh-Hans or zh-Hant by the forms in a line, None where none decides."""
    chars = set(line)
    traditional = sum(char in _FOLDED_AWAY for char in chars)
    simple = sum(char in _SIMPLE for char in chars)
    if traditional == simple:
        return None
    return "zh-Hant" if traditional > simple else "zh-Hans"
