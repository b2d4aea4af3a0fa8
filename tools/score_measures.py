"""Score what short stories are read as and which listed names they lead to.

Usage: score_measures.py FOLDER [--why]

``FOLDER/<id>/text.txt`` is a story, ``expected.json`` what an analyst expects of it:
kind (measure, deal, none), type, imposer, target, direction and ``names``, the
first-order listed names with a sign (0: evidence goes both ways, so either is right).
Keys ending in ``_also`` hold further answers that are right; null as an expected
direction leaves it unjudged. Imposer and target are judged on measures only, as
countries, and are wrong where no cause was read. A name
counts as found among the first ten issuers of any market, at the sign of its strongest
exposure. ``--why`` adds what stands in the way of each name that was not found. Of a
folder whose name begins with ``held`` only totals are shown, lest it be tuned on.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kuroshio.app import Workspace, make_brief, open_knowledge
from kuroshio.knowledge import Knowledge
from kuroshio.records import Brief

FIRST = 10
PLACES = {
    "Australia": "AU", "Brazil": "BR", "Cambodia": "KH", "Canada": "CA",
    "China": "CN", "DR Congo": "CD", "European Union": "EU", "Hong Kong": "HK",
    "India": "IN", "Indonesia": "ID", "Iran": "IR", "Japan": "JP", "Malaysia": "MY",
    "Netherlands": "NL", "Russia": "RU", "South Korea": "KR", "Taiwan": "TW",
    "Thailand": "TH", "Turkey": "TR", "United States": "US", "Vietnam": "VN",
}  # fmt: skip
FIELDS = ("kind", "type", "imposer", "target", "direction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one story got: ``right`` by field (absent: not judged), and its names.

    ``signs`` counts the found names with a decided expected sign, ``open_signs`` those
    with sign 0; ``false`` are the names given for a story that has none.
    """

    id: str
    language: str
    kind: str
    right: dict[str, bool]
    said: dict[str, object]
    names: int
    found: int
    signs: int
    signs_right: int
    open_signs: int
    false: int
    gaps: tuple[str, ...]
    misses: tuple[str, ...]


def score_folder(folder: Path) -> tuple[Score, ...]:
    """Score every story of a folder, the knowledge being loaded once."""
    workspace = Workspace()
    knowledge = open_knowledge(workspace)
    return tuple(
        _score(path.parent, knowledge, workspace)
        for path in sorted(folder.glob("*/expected.json"))
    )


def totals(scores: Sequence[Score]) -> dict[str, float]:
    """Return shares in [0, 1] over all stories, and the count of false names.

    ``found`` and ``signs`` are over names, not stories; ``signs`` leaves open ones
    out, ``signs_open`` counts them as right.
    """
    result: dict[str, float] = {}
    for field in FIELDS:
        judged = [score.right[field] for score in scores if field in score.right]
        result[field] = _share(sum(judged), len(judged))
    names, found, signs, right, opened = (
        sum(getattr(score, what) for score in scores)
        for what in ("names", "found", "signs", "signs_right", "open_signs")
    )
    result["found"] = _share(found, names)
    result["signs"] = _share(right, signs)
    result["signs_open"] = _share(right + opened, signs + opened)
    result["false"] = sum(score.false for score in scores)
    return result


def _score(folder: Path, knowledge: Knowledge, workspace: Workspace) -> Score:
    text = (folder / "expected.json").read_text(encoding="utf-8")
    expected: dict[str, Any] = json.loads(text)
    brief = make_brief([str(folder / "text.txt")], workspace=workspace)
    said = _said(brief, knowledge)
    order = list(dict.fromkeys(row.issuer for row in brief.exposures))
    names = expected["names"]
    issuers = {row["security"]: knowledge.issuer_of(row["security"]) for row in names}
    first = set(order[:FIRST])
    found = [row for row in names if issuers[row["security"]] in first]
    decided = [row for row in found if row["sign"]]
    sign = {row.issuer: row.sign for row in reversed(brief.exposures)}
    return Score(
        id=folder.name,
        language=expected["language"],
        kind=expected["kind"],
        right=_right(expected, said),
        said=said,
        names=len(names),
        found=len(found),
        signs=len(decided),
        signs_right=sum(
            sign[issuers[row["security"]] or ""] == row["sign"] for row in decided
        ),
        open_signs=len(found) - len(decided),
        false=len(order) if expected["kind"] == "none" else 0,
        gaps=tuple(code for code, issuer in issuers.items() if issuer is None),
        misses=tuple(_misses(names, issuers, brief, knowledge)),
    )


def _said(brief: Brief, knowledge: Knowledge) -> dict[str, object]:
    """Return the fields as the brief has them: the event's, and its first cause's.

    Imposer and target are given as the countries that they belong to.
    """
    causes = brief.sheet.causes
    cause = causes[0] if causes else None
    return {
        "kind": brief.sheet.event.kind,
        "type": brief.sheet.event.type,
        "imposer": _country(cause.imposer if cause else None, knowledge),
        "target": _country(cause.target if cause else None, knowledge),
        "direction": cause.direction if cause else None,
        "themes": [
            f"{reach.theme}{reach.direction:+d}"
            for each in causes
            for reach in each.themes
        ],
    }


def _country(identity: str | None, knowledge: Knowledge) -> str | None:
    """Return the country of an institution or issuer, else the id as it is."""
    if identity is None:
        return None
    post = knowledge.posts.get(identity)
    holder = post.institution if post is not None else identity
    known = knowledge.institutions.get(holder) or knowledge.issuers.get(holder)
    return known.country if known is not None else identity


def _right(expected: dict[str, Any], said: dict[str, object]) -> dict[str, bool]:
    right = {"kind": said["kind"] == expected["kind"]}
    if expected["kind"] == "none":
        return right
    right["type"] = said["type"] in _answers(expected, "type")
    if expected["direction"] is not None:
        right["direction"] = said["direction"] in _answers(expected, "direction")
    if expected["kind"] == "measure":
        for field in ("imposer", "target"):
            wanted = {PLACES.get(str(x), x) for x in _answers(expected, field)}
            right[field] = said["direction"] is not None and said[field] in wanted
    return right


def _answers(expected: dict[str, Any], field: str) -> list[Any]:
    return [expected[field], *expected.get(f"{field}_also", ())]


def _misses(
    names: Iterable[dict[str, Any]],
    issuers: dict[str, str | None],
    brief: Brief,
    knowledge: Knowledge,
) -> Iterable[str]:
    """Yield what stands in the way of each name, and each wrong sign."""
    order = list(dict.fromkeys(row.issuer for row in brief.exposures))
    rows = {row.issuer: row for row in reversed(brief.exposures)}
    for name in names:
        code, issuer = name["security"], issuers[name["security"]]
        if issuer is None:
            yield f"{code}: no such code"
        elif issuer not in order:
            linked = {
                f"{link.theme}{link.sign:+d}"
                + (f" ({link.scope})" if link.scope else "")
                for link in knowledge.links
                if link.issuer == issuer
            }
            through = ", ".join(sorted(linked)) or "nothing"
            yield f"{code} {issuer}: not reached; linked to {through}"
        elif order.index(issuer) >= FIRST:
            yield f"{code} {issuer}: place {order.index(issuer) + 1}"
        elif name["sign"] and rows[issuer].sign != name["sign"]:
            row = rows[issuer]
            yield (
                f"{code} {issuer}: sign {row.sign:+d} through {row.theme} "
                f"({row.path[0].because if row.path else 'named'})"
            )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _line(score: Score) -> str:
    marks = " ".join(
        f"{field}{'+' if score.right[field] else '-'}"
        for field in FIELDS
        if field in score.right
    )
    if score.kind == "none":
        return f"{score.id:28} {score.language:7} {marks}  false names {score.false}"
    signs = f"{score.signs_right}/{score.signs} (+{score.open_signs} open)"
    found = f"{score.found}/{score.names}"
    return f"{score.id:28} {score.language:7} names {found} signs {signs}  {marks}"


def main() -> int:
    """Print a line for each story, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--why", action="store_true")
    args = parser.parse_args()
    scores = score_folder(args.folder)
    held = args.folder.name.startswith("held")
    for score in () if held else scores:
        print(_line(score))
        if args.why:
            wrong = [field for field, right in score.right.items() if not right]
            print("    said", {k: score.said[k] for k in [*wrong, "themes"]})
            print("".join(f"    {miss}\n" for miss in score.misses), end="")
    by_language = {"all": scores}
    for language in sorted({score.language for score in scores}):
        by_language[language] = tuple(s for s in scores if s.language == language)
    for label, group in by_language.items():
        shares = totals(group)
        print(
            f"{label} ({len(group)}):",
            " ".join(f"{k} {v:.1%}" for k, v in shares.items() if k != "false"),
            f"false names {shares['false']:.0f}",
        )
    gaps = sorted({gap for score in scores for gap in score.gaps})
    print("codes not known:", len(gaps) if held else " ".join(gaps) or "none")
    return 0


if __name__ == "__main__":
    sys.exit(main())
