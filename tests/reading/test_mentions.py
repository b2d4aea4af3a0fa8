"""One document read whole: what each field gives, in four scripts, with exact spans."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuroshio.knowledge import load_knowledge
from kuroshio.reading import flatten, read_mentions
from kuroshio.records import Document


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


def read(text, knowledge, **rest):
    document = Document(id="d1", source="-", sha256="", text=text, **rest)
    return read_mentions(document, knowledge)


def deal_money(reading):
    return [(m.money.amount, m.role) for m in reading.amounts if m.deal]


# Amounts


def test_headline_is_the_whole_not_the_part_named_first(knowledge):
    reading = read(
        "Chipmaker grows\nMarch 4, 2025\n\nThe firm will spend a further $100 billion. "
        "Added to $65 billion before, its total comes to $165 billion.",
        knowledge,
    )
    flagged = {m.money.amount for m in reading.amounts if m.headline}
    assert flagged == {"165000000000"}
    assert ("100000000000", "part") in deal_money(reading)


@pytest.mark.parametrize(
    "sentence",
    [
        "The company denied that it had offered $9 billion.",
        "One analyst reckons that it would cost $9 billion a year.",
        "It has annual sales of $9 billion.",
        "Separately, it bought a brewer for $9 billion.",
        "公司否认将出价90亿美元的传闻。",
        "有投行推算公司要交约90亿美元。",
        "公司去年营收90亿美元。",
        "「90億ドル」との報道について会社側は否定した。",
        "経済波及効果は90億ドルと試算される。",
        "以90億美元出售的另一筆交易與本案無關。",
    ],
)
def test_money_that_is_not_the_deals(sentence, knowledge):
    reading = read(
        f"Title\n2026-02-12\n\nThe deal is worth $2 billion.\n{sentence}", knowledge
    )
    nine = [m for m in reading.amounts if m.money.amount == "9000000000"]
    assert nine
    assert not any(m.deal for m in nine)
    assert ("2000000000", "total") in deal_money(reading)


def test_conversion_price_and_limit_have_their_roles(knowledge):
    reading = read(
        "日鉄の買収\n2025年6月19日\n\n買収額は142億ドル(約2兆円)。1株55ドルで、"
        "うち最大10億ドルを上限として銀行から借りる。",
        knowledge,
    )
    roles = {m.money.amount: m.role for m in reading.amounts}
    assert roles["14200000000"] == "total"
    assert roles["2000000000000"] == "conversion"
    assert roles["55"] == "price"
    assert roles["1000000000"] == "limit"


# Times


def test_roles_of_times(knowledge):
    reading = read(
        "Deal\nDec. 19, 2025\n\nThe two signed the pact on Dec. 1. Closing is expected "
        "by March 31, 2026. Regulators approved it on Dec. 10. It runs for 90 days.",
        knowledge,
    )
    roles = {m.when.iso: m.role for m in reading.dates}
    assert roles["2025-12-01"] == "agreed"
    assert roles["2026-03-31"] == "expected_close"
    assert roles["2025-12-10"] == "approved"
    assert roles["P90D"] == "term"
    assert "2025-12-19" not in roles


def test_a_japanese_time_takes_the_verb_at_the_end(knowledge):
    reading = read(
        "見出し\n2026年2月18日\n\n両政府は18日、昨年7月の合意で約束した投資の第1弾を発表した。",
        knowledge,
    )
    assert {m.when.iso: m.role for m in reading.dates} == {
        "2026-02-18": "announced",
        "2025-07": "agreed",
    }


# People


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        (
            "The plan was shown by Chairman and CEO Dr. C.C. Wei.",
            "C.C. Wei",
            "Chairman and CEO",
        ),
        (
            '"Fine," said Ulrike Sand, the finance director at Norlok AG.',
            "Ulrike Sand",
            "finance director",
        ),
        (
            "Executive Vice-President Marek Holub agreed.",
            "Marek Holub",
            "Executive Vice-President",
        ),
        ("董事长林越清表示，公司会继续。", "林越清", "Chairman"),
        (
            "荷蘭經濟部長范德林(Jan van der Lin)說不急。",
            "范德林",
            "Minister of Economic Affairs",
        ),
        ("大倉精一社長は「急がない」と述べた。", "大倉精一", "President"),
        ("モルガン前大統領が命じた。", "モルガン", "former President"),
    ],
)
def test_titles_are_cut_from_names(text, name, title, knowledge):
    people = read(text, knowledge).officials
    assert [(p.name, p.title) for p in people] == [(name, title)]


def test_a_latin_gloss_gives_an_unknown_person_the_canonical_name(knowledge):
    (person,) = read("主席錢伯斯(Stuart Chambers)表示歡迎。", knowledge).officials
    assert person.canonical == "Stuart Chambers"


@pytest.mark.parametrize(
    "text",
    [
        "董事会决议通过该项目。",
        "执委会说自己无权代为保证。",
        "The Executive Board met.",
        "両国首脳は合意した。",
    ],
)
def test_bodies_and_titles_alone_are_no_people(text, knowledge):
    assert read(text, knowledge).officials == ()


# Bodies


def test_a_ministry_inside_a_title_is_the_post_not_the_party(knowledge):
    reading = read("商务部长王文涛会见了来宾。", knowledge)
    assert all(p.entity != "cn-mofcom" for p in reading.parties)


def test_a_ministry_that_acts_is_a_party(knowledge):
    reading = read("商务部昨天决定对稀土实施出口管制。", knowledge)
    assert "cn-mofcom" in {p.entity for p in reading.parties}


def test_examples_are_bystanders_and_stay_out_of_the_flat_form(knowledge):
    reading = read(
        "Toyota will buy the plant. Rivals such as Tesla might lose.", knowledge
    )
    aside = {p.canonical for p in reading.parties if p.bystander}
    assert "Tesla" in aside
    assert "Tesla" not in {p["canonical"] for p in flatten(reading)["parties"]}


def test_unknown_companies_are_found_by_their_form(knowledge):
    reading = read("Nanxi Motors will sell a stake to Sahm Harbour Capital.", knowledge)
    assert {"Nanxi Motors", "Sahm Harbour Capital"} <= {p.name for p in reading.parties}


# Projects


def test_a_list_with_counts_in_a_sentence(knowledge):
    reading = read(
        "The money is for three new fabrication plants, two advanced packaging "
        "facilities and a research center.",
        knowledge,
    )
    assert [(p.name, p.count) for p in reading.projects] == [
        ("new fabrication plants", 3),
        ("advanced packaging facilities", 2),
        ("research center", 1),
    ]


def test_rows_with_sums_and_lists_in_the_order_of_another(knowledge):
    reading = read(
        "事業は次の通り。\n▽ガス火力発電=オハイオ州、333億ドル。運営は未定\n"
        "▽人造ダイヤモンド、蓄電池　順に5億ドル、3億ドル",
        knowledge,
    )
    assert [p.name for p in reading.projects] == [
        "ガス火力発電",
        "人造ダイヤモンド",
        "蓄電池",
    ]
    assert reading.projects[0].amount is not None
    assert reading.projects[0].amount.amount == "33300000000"


def test_bullets_under_another_head_are_no_projects(knowledge):
    reading = read(
        "The project is large.\n\nSectors to watch:\n\n– Energy: oil firms may gain.\n"
        "– Metals: prices may rise.",
        knowledge,
    )
    assert reading.projects == ()


# Stages


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "日本製鉄は18日、買収を終えたと発表した。合意は2023年12月だった。",
            "completed",
        ),
        ("到目前为止没有任何部门宣布禁止这笔交易,审查仍在进行。", "in_review"),
        ("第一個案子仍未定案。", "negotiating"),
        ("The firms have signed a definitive agreement.", "signed"),
        ("The firm will invest $2 billion in a plant.", "announced"),
        ("The minister blocked the takeover on Monday.", "blocked"),
        (
            "关税清单公布\n2025年3月10日\n\n加征的关税自2025年3月20日起实施。",
            "final_not_effective",
        ),
    ],
)
def test_stage(text, value, knowledge):
    status = read(text, knowledge).status
    assert status is not None
    assert status.value == value


def test_a_denied_stage_never_holds(knowledge):
    reading = read("The firms have not signed any agreement; talks go on.", knowledge)
    assert reading.status is not None
    assert reading.status.value == "negotiating"


# Quotations


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "“We expand,” says Ada Brook, a senior analyst at Norlok. “And we stay.”",
            ["Ada Brook"] * 2,
        ),
        ('Minister Odo Lang called it "a mistake".', ["Odo Lang"]),
        ("董事长林越清表示，结果“非常令人失望”。", ["林越清"]),
        ("大倉精一社長は「急がない」と述べた。", ["大倉精一"]),
    ],
)
def test_speakers(text, speakers, knowledge):
    assert [q.speaker for q in read(text, knowledge).quotes] == speakers


def test_anonymous_speakers_are_marked(knowledge):
    (quote,) = read(
        'A person familiar with the talks said it was "close".', knowledge
    ).quotes
    assert quote.anonymous


@pytest.mark.parametrize(
    "text",
    [
        "米政府が「黄金株」を持つ。",
        "先過「協商委員會」再說。",
        'Nippon Steel ("NSC") said so.',
    ],
)
def test_names_in_marks_are_no_quotations(text, knowledge):
    assert read(text, knowledge).quotes == ()


# Glosses


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("盧特尼克(Lutnick)說", True),
        ("ハワード・ラトニック(Howard Lutnick)米商務長官", True),
        ("国家发展和改革委员会(NDRC)", True),
        ("兩岸經濟合作架構協議(ECFA)早收清單", True),
        ("外国為替及び外国貿易法(外為法)", True),
        ("Gina Raimondo (卢特尼克) said", False),
        ("Akira Akazawa (赤泽亮) said", False),
        ("senior analyst Li Wei (李伟) said", None),
    ],
)
def test_verdicts_on_glosses(text, verdict, knowledge):
    (gloss,) = read(text, knowledge).glosses
    assert gloss.consistent is verdict


@pytest.mark.parametrize(
    "text",
    [
        "TSMC (TWSE: 2330, NYSE: TSM) said",
        "环球晶(6488)收购",
        "142億ドル(約2兆円)",
        "It rose (a lot).",
    ],
)
def test_brackets_that_are_no_glosses(text, knowledge):
    assert read(text, knowledge).glosses == ()


# Regimes


def test_regimes_by_name_and_by_kind(knowledge):
    reading = read("The deal must navigate CFIUS reviews and merger review.", knowledge)
    assert {"cfius", None} <= {r.id for r in reading.regimes}
    assert all(r.claimed for r in reading.regimes)


# The whole


def test_the_founding_article(shared, knowledge):
    path = shared / "documents" / "japan-us-investment-2026-02-12.en.txt"
    reading = read(path.read_text(encoding="utf-8"), knowledge)
    assert reading.anchor == date(2026, 2, 12)
    amounts = [m for m in reading.amounts if m.money.amount == "55000000000"]
    assert len(amounts) == len(reading.amounts)
    assert all(m.headline and m.role == "total" for m in amounts)
    thursday = next(m for m in reading.dates if m.span.text == "Thursday")
    assert thursday.when.iso == "2026-02-12"
    assert [(p.name, p.canonical) for p in reading.officials][:2] == [
        ("Gina Raimondo", "Gina Raimondo"),
        ("Akira Akazawa", "Ryosei Akazawa"),
    ]
    assert [q.speaker for q in reading.quotes] == ["Li Wei"] * 2 + ["Zhang Ming"] * 2
    assert len(reading.projects) == 3
    assert reading.status is not None
    assert reading.status.value == "negotiating"
    verdicts = {g.span.text: g.consistent for g in reading.glosses}
    assert verdicts["Gina Raimondo (卢特尼克)"] is False
    assert verdicts["Akira Akazawa (赤泽亮)"] is False
    assert verdicts["SMIC (中芯国际)"] is True


test_the_founding_article = pytest.mark.shared_data(test_the_founding_article)

PIECES = st.sampled_from(
    (
        *("$5bn ", "5500亿美元", "(约", ")", "《", "》", "「", "」", "“", "”", '"'),
        *("说", "said ", "商务部", "Howard Lutnick", "盧特尼克", "On Monday, "),
        *("2026年2月12日", "18日", "、", "。", ". ", "\n", "– Plant: ", "▽", "CFIUS"),
        *(
            "買収を終えた",
            "\u200b",
            "\u202e",
            "㈱",
            "٣",
            "🚢",
            "Ltd ",
            "社長",
            "董事长",
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_span_stands_where_it_says(knowledge, text):
    reading = read(text, knowledge)
    found = (
        *reading.amounts, *reading.dates, *reading.parties, *reading.officials,
        *reading.projects, *reading.regimes, *reading.statuses, *reading.quotes,
        *reading.glosses,
    )  # fmt: skip
    for mention in found:
        span = mention.span
        assert text[span.start : span.end] == span.text != ""


def test_reading_is_deterministic_and_keeps_to_the_given_day(knowledge):
    text = "The firms met yesterday in Tokyo."
    document = Document(id="d1", source="-", sha256="", text=text)
    first = read_mentions(document, knowledge, as_of=date(2025, 5, 2))
    assert first == read_mentions(document, knowledge, as_of=date(2025, 5, 2))
    assert [m.when.iso for m in first.dates] == ["2025-05-01"]
