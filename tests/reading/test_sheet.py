"""The sheet: what is chosen, in what state, and as known on which day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.errors import InputError
from kuroshio.knowledge import Knowledge, load_knowledge
from kuroshio.reading import build_sheet, open_document
from kuroshio.records import DealSheet

FEBRUARY_12 = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)
FEBRUARY_18 = datetime(2026, 2, 18, 12, tzinfo=UTC)
STORY = Path(__file__).parents[2] / "examples" / "story.txt"
ARTICLE = "documents/japan-us-investment-2026-02-12.en.txt"
REQUIRED = {
    "power_of_ten",
    "gloss_conflict",
    "out_of_office",
    "status_conflict",
    "envelope_tranche",
    "stale_entity",
    "unverifiable_speaker",
    "quote_repeats_disputed",
    "unquantified",
    "omission",
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def sheet_of(*texts: str, knowledge: Knowledge, as_of=FEBRUARY_12) -> DealSheet:
    documents = [
        open_document(text.encode(), source=f"{number}.txt", id=f"d{number}")
        for number, text in enumerate(texts, start=1)
    ]
    return build_sheet(documents, knowledge, as_of=as_of)


def kinds(sheet: DealSheet, *severities: str) -> set[str]:
    return {
        one.kind
        for one in sheet.findings
        if not severities or one.severity in severities
    }


def field(sheet: DealSheet, name: str):
    return next(one for one in sheet.sheet if one.field == name)


@pytest.fixture(scope="module")
def article(shared) -> str:
    return (shared / ARTICLE).read_text(encoding="utf-8")


@pytest.mark.shared_data
def test_founding_article_gives_every_required_finding(article, knowledge):
    sheet = sheet_of(article, knowledge=knowledge)
    assert kinds(sheet) >= REQUIRED
    assert kinds(sheet) & {"gloss_truncated", "machine_reading"}
    slips = [one for one in sheet.findings if one.kind == "power_of_ten"]
    assert len(slips) == 1
    assert slips[0].slip is not None
    assert "5500亿" in slips[0].slip
    envelope = field(sheet, "envelope")
    assert envelope.state == "contradicted"
    assert (envelope.article or "").startswith("USD 55bn")
    assert (envelope.used or "").startswith("USD 550bn")
    chosen = next(one for one in sheet.claims if one.id == envelope.chosen)
    assert chosen.mentions == len(chosen.evidence) >= 15
    assert chosen.judgement == "contradicted"


@pytest.mark.shared_data
def test_right_glosses_stay_silent(article, knowledge):
    sheet = sheet_of(article, knowledge=knowledge)
    said = [
        one.evidence[0].text
        for one in sheet.findings
        if one.kind in {"gloss_conflict", "gloss_truncated"}
    ]
    assert len(said) == 2
    assert any("卢特尼克" in text for text in said)
    assert any("赤泽亮" in text for text in said)


@pytest.mark.shared_data
def test_corrected_sums_and_names_take_their_findings_away(article, knowledge):
    corrected = (
        article.replace("$55 ", "$550 ")
        .replace("Gina Raimondo", "Howard Lutnick")
        .replace("Akira Akazawa (赤泽亮)", "Ryosei Akazawa (赤泽亮正)")
    )
    found = kinds(sheet_of(corrected, knowledge=knowledge))
    assert not found & {
        "power_of_ten",
        "gloss_conflict",
        "gloss_truncated",
        "machine_reading",
        "out_of_office",
        "quote_repeats_disputed",
    }
    assert found >= {"status_conflict", "envelope_tranche", "stale_entity"}


@pytest.mark.shared_data
def test_other_parties_and_sums_give_the_same_kinds(article, knowledge):
    other = (
        article.replace("Japan’s $55", "South Korea’s $35")
        .replace("$55", "$35")
        .replace("Japan and the United States", "South Korea and the United States")
        .replace("Gina Raimondo", "Penny Pritzker")
    )
    found = kinds(sheet_of(other, knowledge=knowledge), "error")
    assert found >= {"power_of_ten", "gloss_conflict", "out_of_office"}
    assert found >= {"status_conflict", "envelope_tranche"}


@pytest.mark.shared_data
def test_a_true_deal_of_that_size_by_others_raises_no_alarm(article, knowledge):
    other = article.replace("Japan’s", "Germany’s").replace("Japan", "Germany")
    assert "power_of_ten" not in kinds(sheet_of(other, knowledge=knowledge))


@pytest.mark.shared_data
def test_the_tranche_is_known_only_after_it_was_published(article, knowledge):
    before = sheet_of(article, knowledge=knowledge, as_of=FEBRUARY_12)
    after = sheet_of(article, knowledge=knowledge, as_of=FEBRUARY_18)
    assert field(before, "tranche").state == "missing"
    assert field(before, "tranche").register is None
    assert (field(after, "tranche").register or "").startswith("USD 36bn")
    assert before.status == after.status == "negotiating"


@pytest.mark.shared_data
def test_founding_article_has_three_causes_with_themes(article, knowledge):
    sheet = sheet_of(article, knowledge=knowledge)
    themes = [{reach.theme for reach in cause.themes} for cause in sheet.causes]
    assert len(themes) == 3
    assert "data-centre-power" in themes[0]
    assert themes[1] == {"crude-export"}
    assert themes[2] == {"superhard-materials"}


def test_example_story_has_its_planted_errors_and_no_false_ones(knowledge):
    text = STORY.read_text(encoding="utf-8")
    sheet = sheet_of(text, knowledge=knowledge, as_of=FEBRUARY_18)
    assert kinds(sheet, "error") == {
        "power_of_ten",
        "gloss_conflict",
        "out_of_office",
        "status_conflict",
    }
    assert kinds(sheet, "warn") >= {
        "stale_entity",
        "regime_not_applicable",
        "unquantified",
        "quote_repeats_disputed",
    }


PRIMARY = (
    "First projects under the Japan-U.S. memorandum\n\nFebruary 18, 2026\n\nThe first "
    "tranche under Japan's $550 billion U.S. investment vehicle is $36 "
    "billion, Commerce "
    "Secretary Howard Lutnick said.\n"
)
WIRE = (
    "日本の対米投資、第1弾\n2026年2月18日\n\n日本の対米投資5500億ドルの第1弾は、"
    "360億ドル(約5兆5000億円)になる。赤沢亮正経済産業相が発表した。\n"
)


def test_two_documents_agree_across_languages(knowledge):
    sheet = sheet_of(PRIMARY, WIRE, knowledge=knowledge, as_of=FEBRUARY_18)
    envelope = field(sheet, "envelope")
    assert envelope.state == "agreed"
    assert len(envelope.others) == 1
    assert not kinds(sheet, "error")


def test_a_copy_does_not_count_as_a_second_source(knowledge):
    sheet = sheet_of(
        PRIMARY, PRIMARY + "(agency)\n", knowledge=knowledge, as_of=FEBRUARY_18
    )
    assert {one.cluster for one in sheet.documents} == {"d1"}


def test_losers_stay_visible(knowledge):
    wrong = WIRE.replace("360億ドル(約5兆5000億円)", "36億ドル")
    sheet = sheet_of(wrong, PRIMARY, knowledge=knowledge, as_of=FEBRUARY_18)
    tranche = field(sheet, "tranche")
    assert tranche.chosen is not None
    assert len(tranche.others) == 1
    assert "power_of_ten" in kinds(sheet, "error")


def test_documents_of_later_days_are_not_seen(knowledge):
    sheet = sheet_of(
        PRIMARY.replace("February 18", "February 11"), PRIMARY, knowledge=knowledge
    )
    assert [one.id for one in sheet.documents] == ["d1"]
    with pytest.raises(InputError, match="published after"):
        sheet_of(PRIMARY, knowledge=knowledge)


def test_an_instant_without_a_zone_is_refused(knowledge):
    with pytest.raises(InputError, match="zone"):
        sheet_of(
            PRIMARY,
            knowledge=knowledge,
            as_of=datetime(2026, 2, 18),  # noqa: DTZ001 - that is the point
        )


def test_every_claim_rests_on_its_characters(knowledge):
    sheet = sheet_of(PRIMARY, WIRE, knowledge=knowledge, as_of=FEBRUARY_18)
    texts = {one.id: one.text for one in sheet.documents}
    assert sheet.claims
    for claim in sheet.claims:
        assert claim.evidence
        for span in claim.evidence:
            assert texts[span.doc][span.start : span.end] == span.text


def test_the_same_documents_give_the_same_sheet(knowledge):
    one = sheet_of(PRIMARY, WIRE, knowledge=knowledge, as_of=FEBRUARY_18)
    two = sheet_of(PRIMARY, WIRE, knowledge=knowledge, as_of=FEBRUARY_18)
    assert one == two


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Japan's $55 billion U.S. investment deal",
                "5500億ドル(約85兆円)",
                "商务部部长王文涛(Wang Wen)",
                "Commerce Secretary Gina Raimondo (卢特尼克)",
                " have been selected",
                " will determine whether the agreement is finalized.",
                "「合意した」と述べた。",
                "关税25%",
                "- Project: ",
                "\n\n",
                "\u200f\u200b",
                "((“「",
                "February 12, 2026\n",
                "of which $1 and $2 total $4",
            ]
        ),
        max_size=30,
    )
)
def test_any_patchwork_is_read_with_its_spans_in_place(knowledge, pieces):
    text = "Head\n\nFebruary 12, 2026\n\n" + " ".join(pieces)
    sheet = sheet_of(text, knowledge=knowledge)
    stored = sheet.documents[0].text
    spans = [span for one in sheet.claims for span in one.evidence]
    spans += [span for one in sheet.findings for span in one.evidence]
    assert all(stored[span.start : span.end] == span.text for span in spans)


def test_a_text_of_absurd_shape_is_judged_in_bounded_work(knowledge):
    line = "Japan's $55 billion U.S. investment deal, three projects selected, " * 3000
    sheet = sheet_of(f"Head\n\nFebruary 12, 2026\n\n{line}", knowledge=knowledge)
    assert len(sheet.findings) < 200
