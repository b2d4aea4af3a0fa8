"""Well-known moves of real markets come out of the engine."""

from datetime import date

import duckdb
import numpy as np
import pytest

from kuroshio.app import Workspace, make_study, study_precedents
from kuroshio.app.precedent_members import securities_of
from kuroshio.app.workspace import open_knowledge
from kuroshio.market import read_prices

pytestmark = pytest.mark.shared_data
SPACE = Workspace()


def extract(shared, target, *, names, first, last, files):
    """Write the closes of a few names from the large files, so that tests stay fast."""
    listed = ", ".join(f"'{name}'" for name in names)
    parts = [
        f"SELECT symbol AS security, CAST(date AS DATE) AS date, close AS price "  # noqa: S608 - our own files and names
        f"FROM '{shared / 'data' / file}' WHERE symbol IN ({listed}) "
        f"AND date BETWEEN '{first}' AND '{last}' AND close IS NOT NULL"
        for file in files
    ]
    query = " UNION ALL ".join(parts)
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet)")
    return target


def span(panel, index, share):
    """Return the index from the share's last price before 2018-06-13 to that day."""
    column = {name: k for k, name in enumerate(panel.securities)}
    day = panel.dates.tolist().index(date(2018, 6, 13))
    priced = np.flatnonzero(np.isfinite(panel.values[:day, column[share]]))[-1]
    levels = panel.values[:, column[index]]
    return levels[day] / levels[priced] - 1.0


def test_the_market_fell_on_6_may_2019(shared, tmp_path):
    path = extract(
        shared, tmp_path / "index.parquet", names=["000300.SH"],
        first="2019-04-25", last="2019-05-10", files=["indices.parquet"],
    )  # fmt: skip
    panel = read_prices(path)
    row = panel.dates.tolist().index(date(2019, 5, 6))
    move = panel.values[row, 0] / panel.values[row - 1, 0] - 1.0
    assert 100 * move == pytest.approx(-5.84, abs=0.005)


def test_zte_was_locked_at_home_and_fell_by_two_fifths_in_hong_kong(shared, tmp_path):
    path = extract(
        shared, tmp_path / "zte.parquet",
        names=["000063.SZ", "0763.HK", "000300.SH", "HSI"],
        first="2016-06-01", last="2018-07-31",
        files=["prices_cn.parquet", "prices_hk.parquet", "indices.parquet"],
    )  # fmt: skip
    events = tmp_path / "events.csv"
    events.write_text(
        "event_id,security,published_at\nzte,000063.SZ,2018-06-13T09:30:00+08:00\n"
    )
    done = make_study(
        events, path, market="000300.SH", other_market="HSI",
        model="market-adjusted", estimation="-200:-11", event="-1:1", windows="0:0",
        draws=0, workspace=SPACE,
    )  # fmt: skip
    day = next(row for row in done["abnormal_returns"] if row["t"] == 0)
    panel = read_prices(path)
    moves = {
        name: span(panel, name, share)
        for name, share in (("000300.SH", "000063.SZ"), ("HSI", "0763.HK"))
    }
    # Both had been suspended since 16 April: each return spans the suspension, and so
    # does that of its market.
    assert 100 * (day["ar"] + moves["000300.SH"]) == pytest.approx(-10.00, abs=0.02)
    (locked,) = done["limit_locked"]
    (other,) = locked["others"]
    assert 100 * (other["car"] + moves["HSI"]) == pytest.approx(-41.6, abs=0.1)
    # It closed at its limit for eight sessions in a row.
    assert locked["free_w1"] == 8
    assert locked["free_car"] < -0.5


def test_the_written_signs_of_tariffs_and_answers_come_out_more_often_than_not(
    shared, tmp_path
):
    knowledge = open_knowledge(SPACE)
    ids = [
        item.id
        for item in knowledge.precedents.values()
        if {"tariff", "retaliation"} & set(item.types) and item.themes
    ]
    themes = {name.name for one in ids for name in knowledge.precedents[one].themes}
    issuers = dict.fromkeys(
        link.issuer for link in knowledge.links if link.theme in themes
    )
    path = extract(
        shared, tmp_path / "closes.parquet",
        names=[*securities_of(issuers, "CN", knowledge), "000985.CSI"],
        first="2016-06-01", last="2026-02-11",
        files=["prices_cn.parquet", "indices.parquet"],
    )  # fmt: skip
    done = study_precedents(
        ids, prices=[path], venues="CN", windows="0:0", draws=0, workspace=SPACE
    )
    (score,) = (row for row in done["signs"] if row["basis"] == "written")
    # A smoke check of the whole chain, written after these events: no forecast.
    assert score["n"] >= 20
    assert score["right"] / score["n"] > 0.55
    assert score["mean"] > 0
    answer = {
        (row["precedent"], row["theme"]): row["car"]
        for row in done["window_returns"]
        if row["side"] == "all"
    }
    assert answer["p067", "rare-earths"] > 0.02
    assert answer["p067", "agriculture"] > 0.05
    assert done["settings"]["dropped_sessions"] == {"CN": ["2018-06-18"]}
