"""The language of a brief, with the Chinese names of everything that is known."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.briefs import ENGLISH, Words, documents_words
from kuroshio.knowledge import Knowledge
from kuroshio.records import Brief, Names


def open_words(brief: Brief, lang: str, workspace: Workspace) -> Words:
    """Return the words of a language: "en" or "zh"."""
    if lang == "en":
        return ENGLISH
    from kuroshio.briefs.chinese import speak_chinese

    return speak_chinese(_chinese_names(workspace), documents_words(brief))


@lru_cache(maxsize=2)
def _chinese_names(workspace: Workspace) -> Mapping[str, str]:
    """Return the Chinese name of every id and English name that is known."""
    names: dict[str, str] = {}
    for identity, known in _known(open_knowledge(workspace)):
        if known.zh_hans is None:
            continue
        for form in (identity, known.en, f"{known.en} {known.ja}"):
            names.setdefault(form, known.zh_hans)
    return names


def _known(knowledge: Knowledge) -> Iterator[tuple[str, Names]]:
    tables = (
        knowledge.themes, knowledge.regimes, knowledge.register, knowledge.institutions,
        knowledge.people, knowledge.posts, knowledge.issuers,
    )  # fmt: skip
    for table in tables:
        for identity in table:
            names = knowledge.names_of(identity)
            if names is not None:
                yield identity, names
