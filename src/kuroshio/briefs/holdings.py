"""Block 4: the book by theme and by name, for and against apart."""

from kuroshio.briefs.foresight import book_line, impact_of, say_range, say_signed
from kuroshio.briefs.notes import Notes, link_key
from kuroshio.briefs.wording import (
    UNKNOWN,
    cell,
    line,
    name_of,
    say_share,
    say_sign,
    say_whole,
    shorten,
)
from kuroshio.records import (
    Block,
    Book,
    Brief,
    Cell,
    Exposure,
    Grid,
    HoldingExposure,
    Line,
    PricedIn,
    ThemeRow,
    Tone,
)

_NAMES_SHOWN = 12
_TONES: dict[int | None, Tone] = {1: "good", -1: "bad", 0: "warn"}


def book_block(brief: Brief, notes: Notes) -> Block:
    """Show the book: themes, names with their paths, and what has no path."""
    if brief.book is None:
        return _unbooked_block(brief, notes)
    items: list[Line | Grid] = [_summary(brief, brief.book, notes)]
    if brief.sheet.event.kind != "none":
        items.append(_themes(brief))
        forecast = book_line(brief, notes)
        items += [forecast] if forecast is not None else []
        items.append(_without_path(brief))
        items.append(_names(brief, notes))
        items += _alien_names(brief)
        items += [_priced(brief, row, notes) for row in brief.priced]
    return Block(id="book", number=4, title="MY BOOK", items=tuple(items))


def _unbooked_block(brief: Brief, notes: Notes) -> Block:
    first = {item.issuer: item for item in reversed(brief.exposures)}
    strongest = sorted(first.values(), key=brief.exposures.index)[:_NAMES_SHOWN]
    rows = [_issuer_row(brief, item, notes) for item in strongest]
    items: list[Line | Grid] = [line(cell("No book given (--book FILE).", "dim"))]
    if rows:
        columns = ("issuer", "securities", "theme", "sign", "for", "against")
        items.append(Grid(columns=columns, align="llllll", rows=tuple(rows)))
    else:
        items.append(line("No path found to any listed name."))
    return Block(id="book", number=4, title="NAMES", items=tuple(items))


def _issuer_row(brief: Brief, exposure: Exposure, notes: Notes) -> tuple[Cell, ...]:
    refs = notes.ref(link_key(exposure))
    return (
        cell(exposure.name),
        cell(" ".join(exposure.securities)),
        cell(name_of(brief, exposure.theme)),
        cell(say_sign(exposure.sign), _tone(exposure.sign), refs),
        cell(shorten(next(iter(exposure.evidence_for), "–"))),
        cell(shorten(next(iter(exposure.evidence_against), "–"))),
    )


def _summary(brief: Brief, book: Book, notes: Notes) -> Line:
    lines = [item for item in book.holdings if item.kind in {"equity", "etf"}]
    named = {item.security for item in lines}
    text = f"{len(named)} names"
    risk = brief.risk
    if risk is None or risk.refused:
        return line(text, cell("; not priced", "warn"))
    measured = sum(
        item.basis == "measured" and item.security in named for item in risk.holdings
    )
    cells: list[str | Cell] = [
        cell(f"NAV {risk.base_currency} {say_whole(risk.nav)}", "strong"),
        f", {text}, {measured} with own history",
    ]
    if brief.pack is not None:
        cells.append(
            cell(", weights at the book's own values", "dim", notes.ref("pack"))
        )
    return line(*cells)


def _themes(brief: Brief) -> Grid:
    rows = [_theme_row(brief, row) for row in brief.themes]
    columns = (
        "theme",
        "for",
        "against",
        "both",
        "5% / 50% / 95%",
        "precedents",
        "unknown",
    )
    return Grid(columns=columns, align="lrrrrll", rows=tuple(rows))


def _theme_row(brief: Brief, row: ThemeRow) -> tuple[Cell, ...]:
    impact = impact_of(brief, "theme", row.theme)
    behind = "–"
    if impact is not None:
        behind = f"{len(impact.precedents)} ({len(impact.excluded)} out)"
    return (
        cell(row.name),
        cell(say_share(row.for_weight)),
        cell(say_share(row.against_weight)),
        cell(say_share(row.mixed_weight)),
        cell(say_range(impact)),
        cell(behind),
        cell(", ".join(row.unknowns[:2]) or UNKNOWN, "dim"),
    )


def _without_path(brief: Brief) -> Line:
    bare = [item for item in brief.holdings if item.sign is None]
    share = sum(item.weight for item in bare)
    return line(f"No path found: {len(bare)} names, {say_share(share)} of NAV")


def _names(brief: Brief, notes: Notes) -> Grid:
    reached = [item for item in brief.holdings if item.sign is not None]
    ranked = sorted(reached, key=lambda item: (-_strength(brief, item), item.security))
    rows = [_name_row(brief, item, notes) for item in ranked[:_NAMES_SHOWN]]
    columns = ("name", "wt", "sign", "for", "against", "can I sell?")
    return Grid(columns=columns, align="lrllll", rows=tuple(rows))


def exposures_of(brief: Brief, issuer: str | None) -> list[Exposure]:
    """Return the exposures of an issuer, strongest first."""
    return [item for item in brief.exposures if item.issuer == issuer]


def _strength(brief: Brief, holding: HoldingExposure) -> float:
    return max(
        (
            max(item.for_strength, item.against_strength)
            for item in exposures_of(brief, holding.issuer)
        ),
        default=0.0,
    )


def _name_row(brief: Brief, holding: HoldingExposure, notes: Notes) -> tuple[Cell, ...]:
    exposures = exposures_of(brief, holding.issuer)
    refs = notes.ref(*(link_key(item) for item in exposures[:2]))
    pro = (text for item in exposures for text in item.evidence_for)
    con = (text for item in exposures for text in item.evidence_against)
    return (
        cell(f"{dict(brief.names).get(holding.security, '')} {holding.security}"),
        cell(say_share(holding.weight)),
        cell(say_sign(holding.sign), _tone(holding.sign), refs),
        cell(shorten(next(pro, "–"))),
        cell(shorten(next(con, "–"))),
        cell(*_sellable(brief, holding.security)),
    )


def _tone(sign: int | None) -> Tone:
    return _TONES.get(sign, "dim")


def _sellable(brief: Brief, security: str) -> tuple[str, Tone]:
    if brief.profile is not None and security in brief.profile.restricted:
        return ("RESTRICTED", "bad")
    flagged = [
        answer
        for answer in brief.regimes
        if answer.subject == security and answer.answer in {"applies", "may_apply"}
    ]
    if flagged and (brief.profile is None or brief.profile.us_person is not False):
        return (f"CHECK {flagged[0].id}", "warn")
    held = [
        item
        for item in (brief.book.holdings if brief.book else ())
        if item.security == security and item.sellable is not None
    ]
    if not held:
        return ("not given", "dim")
    return ("yes" if any(item.sellable for item in held) else "no (T+1 or locked)", "")


def _priced(brief: Brief, row: PricedIn, notes: Notes) -> Line:
    """Say what the basket did since the first disclosure, or that nothing tells."""
    head = f"Priced? {name_of(brief, row.theme)} basket since {row.since}: "
    if row.move is None:
        return line(head, cell("unknown: needs your prices", "dim"))
    told = f"{say_signed(100.0 * row.move, 1)}%"
    if row.z is not None:
        told += f" (z {say_signed(row.z, 1)})"
    tail = f", {row.names} of {row.asked} names over {row.index} to {row.until}"
    return line(head, cell(told, "strong", notes.ref("method:priced")), tail)


def _alien_names(brief: Brief) -> list[Line]:
    """Name what the article names without a path: a guess is not a path."""
    if not brief.article_only:
        return []
    shown = ", ".join(name_of(brief, item) for item in brief.article_only[:8])
    return [line(cell("? named by the text, no path found: ", "dim"), shown)]
