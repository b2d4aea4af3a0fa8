import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from kuroshio.app import Workspace, open_history, say_score, score_forecasts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool():
    place = ROOT / "tools/write_score_guide.py"
    spec = importlib.util.spec_from_file_location("write_score_guide", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def told(tool):
    return score_forecasts(draws=tool.DRAWS)


def row_of(told, window=(0, 0), moment="pre_open", group="all"):
    return next(
        row
        for row in told["scores"]
        if row["window"] == list(window)
        and row["moment"] == moment
        and row["group"] == group
    )


@pytest.mark.parametrize("window", [(0, 0), (0, 1)])
@pytest.mark.parametrize("moment", ["publication", "pre_open"])
def test_the_shipped_record_beats_zero(told, window, moment):
    row = row_of(told, window, moment)
    assert row["crps"] > 1.645 * row["crps_error"]
    assert row["ic"] > 2.0 * row["ic_error"]


def test_longer_windows_claim_nothing(told):
    row = row_of(told, (0, 4))
    assert row["crps"] == 0.0
    assert row["hits"] is None


@pytest.mark.parametrize("window", [(0, 0), (0, 1), (0, 4)])
@pytest.mark.parametrize("group", ["all", "closure", "latest"])
def test_intervals_cover_what_they_say(told, window, group):
    row = row_of(told, window, group=group)
    assert abs(row["cover50"] - 0.5) <= 2.0 * row["cover50_error"]
    assert abs(row["cover90"] - 0.9) <= 2.0 * row["cover90_error"]


def test_nulls_show_nothing(told):
    for row in told["nulls"]:
        assert row["crps"] <= 2.0 * row["crps_error"]
    placebo = told["nulls"][0]
    assert abs(placebo["ic"]) <= 2.0 * placebo["ic_error"]
    true = row_of(told)
    permuted = next(row for row in told["nulls"] if row["moment"] == "pre_open")
    assert permuted["ic"] < true["ic"] - 2.0 * true["ic_error"]


def test_groups_share_out_the_sessions(told):
    whole = row_of(told)["sessions"]
    for group in ("type", "year"):
        parts = [
            row["sessions"]
            for row in told["scores"]
            if row["group"] == group
            and row["window"] == [0, 0]
            and row["moment"] == "pre_open"
        ]
        assert sum(parts) == whole
    assert all(abs(sum(row["pit"]) - 1.0) < 0.002 for row in told["scores"])


def test_the_object_is_plain_json_and_the_text_holds_the_table(told):
    json.dumps(told, allow_nan=False)
    text = say_score(told)
    assert "[0,0] before open" in text
    assert "placebo sessions" in text
    assert "hindsight" in text


def test_every_row_of_the_shipped_panel_is_dated_before_its_use():
    panel = open_history(Workspace()).panel
    assert (panel.known[0] == panel.days).all()
    later = panel.known[1:][~np.isnat(panel.known[1:])]
    assert len(later)
    assert (np.diff(panel.days) > np.timedelta64(0)).all()
    assert panel.correlation_days[0] <= panel.days[0]


def test_the_pages_quote_the_command(told, tool):
    for path, short in tool.PAGES.items():
        page = path.read_text("utf-8")
        assert page.count(tool.BEGIN) == page.count(tool.END) == 1
        now = tool.rewritten(page, told, short=short)
        assert now == page, "run: python tools/write_score_guide.py"
