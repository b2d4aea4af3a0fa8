"""Read every document of a gold folder and score the reading.

Usage: score_reader.py GOLD_DIR SCORER [--vocab FILE] [--show ID] [--keep DIR]

``GOLD_DIR/<id>/text.txt`` and ``gold.json`` are the documents; SCORER is a script that
takes a folder of predictions, ``--gold`` and ``--vocab`` (such as the judges' own).
``--show`` prints what one document's reading has too much and too little of.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter
from typing import Any

from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import flatten, join_readings, read_mentions
from kuroshio.records import Document

FIELDS = (
    "amounts", "parties", "officials", "projects", "dates", "regimes", "quotes",
    "glosses", "conflicts",
)  # fmt: skip

# For stories without a date.
TODAY = date(2026, 11, 23)


def read_text(text: str, knowledge: Knowledge) -> dict[str, Any]:
    """Return the flat reading of one text."""
    document = Document(id="d1", source="-", sha256="", text=text)
    reading = read_mentions(document, knowledge)
    as_of = datetime.combine(reading.anchor or TODAY, time.max, UTC)
    sheet = join_readings([reading], knowledge, as_of=as_of)
    return flatten(reading, sheet.findings)


def show(folder: Path, knowledge: Knowledge) -> None:
    """Print gold and reading side by side, field by field."""
    text = (folder / "text.txt").read_text(encoding="utf-8")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    flat = read_text(text, knowledge)
    print(text)
    for field in FIELDS:
        wanted = list(gold.get(field) or [])
        wanted += [dict(p, person=True) for p in gold.get("people") or []] * (
            field == "officials"
        )
        print(f"== {field}")
        for row in wanted:
            print("  gold", _row(row))
        for row in flat.get(field) or []:
            print("  read", _row(row))
    print("== not deal", [_row(r) for r in gold.get("not_deal_amounts") or []])
    print("== mentioned", [r["canonical"] for r in gold.get("mentioned") or []])
    print("== status gold", gold["status"], "\n          read", flat["status"])


def _row(row: dict[str, Any]) -> str:
    evidence = (row.get("evidence") or {}).get("text")
    rest = {k: v for k, v in row.items() if k not in {"evidence", "accept", "type"}}
    return f"{rest} << {evidence}"


def main() -> int:
    """Write predictions, run the scorer on them, and say how long reading took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--vocab", type=Path)
    parser.add_argument("--show")
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    knowledge = load_knowledge()
    if args.show:
        show(args.gold / args.show, knowledge)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        target = args.keep or Path(temporary)
        target.mkdir(parents=True, exist_ok=True)
        begin, count = perf_counter(), 0
        for folder in sorted(args.gold.iterdir()):
            if not (folder / "gold.json").exists():
                continue
            gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
            text = (folder / "text.txt").read_text(encoding="utf-8")
            flat = json.dumps(read_text(text, knowledge), ensure_ascii=False)
            path = target / f"{gold['doc_id']}.json"
            path.write_text(flat, encoding="utf-8")
            count += 1
        spent = perf_counter() - begin
        vocab = ["--vocab", str(args.vocab)] if args.vocab else []
        command = [sys.executable, str(args.scorer), str(target)]
        command += ["--gold", str(args.gold), *vocab]
        done = subprocess.run(command, check=False)  # noqa: S603 - our own arguments
        print(f"{count} documents read in {spent:.2f} s")
        return done.returncode


if __name__ == "__main__":
    sys.exit(main())
