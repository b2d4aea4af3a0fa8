"""The brief and its parts as plain values for JSON: keys are fixed by the contract."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from kuroshio.briefs.book_risk import book_risk_results
from kuroshio.briefs.layout import lay_out_first_page
from kuroshio.briefs.notes import number_notes
from kuroshio.records import Brief, Line

SCHEMA = "kuroshio-1"


def to_plain(value: Any) -> Any:
    """Turn a record into dicts, lists, strings and numbers, in field order."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            item.name: to_plain(getattr(value, item.name)) for item in fields(value)
        }
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return value


def head(
    *,
    as_of: datetime | None,
    inputs: Any,
    pack: str | None,
    version: str,
) -> dict[str, Any]:
    """Return the keys that every verb's object begins with."""
    return {
        "schema": SCHEMA,
        "as_of": to_plain(as_of),
        "inputs": to_plain(inputs),
        "pack": pack,
        "version": version,
    }


def exposure_results(brief: Brief) -> dict[str, Any]:
    """Return the results of `expose`."""
    rows = []
    for item in brief.exposures:
        row = to_plain(item)
        row["for"] = row.pop("evidence_for")
        row["against"] = row.pop("evidence_against")
        rows.append(row)
    results: dict[str, Any] = {"exposures": rows}
    if brief.book is not None:
        results["holdings"] = to_plain(brief.holdings)
    return results


def impact_results(brief: Brief) -> dict[str, Any]:
    """Return the results of `impact`; returns decimal, losses negative."""
    told = brief.foresight
    if told is None:
        return {"impacts": [], "refused": None}
    found = to_plain(told)
    return {"impacts": found.pop("impacts"), **found}


def risk_results(brief: Brief) -> dict[str, Any]:
    """Return the results of `risk`; VaR and ES are losses, decimal shares of NAV."""
    return book_risk_results(brief.risk)


def brief_results(brief: Brief, sheet: dict[str, Any]) -> dict[str, Any]:
    """Return the results of `brief`: every verb's, each under the verb's name."""
    notes = number_notes(brief)
    return {
        **head(
            as_of=brief.as_of,
            inputs=brief.inputs,
            pack=brief.pack,
            version=brief.version,
        ),
        "verdict": [_words(item) for item in lay_out_first_page(brief, notes)[0].items],
        "read": sheet,
        "register": {
            "id": brief.entry.id if brief.entry else None,
            "facts": to_plain(brief.facts),
            "clocks": to_plain(brief.clocks),
        },
        "windows": to_plain(brief.windows),
        "data_ages": to_plain(brief.ages),
        "expose": exposure_results(brief),
        "impact": impact_results(brief),
        "priced": to_plain(brief.priced),
        "risk": risk_results(brief),
        "stress": {"scenarios": to_plain(brief.scenarios)},
        "hedge": {"proposals": to_plain(brief.proposals)},
        "regimes": {"regimes": to_plain(brief.regimes)},
        "since": to_plain(brief.since),
        "notes": to_plain(notes.notes),
    }


def _words(item: Any) -> str:
    return "".join(cell.text for cell in item.cells) if isinstance(item, Line) else ""
