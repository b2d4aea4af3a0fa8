import pytest

from kuroshio.briefs.chinese import speak_chinese
from kuroshio.knowledge import load_knowledge


@pytest.fixture(scope="module")
def knowledge():
    return load_knowledge()


@pytest.fixture(scope="module")
def chinese():
    return speak_chinese({"US": "美国"})


def test_every_mechanism_of_the_sign_table_is_told(knowledge, chinese):
    reasons = {rule.because for rule in knowledge.signs}
    parts = {f"it {role.because}" for role in knowledge.theme_roles}
    missing = {text for text in reasons | parts if chinese.find(text) is None}
    assert missing == set()
    pairs = "; ".join([*sorted(reasons)[:2], *sorted(parts)[:1]])
    told = chinese.find(f"turned round: {pairs}")
    assert told.startswith("反向：")
    assert "原文" not in told


@pytest.mark.parametrize(
    "text",
    [
        (
            "thin evidence: 1 past session of this kind with a measured return; the "
            "tails are wider for it and the mean leans on the wider family"
        ),
        "p074 20%, p078 20%, p071 10% turned",
        "cut at the daily limit of 10%: the rest comes on later sessions",
        "Sat 28 Feb 2026 China: purchasing managers' indices (usual timetable)",
        "the parts disagree: up precedents, markets abroad; down the written sign",
        "−491 bp → −327 bp (−322 bp to −332 bp)",
        "6 further choices: kuroshio hedge",
        "Short 10 IF, 6 IC, 9 IM, 6 HSI",
    ],
)
def test_what_a_forecast_says_is_told(chinese, text):
    told = chinese.find(text)
    assert told is not None
    assert told != text
    assert "原文" not in told
