"""From one document to its mentions, and from mentions to a verified sheet."""

from kuroshio.reading.causes import find_causes
from kuroshio.reading.contract import sheet_results
from kuroshio.reading.documents import open_document, open_documents
from kuroshio.reading.findings import verify
from kuroshio.reading.flat import flatten
from kuroshio.reading.grouping import group_claims, group_documents
from kuroshio.reading.mentions import read_mentions
from kuroshio.reading.sheet import build_sheet, join_readings, visible_documents
from kuroshio.reading.triage import triage

__all__ = [
    "build_sheet",
    "find_causes",
    "flatten",
    "group_claims",
    "group_documents",
    "join_readings",
    "open_document",
    "open_documents",
    "read_mentions",
    "sheet_results",
    "triage",
    "verify",
    "visible_documents",
]
