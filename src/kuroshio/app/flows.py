"""The flow view of the register: from where to where, into what, how far along."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from kuroshio.app.inputs import parse_as_of
from kuroshio.app.workspace import Workspace, open_knowledge, open_pack
from kuroshio.briefs import SHANGHAI, head, say_amount
from kuroshio.records import RegisterEntry, RegisterFact
from kuroshio.version import VERSION

LAYERS = ("envelope", "tranche", "committed", "drawn")


def show_flows(*, as_of: str | None, workspace: Workspace) -> dict[str, Any]:
    """Return what the register knew on a day, by source, destination and sector.

    Parameters
    ----------
    as_of : str, optional
        Day of knowledge; default the day of the pack. Facts published later, and
        entries without any earlier fact, are not seen.
    workspace : Workspace
        Gives knowledge and pack.

    Returns
    -------
    dict
        ``flows[] {source, host, sector, stages {stage → entries}, money[], entries[]}``
        in order of source, host and sector. An entry has its stage, since when, the
        steps that led there with both days, and for each layer the amount last told.
        ``money`` adds amounts of one layer and one currency only, never across.
    """
    day = as_of or open_pack(workspace).manifest.date
    instant = parse_as_of(day)
    on = instant.astimezone(SHANGHAI).date()
    knowledge = open_knowledge(workspace)
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for name in sorted(knowledge.register):
        entry = knowledge.register[name]
        facts = knowledge.facts_at(name, on)
        if facts:
            key = (entry.source_country, entry.host, entry.sector or "unknown")
            groups.setdefault(key, []).append(_entry(entry, facts))
    flows = [
        {
            "source": source,
            "host": host,
            "sector": sector,
            "stages": dict(Counter(row["stage"] or "unknown" for row in rows)),
            "money": _added(rows),
            "entries": rows,
        }
        for (source, host, sector), rows in sorted(groups.items())
    ]
    first = head(as_of=instant, inputs=(), pack=None, version=VERSION)
    return {**first, "flows": flows}


def _entry(entry: RegisterEntry, facts: Iterable[RegisterFact]) -> dict[str, Any]:
    """Return one entry as known from its facts, which come in order of publication."""
    whole = [fact for fact in facts if fact.project is None]
    steps = [
        {"on": fact.on, "published": fact.published, "stage": fact.stage}
        for fact in sorted(whole, key=lambda fact: (fact.on, fact.published))
        if fact.stage is not None and fact.tranche is None
    ]
    money: dict[tuple[str, str], RegisterFact] = {}
    for fact in whole:
        if fact.field in LAYERS and fact.amount is not None and fact.currency:
            # Tranches are parts beside each other, the other layers are told anew.
            part = f"tranche {fact.tranche or fact.on}"
            layer = part if fact.field == "tranche" else fact.field
            money[layer, fact.currency] = fact
    return {
        "id": entry.id,
        "name": entry.names.en,
        "kind": entry.kind,
        "stage": steps[-1]["stage"] if steps else None,
        "since": steps[-1]["on"] if steps else None,
        "steps": steps,
        "money": [
            {
                "layer": layer.split()[0],
                "amount": fact.amount,
                "currency": currency,
                "bound": fact.bound,
                "on": fact.on,
                "source": fact.source,
            }
            for (layer, currency), fact in money.items()
        ],
    }


def _added(rows: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Add amounts within one layer and currency; blocked and lapsed ones are out."""
    sums: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        if row["stage"] in {"blocked", "lapsed"}:
            continue
        for money in row["money"]:
            key = (money["layer"], money["currency"])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(money["amount"])
    return [
        {"layer": layer, "currency": currency, "amount": f"{amount:f}"}
        for (layer, currency), amount in sums.items()
    ]


def say_flows(shown: dict[str, Any]) -> str:
    """Word the flows: a line for each, and one for each of its entries."""
    lines = [f"Flows as known on {shown['as_of']}"]
    for flow in shown["flows"]:
        stages = ", ".join(f"{name} {count}" for name, count in flow["stages"].items())
        sums = "; ".join(_say_money(money) for money in flow["money"])
        lines.append(
            f"{flow['source']} → {flow['host']}  {flow['sector']}: {stages}"
            + (f" | {sums}" if sums else "")
        )
        lines.extend(_say_entry(row) for row in flow["entries"])
    lines.append(
        "Sums are of one layer and one currency; blocked and lapsed deals are left out."
    )
    return "\n".join(lines)


def _say_money(money: dict[str, str]) -> str:
    return f"{money['layer']} {say_amount(money['amount'], money['currency'])}"


def _say_entry(row: dict[str, Any]) -> str:
    path = " > ".join(f"{_day(step['on'])} {step['stage']}" for step in row["steps"])
    return f"    {row['name']} ({row['id']}): {path or 'no stage known'}"


def _day(on: date | str) -> str:
    return on if isinstance(on, str) else on.isoformat()
