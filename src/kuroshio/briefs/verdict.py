"""Block 1: what to make of it in three lines."""

from kuroshio.briefs.notes import Notes, fact_key, finding_key
from kuroshio.briefs.terms import market_of
from kuroshio.briefs.wording import NOT_YET, cell, line, shorten
from kuroshio.records import Block, Brief, Cell, Finding, Line

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
    tail = f", and {more} more kinds of fault." if more else "."
    return [*cells, cell(tail)]


def _verified(brief: Brief) -> str:
    claims = brief.sheet.claims
    supported = sum(claim.judgement == "supported" for claim in claims)
    return f"{supported} of {len(claims)} claims are borne out by the register."


def _book_effect(brief: Brief, notes: Notes) -> Line:
    if brief.book is None:
        return line(cell("Book effect: no book given.", "dim"))
    effect: list[str | Cell] = [f"Book effect: {NOT_YET}."]
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
    projects = [fact for fact in brief.facts if fact.field == "project"]
    named = {cause.name.casefold() for cause in brief.sheet.causes}
    words = {word for name in named for word in name.split() if len(word) > 4}
    old = [fact for fact in projects if _names(fact.text, words)]
    cells: list[str | Cell] = [f"Register knows {brief.entry.names.en}"]
    latest = max((fact.published for fact in brief.facts), default=None)
    if latest is not None:
        cells.append(f" (last news {latest})")
    cells += [
        cell(
            f"; old: {shorten(fact.text, 60)} ({fact.published})",
            "",
            notes.ref(fact_key(fact)),
        )
        for fact in old[-2:]
    ]
    return [line(*cells)]


def _names(text: str, words: set[str]) -> bool:
    folded = text.casefold()
    return any(word in folded for word in words)
