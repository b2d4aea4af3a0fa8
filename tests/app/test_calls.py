import json
from datetime import UTC, date, datetime

import pytest

from kuroshio.app import (
    CallContext,
    Workspace,
    read_calls,
    record_calls,
    score_calls,
    update_calls,
)
from kuroshio.app import calls as module
from kuroshio.errors import InputError
from kuroshio.records import Impact, ImpactParts


def impact(theme="rare-earths", mean=0.01):
    return Impact(
        scope="theme",
        id=theme,
        window=(0, 0),
        moment="publication",
        mean=mean,
        q05=mean - 0.03,
        q25=mean - 0.01,
        q50=mean,
        q75=mean + 0.01,
        q95=mean + 0.03,
        scale=0.014,
        df=5.0,
        p_positive=0.7,
        parts=ImpactParts(precedents=mean, sign=0.0, overnight=0.0),
    )


def context(day=date(2026, 2, 9), at=None):
    return CallContext(
        recorded_at=at or datetime(2026, 2, 8, 9, tzinfo=UTC),
        as_of=datetime(2026, 2, 8, 8, tzinfo=UTC),
        session=day,
        events=("story",),
        pack="2026-01-30",
    )


@pytest.fixture
def space(tmp_path):
    return Workspace(data=tmp_path)


def test_calls_are_appended_in_a_chain(space):
    record_calls([impact(), impact("semicap", -0.01)], context(), workspace=space)
    record_calls([impact("steel")], context(), workspace=space)
    entries = read_calls(workspace=space)
    assert [entry["number"] for entry in entries] == [1, 2, 3]
    assert entries[1]["before"] == entries[0]["hash"]
    assert entries[2]["before"] == entries[1]["hash"]
    assert score_calls(workspace=space)["made"] == 3


@pytest.mark.parametrize("damage", ["edit", "drop", "swap"])
def test_a_changed_ledger_is_refused(space, damage):
    record_calls(
        [impact(), impact("semicap"), impact("steel")], context(), workspace=space
    )
    path = space.data / module.CALLS
    lines = path.read_text("utf-8").splitlines()
    if damage == "edit":
        lines[1] = lines[1].replace('"mean": 0.01', '"mean": 0.09')
    elif damage == "drop":
        del lines[1]
    else:
        lines[0], lines[1] = lines[1], lines[0]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(InputError, match="ledger of calls"):
        read_calls(workspace=space)
    with pytest.raises(InputError):
        record_calls([impact()], context(), workspace=space)


def test_no_ledger_is_no_fault(space):
    assert read_calls(workspace=space) == ()
    assert score_calls(workspace=space)["made"] == 0
    with pytest.raises(InputError):
        record_calls([impact()], context(), workspace=Workspace())


def test_outcomes_are_filled_once_and_calls_stay(space, monkeypatch):
    record_calls([impact(), impact("none")], context(), workspace=space)
    late = datetime(2026, 2, 11, tzinfo=UTC)
    record_calls([impact(mean=0.05)], context(at=late), workspace=space)

    class Panel:
        themes = ("rare-earths",)
        windows = ((0, 0), (0, 1), (0, 4))
        latest_day = date(2026, 2, 11)

        def __init__(self):
            import numpy as np

            self.days = np.array(["2026-02-09"], "datetime64[D]")
            self.car = np.full((3, 1, 1), 0.02)

    monkeypatch.setattr(module, "build_panel", lambda *_, **__: Panel())
    at = datetime(2026, 2, 12, tzinfo=UTC)
    before = read_calls(workspace=space)
    done = update_calls(space.data, recorded_at=at, workspace=space)
    assert done == {"filled": 2, "open": 1, "other": 0}
    assert read_calls(workspace=space)[:3] == before
    again = update_calls(space.data, recorded_at=at, workspace=space)
    assert again["filled"] == 0
    told = score_calls(workspace=space)
    assert told["filled"] == 2
    assert told["scored"] == 1  # the late one was no forecast
    assert told["hits"] == 1.0
    assert told["crps"] > 0.0


def test_lines_are_plain_json(space):
    record_calls([impact()], context(), workspace=space)
    entry = json.loads((space.data / module.CALLS).read_text("utf-8"))
    assert entry["q05"] == pytest.approx(-0.02)
    assert entry["session"] == "2026-02-09"
    assert entry["late"] is False
