"""The flat form of a reading: one object for one document."""

from collections.abc import Sequence
from typing import Any

from kuroshio.app.inputs import choose_as_of, open_documents
from kuroshio.app.workspace import Workspace, open_knowledge
from kuroshio.errors import Fault, InputError
from kuroshio.reading import build_sheet, flatten, read_mentions


def read_flat(
    sources: Sequence[str], *, as_of: str | None, workspace: Workspace
) -> dict[str, Any]:
    """Return the flat form of one document.

    Raises
    ------
    InputError
        When the document cannot be read, or more than one is given.
    """
    if len(sources) != 1:
        fault = Fault(
            place=f"{len(sources)} documents",
            problem="the flat form holds one",
            mend="give one document, or --format json",
        )
        raise InputError("command line", [fault])
    documents = open_documents(sources, workspace)
    knowledge = open_knowledge(workspace)
    instant, _ = choose_as_of(documents, given=as_of, pack_day=None)
    reading = read_mentions(documents[0], knowledge, as_of=instant.date())
    sheet = build_sheet(documents, knowledge, as_of=instant)
    return flatten(reading, sheet.findings)
