from datetime import date

import duckdb
import numpy as np
import pytest

from kuroshio.errors import InputError
from kuroshio.knowledge import load_knowledge
from kuroshio.market import (
    SMALL_PACK,
    Night,
    build_theme_panel,
    load_foresight,
    precedent_sessions,
    theme_baskets,
    write_foresight,
)

SESSIONS = 570
BASKETS = {
    f"theme-{k:02d}": tuple(f"{600000 + 6 * k + i}.SH" for i in range(6))
    for k in range(20)
}


def weekdays(count):
    days = np.datetime64("2020-01-01") + np.arange(3 * count)
    return days[np.is_busday(days)][:count]


def write_files(folder, *, later=None, seed=1):
    """Daily files in the documented schema; ``later`` scales moves from that row on."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(seed)
    days = weekdays(SESSIONS)
    moves = {"000985.CSI": rng.normal(0, 0.01, SESSIONS)}
    names = [name for basket in BASKETS.values() for name in basket]
    stocks = {
        name: 0.9 * moves["000985.CSI"] + rng.normal(0, 0.02, SESSIONS)
        for name in names
    }
    abroad = {
        name: rng.normal(0, 0.01, SESSIONS) for name in ("SPX", "SOX", "USDCNH", "X.US")
    }
    if later is not None:
        for table in (moves, stocks, abroad):
            for values in table.values():
                values[later:] = np.random.default_rng(9).normal(
                    0, 0.05, SESSIONS - later
                )
    con = duckdb.connect()
    write(con, folder / "prices_cn.parquet", days, stocks, "symbol")
    indices = {name: abroad[name] for name in ("SPX", "SOX")} | moves
    write(con, folder / "indices.parquet", days, indices, "symbol")
    write(con, folder / "fx.parquet", days, {"USDCNH": abroad["USDCNH"]}, "pair")
    write(con, folder / "commodities.parquet", days, {"BRENT": abroad["SPX"]}, "symbol")
    write(con, folder / "prices_us.parquet", days, {"X.US": abroad["X.US"]}, "symbol")
    return days


def write(con, path, days, moves, key):
    rows = [
        (name, str(day), float(level))
        for name, values in moves.items()
        for day, level in zip(days, 100.0 * np.cumprod(1.0 + values), strict=True)
    ]
    columns = list(zip(*rows, strict=True))
    con.register("rows", duckdb_table(columns))
    con.execute(
        f"COPY (SELECT a AS {key}, CAST(b AS TIMESTAMP) AS date, c AS close, "  # noqa: S608 - fixed words of this test
        f"c AS adj_close, 'all' AS price_basis FROM rows) TO '{path}' (FORMAT parquet)"
    )


def duckdb_table(columns):
    import pyarrow as pa

    return pa.table({"a": columns[0], "b": columns[1], "c": columns[2]})


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daily")
    return folder, write_files(folder)


def events_on(days, *rows):
    return {days[k].item(): (f"p{k}",) for k in rows}


def test_rows_hold_what_was_known_before_each(files):
    folder, days = files
    panel = build_theme_panel(folder, BASKETS, events_on(days, 500, 530))
    place = {kind: k for k, kind in enumerate(panel.kinds)}
    assert panel.kinds.count("event") == 2
    assert set(place) == {"event", "placebo"}
    row = panel.events.index(("p500",))
    assert panel.known[:, row].tolist() == [
        days[500].item(), days[501].item(), days[504].item(),
    ]  # fmt: skip
    assert np.isfinite(panel.car[:, row]).all()
    assert 0.004 < np.median(panel.sigma[row]) < 0.02
    assert np.isfinite(panel.overnight[row]).all()
    assert panel.latest_day == days[-1].item()


def test_future_rows_in_the_files_change_nothing_before(files, tmp_path):
    folder, days = files
    planted = tmp_path / "planted"
    write_files(planted, later=510)
    events = events_on(days, 490, 502)
    first = build_theme_panel(folder, BASKETS, events)
    again = build_theme_panel(planted, BASKETS, events)
    for name in ("p490", "p502"):
        a, b = first.events.index((name,)), again.events.index((name,))
        assert np.allclose(first.car[:, a], again.car[:, b])
        assert np.allclose(first.sigma[a], again.sigma[b])
        assert np.allclose(first.overnight[a], again.overnight[b])
        assert first.gap_variance[a] == again.gap_variance[b]
    assert np.allclose(first.correlations[0], again.correlations[0])
    assert not np.allclose(first.latest, again.latest)


def test_markets_abroad_count_up_to_the_day_before(files, tmp_path):
    folder, days = files
    planted = tmp_path / "night"
    write_files(planted)
    con = duckdb.connect()
    path = planted / "indices.parquet"
    con.execute("CREATE TABLE t AS FROM read_parquet(?)", [str(path)])
    con.execute(
        "UPDATE t SET close = close * 1.5 WHERE symbol = 'SPX' AND date >= ?",
        [days[500].item()],
    )
    con.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    night = Night(names=("SPX",), penalty=0.1)
    events = events_on(days, 500, 501)
    first = build_theme_panel(folder, BASKETS, events, night=night)
    again = build_theme_panel(planted, BASKETS, events, night=night)
    same, next_day = (first.events.index((f"p{k}",)) for k in (500, 501))
    assert np.allclose(first.overnight[same], again.overnight[same])
    assert not np.allclose(first.overnight[next_day], again.overnight[next_day])


def test_a_session_to_come_is_prepared_without_returns(files):
    folder, days = files
    ahead = (days[-1] + 4).item()
    panel = build_theme_panel(folder, BASKETS, events_on(days, 500), live=[ahead])
    row = panel.kinds.index("live")
    assert panel.days[row].item() == ahead
    assert panel.closed[row] == 4
    assert np.isnan(panel.car[:, row]).all()
    assert np.isnat(panel.known[:, row]).all()
    assert np.allclose(panel.sigma[row], panel.latest)


def test_until_hides_what_came_later(files):
    folder, days = files
    panel = build_theme_panel(
        folder, BASKETS, events_on(days, 500, 530), until=days[510].item()
    )
    assert panel.latest_day == days[510].item()
    assert ("p530",) not in panel.events


def test_a_panel_survives_the_disk_to_its_digits(files, tmp_path):
    folder, days = files
    panel = build_theme_panel(folder, BASKETS, events_on(days, 500, 530))
    note = write_foresight(tmp_path, panel)
    back = load_foresight(tmp_path)
    assert back.themes == panel.themes
    assert back.events == panel.events
    assert note.bytes == (tmp_path / "foresight.json").stat().st_size
    row = panel.events.index(("p500",))
    assert np.allclose(back.car[:, row], panel.car[:, row], atol=6e-5, rtol=6e-3)
    assert np.allclose(np.diag(back.correlations[0]), 1.0, atol=0.02)
    assert write_foresight(tmp_path / "again", panel).sha256 == note.sha256


def test_a_changed_file_is_refused(files, tmp_path):
    folder, days = files
    write_foresight(tmp_path, build_theme_panel(folder, BASKETS, events_on(days, 500)))
    path = tmp_path / "foresight.json"
    path.write_bytes(path.read_bytes().replace(b"theme-00", b"theme-99"))
    with pytest.raises(InputError, match="not the file its note was written for"):
        load_foresight(tmp_path)


def test_missing_files_are_all_named(tmp_path):
    with pytest.raises(InputError) as caught:
        build_theme_panel(tmp_path, BASKETS, {})
    assert len(caught.value.faults) == 4


def test_the_shipped_panel_is_small_and_holds_no_security():
    panel = load_foresight(SMALL_PACK)
    raw = (SMALL_PACK / "foresight.json").read_bytes()
    assert len(raw) < 1_250_000
    assert b".SH" not in raw
    assert b".SZ" not in raw
    assert panel.kinds.count("event") > 70
    knowledge = load_knowledge()
    ids = [name for row in panel.events for name in row]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(knowledge.precedents)


@pytest.mark.shared_data
def test_real_themes_react_where_the_event_was_felt(shared):
    knowledge = load_knowledge()
    held = theme_baskets(knowledge)
    first = ("rare-earths", "semicap", "agriculture", *sorted(held)[:36])
    baskets = {name: held[name] for name in first}
    events = precedent_sessions(knowledge.precedents.values())
    kept = {day: events[day] for day in events if day >= date(2025, 4, 1)}
    panel = build_theme_panel(shared / "data", baskets, kept)
    row = panel.days.tolist().index(date(2025, 10, 13))
    # Rare earths rose against a falling market on 13 October 2025.
    assert panel.car[0, row, panel.themes.index("rare-earths")] > 0.02
    assert panel.closed[row] == 3


def test_unreadable_and_short_files_are_told_not_thrown(files, tmp_path):
    folder, days = files
    for name in ("prices_cn", "indices", "fx", "commodities"):
        (tmp_path / f"{name}.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match="cannot be read"):
        build_theme_panel(tmp_path, BASKETS, {})
    with pytest.raises(InputError, match="a year of returns"):
        build_theme_panel(folder, BASKETS, {}, until=days[200].item())
