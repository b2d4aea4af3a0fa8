"""The flat form: one row for one value, evidence as characters, conflicts by field."""

from kuroshio.reading import flatten
from kuroshio.records import (
    AmountMention,
    DateMention,
    Document,
    Finding,
    Money,
    PartyMention,
    Reading,
    Span,
    When,
)

TEXT = "It cost $5bn, $5bn again, up to $5bn; rivals said $5bn on Monday and Monday."
DOCUMENT = Document(id="d1", source="-", sha256="", text=TEXT)


def span(piece, nth=1):
    start = -1
    for _ in range(nth):
        start = TEXT.index(piece, start + 1)
    return Span(doc="d1", start=start, end=start + len(piece), text=piece)


def amount(nth, **rest):
    money = Money(amount="5000000000", currency="USD")
    return AmountMention(money=money, span=span("$5bn", nth), **rest)


def test_repeats_are_one_row_and_a_ceiling_is_another():
    reading = Reading(
        document=DOCUMENT,
        sentences=((0, len(TEXT)),),
        amounts=(
            amount(1, role="total"),
            amount(2, role="total", headline=True),
            amount(3, role="limit"),
            amount(4, deal=False),
        ),
    )
    rows = flatten(reading)["amounts"]
    assert [(r["value"], r["role"], r["headline"]) for r in rows] == [
        (5000000000, "total", True),
        (5000000000, "limit", False),
    ]
    evidence = rows[0]["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["text"] == "$5bn"


def test_money_of_others_is_kept_and_marked():
    reading = Reading(
        document=DOCUMENT, sentences=((0, len(TEXT)),), amounts=(amount(1, deal=False),)
    )
    assert [row["deal"] for row in flatten(reading)["amounts"]] == [False]


def test_a_repeated_time_takes_the_role_that_says_something():
    when = When(iso="2026-02-09", precision="day")
    reading = Reading(
        document=DOCUMENT,
        sentences=((0, len(TEXT)),),
        dates=(
            DateMention(when=when, span=span("Monday")),
            DateMention(when=when, span=span("Monday", 2), role="meeting"),
        ),
    )
    assert [(r["date"], r["role"]) for r in flatten(reading)["dates"]] == [
        ("2026-02-09", "meeting")
    ]


def test_bystanders_are_left_out_and_nothing_is_unknown():
    aside = PartyMention(
        name="rivals", canonical="rivals", span=span("rivals"), bystander=True
    )
    reading = Reading(document=DOCUMENT, sentences=(), parties=(aside,))
    flat = flatten(reading)
    assert flat["parties"] == []
    assert flat["status"] == {"value": "unknown", "evidence": None}


def test_findings_that_two_statements_cause_are_conflicts():
    finding = Finding(
        kind="status_conflict",
        severity="error",
        say="Two stages are claimed.",
        evidence=(span("$5bn"), span("rivals")),
    )
    quiet = Finding(kind="omission", severity="warn", say="x", evidence=())
    flat = flatten(Reading(document=DOCUMENT, sentences=()), (finding, quiet))
    assert flat["conflicts"] == [
        {
            "field": "status",
            "claims": ["$5bn", "rivals"],
            "evidence": {"start": 8, "end": 12, "text": "$5bn"},
        }
    ]
    assert [row["kind"] for row in flat["findings"]] == ["status_conflict", "omission"]
    assert flat["findings"][1]["evidence"] is None
