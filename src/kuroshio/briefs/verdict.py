"""Block 1: what to make of it in three lines."""

import re

from kuroshio.briefs.foresight import book_effect
from kuroshio.briefs.notes import Notes, fact_key, finding_key
from kuroshio.briefs.terms import market_of
from kuroshio.briefs.wording import cell, line
from kuroshio.records import (
    Block,
    Brief,
    Cause,
    Cell,
    Finding,
    Line,
    RegisterFact,
)

_HEADLINE: dict[str, str] = {
    "power_of_ten": "an amount is off by a power of ten",
    "amount_mismatch": "an amount does not match the record",
    "conversion_implausible": "a conversion fits no market rate of its month",
    "headline_body": "headline and body disagree",
    "envelope_tranche": "vehicle and tranche are mixed up",
    "status_conflict": "it says both decided and undecided",
    "register_conflict": "it contradicts the register",
    "out_of_office": "it names somebody out of office",
    "gloss_conflict": "a name and its gloss are two people",
    "gloss_truncated": "a name is cut short",
    "machine_reading": "a name is misread",
    "stale_entity": "it rests on a body that has closed",
    "source_conflict": "its sources disagree",
}


def verdict_block(brief: Brief, notes: Notes) -> Block:
    """Say whether to trust the text, what the book feels, and what is new."""
    kind = brief.sheet.event.kind
    if kind == "none":
        lines = [
            line(
                cell("Nothing here for this product: ", "strong"),
                "no deal, no measure, no listed name to map.",
            )
        ]
    else:
        lines = [
            _trust(brief, notes),
            _book_effect(brief, notes),
            *_news(brief, notes),
        ]
    return Block(id="verdict", number=1, title="VERDICT", items=tuple(lines))


def _trust(brief: Brief, notes: Notes) -> Line:
    errors = [item for item in brief.sheet.findings if item.severity == "error"]
    if errors:
        cells: list[Cell] = [cell("Do not trade on this text: ", "bad")]
        cells += _reasons(errors, notes)
        return line(*cells)
    warnings = [item for item in brief.sheet.findings if item.severity == "warn"]
    if warnings:
        cells = [cell("Read with care: ", "warn"), *_reasons(warnings, notes)]
        return line(*cells)
    return line(cell("No error found in this text. ", "good"), _verified(brief))


def _reasons(findings: list[Finding], notes: Notes) -> list[Cell]:
    said: dict[str, list[str]] = {}
    for item in findings:
        phrase = _HEADLINE.get(item.kind, item.kind.replace("_", " "))
        said.setdefault(phrase, []).extend(notes.ref(finding_key(item)))
    shown = list(said.items())[:3]
    cells: list[Cell] = []
    for phrase, refs in shown:
        cells += [cell(", ")] if cells else []
        cells.append(cell(phrase, "", tuple(refs[:2])))
    more = len(said) - len(shown)
    kinds = "kind" if more == 1 else "kinds"
    tail = f", and {more} more {kinds} of fault." if more else "."
    return [*cells, cell(tail)]


def _verified(brief: Brief) -> str:
    claims = brief.sheet.claims
    supported = sum(claim.judgement == "supported" for claim in claims)
    return f"{supported} of {len(claims)} claims are borne out by the register."


def _book_effect(brief: Brief, notes: Notes) -> Line:
    if brief.book is None:
        return line(cell("Book effect: no book given.", "dim"))
    effect = book_effect(brief, notes)
    window = next((w for w in brief.windows if market_of(w) == "A"), None)
    if window is not None and window.closed_days > 5 and window.reopens is not None:
        when = "ahead" if window.sessions else "now"
        effect.append(
            cell(
                f" A-share closure {when}: decide about the holiday gap.",
                "warn",
                notes.ref("method:gap"),
            )
        )
    return line(*effect)


def _news(brief: Brief, notes: Notes) -> list[Line]:
    if brief.entry is None:
        return [line(cell("Register: nothing known about this event.", "dim"))]
    latest = max((fact.published for fact in brief.facts), default=None)
    lines = [line(f"Register: {brief.entry.names.en}, last news {latest or 'none'}.")]
    old, new = [], []
    for cause in brief.sheet.causes:
        first = first_known(brief, cause)
        if first is None or first.published >= brief.as_of.date():
            new.append(cause.name)
        else:
            text = f"{cause.name}, known since {first.published}"
            old.append(cell(text, "", notes.ref(fact_key(first))))
    if new and brief.sheet.event.kind == "deal":
        lines.append(line(f"New against it: {'; '.join(new)}."))
    if old:
        parts = [part for item in old for part in (cell("; "), item)][1:]
        lines.append(line("Old: ", *parts, "."))
    return lines


def first_known(brief: Brief, cause: Cause) -> RegisterFact | None:
    """Return the first register fact about the project that a cause speaks of.

    The project is the one whose facts share most words with the cause's name, at least
    two of them or half.
    """
    words = _words(cause.name)
    projects: dict[str, list[RegisterFact]] = {}
    for fact in brief.facts:
        if fact.field == "project" and fact.project is not None:
            projects.setdefault(fact.project, []).append(fact)
    shared = {
        name: len(words & set().union(_words(name), *(_words(f.text) for f in facts)))
        for name, facts in projects.items()
    }
    best = max(shared, key=lambda name: shared[name], default=None)
    if best is None or shared[best] < max(1, min(2, len(words) / 2)):
        return None
    return min(projects[best], key=lambda fact: (fact.published, fact.on))


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}
