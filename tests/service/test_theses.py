import pytest

from kuroshio.service.questions import open_questions
from kuroshio.service.theses import Thesis, judge_theses, parse_thesis


def thesis(falsifier=""):
    return Thesis(security="1.SZ", name="A", claim="c", falsifier=falsifier, owner="")


def held(sign, weight=0.1):
    return {"security": "1.SZ", "weight": weight, "sign": sign, "via": ["tin"]}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("prices hold", ("prices hold", "", "")),
        ("up; falsifier: quota lifted; owner: Li", ("up", "quota lifted", "Li")),
        ("涨价延续;证伪:配额取消;负责人:李", ("涨价延续", "配额取消", "李")),
        ("a; b; owner: C", ("a; b", "", "C")),
        ("", ("", "", "")),
    ],
)  # fmt: skip
def test_a_thesis_is_read_from_its_column(text, parts):
    found = parse_thesis("1.SZ", "A", text)
    assert (found.claim, found.falsifier, found.owner) == parts


@pytest.mark.parametrize(
    ("holding", "state"),
    [
        (held(1), "confirmed"),
        (held(-1), "challenged"),
        (held(0), "challenged"),
        (held(None), "untouched"),
        (held(1, weight=-0.1), "challenged"),
        (held(-1, weight=-0.1), "confirmed"),
        (None, "untouched"),
    ],
)
def test_a_story_confirms_challenges_or_leaves_a_thesis(holding, state):
    judged = judge_theses([thesis()], [holding] if holding else [], [])
    assert judged[0].state == state
    assert judged[0].reason


def test_a_falsifier_in_the_text_challenges_whatever_the_sign():
    text = "Nothing here. Beijing lifted the export quota on tin. More."
    judged = judge_theses([thesis("export quota lifted")], [held(1)], [text])
    assert judged[0].state == "challenged"
    assert "Beijing lifted the export quota" in judged[0].reason
    calm = judge_theses([thesis("export quota lifted")], [held(1)], ["A quota."])
    assert calm[0].state == "confirmed"


def test_what_is_not_known_becomes_a_question():
    result = {
        "read": {
            "findings": [
                {"kind": "omission", "say": "no clock"},
                {"kind": "power_of_ten", "say": "off"},
            ],
            "causes": [{"themes": [{"theme": "tin"}]}],
        },
        "regimes": {
            "regimes": [
                {"id": "r1", "answer": "unknown", "reason": "ran out"},
                {"id": "r2", "answer": "applies", "reason": "x"},
            ]
        },
    }
    found = open_questions("d", result, {"tin": ("route mix",)})
    assert [one.about for one in found] == ["no clock", "tin: route mix", "r1: ran out"]
    assert found[0].where == "flag-0"
