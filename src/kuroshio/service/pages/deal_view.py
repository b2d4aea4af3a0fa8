"""What the page of a deal shows, from what a worker made of its texts."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from kuroshio.records import Override
from kuroshio.service.deals import Deal
from kuroshio.service.pages.deal_tables import (
    exposure_table,
    field_cell,
    matrix_table,
    opportunity_table,
    rule_table,
    sheet_table,
)
from kuroshio.service.pages.impact_view import impact_table
from kuroshio.service.pages.timeline import timeline
from kuroshio.service.rendering import Page
from kuroshio.service.spoken import Spoken, verdict_cells
from kuroshio.service.visits import Visit

FORMS = (
    ("html", "HTML"), ("pdf", "PDF"), ("xlsx", "Excel"), ("md", "Markdown"),
    ("json", "JSON"), ("text", "Text"),
)  # fmt: skip
_RANK = {"error": 0, "warn": 1, "info": 2}


def deal_page(visit: Visit, deal: Deal, result: dict[str, Any]) -> Page:
    """Return the page of a deal."""
    spoken = Spoken(result.get("zh", {}), visit.lang)
    read = result["read"]
    findings = _findings(deal, result, visit, spoken)
    desk = visit.desk
    title = desk.deals.summary(deal, desk.mark)
    overrides = sheet_overrides(deal, visit)
    return Page(
        template="deal.html",
        title=title.title[:120] if title else deal.id,
        section="Deals",
        values={
            "deal": deal,
            "event": read["event"],
            "result": result,
            "verdict": verdict_cells(result, visit),
            "findings": findings,
            "errors": sum(item["severity"] == "error" for item in findings),
            "warnings": sum(item["severity"] == "warn" for item in findings),
            "documents": _documents(result, findings),
            "timeline": timeline(result, visit, spoken),
            "forms": FORMS,
            "books": desk.books.every(visit.who.user),
            "decisions": desk.journal.decisions(f"deal:{deal.id}"),
            "may_write": visit.who.may("write"),
            "may_check": visit.who.may("check"),
            "me": visit.who.user,
            "fields": [
                (name, field_cell(name, visit, spoken).text) for name in read["sheet"]
            ],
            "waiting": [
                one
                for one in overrides
                if one.state == "proposed" and one.subject.startswith("sheet:")
            ],
        },
        tables=(
            sheet_table(result, visit, spoken, overrides),
            matrix_table(result, visit),
            impact_table(result, visit, spoken, ("theme",)),
            exposure_table(result, visit, spoken),
            opportunity_table(result, visit, spoken),
            rule_table(result, visit, spoken),
        ),
        pictures=tuple(result.get("pictures", {}).get(visit.lang, ())),
    )


def sheet_overrides(deal: Deal, visit: Visit) -> tuple[Override, ...]:
    """Return what people put against fields of a deal's sheet, the newest first."""
    journal = visit.desk.journal
    found = (
        *journal.overrides(prefix=f"finding:{deal.id}:"),
        *journal.overrides(f"sheet:{deal.id}"),
    )
    # Of a flag that is only accepted or set aside no value comes.
    kept = [one for one in found if one.after not in {"accepted", "overridden"}]
    return tuple(sorted(kept, key=lambda one: one.made_at, reverse=True))


def finding_key(finding: dict[str, Any]) -> str:
    """Return what a finding is called in the ledger: its kind and first place.

    Examples
    --------
    >>> finding_key({"kind": "omission", "evidence": [{"doc": "d1", "start": 4}]})
    'omission@d1:4'
    """
    first = finding["evidence"][0] if finding["evidence"] else None
    place = f"{first['doc']}:{first['start']}" if first else "-"
    return f"{finding['kind']}@{place}"


def _findings(
    deal: Deal, result: dict[str, Any], visit: Visit, spoken: Spoken
) -> list[dict[str, Any]]:
    """Return the findings, worst first, each with what people say of it."""
    prefix = f"finding:{deal.id}:"
    said: dict[str, list[Override]] = {}
    for one in visit.desk.journal.overrides(prefix=prefix):
        said.setdefault(one.subject.removeprefix(prefix), []).append(one)
    rows = []
    for number, item in enumerate(result["read"]["findings"]):
        key = finding_key(item)
        rows.append(
            {
                **item,
                "key": key,
                "number": number,
                "said": spoken.cell(item["say"]),
                "likely": spoken.cell(item["slip"]) if item.get("slip") else None,
                "overrides": said.get(key, []),
            }
        )
    return sorted(rows, key=lambda row: (_RANK[row["severity"]], row["number"]))


def _documents(
    result: dict[str, Any], findings: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the texts cut at the borders of evidence."""
    claims = [span for one in result["read"]["claims"] for span in one["evidence"][:1]]
    return [
        {
            **item,
            "pieces": cut_text(
                item["id"], result["texts"][item["id"]], findings, claims
            ),
        }
        for item in result["read"]["documents"]
    ]


def cut_text(
    identity: str,
    text: str,
    findings: Sequence[dict[str, Any]],
    claims: Sequence[dict[str, Any]] = (),
) -> list[dict[str, Any]]:
    """Cut a text at the borders of evidence, so that each run is whole.

    Parameters
    ----------
    findings : sequence of dict
        With ``number`` and ``evidence``.
    claims : sequence of dict
        The first evidence of each claim, which links lead to.

    Returns
    -------
    list of dict
        ``text``, ``start``, ``marks``: the numbers of the findings it is evidence of,
        and ``anchor``: whether a link may lead to it.
    """
    spans = [
        (span["start"], span["end"], item["number"])
        for item in findings
        for span in item["evidence"]
        if span["doc"] == identity
    ]
    borders = {0, len(text)}
    for start, end, _ in spans:
        borders |= {start, end}
    told = [span for span in claims if span["doc"] == identity]
    anchors = {span["start"] for span in told} | {start for start, _, _ in spans}
    for span in told:
        borders |= {span["start"], span["end"]}
    pieces = []
    for start, end in pairwise(sorted(borders)):
        marks = sorted({n for low, high, n in spans if low <= start < high})
        pieces.append(
            {
                "text": text[start:end],
                "start": start,
                "marks": marks,
                "anchor": start in anchors,
            }
        )
    return pieces
