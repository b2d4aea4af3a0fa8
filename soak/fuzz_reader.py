"""Coverage-guided fuzzing of the reader: any bytes give a clean read or a clear error.

Usage: python soak/fuzz_reader.py [-max_total_time=600] [CORPUS_DIR…]
"""

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["kuroshio.text", "kuroshio.reading"]):
    from kuroshio.errors import InputError
    from kuroshio.knowledge import load_knowledge
    from kuroshio.reading import build_sheet, open_document, read_mentions
    from kuroshio.records import Reading, Span

KNOWLEDGE = load_knowledge()
AS_OF = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)


def spans_of(reading: Reading) -> list[Span]:
    """Collect every span of a reading."""
    groups = (
        reading.amounts,
        reading.dates,
        reading.parties,
        reading.officials,
        reading.projects,
        reading.regimes,
        reading.statuses,
        reading.quotes,
        reading.glosses,
    )
    return [mention.span for group in groups for mention in group]


def try_one(raw: bytes) -> None:
    """Read some bytes; every span must stand where it says."""
    try:
        document = open_document(raw, source="fuzz", id="d1")
    except InputError:
        return
    reading = read_mentions(document, KNOWLEDGE)
    for span in spans_of(reading):
        if document.text[span.start : span.end] != span.text:
            raise AssertionError(f"span out of place: {span}")
    build_sheet((document,), KNOWLEDGE, as_of=AS_OF)


def main() -> None:
    """Hand the loop to the fuzzer."""
    arguments = sys.argv
    if not any(item.startswith("-max_total_time") for item in arguments):
        arguments = [*arguments, "-max_total_time=600"]
    atheris.Setup([*arguments, "-max_len=4096", "-timeout=10"], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
