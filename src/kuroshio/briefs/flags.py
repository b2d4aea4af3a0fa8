"""Blocks 7 to 10: flags, rules, what changes this, and the sign-off."""

from datetime import date

from kuroshio.briefs.notes import Notes, finding_key, regime_key
from kuroshio.briefs.terms import market_of
from kuroshio.briefs.wording import cell, line, name_of, say_countries, say_day
from kuroshio.records import Block, Brief, Cell, Finding, Line, RegimeAnswer, Tone

SEVERITY_TONE: dict[str, Tone] = {"error": "bad", "warn": "warn", "info": "dim"}
_ORDER = {"error": 0, "warn": 1, "info": 2}
_SHOWN = 6
_ANSWERS: dict[str, tuple[str, Tone]] = {
    "applies": ("applies", "warn"),
    "may_apply": ("may apply", "warn"),
    "does_not": ("does not apply", "dim"),
    "unknown": ("unknown, check", "warn"),
}


def ranked_findings(brief: Brief) -> list[Finding]:
    """Return the findings, errors first, then in document order."""
    return sorted(
        brief.sheet.findings,
        key=lambda item: (
            _ORDER[item.severity],
            item.evidence[0].doc if item.evidence else "",
            item.evidence[0].start if item.evidence else 0,
        ),
    )


def flags_block(brief: Brief, notes: Notes) -> Block:
    """Count the findings and show the worst, each with its place in the text."""
    findings = ranked_findings(brief)
    counts = {
        name: sum(item.severity == name for item in findings)
        for name in ("error", "warn", "info")
    }
    head = line(
        cell(f"{counts['error']} errors", "bad" if counts["error"] else "good"),
        f", {counts['warn']} warnings, {counts['info']} remarks → deal sheet",
    )
    shown = [item for item in findings if item.severity != "info"][:_SHOWN]
    lines = [head, *(finding_line(item, notes) for item in shown)]
    left = len(findings) - len(shown)
    if left > 0:
        lines.append(line(cell(f"{left} more behind, in the deal sheet", "dim")))
    return Block(id="flags", number=7, title="FLAGS", items=tuple(lines))


def finding_line(finding: Finding, notes: Notes) -> Line:
    """Word one finding: severity, kind, place, what it says."""
    refs = notes.ref(finding_key(finding))
    place = f" @{finding.evidence[0].start}" if finding.evidence else ""
    cells: list[str | Cell] = [
        cell(finding.severity.upper().ljust(5), SEVERITY_TONE[finding.severity]),
        cell(f" {finding.kind}{place} ", "strong", refs),
        finding.say,
    ]
    if finding.slip:
        cells.append(cell(f" Likely slip: {finding.slip}", "dim"))
    return line(*cells)


def rules_block(brief: Brief, notes: Notes) -> Block:
    """Show which regimes apply, may apply, do not, or are unknown."""
    answers = brief.regimes
    items = [_rule(item, brief, notes) for item in answers[:8]]
    left = len(answers) - len(items)
    if left > 0:
        items.append(line(cell(f"{left} more behind, under RULES", "dim")))
    if not items:
        items = [line(cell("No regime in the records reaches this.", "dim"))]
    items.append(line(cell("Records of rules, not legal advice.", "dim")))
    return Block(id="rules", number=8, title="RULES", items=tuple(items))


def _rule(answer: RegimeAnswer, brief: Brief, notes: Notes) -> Line:
    word, tone = _ANSWERS[answer.answer]
    cells: list[str | Cell] = [
        cell(name_of(brief, answer.id), "strong", notes.ref(regime_key(answer))),
        f" → {name_of(brief, answer.subject)}: ",
        cell(word, tone),
        f"; {answer.reason}",
    ]
    if answer.next_date is not None:
        cells.append(f"; next {answer.next_date}")
    return line(*cells)


def changes_block(brief: Brief) -> Block:
    """Say which dates and texts would make this brief out of date."""
    if brief.sheet.event.kind == "none":
        items = [line("A text about a deal or a measure.")]
    else:
        dated = sorted({*_due(brief), *_expiries(brief), *_reopenings(brief)})
        items = [line(f"{say_day(day)}: {text}") for day, text in dated[:7]]
        items.append(_official(brief))
    return Block(id="changes", number=9, title="CHANGES THIS", items=tuple(items))


def _official(brief: Brief) -> Line:
    if brief.sheet.event.kind != "deal":
        return line("Any day: an official text that amends, suspends or ends it")
    return line("Any day: an official text that selects, signs or funds a project")


def _due(brief: Brief) -> list[tuple[date, str]]:
    today = brief.as_of.date()
    return [
        (item.due, clock.name + say_countries(item.countries))
        for clock in brief.clocks
        for item in clock.candidates
        if item.due is not None and item.due > today
    ]


def _expiries(brief: Brief) -> list[tuple[date, str]]:
    return [
        (item.next_date, name_of(brief, item.id))
        for item in brief.regimes
        if item.next_date is not None
    ]


def _reopenings(brief: Brief) -> list[tuple[date, str]]:
    return [
        (window.reopens, f"{market_of(window)} reopens")
        for window in brief.windows
        if window.reopens is not None
    ]


def signoff_block(brief: Brief) -> Block:
    """Leave room for the decision; the snapshot id freezes what was known."""
    digest = brief.sheet.documents[0].sha256[:12] if brief.sheet.documents else "none"
    text = f"choice ____  reason ____________  PM ____  Compliance ____  text {digest}"
    return Block(id="signoff", number=10, title="SIGN-OFF", items=(line(text),))
