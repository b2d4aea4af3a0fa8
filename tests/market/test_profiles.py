"""Profiles: typed, bounded, and every fault named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import InputError
from kuroshio.market import read_profile
from kuroshio.records import Profile


def faults(path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_profile(path)
    return [str(fault) for fault in caught.value.faults]


def test_a_full_profile_is_read(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        "base_currency: cny\nnav: 100_000_000\nbenchmark: 000300.SH\ndomicile: SG\n"
        "investor_type: qfi\nus_person: no\npermitted: [index_futures, etf]\n"
        "quotas: {IF: 10, IM: 0}\nrestricted: [00981.HK]\n"
        "limits: {single_name: 0.10, gross: 1.5}\n",
        encoding="utf-8",
    )
    assert read_profile(path) == Profile(
        base_currency="CNY", nav=1e8, benchmark="000300.SH", domicile="SG",
        investor_type="qfi", us_person=False, permitted=("index_futures", "etf"),
        quotas=(("IF", 10), ("IM", 0)), restricted=("0981.HK",),
        limits=(("single_name", 0.10), ("gross", 1.5)),
    )  # fmt: skip


def test_an_empty_value_is_unknown(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text("us_person:\nnav: ~\n", encoding="utf-8")
    assert read_profile(path) == Profile()


def test_every_fault_of_a_profile_is_in_one_message(tmp_path):
    path = tmp_path / "p.yaml"
    path.write_text(
        "base_curency: CNY\n"  # 1
        "nav: lots\n"  # 2
        "investor_type: hedge_fund\n"  # 3
        "us_person: perhaps\n"  # 4
        "permitted: [futures, etf]\n"  # 5
        "quotas: {IF: -3}\n"  # 6
        "restricted: [MOUTAI]\n"  # 7
        "limits: {single: 0.1, gross: 150}\n"  # 8, 8
        "base_currency: EUR\n"  # 9
        "nav: 5\n"  # 10
        "benchmark: [a]\n",  # 11
        encoding="utf-8",
    )
    found = faults(path)
    lines = [int(fault.split(": ")[0].rpartition(":")[2]) for fault in found]
    assert lines == [1, 2, 3, 4, 5, 6, 7, 8, 8, 9, 10, 11]
    assert "did you mean base_currency?" in found[0]
    assert "not a number above 0" in found[1]
    assert "did you mean index_futures?" in found[4]
    assert "did you mean single_name?" in found[7]
    assert "no share of NAV" in found[8]
    assert "twice" in found[10]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2]", "not a mapping"),
        ("just words", "not a mapping"),
        ("nav: [", "not YAML"),
        ("# nothing\n", "says nothing"),
        ("permitted: etf", "is not a list"),
        ("permitted: [[etf]]", "not one word"),
        ("quotas: 5", "is not a mapping"),
        ("nav: .nan", "not a number above 0"),
    ],
)
def test_what_is_no_profile_says_why(tmp_path, text, words):
    path = tmp_path / "p.yaml"
    path.write_text(text, encoding="utf-8")
    assert words in faults(path)[0]


@given(raw=st.binary(max_size=300))
def test_rubbish_never_escapes_as_anything_but_a_fault(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("fuzz") / "p.yaml"
    path.write_bytes(raw)
    try:
        read_profile(path)
    except InputError as error:
        assert error.faults  # noqa: PT017 - either it reads, or it says why


@given(text=st.text(alphabet="navquots:[]{}-\n 01.#&*!|>'\"", max_size=120))
def test_odd_yaml_never_escapes_as_anything_but_a_fault(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("fuzz") / "p.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_profile(path)
    except InputError as error:
        assert error.faults  # noqa: PT017 - either it reads, or it says why
