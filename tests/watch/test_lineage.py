"""One event, one alert: what counts as the same story."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.providers.feeds import make_item
from kuroshio.reading import build_sheet, open_document
from kuroshio.records import Sketch
from kuroshio.watch import (
    Lines,
    find_codes,
    find_figures,
    print_text,
    sketch_event,
    touches,
)

KNOWN = load_knowledge()
NOW = datetime(2026, 2, 12, 3, tzinfo=UTC)
EN = (
    "China's Ministry of Commerce announced on 12 February 2026 that it will impose "
    "export controls on rare earths."
)
ZH = "商务部2月12日发布公告，决定对稀土实施出口管制。"
JA = "中国商務省は12日、レアアースの輸出管理を実施すると発表した。"


def sketch(text, source="us-federal-register", link="/1", title=None):
    home = KNOWN.sources[source]
    item = make_item(
        home, link=f"https://x.example{link}", title=title or text[:80], text=text,
        published_at=NOW,
    )  # fmt: skip
    raw = f"{item.title}\n\n{item.text}".encode()
    read = replace(open_document(raw, source=source, id="d1"), published_at=NOW)
    sheet = build_sheet([read], KNOWN, as_of=NOW)
    return sketch_event(item, sheet, home, KNOWN, on=NOW.date())


def play(*sketches):
    lines, answers, ids = Lines(), [], []
    for one in sketches:
        lineage, event = lines.place(one)
        answers.append(lineage)
        ids.append(lines.add(one, lineage, event).id)
    return answers, ids


def test_three_languages_tell_one_event_in_any_order():
    told = [
        sketch(EN, link="/en"),
        sketch(ZH, "cn-mofcom-policy", link="/zh"),
        sketch(JA, "jp-meti-press", link="/ja"),
    ]
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        answers, ids = play(*(told[at] for at in order))
        assert answers == ["new", "same", "same"]
        assert len(set(ids)) == 1


def test_the_same_words_about_another_product_are_another_event():
    answers, _ = play(
        sketch(EN, link="/1"), sketch(EN.replace("rare earths", "batteries"), link="/2")
    )
    assert answers == ["new", "new"]


def test_another_rate_or_another_number_is_another_event():
    tariff = (
        "The United States will impose a {}% tariff on imports of steel from China."
    )
    answers, _ = play(
        sketch(tariff.format(25), link="/1"), sketch(tariff.format(50), link="/2")
    )
    assert answers == ["new", "new"]
    answers, _ = play(
        sketch(f"商务部公告2026年第61号。{ZH}", link="/1"),
        sketch(f"商务部公告2026年第62号。{ZH}", link="/2"),
    )
    assert answers == ["new", "new"]


def test_a_number_joins_what_words_would_not():
    answers, _ = play(
        sketch(f"MOFCOM Announcement No. 61 of 2026. {EN}", link="/1"),
        sketch(
            "商务部公告2026年第61号：稀土物项答记者问", "cn-mofcom-policy", link="/2"
        ),
    )
    assert answers == ["new", "same"]


def test_a_page_that_changes_its_figures_corrects_itself():
    tariff = (
        "The United States will impose a {}% tariff on imports of steel from China."
    )
    answers, ids = play(
        sketch(tariff.format(25), link="/1"),
        sketch(tariff.format(35), link="/1"),
        sketch(tariff.format(35), link="/1"),
    )
    assert answers == ["new", "correction", "same"]
    assert len(set(ids)) == 1


def test_a_notice_of_correction_joins_the_thread():
    answers, ids = play(
        sketch(EN, link="/1"),
        sketch(
            f"Correction: {EN} The rate is 15%.",
            link="/2",
            title="Correction: controls",
        ),
    )
    assert answers == ["new", "correction"]
    assert len(set(ids)) == 1


def test_two_weeks_later_it_is_news_again():
    first = sketch(EN, link="/1")
    later = replace(first, item="other", link="/9", on=date(2026, 3, 12))
    assert play(first, later)[0] == ["new", "new"]
    lines = Lines()
    lines.add(first, "new", None)
    assert lines.forget(date(2026, 2, 20)) == 0
    assert lines.forget(date(2026, 3, 20)) == 1
    assert lines.place(replace(first, link="/8"))[0] == "new"


def test_events_kept_and_taken_in_again_answer_alike():
    lines = Lines()
    for one in (sketch(EN, link="/en"), sketch(ZH, "cn-mofcom-policy", link="/zh")):
        lineage, event = lines.place(one)
        lines.add(one, lineage, event)
    again = Lines()
    for event in lines.events.values():
        again.put(event)
    probe = sketch(JA, "jp-meti-press", link="/ja")
    assert again.place(probe) == lines.place(probe)
    copy = sketch(ZH + "企业应当核对合同。", "cn-csrc-news", link="/other")
    assert again.place(copy)[0] == "same"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("商务部公告2025年第61号", ("2025-61",)),
        ("Announcement No. 61 of 2025", ("2025-61",)),
        ("FR Doc. 2026-01234 Filed", ("2026-01234",)),
        ("Executive Order 14257 and E.O. 14257", ("EXECUTIVE ORDER-14257", "EO-14257")),
        ("no number", ()),
    ],
)
def test_numbers_of_notices_have_one_spelling(text, codes):
    assert find_codes(text) == codes


def test_figures_agree_across_languages():
    assert find_figures("a tariff of 25 percent") == find_figures("加征25%的关税")
    dollars = find_figures("an investment of $550 billion")
    assert dollars == find_figures("投资5500亿美元")
    assert dollars


def test_prints_see_near_copies_and_nothing_else():
    def alike(one, two):
        pairs = zip(print_text(one), print_text(two), strict=True)
        return sum(a == b for a, b in pairs) / 64

    long = EN * 3
    assert alike(long, long + " Officials gave no further word.") > 0.6
    assert alike(EN, ZH) < 0.1


def test_what_concerns_nobody_is_seen_at_once():
    assert touches(ZH, KNOWN)
    assert touches("浪潮信息：关于股票交易异常波动的公告", KNOWN)
    assert not touches("The Department of Commerce met the mayor of Ohio.", KNOWN)


def test_a_sketch_without_anything_joins_nothing():
    bare = Sketch(item="1", source="s", link="", title="t", on=NOW.date())
    assert play(bare, replace(bare, item="2"))[0] == ["new", "new"]
