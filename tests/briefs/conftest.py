"""A small brief made by hand: one deal, one theme, two holdings."""

from datetime import UTC, date, datetime

import pytest

from kuroshio.records import (
    Book,
    Brief,
    Cause,
    Claim,
    DataAge,
    DealSheet,
    Document,
    Event,
    Exposure,
    Finding,
    Holding,
    HoldingExposure,
    InputFile,
    Money,
    Names,
    PathStep,
    RegisterEntry,
    RegisterFact,
    SheetField,
    Span,
    ThemeReach,
    ThemeRow,
    Value,
)

TEXT = "Atlantis will invest $5 billion <script>alert(1)</script> in lighthouses."


@pytest.fixture
def text_brief() -> Brief:
    document = Document(
        id="d1", source="story.txt", sha256="ab" * 32, text=TEXT, languages=("en",)
    )
    span = Span(doc="d1", start=21, end=31, text=TEXT[21:31])
    fact = RegisterFact(
        field="envelope",
        on=date(2025, 1, 1),
        published=date(2025, 1, 2),
        text="Envelope of 50 billion dollars",
        source="https://example.org/a",
        confidence="high",
        amount="50000000000",
        currency="USD",
    )
    cause = Cause(
        id="c1",
        kind="project",
        name="Lighthouses",
        direction=1,
        themes=(ThemeReach(theme="lamps", direction=1),),
        evidence=(span,),
    )
    claim = Claim(
        id="k1",
        subject="e1",
        property="amount",
        value=Value(money=Money(amount="5000000000", currency="USD", layer="envelope")),
        stance="asserted",
        evidence=(span,),
        published="2026-02-12",
        role="total",
        mentions=3,
        judgement="contradicted",
    )
    finding = Finding(
        kind="power_of_ten",
        severity="error",
        say="The text says USD 5bn where the register has USD 50bn.",
        evidence=(span,),
        claims=("k1",),
        slip="a lost zero",
    )
    sheet = DealSheet(
        event=Event(id="e1", kind="deal", type="investment_pledge", vehicle="atlantis"),
        as_of=datetime(2026, 2, 12, 0, 30, tzinfo=UTC),
        documents=(document,),
        claims=(claim,),
        sheet=(
            SheetField(
                field="envelope",
                state="contradicted",
                chosen="k1",
                article="USD 5bn",
                register="USD 50bn",
                used="USD 50bn",
            ),
        ),
        findings=(finding,),
        causes=(cause,),
        status="negotiating",
    )
    step = PathStep(
        source="lamps",
        target="lampco",
        sign=1,
        strength=0.8,
        because="sells lamps",
        evidence="https://example.org/b",
    )
    exposure = Exposure(
        cause="c1",
        theme="lamps",
        issuer="lampco",
        name="Lamp Company",
        securities=("600000.SH",),
        sign=1,
        for_strength=0.8,
        against_strength=0.0,
        hops=1,
        revenue_share=None,
        materiality=None,
        basis="retrieved",
        path=(step,),
        evidence_for=("sells lamps",),
    )
    holding = Holding(
        security="600000.SH", kind="equity", value=60.0, currency="CNY", row=2
    )
    other = Holding(security="<b>.SH", kind="equity", value=40.0, currency="CNY", row=3)
    return Brief(
        version="0.1.0",
        as_of=sheet.as_of,
        as_of_basis="document date",
        inputs=(InputFile(source="story.txt", sha256="ab" * 32),),
        pack="2026-02-11",
        ages=(
            DataAge(
                market="A", data_date=date(2026, 2, 11), sessions_old=0, stale=False
            ),
            DataAge(
                market="HK", data_date=date(2025, 10, 30), sessions_old=70, stale=True
            ),
        ),
        sheet=sheet,
        entry=RegisterEntry(
            id="atlantis",
            names=Names(en="Atlantis vehicle"),
            kind="vehicle",
            host="US",
            source_country="GR",
            parties=(),
            facts=(fact,),
        ),
        facts=(fact,),
        clocks=(),
        windows=(),
        exposures=(exposure,),
        book=Book(source="book.csv", sha256="cd" * 32, holdings=(holding, other)),
        profile=None,
        holdings=(
            HoldingExposure(
                security="600000.SH",
                issuer="lampco",
                weight=0.6,
                sign=1,
                via=("lamps",),
            ),
            HoldingExposure(
                security="<b>.SH", issuer=None, weight=0.4, sign=None, via=()
            ),
        ),
        themes=(
            ThemeRow(
                theme="lamps",
                name="Lamps",
                for_weight=0.6,
                against_weight=0.0,
                mixed_weight=0.0,
                unknowns=("price of oil",),
            ),
        ),
        risk=None,
        proposals=(),
        regimes=(),
        names=(("600000.SH", "Lamp Company"),),
    )
