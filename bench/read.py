"""Time the reader: short articles a second, and one long article.

Usage: read.py [FOLDER] [ARTICLE]

FOLDER holds ``<id>/text.txt`` (default: the tests' own documents), ARTICLE is one long
text (default: those documents joined). Where the ``dateparser`` library is installed,
its search over the same long text is timed beside our search for times.
"""

import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import read_mentions
from kuroshio.records import Document
from kuroshio.text import find_dates, find_money

ROOT = Path(__file__).parents[1]
ROUNDS = 7
SHORT = 850


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the shortest of several runs in seconds of one processor."""
    spent = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def main() -> int:
    """Print articles a second, the long article's time, and a peer's time."""
    default = ROOT / "tests" / "reading" / "documents" / "tune"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    texts = [
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/text.txt"))
    ]
    long = (
        Path(sys.argv[2]).read_text(encoding="utf-8")
        if len(sys.argv) > 2
        else "\n\n".join(texts)[:13_500]
    )
    begin = time.perf_counter()
    knowledge = load_knowledge()
    print(f"knowledge loaded in {time.perf_counter() - begin:.3f} s")
    documents = [Document(id="d", source="-", sha256="", text=text) for text in texts]
    characters = sum(map(len, texts))

    def read_all() -> None:
        for document in documents:
            read_mentions(document, knowledge)

    read_all()
    spent = best(read_all)
    print(
        f"{len(texts)} articles, {characters / len(texts):.0f} characters each: "
        f"{len(texts) / spent:.0f} articles/s, "
        f"{characters / spent / SHORT:.0f} articles/s of {SHORT} characters"
    )
    # Each a text not seen before: names and times of the last few texts are kept.
    fresh = (
        Document(id="d", source="-", sha256="", text=long + "\n" * count)
        for count in range(26)
    )
    read_mentions(next(fresh), knowledge)
    spent = best(lambda: read_mentions(next(fresh), knowledge), 25)
    print(f"one article of {len(long)} characters: {spent * 1e3:.2f} ms")
    ours = best(lambda: find_dates(long, date(2026, 2, 12)), 25)
    money = best(lambda: find_money(long))
    print(f"  times {ours * 1e3:.2f} ms, money {money * 1e3:.2f} ms")
    if find_spec("dateparser"):
        from dateparser.search import search_dates  # type: ignore[import-untyped]

        theirs = best(lambda: search_dates(long[:13_500], languages=["en"]), 2)
        print(f"  dateparser {theirs * 1e3:.0f} ms: {theirs / ours:.0f} times ours")
    return 0


if __name__ == "__main__":
    sys.exit(main())
