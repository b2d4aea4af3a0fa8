"""Names in running text: where they stand, in which case, and nothing across words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.knowledge.names import build_table, case_rule, name_key
from kuroshio.records import NameRule

PAIRS = (
    ("SEC", "sec"),
    ("WHO", "who"),
    ("U.S.", "us"),
    ("US", "us"),
    ("US Steel", "us-steel"),
    ("Korea", "kr"),
    ("North Korea", "kp"),
    ("Target", "target"),
    ("The Paper", "paper"),
    ("Commerce Secretary", "secretary"),
    ("商务部", "mofcom"),
    ("美國商務部", "commerce"),
    ("赤沢亮正", "akazawa"),
    ("赤沢", "akazawa"),
    ("高市早苗", "takaichi"),
    ("高市", "takaichi"),
    ("インド", "india"),
    ("トランプ", "trump"),
    ("霍华德·卢特尼克", "lutnick"),
    ("Ministry of Economy, Trade and Industry", "meti"),
    ("大基金", "fund"),
    ("ON Semiconductor", "onsemi"),
)
TABLE = build_table(
    PAIRS,
    [NameRule(alias="大基金", because="also in 最大基金", not_after="最")],
    ["赤沢", "高市"],
    common={"secretary"},
)


def found(text):
    return [(match.text, match.candidates[0]) for match in TABLE.find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The SEC of the sector, the sec", [("SEC", "sec")]),
        ("WHO said who", [("WHO", "who")]),
        ("美国SEC主席", [("SEC", "sec")]),
        ("ＳＥＣ", [("ＳＥＣ", "sec")]),
        ("U.S.-listed, U.S. and us", [("U.S.", "us"), ("U.S.", "us")]),
        ("US Steelworkers", [("US", "us")]),
        ("US Steel's", [("US Steel", "us-steel")]),
        ("North Korean, North Korea", [("North Korea", "kp")]),
        ("a target, Target", [("Target", "target")]),
        ("the paper, The Paper", [("The Paper", "paper")]),
        (
            "U.S. commerce secretary",
            [("U.S.", "us"), ("commerce secretary", "secretary")],
        ),
        ("美国商务部与商務部", [("美国商务部", "commerce"), ("商務部", "mofcom")]),
        ("赤泽亮正 赤澤亮正", [("赤泽亮正", "akazawa"), ("赤澤亮正", "akazawa")]),
        ("提高市场份额", []),
        ("高市首相、提高市长", [("高市", "takaichi")]),
        ("財務相の高市氏", [("高市", "takaichi")]),
        ("インドネシアとインド", [("インド", "india")]),
        ("ドナルド・トランプ氏", [("トランプ", "trump")]),
        ("霍華德•盧特尼克", [("霍華德•盧特尼克", "lutnick")]),
        (
            "Ministry of\nEconomy, Trade\u00a0and Industry",
            [("Ministry of\nEconomy, Trade\u00a0and Industry", "meti")],
        ),
        ("最大基金与大基金", [("大基金", "fund")]),
        ("tax on Semiconductor, ON Semiconductor", [("ON Semiconductor", "onsemi")]),
    ],
)
def test_what_is_found(text, names):
    assert found(text) == names


PIECES = [alias for alias, _ in PAIRS]


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.sampled_from(PIECES).map(str.upper),
            st.text(max_size=8),
            st.sampled_from([" ", "，", "\n", "a", "部", "ー", "ア", "-", "İ", "ß"]),
        ),
        max_size=12,
    ).map("".join)
)
def test_matches_lie_in_order_and_fold_to_their_alias(text):
    matches = TABLE.find(text)
    ends = 0
    for match in matches:
        assert ends <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        assert name_key(match.text) == name_key(match.alias)
        assert match.candidates
        ends = match.end


@given(st.text())
def test_the_key_is_as_long_as_the_text(text):
    assert len(name_key(text)) == len(text)


@given(st.sampled_from(PIECES), st.sampled_from(["", " ", "。", "（", "\n"]))
def test_every_name_is_found_on_its_own(alias, mark):
    (match,) = TABLE.find(f"{mark}{alias}{mark}")
    assert (match.start, match.text) == (len(mark), alias)


@pytest.mark.parametrize(
    ("alias", "rule"),
    [("SEC", 2), ("U.S.", 2), ("G7", 2), ("Fed", 1), ("UNCTAD", 1), ("iPhone", 0),
     ("证监会", 0), ("The Paper", 1), ("rare earths", 0), ("A股", 2)],
)  # fmt: skip
def test_case_rules(alias, rule):
    assert case_rule(alias) == rule


def test_one_name_may_mean_several_things_in_order_of_preference():
    table = build_table([("Bis", "b"), ("BIS", "a"), ("BIS", "c")])
    assert table.find("BIS")[0].candidates == ("b", "a", "c")
    assert table.find("Bis")[0].candidates == ("b",)
    assert table.find("bis") == ()


def test_whole_names_are_looked_up_in_any_case():
    assert TABLE.lookup(" sec ") == (("SEC", ("sec",)),)
    assert TABLE.lookup("nothing") == ()
