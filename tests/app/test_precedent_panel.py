import numpy as np
import pytest

from kuroshio.app import (
    Workspace,
    open_foresight,
    say_precedent_study,
    study_precedents,
)
from kuroshio.errors import InputError

THEME = "rare-earths"


@pytest.fixture(scope="module")
def done():
    return study_precedents(theme=THEME, workspace=Workspace())


def test_returns_are_those_of_the_pack(done):
    panel = open_foresight(Workspace())
    column = panel.themes.index(THEME)
    days = {row["precedent"]: row["day_zero"] for row in done["included"]}
    assert days
    for row in done["window_returns"]:
        at = int(np.flatnonzero(panel.days == np.datetime64(days[row["precedent"]]))[0])
        window = panel.windows.index((row["w0"], row["w1"]))
        assert row["car"] == panel.car[window, at, column]


def test_tests_are_of_those_returns(done):
    for first, last in done["settings"]["windows"]:
        cars = np.array(
            [x["car"] for x in done["window_returns"]
             if (x["w0"], x["w1"]) == (first, last)]
        )  # fmt: skip
        told = {
            x["test"]: x for x in done["tests"] if (x["w0"], x["w1"]) == (first, last)
        }
        assert {"mean", "csect_t", "sign_z", "wilcoxon_W_plus"} <= told.keys()
        error = cars.std(ddof=1) / np.sqrt(len(cars))
        assert told["csect_t"]["stat"] == pytest.approx(cars.mean() / error)
        assert told["csect_t"]["df"] == len(cars) - 1
        right = (2 * (cars > 0).sum() - len(cars)) / np.sqrt(len(cars))
        assert told["sign_z"]["stat"] == pytest.approx(right)


def test_each_precedent_is_in_or_out_with_a_reason(done):
    whole = study_precedents(workspace=Workspace())
    sides = [
        {(x["precedent"], x["theme"]) for x in whole[k]}
        for k in ("included", "excluded")
    ]
    assert not sides[0] & sides[1]
    assert all(x["reason"] for x in whole["excluded"])
    sessions = [(x["theme"], x["day_zero"]) for x in whole["included"]]
    assert len(sessions) == len(set(sessions))
    assert {row["theme"] for row in done["included"]} == {THEME}


def test_it_says_that_it_is_the_pack(done):
    assert done["settings"]["source"] == "pack"
    assert "pack's panel" in say_precedent_study(done)


def test_a_window_that_the_pack_lacks_is_refused():
    with pytest.raises(InputError, match="no window -1:1"):
        study_precedents(theme=THEME, windows="-1:1", workspace=Workspace())
    done = study_precedents(theme=THEME, windows="0:1", workspace=Workspace())
    assert {(x["w0"], x["w1"]) for x in done["window_returns"]} == {(0, 1)}
