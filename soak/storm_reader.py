"""Random documents of hostile shape for ten minutes: spans hold, time stays linear.

Usage: python soak/storm_reader.py [SECONDS]
"""

import random
import sys
import time
from datetime import UTC, datetime

from kuroshio.errors import InputError
from kuroshio.knowledge import load_knowledge
from kuroshio.reading import build_sheet, open_document

KNOWLEDGE = load_knowledge()
AS_OF = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
PIECES = (
    "$55 billion",
    "5500亿美元",
    "5・2兆円",
    "1兆6000億円",
    "３４０００億日圓",
    "约20亿至30亿元",
    "Gina Raimondo (卢特尼克)",
    "「星際之門」(Stargate)",
    "“",
    "”",
    "「",
    "」",
    "『",
    "(",
    ")",
    "（",
    "）",
    "Thursday",
    "昨年7月",
    "令和8年",
    "本周四",
    "18日",
    "45 business days",
    "▽",
    "順に",
    "\n",
    "\n\n- ",
    "– Title: text",
    ". ",
    "。",
    ", ",
    "、",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ud7ff",
    "é",
    "e\u0301",
    "U.S.",
    "according to people familiar with the matter",
    "said",
    "表示",
    "と述べた",
    "has been blocked",
    "禁止",
    "没有",
    "ない",
    "0" * 40,
    "9.9.9.9",
    "%",
    "per share",
    "每股",
    "HS 71051020",
    "CFIUS",
    "外为法",
    "𠮷",
    "🛢",
)

# One of these and the text is refused, so few stories have any.
REFUSED = ("\x00",)
FEW = 0.05


def story(rng: random.Random, size: int) -> str:
    """Return a text of pieces, at least ``size`` long."""
    parts: list[str] = []
    length = 0
    pieces = (*PIECES, *REFUSED) if rng.random() < FEW else PIECES
    while length < size:
        piece = rng.choice(pieces) + rng.choice(("", " ", "  "))
        parts.append(piece)
        length += len(piece)
    return "".join(parts)


def read(text: str) -> float:
    """Read a text; return the seconds it took."""
    start = time.process_time()
    try:
        document = open_document(text.encode("utf-8"), source="storm", id="d1")
    except InputError:
        return 0.0
    sheet = build_sheet((document,), KNOWLEDGE, as_of=AS_OF)
    for claim in sheet.claims:
        for span in claim.evidence:
            if document.text[span.start : span.end] != span.text:
                raise AssertionError(f"span out of place: {span}")
    return time.process_time() - start


def main() -> None:
    """Run until the time is up; print what was tried."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    rng = random.Random(20260212)  # noqa: S311 - not for secrets
    end, tried, worst = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < end:
        size = rng.choice((50, 500, 5000))
        seed = rng.random()
        small = read(story(random.Random(seed), size))  # noqa: S311
        large = read(story(random.Random(seed), size * 8))  # noqa: S311
        tried += 2
        if size == 5000 and small > 0:
            worst = max(worst, large / small)
    print(f"{tried} documents, 8 times the text took at most {worst:.1f} times as long")
    if worst == 0.0:
        sys.exit("no large document was read")
    if worst > 24:
        sys.exit("time grows faster than the text")


if __name__ == "__main__":
    main()
