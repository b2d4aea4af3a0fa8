"""Draw facts of the knowledge by chance, to be checked against public pages.

Run ``python tools/draw_facts.py [--seed 1] [--count 60]``. A quarter each of terms of
office, links that claim a page, register facts and regimes; each is printed with its
file's words, so that a reader can look it up.
"""

import argparse
import random
import sys
from collections.abc import Sequence

from kuroshio.knowledge import Knowledge, load_knowledge

OWN = "own_knowledge"


def facts_of(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return every fact that can be drawn, one line each, by kind."""
    return {
        "term": [
            f"{term.person} held {term.post} {term.start} to {term.end or 'now'}"
            for term in knowledge.terms
        ],
        "link": [
            f"{link.theme} > {link.issuer} {link.sign:+d} ({link.scope}): "
            f"the page states: {link.evidence or link.because} [{link.source}]"
            for link in knowledge.links
            if link.source != OWN
        ],
        "register": [
            f"{entry.id}: {fact.on} published {fact.published} {fact.field} "
            f"{fact.stage or ''} {fact.amount or ''} {fact.currency or ''} "
            f"{fact.text} [{fact.source}]"
            for entry in knowledge.register.values()
            for fact in entry.facts
        ],
        "regime": [
            f"{regime.id}: {regime.names.en}, {regime.article}; from "
            f"{regime.effective}, expires {regime.expires}; {regime.scope} "
            f"[{regime.source}]"
            for regime in knowledge.regimes.values()
        ],
    }


def draw(knowledge: Knowledge, *, seed: int, count: int) -> list[tuple[str, str]]:
    """Draw ``count`` facts, as many of each kind, in an order that the seed fixes."""
    chance = random.Random(seed)  # noqa: S311 a draw that anybody can repeat
    kinds = facts_of(knowledge)
    each = count // len(kinds)
    return [
        (kind, line)
        for kind, lines in kinds.items()
        for line in chance.sample(sorted(lines), min(each, len(lines)))
    ]


def main(arguments: Sequence[str]) -> None:
    """Print the facts drawn, numbered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    asked = parser.parse_args(arguments)
    rows = draw(load_knowledge(), seed=asked.seed, count=asked.count)
    for number, (kind, line) in enumerate(rows, start=1):
        sys.stdout.write(f"{number:>3} {kind:<8} {line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
