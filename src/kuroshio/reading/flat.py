"""A reading as one flat object: the plain form that other tools score and load."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from kuroshio.records import (
    Finding,
    FindingKind,
    Money,
    OfficialMention,
    Reading,
    Span,
)

# The field of a conflict by the kind of its finding.
_CONFLICTS: dict[FindingKind, str] = {
    "amount_mismatch": "amounts",
    "headline_body": "amounts.headline",
    "power_of_ten": "amounts",
    "conversion_implausible": "amounts.conversion",
    "envelope_tranche": "amounts",
    "status_conflict": "status",
    "source_conflict": "sources",
    "gloss_conflict": "glosses",
    "out_of_office": "officials",
    "register_conflict": "register",
    "date_ambiguous": "dates",
}


def flatten(reading: Reading, findings: Sequence[Finding] = ()) -> dict[str, Any]:
    """Return the flat form of a reading and its findings.

    Parameters
    ----------
    reading : Reading
        One document's mentions.
    findings : sequence of Finding
        What was found wrong; those that two statements of the text cause also stand
        under ``conflicts``.

    Returns
    -------
    dict
        ``amounts``, ``parties``, ``officials``, ``projects``, ``dates``, ``regimes``,
        ``status``, ``quotes``, ``glosses``, ``conflicts`` and ``findings``; repeats of
        one value count once, bystanders are left out; every ``evidence`` is start, end
        and text.
    """
    return {
        "amounts": _amounts(reading),
        "parties": [
            {
                "name": item.name,
                "canonical": item.canonical,
                "role": item.role,
                "evidence": _evidence(item.span),
            }
            for item in reading.parties
            if not item.bystander
        ],
        "officials": [
            {
                "name": item.name,
                "canonical": _surface(item),
                "title": item.title,
                "org": item.org,
                "evidence": _evidence(item.span),
            }
            for item in reading.officials
        ],
        "projects": _projects(reading),
        "dates": _dates(reading),
        "regimes": [
            {
                "regime": item.regime,
                "state": item.state,
                "evidence": _evidence(item.span),
            }
            for item in reading.regimes
        ],
        "status": _status(reading),
        "quotes": [
            {"speaker": item.speaker, "evidence": _evidence(item.span)}
            for item in reading.quotes
        ],
        "glosses": [
            {
                "surface": item.surface,
                "gloss": item.gloss,
                "consistent": item.consistent,
                "evidence": _evidence(item.span),
            }
            for item in reading.glosses
        ],
        "conflicts": list(_conflicts(findings)),
        "findings": [
            {
                "kind": item.kind,
                "severity": item.severity,
                "say": item.say,
                "evidence": _evidence(item.evidence[0]) if item.evidence else None,
            }
            for item in findings
        ],
    }


def _evidence(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _surface(item: OfficialMention) -> str:
    """Return a person's English name, or the mention as it stands where none links."""
    if item.person is not None or item.canonical != item.name or item.mention is None:
        return item.canonical
    return item.canonical if item.name.isascii() else item.mention.text


def _number(amount: str) -> int | float:
    """Return a decimal string as the plainest JSON number."""
    value = Decimal(amount)
    return int(value) if value == value.to_integral_value() else float(value)


def _amounts(reading: Reading) -> list[dict[str, Any]]:
    """Return each sum once: by value, currency and whether it is the deal's."""
    ours = {(m.money.amount, m.money.currency) for m in reading.amounts if m.deal}
    rows: dict[tuple[str, str | None, bool, bool], dict[str, Any]] = {}
    for item in reading.amounts:
        money = item.money
        if not item.deal and (money.amount, money.currency) in ours:
            continue
        # A ceiling is another claim than a sum of the same size.
        key = (money.amount, money.currency, item.deal, item.role == "limit")
        if key in rows:
            rows[key]["headline"] = rows[key].get("headline", False) or item.headline
            continue
        rows[key] = {
            "value": _number(money.amount),
            "currency": money.currency,
            "role": item.role,
            "headline": item.headline,
            "deal": item.deal,
            **({"max": _number(money.max)} if money.max else {}),
            **({"layer": money.layer} if money.layer else {}),
            "evidence": _evidence(item.span),
        }
    return list(rows.values())


def _dates(reading: Reading) -> list[dict[str, Any]]:
    """Return each time once, with its first role that says something."""
    rows: dict[str, dict[str, Any]] = {}
    for item in reading.dates:
        known = rows.get(item.when.iso)
        if known is not None:
            if known["role"] == "other":
                known["role"] = item.role
            continue
        rows[item.when.iso] = {
            "date": item.when.iso,
            "role": item.role,
            "precision": item.when.precision,
            "evidence": _evidence(item.span),
        }
    return list(rows.values())


def _projects(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "name": item.name,
            "sector": item.sector,
            **_money(item.amount),
            "location": item.location,
            "operator": item.operator,
            "count": item.count,
            "evidence": _evidence(item.span),
        }
        for item in reading.projects
    ]


def _money(money: Money | None) -> dict[str, Any]:
    if money is None:
        return {"amount": None, "currency": None}
    return {"amount": _number(money.amount), "currency": money.currency}


def _status(reading: Reading) -> dict[str, Any]:
    if reading.status is None:
        return {"value": "unknown", "evidence": None}
    return {
        "value": reading.status.value,
        "evidence": _evidence(reading.status.span),
    }


def _conflicts(findings: Iterable[Finding]) -> Iterable[dict[str, Any]]:
    """Yield the findings in which the document disagrees with itself."""
    for item in findings:
        field = _CONFLICTS.get(item.kind)
        if field is None or not item.evidence:
            continue
        yield {
            "field": field,
            "claims": [span.text for span in item.evidence],
            "evidence": _evidence(item.evidence[0]),
        }
