"""The sheets of the workbook as plain tables: one unit a column, a source a row."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from kuroshio.briefs.contract import to_plain
from kuroshio.briefs.flags import ranked_findings
from kuroshio.briefs.notes import (
    Notes,
    fact_key,
    finding_key,
    link_key,
    number_notes,
    regime_key,
)
from kuroshio.briefs.wording import name_of
from kuroshio.records import Brief, Money

Kind = Literal["text", "long", "share", "bp", "number", "whole", "money", "day"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, its unit and the kind of its cells."""

    name: str
    kind: Kind = "text"
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet that holds one table."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    ours: tuple[str, ...] = ()  # columns whose texts are ours, to be translated


def _columns(*given: str | tuple[str, Kind] | tuple[str, Kind, str]) -> Any:
    made = []
    for item in given:
        if isinstance(item, str):
            made.append(Column(name=item))
        else:
            name, kind, *unit = item
            made.append(Column(name=name, kind=kind, unit=unit[0] if unit else ""))
    return tuple(made)


def make_tables(brief: Brief) -> tuple[Table, ...]:
    """Return the plain sheets of a brief in the order of the workbook."""
    notes = number_notes(brief)
    return (
        _deal_sheet(brief, notes),
        _flags(brief, notes),
        _projects(brief),
        _timeline(brief, notes),
        _sources(brief, notes),
        _exposure(brief, notes),
        _precedents(brief),
        _event_study(brief),
        _volatility(brief, notes),
        _cones(brief, notes),
        _scenario_parts(brief, notes),
        _losses(brief, notes),
        _currencies(brief, notes),
        _hedges(brief, notes),
        _regimes(brief, notes),
        _log(brief, notes),
    )


def _refs(notes: Notes, *keys: str) -> str:
    return ", ".join(notes.ref(*keys))


def _deal_sheet(brief: Brief, notes: Notes) -> Table:
    claims = {claim.id: claim for claim in brief.sheet.claims}
    rows = []
    for item in brief.sheet.sheet:
        named = [claims[one] for one in (item.chosen, *item.others) if one in claims]
        ids = {one.id for one in named}
        keys = [
            finding_key(found)
            for found in brief.sheet.findings
            if ids & set(found.claims)
        ]
        places = [
            f"{s.doc}:{s.start}-{s.end}" for c in named[:3] for s in c.evidence[:2]
        ]
        rows.append(
            (
                item.field.replace("_", " "), item.article, item.register, item.used,
                item.state, sum(one.mentions for one in named),
                brief.as_of.date(), ", ".join(places), _refs(notes, *keys),
            )
        )  # fmt: skip
    columns = _columns(
        "field", ("text", "long"), ("register at date", "long"), ("used", "long"),
        "state", ("mentions", "whole"), ("as of", "day"),
        ("places in the text", "long"), "source",
    )  # fmt: skip
    return Table(
        name="DealSheet", columns=columns, rows=tuple(rows), ours=("field", "state")
    )


def _flags(brief: Brief, notes: Notes) -> Table:
    rows = tuple(
        (
            item.severity, item.kind, item.say, item.slip,
            item.evidence[0].text[:400] if item.evidence else None,
            item.evidence[0].doc if item.evidence else None,
            item.evidence[0].start if item.evidence else None,
            ", ".join(item.knowledge), _refs(notes, finding_key(item)),
        )
        for item in ranked_findings(brief)
    )  # fmt: skip
    columns = _columns(
        "severity", "kind", ("says", "long"), ("likely slip", "long"),
        ("words of the text", "long"), "document", ("character", "whole"),
        "knowledge", "source",
    )  # fmt: skip
    ours = ("severity", "kind", "says", "likely slip")
    return Table(name="Flags", columns=columns, rows=rows, ours=ours)


def _amount(money: Money | None) -> tuple[float | None, str | None]:
    return (None, None) if money is None else (float(money.amount), money.currency)


def _projects(brief: Brief) -> Table:
    rows = []
    for cause in brief.sheet.causes:
        amount, currency = _amount(cause.amount)
        places = [f"{span.doc}:{span.start}-{span.end}" for span in cause.evidence[:3]]
        rows.append(
            (
                cause.id, cause.name, cause.kind, cause.type.replace("_", " "),
                cause.direction, name_of(brief, cause.operator or ""),
                cause.location, amount, currency, cause.rate,
                ", ".join(name_of(brief, one.theme) for one in cause.themes),
                ", ".join(places),
            )
        )  # fmt: skip
    columns = _columns(
        "id", ("name", "long"), "kind", "type", ("direction", "whole"), "operator",
        "location", ("amount", "money", "whole units"), "currency", "rate",
        ("themes", "long"), ("source", "long"),
    )  # fmt: skip
    return Table(
        name="Projects", columns=columns, rows=tuple(rows), ours=("type", "operator")
    )


def _timeline(brief: Brief, notes: Notes) -> Table:
    rows: list[Row] = [
        (
            fact.on, fact.published, "register", fact.field, fact.text, fact.stage,
            float(fact.amount) if fact.amount is not None else None, fact.currency,
            fact.confidence, _refs(notes, fact_key(fact)),
        )
        for fact in brief.facts
    ]  # fmt: skip
    for clock in brief.clocks:
        rows += [
            (
                item.due, clock.started, "clock", clock.state.replace("_", " "),
                f"{clock.name} ({'+'.join(item.countries)})"
                if item.countries else clock.name,
                None, None, None, "provisional" if item.provisional else None,
                clock.source,
            )
            for item in clock.candidates
            if item.due is not None
        ]  # fmt: skip
    rows.sort(key=lambda row: (row[0], str(row[4])))
    columns = _columns(
        ("on", "day"), ("published", "day"), "what", "field", ("says", "long"), "stage",
        ("amount", "money", "whole units"), "currency", "confidence", "source",
    )  # fmt: skip
    ours = ("what", "field", "says", "stage", "confidence")
    return Table(name="Timeline", columns=columns, rows=tuple(rows), ours=ours)


def _sources(brief: Brief, notes: Notes) -> Table:
    rows: list[Row] = [
        (note.id, note.kind, note.text, note.source, None, None, None)
        for note in notes.notes
    ]
    rows += [
        (
            item.id, "document", item.title, item.url or item.source, item.publisher,
            to_plain(item.published_at) or to_plain(item.dateline), item.sha256,
        )
        for item in brief.sheet.documents
    ]  # fmt: skip
    columns = _columns(
        "id", "kind", ("says", "long"), ("source", "long"), "publisher", "published",
        "sha256",
    )  # fmt: skip
    return Table(name="Sources", columns=columns, rows=tuple(rows), ours=("says",))


def _exposure(brief: Brief, notes: Notes) -> Table:
    weights: dict[str, float] = {}
    for held in brief.holdings:
        weights[held.security] = weights.get(held.security, 0.0) + held.weight
    rows = tuple(
        (
            security, security.rpartition(".")[2], item.name,
            name_of(brief, item.cause), name_of(brief, item.theme), item.sign,
            item.for_strength, item.against_strength, item.hops, item.revenue_share,
            item.materiality, weights.get(security),
            "; ".join(item.evidence_for), "; ".join(item.evidence_against), item.basis,
            _refs(notes, link_key(item)),
        )
        for item in brief.exposures
        for security in (item.securities or (None,))
        if security is not None
    )  # fmt: skip
    columns = _columns(
        "security", "venue", "issuer", ("cause", "long"), ("theme", "long"),
        ("sign", "whole", "-1, 0, +1"), ("for", "number", "0 to 1"),
        ("against", "number", "0 to 1"), ("hops", "whole"),
        ("revenue", "share"), ("materiality", "share"), ("weight", "share", "of NAV"),
        ("why for", "long"), ("why against", "long"), "basis", "source",
    )  # fmt: skip
    ours = ("issuer", "theme", "why for", "why against", "basis")
    return Table(name="Exposure", columns=columns, rows=rows, ours=ours)


def _precedents(brief: Brief) -> Table:
    rows: list[Row] = []
    for item in brief.impacts:
        where = (item.scope, name_of(brief, item.id), _window(item.window))
        rows += [
            (*where, one.id, "yes", one.weight, one.car, None)
            for one in item.precedents
        ]
        rows += [
            (*where, one.id, "no", None, None, one.reason) for one in item.excluded
        ]
    for played in brief.scenarios:
        rows += [
            ("scenario", played.name, f"{played.horizon}", one, "yes", None, None,
             played.sizing)
            for one in played.sized_from
        ]  # fmt: skip
    columns = _columns(
        "scope", ("what", "long"), "window", "precedent", "included",
        ("weight", "number", "0 to 1"), ("CAR", "share"), ("reason", "long"),
    )  # fmt: skip
    ours = ("what", "included", "reason")
    return Table(name="Precedents", columns=columns, rows=tuple(rows), ours=ours)


def _window(window: tuple[int, int]) -> str:
    return f"[{window[0]},{window[1]}]"


def _event_study(brief: Brief) -> Table:
    rows = tuple(
        (
            item.scope, name_of(brief, item.id), _window(item.window), item.moment,
            item.mean, item.q05, item.q25, item.q50, item.q75, item.q95,
            item.p_positive, item.evidence, len(item.precedents), len(item.excluded),
            item.novelty, "yes" if item.measurable else "no", "; ".join(item.says),
        )
        for item in brief.impacts
    )  # fmt: skip
    columns = _columns(
        "scope", ("what", "long"), "window", "moment", ("mean", "share"),
        ("5%", "share"), ("25%", "share"), ("50%", "share"), ("75%", "share"),
        ("95%", "share"), ("chance of a rise", "share"),
        ("like precedents", "number", "effective"), ("included", "whole"),
        ("excluded", "whole"), ("novelty", "number", "0 to 1"), "measurable",
        ("says", "long"),
    )  # fmt: skip
    return Table(name="EventStudy", columns=columns, rows=rows, ours=("what", "says"))


def _volatility(brief: Brief, notes: Notes) -> Table:
    source = _refs(notes, "method:loss", "pack")
    risk = brief.risk
    held = {item.security: item for item in risk.holdings} if risk is not None else {}
    outlooks = {(item.scope, item.id): item for item in (risk.outlooks if risk else ())}
    keys = dict.fromkeys((*(("security", one) for one in held), *outlooks))
    rows = []
    for scope, identity in keys:
        item, seen = held.get(identity), outlooks.get((scope, identity))
        rows.append(
            (
                scope, identity, name_of(brief, identity),
                item.weight if item else None,
                item.volatility if item else seen.ewma if seen else None,
                seen.har if seen else None, seen.gjr if seen else None,
                seen.long_run if seen else None, seen.event if seen else None,
                item.beta if item else None, item.basis if item else None,
                _day(item.data_date if item else seen.data_date if seen else None),
                item.stale_sessions if item else None,
                item.exit_sessions if item else None, item.note if item else None,
                source,
            )
        )  # fmt: skip
    columns = _columns(
        "scope", "id", "name", ("weight", "share", "of NAV"),
        ("volatility", "share", "a session"), ("HAR", "share", "a session"),
        ("GJR-GARCH-t", "share", "a session"), ("long run", "share", "a session"),
        ("event day", "share", "a session"), ("beta", "number"), "basis",
        ("data to", "day"), ("age", "whole", "sessions"),
        ("exit 90%", "number", "sessions"), ("note", "long"), "source",
    )  # fmt: skip
    ours = ("scope", "name", "basis", "note")
    return Table(name="Vol", columns=columns, rows=tuple(rows), ours=ours)


def _cones(brief: Brief, notes: Notes) -> Table:
    source = _refs(notes, "method:loss", "pack")
    rows = tuple(
        (item.scope, item.id, point.horizon, point.q05, point.q25, point.q50,
         point.q75, point.q95, source)
        for item in (brief.risk.outlooks if brief.risk is not None else ())
        for point in item.cone
    )  # fmt: skip
    columns = _columns(
        "scope", "id", ("horizon", "whole", "sessions"),
        *((f"{q}%", "share", "a session") for q in (5, 25, 50, 75, 95)), "source",
    )  # fmt: skip
    return Table(name="VolCone", columns=columns, rows=rows, ours=("scope",))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _scenario_parts(brief: Brief, notes: Notes) -> Table:
    source = _refs(notes, "method:scenarios", "method:loss", "pack")
    rows = tuple(
        (
            played.name, item.security, item.weight, item.factor_part, item.theme_part,
            item.own_part, item.fx_part, item.pnl, item.basis,
            played.probability, played.probability_by, source,
        )
        for played in brief.scenarios
        for item in played.pnl_by_holding
    )  # fmt: skip
    columns = _columns(
        ("scenario", "long"), "security", ("weight", "share", "of NAV"),
        ("factor part", "bp"), ("theme part", "bp"), ("own part", "bp"),
        ("currency part", "bp"), ("P&L", "bp"), "basis", ("probability", "share"),
        "probability by", "source",
    )  # fmt: skip
    ours = ("scenario", "basis")
    return Table(name="ScenarioParts", columns=columns, rows=rows, ours=ours)


def _losses(brief: Brief, notes: Notes) -> Table:
    risk = brief.risk
    source = _refs(notes, "method:loss", "pack")
    rows: list[Row] = []
    for item in (*risk.losses, *risk.methods) if risk is not None else ():
        where = (item.level, item.horizon, item.method, _yes(flag=item.gap_adjusted))
        rows.append(("book", "book", *where, -item.var, -item.es,
                     -item.currency_part, source))  # fmt: skip
    for place, item in enumerate(risk.losses if risk is not None else ()):
        where = (item.level, item.horizon, item.method, _yes(flag=item.gap_adjusted))
        rows += [
            ("holding", held.security, *where, None, -held.contributions[place], None,
             source)
            for held in (risk.holdings if risk is not None else ())
            if held.contributions
        ]  # fmt: skip
    rows += [
        (part.by, part.id, part.level, part.horizon, None,
         _yes(flag=part.gap_adjusted), None, -part.es, None, source)
        for part in (risk.contributions if risk is not None else ())
    ]  # fmt: skip
    columns = _columns(
        "scope", "id", ("level", "share"), ("horizon", "whole", "sessions"), "method",
        "holiday gap", ("VaR", "bp"), ("ES", "bp"), ("currency part", "bp"), "source",
    )  # fmt: skip
    return Table(name="VaR_ES", columns=columns, rows=tuple(rows), ours=("scope",))


def _yes(*, flag: bool) -> str:
    return "yes" if flag else "no"


def _currencies(brief: Brief, notes: Notes) -> Table:
    source = _refs(notes, "method:loss", "pack")
    risk = brief.risk
    more = {item.currency: item for item in (risk.currencies if risk else ())}
    rows = tuple(
        (
            code, share,
            more[code].economic if code in more else None,
            more[code].hedge if code in more else None,
            more[code].carry if code in more else None,
            source,
        )
        for code, share in (risk.currency if risk is not None else ())
    )  # fmt: skip
    columns = _columns(
        "currency", ("weight", "share", "of NAV"),
        ("economic weight", "share", "of NAV"),
        ("least-variance forward", "share", "of NAV"), ("carry", "share", "a year"),
        "source",
    )  # fmt: skip
    return Table(name="FX", columns=columns, rows=rows)


def _hedges(brief: Brief, notes: Notes) -> Table:
    words = {True: "yes", False: "no", None: "profile does not say"}
    source = _refs(notes, "method:hedge", "pack")
    rows = tuple(
        (
            item.name, "; ".join(f"{leg.lots} {leg.instrument}" for leg in item.legs),
            words[item.allowed], "; ".join(item.blocked_by), _minus(item.es_before),
            _minus(item.es_after), _minus(item.es_range[1]) if item.es_range else None,
            _minus(item.es_range[0]) if item.es_range else None, item.notional,
            item.cost, item.cost_basis, item.margin, "; ".join(item.not_covered),
            source,
        )
        for item in brief.proposals
    )  # fmt: skip
    base = brief.risk.base_currency if brief.risk is not None else ""
    columns = _columns(
        ("choice", "long"), "legs", "allowed?", ("blocked by", "long"),
        ("ES before", "bp"), ("ES after", "bp"), ("ES after, worst", "bp"),
        ("ES after, best", "bp"), ("notional", "money", base), ("cost", "money", base),
        ("cost basis", "long"), ("margin", "money", base), ("leaves", "long"),
        "source",
    )  # fmt: skip
    ours = ("choice", "allowed?", "blocked by", "cost basis", "leaves")
    return Table(name="Hedges", columns=columns, rows=rows, ours=ours)


def _minus(loss: float | None) -> float | None:
    """Print a loss as P&L: losses negative."""
    return None if loss is None else -loss


def _regimes(brief: Brief, notes: Notes) -> Table:
    rows = tuple(
        (
            name_of(brief, item.id), name_of(brief, item.subject),
            item.answer.replace("_", " "), item.reason, item.effective, item.expires,
            item.next_date, item.checked, item.source,
            _refs(notes, regime_key(item)),
        )
        for item in brief.regimes
    )  # fmt: skip
    columns = _columns(
        ("rule", "long"), ("subject", "long"), "answer", ("reason", "long"),
        ("effective", "day"), ("expires", "day"), ("next", "day"), ("checked", "day"),
        ("address", "long"), "source",
    )  # fmt: skip
    ours = ("rule", "subject", "answer", "reason")
    return Table(name="Regimes", columns=columns, rows=rows, ours=ours)


def _log(brief: Brief, notes: Notes) -> Table:
    rows: list[Row] = [
        ("version", "Kuroshio", brief.version, None),
        ("as of", brief.as_of_basis, to_plain(brief.as_of), None),
        ("pack", "market data", brief.pack, _refs(notes, "pack")),
    ]
    rows += [
        ("input", item.source, item.sha256, _refs(notes, f"input:{item.source}"))
        for item in brief.inputs
    ]
    rows += [
        ("data", age.market, to_plain(age.data_date), "STALE" if age.stale else None)
        for age in brief.ages
    ]
    if brief.since is not None:
        rows.append(("since", "", to_plain(brief.since.instant), None))
        rows += [
            (f"changed: {item.what}", item.subject, item.before, item.after)
            for item in brief.since.changes
        ]
    columns = _columns("what", ("name", "long"), ("value", "long"), ("source", "long"))
    return Table(name="Log", columns=columns, rows=tuple(rows), ours=("what",))
