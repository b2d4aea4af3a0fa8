"""Blocks 2 and 3: the deal or measure, its money and clocks; the window to trade."""

from datetime import date

from kuroshio.briefs.notes import Notes, fact_key, finding_key
from kuroshio.briefs.wording import (
    cell,
    line,
    name_of,
    say_amount,
    say_countries,
    say_day,
    say_days,
    say_money,
)
from kuroshio.records import (
    Block,
    Brief,
    Cause,
    Cell,
    Claim,
    DealClock,
    Line,
    MarketWindow,
    RegisterFact,
    Tone,
)

LAYERS = ("envelope", "tranche", "committed", "drawn")
_STATES: dict[str, tuple[str, Tone]] = {
    "not_started": ("NOT STARTED", "strong"),
    "running": ("RUNNING", "warn"),
    "over": ("over", "dim"),
    "dated": ("", ""),
    "unknown": ("unknown", "dim"),
}
MARKETS = {
    "XSHG": "A",
    "XSHE": "A",
    "XBSE": "A",
    "XHKG": "HK",
    "XTKS": "JP",
    "XNYS": "US",
    "XNAS": "US",
}


def deal_block(brief: Brief, notes: Notes) -> Block:
    """State the event, its money by layer and its clocks."""
    sheet = brief.sheet
    if sheet.event.kind == "none":
        return Block(id="deal", number=2, title="DEAL", items=(line("none"),))
    title = "MEASURE" if sheet.event.kind == "measure" else "DEAL"
    items = [_title(brief, notes)]
    if sheet.event.kind == "deal":
        items.append(_money(brief, notes))
    items += [_cause(brief, cause) for cause in sheet.causes]
    items += [_clock(clock) for clock in brief.clocks]
    return Block(id="deal", number=2, title=title, items=tuple(items))


def _title(brief: Brief, notes: Notes) -> Line:
    sheet = brief.sheet
    name = brief.entry.names.en if brief.entry else sheet.event.title or "no name"
    stage = latest_stage(brief)
    cells: list[str | Cell] = [cell(name, "strong")]
    if stage is not None and stage.stage is not None:
        cells.append(cell(f" | {stage.stage.upper()}", "strong", _ref(stage, notes)))
    cells.append(f" | text says: {sheet.status.replace('_', ' ')}")
    contradicted = sum(claim.judgement == "contradicted" for claim in sheet.claims)
    supported = sum(claim.judgement == "supported" for claim in sheet.claims)
    cells.append(
        f" | claims: {supported} supported, {contradicted} contradicted, "
        f"{len(sheet.claims)} read"
    )
    return line(*cells)


def latest_stage(brief: Brief) -> RegisterFact | None:
    """Return the newest stage of the vehicle or of its money."""
    stages = [
        fact
        for fact in brief.facts
        if fact.stage is not None and fact.field in {"stage", *LAYERS}
    ]
    return max(stages, key=lambda fact: (fact.published, fact.on), default=None)


def latest_layer(brief: Brief, layer: str) -> RegisterFact | None:
    """Return the newest register fact of one layer of money."""
    facts = [f for f in brief.facts if f.field == layer and f.amount is not None]
    return max(facts, key=lambda fact: (fact.published, fact.on), default=None)


def article_amount(brief: Brief, layer: str) -> Claim | None:
    """Return the claim that the text makes about one layer, the most repeated."""
    claims = [
        claim
        for claim in brief.sheet.claims
        if claim.property == "amount"
        and claim.value.money is not None
        and claim.value.money.layer == layer
        and claim.role in {"total", "part"}
    ]
    return max(claims, key=lambda claim: claim.mentions, default=None)


def _money(brief: Brief, notes: Notes) -> Line:
    cells: list[str | Cell] = []
    for layer in LAYERS:
        if cells:
            cells.append(" | ")
        cells += _layer(brief, layer, notes)
    return line(*cells)


def _layer(brief: Brief, layer: str, notes: Notes) -> list[str | Cell]:
    fact, claim = latest_layer(brief, layer), article_amount(brief, layer)
    name = layer.capitalize() if layer == "envelope" else layer
    cells: list[str | Cell] = [f"{name} "]
    if fact is not None and fact.amount is not None:
        amount = say_amount(fact.amount, fact.currency)
        cells.append(cell(amount, "strong", _ref(fact, notes)))
    else:
        cells.append(cell("none known", "dim"))
    if claim is not None and claim.value.money is not None:
        wrong = claim.judgement == "contradicted"
        tone: Tone = "bad" if wrong else ""
        text = f" (text: {say_money(claim.value.money)}, {claim.mentions}×)"
        cells.append(cell(text, tone, _doubts(brief, claim, notes)))
    return cells


def _doubts(brief: Brief, claim: Claim, notes: Notes) -> tuple[str, ...]:
    keys = [
        finding_key(finding)
        for finding in brief.sheet.findings
        if claim.id in finding.claims
    ]
    return notes.ref(*keys)[:2]


def _ref(fact: RegisterFact, notes: Notes) -> tuple[str, ...]:
    return notes.ref(fact_key(fact))


def _cause(brief: Brief, cause: Cause) -> Line:
    cells: list[str | Cell] = [cell(cause.name, "strong")]
    if cause.kind == "measure":
        cells.append(f" — {cause.type.replace('_', ' ')}")
        if cause.imposer or cause.target:
            who = name_of(brief, cause.imposer) if cause.imposer else "?"
            whom = name_of(brief, cause.target) if cause.target else "?"
            cells.append(f", {who} on {whom}")
        if cause.rate:
            cells.append(f", {cause.rate}")
        if cause.direction < 0:
            cells.append(", eased or suspended")
    if cause.amount is not None:
        cells.append(f" — {say_money(cause.amount)}")
    if cause.operator:
        cells.append(f", {name_of(brief, cause.operator)}")
    if cause.location:
        cells.append(f", {cause.location}")
    return line(*cells, indent=1)


def _clock(clock: DealClock) -> Line:
    word, tone = _STATES[clock.state]
    cells: list[str | Cell] = [f"{clock.name}:"]
    cells += [" ", cell(word, tone)] if word else []
    for index, item in enumerate(clock.candidates):
        if item.due is None:
            continue
        calendar = say_countries(item.countries)
        mark = " provisional" if item.provisional else ""
        gap = " or " if index else " "
        cells.append(cell(f"{gap}{say_day(item.due)}{calendar}{mark}", "strong"))
    if clock.reason:
        cells.append(f"; {clock.reason}")
    return line(*cells)


def window_block(brief: Brief, notes: Notes) -> Block:
    """Say when each market trades next, and what the closure adds."""
    cells: list[str | Cell] = []
    for window in brief.windows:
        if cells:
            cells.append(" | ")
        cells.append(_window(window, notes))
    items = [line(*cells)] if cells else [line("no calendar")]
    sellable = _sellable_from(brief)
    if sellable is not None:
        items.append(
            line(f"A shares bought at the next session: sellable {say_day(sellable)}")
        )
    if brief.risk is not None and brief.risk.gap_variance > 1:
        items.append(
            line(
                cell(
                    f"Gap over the closure: variance ×{brief.risk.gap_variance:g}",
                    "warn",
                    notes.ref("method:gap"),
                )
            )
        )
    return Block(id="window", number=3, title="WINDOW", items=tuple(items))


def market_of(window: MarketWindow) -> str:
    """Return the short name of a window's market: A, HK, JP, US."""
    return MARKETS.get(window.mic, window.mic)


def _sellable_from(brief: Brief) -> date | None:
    """Return when A shares bought at the next session may be sold (T+1)."""
    window = next((w for w in brief.windows if market_of(w) == "A"), None)
    if window is None or not window.sessions:
        return None
    return window.sessions[1].session if len(window.sessions) > 1 else window.reopens


def _window(window: MarketWindow, notes: Notes) -> Cell:
    shown = window.sessions[:5]
    whole = say_days(item.session for item in shown if not item.half_day)
    half = say_days(item.session for item in shown if item.half_day)
    parts = [whole] if whole else []
    parts += [f"{half} (half)"] if half else []
    if not window.sessions:
        parts.append("shut now")
    if window.reopens is not None:
        parts.append(f"shut until {say_days((window.reopens,))}")
    if window.provisional:
        parts.append("provisional")
    text = f"{market_of(window)} {', '.join(parts)}"
    return cell(text, "", notes.ref("method:window"))
