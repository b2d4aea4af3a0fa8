"""The brief in simplified Chinese: one catalogue keyed by our English wording."""

from collections.abc import Iterable, Mapping
from functools import cache

from kuroshio.briefs.chinese import (
    answers,
    foresight,
    labels,
    reasons,
    risk_page,
    scopes,
    sentences,
)
from kuroshio.briefs.chinese.engine import (
    Chinese,
    Template,
    compile_templates,
    places_of,
)

__all__ = ["MESSAGES", "WORDS", "Chinese", "places_of", "speak_chinese"]

WORDS: dict[str, str] = {
    **reasons.WORDS,
    **scopes.WORDS,
    **answers.WORDS,
    **sentences.RISK_WORDS,
    **sentences.PICTURE_WORDS,
    **sentences.SCENARIO_WORDS,
    **sentences.IMPACT_WORDS,
    **labels.LABELS,
    **foresight.WORDS,
    **risk_page.WORDS,
}
MESSAGES: dict[str, str] = {
    **sentences.MESSAGES,
    **answers.MESSAGES,
    **foresight.MESSAGES,
    **risk_page.MESSAGES,
}


@cache
def _templates() -> tuple[Template, ...]:
    return compile_templates(MESSAGES)


def speak_chinese(names: Mapping[str, str], kept: Iterable[str] = ()) -> Chinese:
    """Return the words of a brief in simplified Chinese.

    Parameters
    ----------
    names : mapping
        English name or id → Chinese name of what the brief may name.
    kept : iterable of str
        Words of the documents, which stay as they are.
    """
    return Chinese(
        labels=WORDS, templates=_templates(), names=names, kept=frozenset(kept)
    )
