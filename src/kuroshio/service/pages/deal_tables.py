"""The tables of a deal's page: sheet, claims by source, exposures, rules."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kuroshio.records import Override
from kuroshio.service.spoken import Spoken
from kuroshio.service.tables import Cell, Column, Table, make_table
from kuroshio.service.visits import Visit

STATE_TONES = {
    "agreed": "good",
    "single": "",
    "conflict": "warn",
    "contradicted": "bad",
    "missing": "dim",
}
ANSWER_TONES = {"applies": "bad", "may_apply": "warn", "does_not": "dim", "unknown": ""}
SIGNS = {1: "+", -1: "−", 0: "±", None: "?"}


def sheet_table(
    result: dict[str, Any],
    visit: Visit,
    spoken: Spoken,
    overrides: Sequence[Override] = (),
) -> Table:
    """Show each field: what the text says, the register's, what is used, the state.

    Of a field's overrides the newest approved one is used, marked with who approved it
    and when; what the text says stays beside it. Others change nothing.
    """
    rows = []
    for field, item in result["read"]["sheet"].items():
        state = item["state"]
        used, judged = _used(item, field, overrides, visit, spoken)
        rows.append(
            (
                field_cell(field, visit, spoken),
                spoken.cell(item.get("article") or "–"),
                spoken.cell(item.get("register") or "–"),
                used,
                judged or Cell(text=visit.say(state), tone=STATE_TONES[state]),
            )
        )
    columns = (
        Column(key="field", label="Field"),
        Column(key="text", label="The text says"),
        Column(key="register", label="Register at date"),
        Column(key="used", label="Used"),
        Column(key="state", label="State", kind="code"),
    )
    return make_table("sheet", "Deal sheet", columns, rows)


def _used(
    item: Mapping[str, Any],
    field: str,
    overrides: Sequence[Override],
    visit: Visit,
    spoken: Spoken,
) -> tuple[Cell, Cell | None]:
    """Return what is used of a field, and the state where people settled it."""
    own = spoken.cell(item.get("used") or "–")
    mine = [one for one in overrides if one.field == field]
    approved = next((one for one in mine if one.state == "approved"), None)
    waiting = next((one for one in mine if one.state == "proposed"), None)
    if approved is not None:
        note = visit.say(
            "approved by {checker} {at}; proposed by {maker}: {reason}",
            checker=approved.checker or "?",
            at=f"{approved.checked_at:%Y-%m-%d}" if approved.checked_at else "?",
            maker=approved.maker,
            reason=approved.reason[:200],
        )
        instead = visit.say("instead of {value}", value=own.text)
        state = Cell(text=visit.say("overridden"), tone="warn", note=instead)
        return Cell(text=approved.after, tone="strong", note=note), state
    if waiting is None:
        return own, None
    note = visit.say(
        "{maker} proposes {value}; not checked yet",
        maker=waiting.maker,
        value=waiting.after,
    )
    return replace(own, note=note), None


def field_cell(field: str, visit: Visit, spoken: Spoken) -> Cell:
    """Name a field of the sheet: project.1, official.us-president, envelope."""
    told = spoken.cell(field)
    if told.text != field:
        return told
    first, _, rest = field.partition(".")
    name = visit.say(first)
    return Cell(text=f"{name}: {rest.replace('-', ' ')}" if rest else name)


def matrix_table(result: dict[str, Any], visit: Visit) -> Table:
    """Put what each source says of each matter side by side."""
    read = result["read"]
    claims = {item["id"]: item for item in read["claims"]}
    documents = read["documents"]
    rows = []
    for group in read["matrix"]:
        said = [claims[name] for name in group["claims"] if name in claims]
        judgement = said[0]["judgement"] if said else "unsure"
        what = f"{visit.say(group['property'])} {visit.say(group['role'] or '')}"
        rows.append(
            (
                Cell(text=what.strip()),
                *(_said(group["documents"].get(d["id"], ()), claims)
                  for d in documents),
                Cell(text=str(sum(c["mentions"] for c in said)),
                     value=sum(c["mentions"] for c in said)),
                Cell(text=visit.say(judgement), tone=JUDGEMENT_TONES[judgement]),
            )
        )  # fmt: skip
    columns = (
        Column(key="what", label="Claim"),
        *(Column(key=item["id"], label=f"{item['id']} {item['source'][:40]}")
          for item in documents),
        Column(key="mentions", label="Mentions", kind="number"),
        Column(key="judgement", label="Judgement", kind="code"),
    )  # fmt: skip
    return make_table("claims", "Claims, source by source", columns, rows)


JUDGEMENT_TONES = {"supported": "good", "contradicted": "bad", "unsure": "dim"}


def _said(names: Any, claims: Mapping[str, dict[str, Any]]) -> Cell:
    """Show the words in which a source says something, leading to its place."""
    for name in names:
        claim = claims.get(name)
        if claim is not None and claim["evidence"]:
            span = claim["evidence"][0]
            text = " ".join(span["text"].split())
            return Cell(
                text=text[:140], lang="", href=f"#{span['doc']}-{span['start']}"
            )
    return Cell(text="–")


def exposure_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    """Show whom the causes reach, for and against apart."""
    rows = [
        exposure_row(item, result, visit, spoken)
        for item in result["expose"]["exposures"]
    ]
    empty = "No path found to any listed name."
    return make_table("exposures", "Exposures", EXPOSURE_COLUMNS, rows, empty=empty)


EXPOSURE_COLUMNS = (
    Column(key="issuer", label="Issuer"),
    Column(key="securities", label="Securities"),
    Column(key="theme", label="Theme"),
    Column(key="sign", label="Sign", kind="code"),
    Column(key="for", label="For", kind="number"),
    Column(key="against", label="Against", kind="number"),
    Column(key="share", label="Revenue share", kind="share"),
    Column(key="why", label="Evidence", kind="long"),
    Column(key="source", label="Source"),
)


def exposure_row(
    item: dict[str, Any], result: dict[str, Any], visit: Visit, spoken: Spoken
) -> tuple[Cell, ...]:
    """Return one exposure; a revenue share that is not known is unknown, not nought."""
    share = item["revenue_share"]
    why = "; ".join((*item["for"][:1], *item["against"][:1]))
    return (
        spoken.cell(item["name"], href=f"/explore/entities/{item['issuer']}"),
        Cell(text=" ".join(item["securities"])),
        spoken.cell(
            result["names"].get(item["theme"], item["theme"]),
            href=f"/explore/themes/{item['theme']}",
        ),
        Cell(text=SIGNS[item["sign"]]),
        _strength(item["for_strength"]),
        _strength(item["against_strength"]),
        Cell(text=visit.say("unknown"), value="", tone="dim")
        if share is None
        else Cell(text=f"{share * 100:.1f}%", value=share),
        spoken.cell(why),
        _source(item, visit),
    )


def _strength(value: float) -> Cell:
    return Cell(text=f"{value:.2f}", value=round(value, 4))


def _source(item: dict[str, Any], visit: Visit) -> Cell:
    """Lead to the page behind the last step of the path."""
    evidence = item["path"][-1]["evidence"] if item["path"] else ""
    if evidence.startswith(("https://", "http://")):
        return Cell(text=evidence.split("/")[2], value=evidence, href=evidence)
    return Cell(text=visit.say("own knowledge, low confidence"), tone="dim")


def opportunity_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    """Show the names that stand to gain, with the rules that could stop a trade."""
    rules: dict[str, list[str]] = {}
    for item in result["regimes"]["regimes"]:
        if item["answer"] in {"applies", "may_apply"}:
            rules.setdefault(item["subject"], []).append(item["id"])
    best: dict[str, dict[str, Any]] = {}
    for item in result["expose"]["exposures"]:
        held = best.get(item["issuer"])
        if item["sign"] == 1 and (
            held is None or item["for_strength"] > held["for_strength"]
        ):
            best[item["issuer"]] = item
    rows = []
    for item in best.values():
        found = [rule for one in item["securities"] for rule in rules.get(one, ())]
        rows.append(
            (
                *exposure_row(item, result, visit, spoken)[:3],
                _strength(item["for_strength"]),
                _strength(item["against_strength"]),
                spoken.cell(item["for"][0] if item["for"] else "–"),
                Cell(text=", ".join(dict.fromkeys(found)) or visit.say("none found")),
                _source(item, visit),
            )
        )
    columns = (
        Column(key="issuer", label="Issuer"),
        Column(key="securities", label="Securities"),
        Column(key="theme", label="Theme"),
        Column(key="for", label="For", kind="number"),
        Column(key="against", label="Against", kind="number"),
        Column(key="why", label="Evidence for", kind="long"),
        Column(key="rules", label="Rules on the name"),
        Column(key="source", label="Source"),
    )
    empty = "No name with evidence for it alone."
    return make_table("opportunities", "Opportunities", columns, rows, empty=empty)


def rule_table(result: dict[str, Any], visit: Visit, spoken: Spoken) -> Table:
    """Show which rules apply, may apply or do not, with their dates."""
    rows = [
        rule_row(item, result["names"], visit, spoken)
        for item in result["regimes"]["regimes"]
    ]
    empty = "No regime in the records reaches this."
    return make_table("rules", "Rules", RULE_COLUMNS, rows, empty=empty)


RULE_COLUMNS = (
    Column(key="rule", label="Rule"),
    Column(key="subject", label="Subject"),
    Column(key="answer", label="Answer", kind="code"),
    Column(key="reason", label="Reason", kind="long"),
    Column(key="effective", label="Effective", kind="date"),
    Column(key="expires", label="Expires", kind="date"),
    Column(key="next", label="Next date", kind="date"),
    Column(key="checked", label="Checked", kind="date"),
    Column(key="source", label="Source"),
)


def _subject(
    subject: str, names: Mapping[str, str], visit: Visit, spoken: Spoken
) -> Cell:
    """Name what a rule was asked about: the deal, the book, a cause or a security."""
    if subject in {"deal", "measure", "book", "calendar"}:
        return Cell(text=visit.say(subject))
    return spoken.cell(names.get(subject, subject))


def rule_row(
    item: dict[str, Any], names: Mapping[str, str], visit: Visit, spoken: Spoken
) -> tuple[Cell, ...]:
    """Return one answer about a rule."""
    source = item["source"]
    is_page = source.startswith(("https://", "http://"))
    return (
        spoken.cell(names.get(item["id"], item["id"])),
        _subject(item["subject"], names, visit, spoken),
        Cell(text=visit.say(item["answer"]), tone=ANSWER_TONES[item["answer"]]),
        spoken.cell(item["reason"]),
        Cell(text=item["effective"] or "–"),
        Cell(text=item["expires"] or "–"),
        Cell(text=item["next_date"] or "–"),
        Cell(text=item["checked"] or visit.say("never")),
        Cell(text=source.split("/")[2], value=source, href=source)
        if is_page
        else Cell(text=visit.say("own knowledge, low confidence"), tone="dim"),
    )
