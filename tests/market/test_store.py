from datetime import date

import numpy as np
import pytest

from kuroshio.app import Workspace
from kuroshio.app.data import data_status, import_data
from kuroshio.errors import InputError
from kuroshio.market import (
    current_generation,
    load_day,
    load_matrix,
    load_security,
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def workspace(tmp_path, cache):
    return Workspace(data=tmp_path / "data", cache=cache)


def write(tmp_path, text, name="bars.csv"):
    path = tmp_path / name
    path.write_text("date,symbol,close,volume\n" + text, encoding="utf-8")
    return path


ROWS = (
    "2023-12-29,600519.SH,10,1\n2024-01-02,600519.SH,11,2\n2024-01-02,0700.HK,300,3\n"
)


def test_bars_come_back_as_they_went_in(tmp_path, workspace):
    import_data([write(tmp_path, ROWS)], workspace=workspace)
    held = current_generation(workspace.data / "bars")
    one = load_security(held, "600519.SH", market="CN")
    assert one["close"].tolist() == [10.0, 11.0]
    day = load_day(held, date(2024, 1, 2), market="HK")
    assert day["symbol"].tolist() == ["0700.HK"]
    for cache in (None, workspace.cache, workspace.cache):
        matrix = load_matrix(held, market="CN", field="best", cache=cache)
        assert matrix.series("600519.SH").tolist() == [10.0, 11.0]


def test_an_import_adds_and_never_overwrites_unasked(tmp_path, workspace):
    import_data([write(tmp_path, ROWS)], workspace=workspace)
    before = current_generation(workspace.data / "bars")
    later = write(tmp_path, "2024-01-03,600519.SH,12,4\n", "later.csv")
    import_data([later], workspace=workspace)
    other = write(tmp_path, "2024-01-02,600519.SH,99,4\n", "other.csv")
    with pytest.raises(InputError, match="99 against 11"):
        import_data([other], workspace=workspace)
    held = current_generation(workspace.data / "bars")
    assert held.id != before.id
    assert load_security(held, "600519.SH", market="CN")["close"].tolist() == [
        10.0,
        11.0,
        12.0,
    ]
    import_data([other], replace=True, workspace=workspace)
    held = current_generation(workspace.data / "bars")
    assert load_security(held, "600519.SH", market="CN")["close"][1] == 99.0


def test_the_same_import_twice_is_the_same_generation(tmp_path, workspace):
    first = import_data([write(tmp_path, ROWS)], workspace=workspace)
    again = import_data([write(tmp_path, ROWS)], workspace=workspace)
    assert first["generation"] == again["generation"]


def test_a_faulty_file_writes_nothing_and_names_every_fault(tmp_path, workspace):
    good = write(tmp_path, ROWS)
    bad = write(
        tmp_path, "2024-01-01,600519.SH,10,1\n2024-01-02,600519.SH,-1,1\n", "bad.csv"
    )
    with pytest.raises(InputError) as caught:
        import_data([good, bad], workspace=workspace)
    assert "no session" in str(caught.value)
    assert "above zero" in str(caught.value)
    assert current_generation(workspace.data / "bars") is None


def test_a_killed_import_leaves_the_old_state(tmp_path, workspace, monkeypatch):
    import_data([write(tmp_path, ROWS)], workspace=workspace)
    before = current_generation(workspace.data / "bars")

    def die(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kuroshio.market.store._publish", die)
    later = write(tmp_path, "2024-01-03,600519.SH,12,4\n", "later.csv")
    with pytest.raises(InputError, match="No space left"):
        import_data([later], workspace=workspace)
    held = current_generation(workspace.data / "bars")
    assert held.id == before.id
    assert not list((workspace.data / "bars").glob(".new-*"))


def test_adjusted_closes_are_taken_whole_or_not_at_all(tmp_path, workspace):
    path = tmp_path / "both.csv"
    path.write_text(
        "date,symbol,close,adj_close\n"
        "2024-01-02,600519.SH,10,5\n2024-01-03,600519.SH,,6\n"
        "2024-01-02,600036.SH,10,5\n2024-01-03,600036.SH,11,\n",
        encoding="utf-8",
    )
    import_data([path], workspace=workspace)
    held = current_generation(workspace.data / "bars")
    best = load_matrix(held, market="CN", field="best", cache=None)
    assert best.series("600519.SH").tolist() == [5.0, 6.0]
    assert best.series("600036.SH").tolist() == [10.0, 11.0]
    close = load_security(held, "600519.SH", market="CN")["close"]
    assert close[0] == 10.0
    assert np.isnan(close[1])


@pytest.mark.parametrize("count", [1, 30])
def test_one_security_one_day_and_the_matrix_agree(tmp_path, workspace, count):
    rng = np.random.default_rng(count)
    names = [f"{600000 + n}.SH" for n in range(count)]
    days = ["2023-12-28", "2023-12-29", "2024-01-02", "2024-01-03"]
    rows = [
        (day, name, round(float(rng.uniform(5, 50)), 2))
        for name in names
        for day in days
        if rng.random() < 0.8 or name == names[0]
    ]
    rng.shuffle(rows)
    text = "".join(f"{day},{name},{close},1\n" for day, name, close in rows)
    import_data([write(tmp_path, text)], workspace=workspace)
    held = current_generation(workspace.data / "bars")
    matrix = load_matrix(held, market="CN", field="close", cache=None)
    assert np.isfinite(matrix.values).sum() == len(rows)
    for k, day in enumerate(matrix.days):
        found = load_day(held, day.item(), market="CN")
        row = dict(zip(found["symbol"], found["close"], strict=True))
        for name in matrix.securities:
            assert row.get(name, np.nan) == pytest.approx(
                matrix.series(name)[k], nan_ok=True
            )
    for name in matrix.securities:
        one = load_security(held, name, market="CN")
        assert (np.diff(one["day"]) > np.timedelta64(0)).all()
        series = matrix.series(name)
        assert one["close"].tolist() == series[np.isfinite(series)].tolist()
    assert load_security(held, "688999.SH", market="CN") == {}
    assert load_day(held, date(2024, 1, 4), market="CN") == {}
    assert load_day(held, date(2019, 1, 4), market="CN") == {}


def test_status_tells_coverage_gaps_and_age(tmp_path, workspace):
    assert data_status(on=date(2024, 1, 5), workspace=workspace)["markets"] == []
    rows = ROWS + "2024-01-05,600519.SH,12,1\n"
    import_data([write(tmp_path, rows)], workspace=workspace)
    status = data_status(on=date(2024, 1, 8), workspace=workspace)
    mainland = status["markets"][0]
    assert mainland["market"] == "CN"
    assert (mainland["rows"], mainland["gaps"]) == (3, 2)
    assert mainland["stale_sessions"] == 1


@pytest.mark.shared_data
@pytest.mark.slow
def test_a_real_market_is_imported_with_its_known_moves(shared, workspace):
    done = import_data([shared / "data/prices_hk.parquet"], workspace=workspace)
    assert done["rows"] > 900_000
    held = current_generation(workspace.data / "bars")
    zte = load_security(held, "0763.HK", market="HK")
    day = np.datetime_as_string(zte["day"].astype("datetime64[D]"))
    at = list(day).index("2018-06-13")
    assert zte["close"][at] / zte["close"][at - 1] - 1 == pytest.approx(
        -0.416, abs=0.001
    )
