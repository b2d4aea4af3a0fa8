"""Turn hand-written annotation sheets into gold sheets with exact spans.

Each folder of ``documents/tune`` and ``documents/held`` holds ``text.txt`` (the story),
``sheet.txt`` (what a careful reader finds in it) and ``gold.json`` (built from both).
A line of the sheet is a letter, its fields parted by `` | ``, and last the evidence
exactly as it stands in the text, with ``@2`` behind it for the second occurrence::

    A 165e9 USD total ! | US$165 billion       money of the deal; ! headline, ~ about,
                                               > at least, < at most, max=…, =… converts
    N 200e9 USD forecast | $200 billion        money that is not of the deal
    P TSMC = 2330 | company | investor | TSMC  party (M: merely mentioned)
    O Donald Trump | President | United States | President Donald Trump   (E: company)
    J fab | semiconductors | Arizona | TSMC | three fabs | 6e9 USD        project
    D 2025-03-03 announced rel | on Monday
    R CFIUS | pending | CFIUS review
    S announced | it means to put
    Q C.C. Wei | We intend to expand
    G 盧特尼克 | Lutnick | true | 盧特尼克(Lutnick)
    C field | one claim ;; another | evidence
    T field | value | why
    V Nippon Steel North America | evidence    vehicle
    X power_of_ten register_conflict | evidence | why   a planted error: its kind and
                                               other kinds that name it as well

``=`` between names gives accepted aliases, between titles either of them. Folders
of ``documents/planted*`` have X lines only and get ``planted.json``; those of
``documents/clean*`` hold stories without an error. Run this file to rebuild all of it.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "documents"
BUILT = {
    "tune": "gold.json",
    "held": "gold.json",
    "tune2": "gold.json",
    "held2": "gold.json",
    "passages": "gold.json",
    "planted": "planted.json",
    "planted_held": "planted.json",
    "planted2": "planted.json",
    "clean2": "clean.json",
    "clean": "clean.json",
    "clean_held": "clean.json",
}
INSIDE_NUMBER = re.compile(r"\d[.,．，・]?\Z")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PRECISIONS = (
    (re.compile(r"\d{4}"), "year"),
    (re.compile(r"\d{4}-\d{2}"), "month"),
    (DAY, "day"),
    (re.compile(r"\d{4}-W\d{2}"), "week"),
    (re.compile(r"\d{4}-H[12]"), "half"),
    (re.compile(r"\d{4}-Q[1-4]"), "quarter"),
    (re.compile(r"P\d+[DWMY]"), "duration"),
)
Sheet = dict[str, Any]


class SheetError(ValueError):
    """An annotation sheet does not fit its text."""


def occurrences(text: str, phrase: str) -> Iterator[int]:
    """Yield where a phrase starts, skipping starts inside a longer number."""
    start = text.find(phrase)
    while start >= 0:
        if not (phrase[0].isdigit() and INSIDE_NUMBER.search(text[:start])):
            yield start
        start = text.find(phrase, start + 1)


def evidence(text: str, phrase: str) -> dict[str, Any]:
    """Return the span of a phrase, ``@n`` behind it choosing the occurrence."""
    wanted = 1
    if found := re.fullmatch(r"(.*?)\s*@(\d+)", phrase):
        phrase, wanted = found[1], int(found[2])
    starts = list(occurrences(text, phrase))
    if len(starts) < wanted:
        raise SheetError(f"{phrase!r} occurs {len(starts)} times, {wanted} wanted")
    start = starts[wanted - 1]
    return {
        "text": phrase,
        "start": start,
        "end": start + len(phrase),
        "occurrences": len(starts),
    }


def surfaces(made: Sheet) -> Sheet:
    """Accept both halves of a name that stands with its gloss in brackets."""
    if found := re.match(r"(.+?)[(（](.+?)[,)）]", made["evidence"]["text"]):
        made["accept"] = [*made.get("accept", []), found[1], found[2]]
    return made


def called(key: str, field: str) -> Sheet:
    """Split ``A = B = C`` into a name under a key and the accepted aliases."""
    first, *others = [part.strip() for part in field.split(" = ")]
    return {key: first, "accept": others} if others else {key: first}


def money(text: str, head: str, span: str) -> Sheet:
    """Read ``165e9 USD total ! ~`` into an amount."""
    value, currency, role, *marks = head.split()
    made: Sheet = {"value": float(value), "currency": currency, "role": role}
    for mark in marks:
        if mark == "!":
            made["headline"] = True
        elif mark == "~":
            made["approx"] = True
        elif mark in "<>":
            made["bound"] = "min" if mark == ">" else "max"
        elif mark.startswith("max="):
            made["max"] = float(mark[4:])
        elif mark.startswith("="):
            made["same_as"] = mark[1:].replace("_", " ")
        else:
            raise SheetError(f"unknown mark {mark!r} in {head!r}")
    return made | {"evidence": evidence(text, span)}


def day(text: str, head: str, span: str) -> Sheet:
    """Read ``2025-03-03 announced rel`` into a date."""
    value, role, *marks = head.split()
    precision = next((n for p, n in PRECISIONS if p.fullmatch(value)), None)
    if precision is None:
        raise SheetError(f"no date: {value!r}")
    made: Sheet = {"role": role, "date": value, "precision": precision}
    if "rel" in marks:
        made["relative"] = True
    return made | {"evidence": evidence(text, span)}


def organisation(text: str, name: str, kind: str, role: str, span: str) -> Sheet:
    """Read a party or a bystander."""
    return surfaces(
        called("canonical", name)
        | {"type": kind, "role": role, "evidence": evidence(text, span)}
    )


def person(text: str, name: str, title: str, org: str, span: str) -> Sheet:
    """Read an official or a company's person."""
    made = called("canonical", name) | {"title": title.replace(" = ", " / ")}
    return surfaces(made | {"org": org, "evidence": evidence(text, span)})


def project(
    text: str, name: str, sector: str, location: str, operator: str, *rest: str
) -> Sheet:
    """Read a project; a last field ``6e9 USD`` is its amount."""
    made: Sheet = called("name", name) | {
        "sector": sector or None,
        "location": location or None,
        "operator": operator or None,
    }
    if len(rest) == 2:
        value, currency = rest[1].split()
        made |= {"amount": float(value), "currency": currency}
    return made | {"evidence": evidence(text, rest[0])}


def gloss(text: str, surface: str, other: str, verdict: str, span: str) -> Sheet:
    """Read a gloss pair with its verdict: true, false or null."""
    return {
        "surface": surface,
        "gloss": other,
        "consistent": json.loads(verdict),
        "evidence": evidence(text, span),
    }


def conflict(text: str, field: str, claims: str, span: str) -> Sheet:
    """Read claims of one text that cannot both be true."""
    return {
        "field": field,
        "claims": [{"value": claim.strip()} for claim in claims.split(";;")],
        "evidence": evidence(text, span),
    }


def regime(text: str, name: str, state: str, span: str) -> Sheet:
    """Read a review, permit or rule and its state."""
    return called("regime", name) | {"state": state, "evidence": evidence(text, span)}


def quote(text: str, speaker: str, span: str) -> Sheet:
    """Read quoted words and who said them."""
    return {"speaker": speaker, "evidence": evidence(text, span)}


def error(text: str, kinds: str, span: str, why: str) -> Sheet:
    """Read a planted error; kinds after the first are accepted for it as well."""
    kind, *also = re.split(r"[\s,]+", kinds)
    return {"kind": kind, "also": also, "evidence": evidence(text, span), "why": why}


def trap(_: str, field: str, value: str, why: str) -> Sheet:
    """Read what a hasty reader would get wrong."""
    return {"field": field, "value": value, "why": why}


READERS: dict[str, tuple[str, Callable[..., Sheet]]] = {
    "A": ("amounts", money),
    "N": ("not_deal_amounts", money),
    "P": ("parties", organisation),
    "M": ("mentioned", organisation),
    "O": ("officials", person),
    "E": ("people", person),
    "J": ("projects", project),
    "D": ("dates", day),
    "R": ("regimes", regime),
    "Q": ("quotes", quote),
    "G": ("glosses", gloss),
    "C": ("conflicts", conflict),
    "T": ("traps", trap),
    "X": ("planted", error),
}


def blank(folder: Path) -> Sheet:
    """Return the sheet that the lines of a folder are added to."""
    if folder.parent.name.startswith("planted"):
        return {"doc_id": folder.name, "planted": []}
    if folder.parent.name.startswith("clean"):
        return {"doc_id": folder.name}
    lists = {key: [] for key, _ in READERS.values() if key != "planted"}
    return {"doc_id": folder.name, "vehicle": None} | lists


def build(folder: Path, text: str, lines: list[str]) -> Sheet:
    """Return the gold sheet of one document."""
    gold = blank(folder)
    faults: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        letter, _, rest = line.partition(" ")
        fields = [part.strip() for part in re.split(r" \|(?= )", rest)]
        try:
            add(gold, text, letter, fields)
        except (IndexError, KeyError, TypeError, ValueError) as fault:
            faults.append(f"{folder.name}: {line}: {fault}")
    if faults:
        raise SheetError("\n".join(faults))
    return gold


def add(gold: Sheet, text: str, letter: str, fields: list[str]) -> None:
    """Put one line of a sheet into the gold sheet."""
    if letter in READERS:
        key, read = READERS[letter]
        gold[key].append(read(text, *fields))
    elif letter == "S":
        gold["status"] = {"value": fields[0], "evidence": evidence(text, fields[1])}
    elif letter == "V":
        gold["vehicle"] = {"value": fields[0], "evidence": evidence(text, fields[1])}
    elif letter == "deal":
        gold["deal"] = {"kind": fields[0], "summary": fields[1]}
    elif letter == "lang":
        gold["lang"] = fields[0].split()
    elif letter in {"date", "genre"}:
        gold["document_date" if letter == "date" else "genre"] = fields[0]
    else:
        raise SheetError(f"unknown line {letter!r}")


def folders() -> list[Path]:
    """Return the folder of every annotated document."""
    return sorted(path.parent for s in BUILT for path in HERE.glob(f"{s}/*/sheet.txt"))


def rebuild(folder: Path) -> str:
    """Return the sheet of a folder as it should stand on disk."""
    text = (folder / "text.txt").read_text(encoding="utf-8")
    lines = (folder / "sheet.txt").read_text(encoding="utf-8").splitlines()
    return json.dumps(build(folder, text, lines), ensure_ascii=False, indent=1) + "\n"


def built(folder: Path) -> Path:
    """Return where the built sheet of a folder stands."""
    return folder / BUILT[folder.parent.name]


def main() -> None:
    """Rebuild every sheet."""
    faults = []
    for folder in folders():
        try:
            made = rebuild(folder)
        except SheetError as fault:
            faults.append(str(fault))
        else:
            built(folder).write_text(made, encoding="utf-8")
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":
    main()
