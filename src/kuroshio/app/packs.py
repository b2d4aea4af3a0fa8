"""Packs: build one from the user's own files, describe and check the one in force."""

from datetime import date
from pathlib import Path
from typing import Any

from kuroshio.app.foresight import build_panel
from kuroshio.app.workspace import (
    Workspace,
    open_knowledge,
    open_pack,
    own_pack,
)
from kuroshio.briefs import head, to_plain
from kuroshio.errors import Fault, InputError
from kuroshio.knowledge import Knowledge
from kuroshio.market import build_pack, read_book, verify_pack, write_foresight
from kuroshio.version import VERSION


def build_own_pack(
    folder: Path,
    *,
    out: Path | None = None,
    book: Path | None = None,
    small: bool = False,
    until: str | None = None,
    workspace: Workspace,
) -> str:
    """Estimate a pack from a folder of daily files; say what it holds.

    Parameters
    ----------
    folder : Path
        Daily files in the documented schema.
    out : Path, optional
        Where the pack goes; default: the user's data folder, where it comes into force.
    book : Path, optional
        A book whose names a small pack keeps too.
    small : bool
        Keep only the names that themes link and those of ``book``.
    until : str, optional
        Last day to use, YYYY-MM-DD.

    Raises
    ------
    InputError
        With every fault of the folder.
    """
    target = out or (workspace.data / "pack" if workspace.data else None)
    if target is None:
        fault = Fault(place="--out", problem="no data folder to put the pack in")
        raise InputError("pack build", [fault])
    try:
        last = date.fromisoformat(until) if until is not None else None
    except ValueError:
        fault = Fault(place="--until", problem=f"{until!r} is no ISO day")
        raise InputError("pack build", [fault]) from None
    chosen = _kept(workspace, book) if small else None
    twins = twin_listings(open_knowledge(workspace))
    manifest = build_pack(folder, target, securities=chosen, until=last, twins=twins)
    return (
        f"wrote {target}: {manifest.securities:,} securities, data to {manifest.date},"
        f" {manifest.bytes / 1e6:.1f} MB; {_themes(folder, target, last, workspace)}"
    )


def _themes(folder: Path, target: Path, last: date | None, workspace: Workspace) -> str:
    """Measure the themes beside the pack, where the files allow it, and say so."""
    try:
        panel = build_panel(folder, workspace=workspace, until=last)
    except InputError as error:
        return f"no themes measured ({error.faults[0].problem})"
    note = write_foresight(target, panel)
    return f"{note.themes} themes round {note.rows} sessions"


def twin_listings(knowledge: Knowledge) -> set[tuple[str, str]]:
    """Return mainland and Hong Kong shares of one issuer: equal rights, one for one."""
    found = set()
    for issuer in knowledge.issuers.values():
        codes = [listing.security for listing in issuer.listings]
        home = [code for code in codes if code.endswith((".SH", ".SZ"))]
        found |= {(a, h) for a in home for h in codes if h.endswith(".HK")}
    return found


def _kept(workspace: Workspace, book: Path | None) -> set[str]:
    """Return the listings of every issuer that a theme links, and the book's names."""
    knowledge = open_knowledge(workspace)
    linked = {
        listing.security
        for link in knowledge.links
        for listing in knowledge.issuers[link.issuer].listings
    }
    held = read_book(book).holdings if book is not None else ()
    return linked | {line.security for line in held}


def describe_pack(*, workspace: Workspace) -> dict[str, Any]:
    """Return the manifest of the pack in force."""
    manifest = open_pack(workspace).manifest
    first = head(as_of=None, inputs=(), pack=manifest.date, version=VERSION)
    return {**first, "manifest": to_plain(manifest)}


def say_pack(described: dict[str, Any]) -> str:
    """Word a manifest."""
    manifest = described["manifest"]
    dates = (f"{name} {day}" for name, day in manifest["data_dates"].items())
    lines = [
        f"{manifest['scope']} pack, recipe {manifest['recipe']}, {manifest['date']}",
        f"{manifest['securities']:,} securities, {manifest['bytes'] / 1e6:.2f} MB",
        f"sha256 {manifest['sha256']}",
        f"data dates: {', '.join(dates)}",
        "inputs:",
    ]
    lines += [
        f"  {item['file']}: {item['rows']:,} rows, {item['first']} to {item['last']},"
        f" sha256 {item['sha256'][:16]}"
        for item in manifest["inputs"]
    ]
    lines.append("defects and what the recipe did:")
    lines += [
        f"  {item['file']}: {item['what']}, {item['count']:,}: {item['handled']}"
        for item in manifest["defects"]
    ]
    lines.append(f"terms: {manifest['terms']}")
    return "\n".join(lines)


def verify_own_pack(*, workspace: Workspace) -> str:
    """Check the pack in force; say that it is whole.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    place = own_pack(workspace)
    wrong = verify_pack(place)
    if wrong:
        subject = str(place or "the shipped pack")
        raise InputError(subject, [Fault(place="pack", problem=item) for item in wrong])
    manifest = open_pack(workspace).manifest
    return (
        f"ok: {manifest.scope} pack of {manifest.date}, {manifest.securities:,} names"
    )
