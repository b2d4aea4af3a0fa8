"""How a written name relates to the known names of a person."""

import re
import unicodedata
from dataclasses import dataclass

from kuroshio.records import Names
from kuroshio.text import fold

_HAN = re.compile(r"[\u3400-\u9fff々]")
_KANA = re.compile(r"[\u3040-\u30ff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How a written name relates to a known person's names."""

    verdict: str
    known: str = ""


def compare_characters(written: str, names: Names) -> Comparison:
    """Compare a name in Han characters with all known forms of a person.

    Returns
    -------
    Comparison
        verdict "same" (equal, or family name alone), "truncated" (a proper prefix of at
        least two characters of a longer form), "changed" (same family name or half the
        characters, the rest different), "other", or "unknown" where no form is in
        characters.
    """
    mine = _bare(written)
    forms = [
        (_bare(form), form)
        for form in names.all()
        if _HAN.search(form) and not _KANA.search(form)
    ]
    if not forms:
        return Comparison(verdict="unknown")
    if any(mine == form or _holds_all(mine, form) for form, _ in forms):
        return Comparison(verdict="same")
    longest = max(forms, key=lambda pair: len(pair[0]))
    prefixed = [
        (form, shown)
        for form, shown in forms
        if form.startswith(mine) and 2 <= len(mine) < len(form)
    ]
    family = 2 if len(longest[0]) >= 4 else 1
    if prefixed and len(mine) > family:
        return Comparison(verdict="truncated", known=prefixed[0][1])
    if prefixed or longest[0].startswith(mine):
        return Comparison(verdict="same")
    shared = sum(1 for one in mine if one in longest[0])
    if mine[:1] == longest[0][:1] and shared * 2 >= len(mine) and len(mine) >= 2:
        return Comparison(verdict="changed", known=longest[1])
    return Comparison(verdict="other", known=longest[1])


def compare_romanised(written: str, names: Names) -> Comparison:
    """Compare a romanised name with the known ones; a cut given name is truncated."""
    if compare_reading(written, names) != "changed":
        return Comparison(verdict="same")
    theirs = name_words(names.en)
    odd = [
        one
        for one in name_words(written)
        if not any(_alike(one, two) for two in theirs)
    ]
    cut = odd and all(any(two.startswith(one) for two in theirs) for one in odd)
    return Comparison(verdict="truncated" if cut else "changed", known=names.en)


def compare_reading(name: str, names: Names) -> str:
    """Compare a written name with the known forms of the holder of a post.

    Parameters
    ----------
    name : str
        As the text has it, without the title.
    names : Names
        All forms of the holder.

    Returns
    -------
    str
        "same": an equal form, the family name alone, another order, or another
        romanisation; "changed": the family name with another given name; "other".
    """
    if _HAN.search(name):
        verdict = compare_characters(name, names).verdict
        return {"truncated": "changed", "unknown": "same"}.get(verdict, verdict)
    if _KANA.search(name) or not re.search(r"[A-Za-z]", name):
        return "same" if _kana_fits(name, names) else "other"
    mine = name_words(name)
    best = "other"
    for form in names.all():
        theirs = name_words(form)
        if not theirs or not re.search(r"[A-Za-z]", form):
            continue
        # A family name alone says nothing about the given name.
        if len(theirs) < min(2, len(mine)):
            continue
        verdict = _compare_tokens(mine, theirs)
        if verdict == "same":
            return "same"
        if verdict == "changed":
            best = "changed"
    return best


def _kana_fits(name: str, names: Names) -> bool:
    """Tell whether a name in kana is, or is part of, a known form."""
    mine = _bare(name)
    forms = [_bare(form) for form in names.all() if _KANA.search(form)]
    return not forms or any(mine in form or form in mine for form in forms)


def _compare_tokens(mine: list[str], theirs: list[str]) -> str:
    """Compare two romanised names word by word, in any order."""
    if not mine:
        return "same"
    left = [one for one in mine if not any(_alike(one, two) for two in theirs)]
    if not left:
        return "same"
    if len(left) < len(mine):
        missing = [two for two in theirs if not any(_alike(one, two) for one in mine)]
        # A middle initial or a nickname beside a full match is no other name.
        if not missing or all(len(one) == 1 for one in left):
            return "same"
        return "changed"
    return "other"


def is_half_alike(mine: list[str], theirs: list[str]) -> bool:
    """Tell whether half of the words of a name are spellings of another's words."""
    alike = [one for one in theirs if any(_alike(one, two) for two in mine)]
    return 2 * len(alike) >= len(theirs) and bool(alike)


def _alike(one: str, two: str) -> bool:
    """Tell whether two romanised words are spellings of one."""
    if one == two or (min(len(one), len(two)) == 1 and one[0] == two[0]):
        return True
    return min(len(one), len(two)) >= 5 and _is_one_edit(one, two)


def _is_one_edit(one: str, two: str) -> bool:
    """Tell whether two words differ by one letter put in, left out or changed."""
    if abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]


def name_words(name: str) -> list[str]:
    """Return the words of a romanised name, long vowels and marks levelled."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(one for one in plain if not unicodedata.combining(one)).lower()
    plain = re.sub(r"\b(?:dr|mr|mrs|ms|sir|jr|sr|iii|ii)\b\.?", " ", plain)
    plain = re.sub(r"ou|oo|oh(?=[^aeiouy]|$)", "o", plain)
    plain = re.sub(r"uu", "u", plain)
    return re.findall(r"[a-z]+", plain.replace("'", "").replace("-", ""))


def _bare(text: str) -> str:
    """Return the folded name without spaces and middle dots."""
    return re.sub(r"[\s·・•\-]", "", fold(text))


def _holds_all(mine: str, form: str) -> bool:
    """Tell whether a longer writing (with a title, say) holds a whole full name."""
    return len(form) >= 3 and form in mine


def is_known_form(name: str, names: Names) -> bool:
    """Tell whether a name is a known form of somebody."""
    return any(fold(name) == fold(form) for form in names.all())


def own_script(names: Names) -> str:
    """Return the name in its own characters in brackets."""
    own = names.ja or names.zh_hans or names.zh_hant
    return f" ({own})" if own else ""
