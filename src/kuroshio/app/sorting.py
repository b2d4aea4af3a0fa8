"""The verb ``triage``: which of many documents are worth a brief, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kuroshio.app.inputs import choose_as_of, open_documents
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import head, to_plain
from kuroshio.reading import triage
from kuroshio.records import InputFile
from kuroshio.version import VERSION


def sort_documents(
    sources: Sequence[str], *, as_of: str | None, workspace: Workspace
) -> dict[str, Any]:
    """Answer for each document: irrelevant, a copy, nothing new, or matters.

    Raises
    ------
    InputError
        With every document that cannot be read.
    """
    documents = open_documents(sources, workspace)
    pack_day = date.fromisoformat(open_pack(workspace).manifest.date)
    instant, _ = choose_as_of(documents, given=as_of, pack_day=pack_day)
    answers = triage(documents, open_knowledge(workspace), as_of=instant)
    inputs = [InputFile(source=item.source, sha256=item.sha256) for item in documents]
    first = head(as_of=instant, inputs=inputs, pack=None, version=VERSION)
    return {**first, "documents": to_plain(answers)}


def say_sorting(sorted_: dict[str, Any]) -> str:
    """Word the answers, one document a line."""
    return "\n".join(
        f"{item['answer']:<12} {item['source']}: {item['reason']}"
        for item in sorted_["documents"]
    )
