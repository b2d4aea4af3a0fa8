"""The sheet as the JSON of the verb ``read``: plain values under fixed keys."""

from collections.abc import Mapping, Sequence
from typing import Any

from kuroshio.reading.grouping import group_claims
from kuroshio.records import (
    Cause,
    Claim,
    DealSheet,
    Document,
    Finding,
    Money,
    Span,
    Value,
    When,
)

SCHEMA = "dealsheet-1"
EXTRACTOR = {"extractor": "kuroshio.rules", "version": "1", "kind": "rule"}


def sheet_results(
    sheet: DealSheet, rates: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """Turn a sheet into the results of ``read``.

    Parameters
    ----------
    sheet : DealSheet
        A built sheet.
    rates : sequence of mapping, optional
        Dated bounds of exchange rates, so that the matrix joins sums in two currencies.

    Returns
    -------
    dict
        Keys ``event``, ``documents``, ``claims``, ``sheet``, ``findings``, ``causes``
        and ``matrix`` (one row for each group of claims with one meaning, with what
        each document says); values of JSON types only, in a fixed order.
    """
    return {
        "event": _dropped(
            {
                "id": sheet.event.id,
                "kind": sheet.event.kind,
                "type": sheet.event.type,
                "title": sheet.event.title or None,
                "vehicle": sheet.event.vehicle,
                "status": sheet.status,
            }
        ),
        "documents": [_document(one) for one in sheet.documents],
        "claims": [_claim(one) for one in sheet.claims],
        "sheet": {
            one.field: _dropped(
                {
                    "state": one.state,
                    "article": one.article,
                    "register": one.register,
                    "used": one.used,
                }
            )
            | {"chosen": one.chosen, "others": list(one.others)}
            for one in sheet.sheet
        },
        "findings": [_finding(one) for one in sheet.findings],
        "causes": [_cause(one) for one in sheet.causes],
        "matrix": _matrix(sheet, rates),
    }


def _dropped(mapping: dict[str, Any]) -> dict[str, Any]:
    """Leave out the keys that have no value."""
    return {key: value for key, value in mapping.items() if value is not None}


def _span(span: Span) -> dict[str, Any]:
    """Return a span."""
    return {
        "doc": span.doc,
        "start": span.start,
        "end": span.end,
        "text": span.text,
        "align": span.align,
    }


def _document(document: Document) -> dict[str, Any]:
    """Return what is said about a document; its text stays out."""
    at, day = document.published_at, document.dateline
    place = document.dateline_span
    return {
        "id": document.id,
        "title": document.title,
        "language": list(document.languages),
        "dateline": None
        if day is None
        else _dropped(
            {"date": day.isoformat(), "span": _span(place) if place else None}
        ),
        "published_at": at.isoformat().replace("+00:00", "Z") if at else None,
        "publisher": document.publisher,
        "sha256": document.sha256,
        "source": document.source,
        "url": document.url,
        "tier": document.tier,
        "cluster": document.cluster or document.id,
        "text_from": document.text_from,
        "characters": len(document.text),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    """Return a claim."""
    return _dropped(
        {
            "id": claim.id,
            "subject": claim.subject,
            "property": claim.property,
            "role": claim.role,
            "value": _value(claim.value),
            "stance": claim.stance,
            "attributed_to": claim.attributed_to,
            "evidence": [_span(one) for one in claim.evidence],
            "mentions": claim.mentions,
            "known": {"published": claim.published},
            "by": EXTRACTOR,
            "confidence": claim.confidence,
            "judgement": claim.judgement,
        }
    )


def _value(value: Value) -> dict[str, Any]:
    """Return the one part of a value that is set."""
    if value.money is not None:
        return {"money": _money(value.money)}
    if value.time is not None:
        return {"time": _when(value.time)}
    if value.entity is not None or value.surface is not None:
        return _dropped(
            {"entity": value.entity or value.surface, "surface": value.surface}
        )
    if value.code is not None:
        return {"code": value.code}
    if value.number is not None:
        return _dropped({"number": value.number, "unit": value.unit})
    return {"text": value.text or ""}


def _money(money: Money) -> dict[str, Any]:
    """Return a sum; amounts stay decimal strings."""
    return {
        "amount": money.amount,
        "currency": money.currency,
        **_dropped({"max": money.max, "converts": money.converts}),
        "approx": money.approx,
        "bound": money.bound,
        "layer": money.layer,
    }


def _when(when: When) -> dict[str, Any]:
    """Return a time as an interval with its precision."""
    return {
        "from": when.start.isoformat() if when.start else None,
        "to": when.end.isoformat() if when.end else None,
        "precision": when.precision,
        "text": when.text,
        "anchor": when.anchor,
        "iso": when.iso,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """Return a finding."""
    return {
        "kind": finding.kind,
        "severity": finding.severity,
        "say": finding.say,
        "evidence": [_span(one) for one in finding.evidence],
        "claims": list(finding.claims),
        "knowledge": list(finding.knowledge),
        **_dropped({"slip": finding.slip}),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    """Return a cause with its themes."""
    return _dropped(
        {
            "id": cause.id,
            "kind": cause.kind,
            "name": cause.name,
            "direction": cause.direction,
            "type": cause.type,
            "themes": [
                {
                    "theme": reach.theme,
                    "direction": reach.direction,
                    "evidence": [_span(one) for one in reach.evidence],
                }
                for reach in cause.themes
            ],
            "evidence": [_span(one) for one in cause.evidence],
            "imposer": cause.imposer,
            "target": cause.target,
            "products": list(cause.products),
            "instrument": cause.instrument,
            "rate": cause.rate,
            "operator": cause.operator,
            "location": cause.location,
            "amount": _money(cause.amount) if cause.amount else None,
            "named": list(cause.named),
        }
    )


def _matrix(
    sheet: DealSheet, rates: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what each document says of each group of claims with one meaning."""
    by_id = {claim.id: claim for claim in sheet.claims}
    rows = []
    for group in group_claims(sheet.claims, rates):
        first = by_id[group[0]]
        documents: dict[str, list[str]] = {}
        for one in group:
            documents.setdefault(by_id[one].evidence[0].doc, []).append(one)
        rows.append(
            {
                "property": first.property,
                "role": first.role,
                "claims": list(group),
                "documents": documents,
            }
        )
    return rows
