import csv
from datetime import date

import numpy as np
import pytest

from kuroshio.app import Workspace, make_study
from kuroshio.app.study_words import say_study
from kuroshio.app.workspace import open_knowledge
from kuroshio.calendars import is_session, sessions_between

SPACE = Workspace()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """SMIC twice: the H share falls in the October holiday, the A share after it."""
    calendars = open_knowledge(SPACE).calendars
    span = (date(2025, 2, 3), date(2025, 11, 28))
    shanghai, hong_kong = calendars["XSHG"], calendars["XHKG"]
    days = sorted(
        {*sessions_between(shanghai, *span), *sessions_between(hong_kong, *span)}
    )
    rng = np.random.default_rng(11)
    drawn = rng.normal(0.0, 0.008, (len(days), 4))
    names = ("688981.SH", "600036.SH", "0981.HK", "000985.CSI", "HSI")
    moves = {
        "000985.CSI": drawn[:, 0],
        "HSI": drawn[:, 1],
        "688981.SH": drawn[:, 0] + 0.5 * drawn[:, 2],
        "600036.SH": drawn[:, 0] + 0.5 * drawn[:, 3],
        "0981.HK": drawn[:, 1] + 0.5 * drawn[:, 3],
    }
    row = {day: k for k, day in enumerate(days)}
    moves["0981.HK"][row[date(2025, 10, 2)]] = -0.12
    moves["688981.SH"][row[date(2025, 10, 9)]] = -0.20
    moves["688981.SH"][row[date(2025, 10, 10)]] = -0.08
    for offset in range(3):
        moves["600036.SH"][row[date(2025, 7, 7)] + offset] = 0.10
    levels = {}
    for name in names:
        own = hong_kong if name in {"0981.HK", "HSI"} else shanghai
        held = np.array([is_session(own, day) for day in days])
        path = 100.0 * np.cumprod(1.0 + np.where(held, moves[name], 0.0))
        levels[name] = np.where(held, path, np.nan)
    folder = tmp_path_factory.mktemp("context")
    with (folder / "prices.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", *names])
        for k, day in enumerate(days):
            values = (levels[name][k] for name in names)
            writer.writerow([day, *("" if np.isnan(v) else v for v in values)])
    return folder


def run(folder, events, **options):
    path = folder / "events.csv"
    path.write_text(events, encoding="utf-8")
    return make_study(
        path, folder / "prices.csv", market="000985.CSI", other_market="HSI",
        estimation="-100:-11", draws=0, workspace=SPACE,
        **{"event": "-1:1", "windows": "0:0", **options},
    )  # fmt: skip


@pytest.fixture(scope="module")
def smic(files):
    events = "event_id,security,published_at\nban,688981.SH,2025-10-02T10:00:00+08:00\n"
    return run(files, events)


def test_the_holiday_is_joined_through_the_other_listing(smic):
    (row,) = smic["first_elsewhere"]
    assert (row["date"], row["other"], row["by"]) == (
        "2025-10-09",
        "0981.HK",
        "instant",
    )
    # Hong Kong traded on 2, 3, 6 and 8 October.
    assert row["sessions"] == 4
    assert row["car_before"] == pytest.approx(-0.12, abs=0.04)
    assert row["ar"] == pytest.approx(-0.20, abs=0.03)
    assert row["car_joined"] != row["car_before"]


def test_a_date_after_a_closure_is_joined_too_and_says_by_what(files):
    done = run(files, "event_id,security,date\nban,688981.SH,2025-10-09\n")
    (row,) = done["first_elsewhere"]
    assert (row["by"], row["sessions"], row["other_day_zero"]) == (
        "closure",
        4,
        "2025-10-02",
    )


def test_a_locked_close_is_carried_on_beside_the_other_listing(smic):
    (row,) = smic["limit_locked"]
    assert (row["locked"], row["w1"], row["free_w1"]) == ("down", 0, 1)
    assert row["free_car"] == pytest.approx(row["car"] - 0.08, abs=0.03)
    (other,) = row["others"]
    assert (other["security"], other["day_zero"]) == ("0981.HK", "2025-10-02")
    assert other["car"] == pytest.approx(-0.12, abs=0.03)


def test_a_lock_past_the_event_window_is_followed_to_its_end(files):
    events = "event_id,security,date\nup,600036.SH,2025-07-07\n"
    done = run(files, events, event="-1:0", windows="0:0")
    (row,) = done["limit_locked"]
    assert row["free_w1"] == 3
    wide = run(files, events, event="-1:5", windows="0:3")
    assert row["free_car"] == pytest.approx(wide["window_returns"][0]["car"], rel=1e-9)
    assert not wide["limit_locked"]


def test_known_events_that_reach_the_issuer_are_told_and_can_be_left_out(files, smic):
    told = {row["precedent"]: row["t"] for row in smic["confounding"]}
    assert told["p075"] == -1
    events = "event_id,security,published_at\nban,688981.SH,2025-10-02T10:00:00+08:00\n"
    without = run(files, events, exclude_confounded=True)
    assert not without["models"]
    assert without["skipped"][0]["reason"].startswith("p075 falls on t = -1")


def test_the_words_tell_all_of_it(smic):
    words = say_study(smic)
    assert "locked down ban 688981.SH on 2025-10-09" in words
    assert "0981.HK traded ban first, from 2025-10-02" in words
    assert "p075 falls on t = -1" in words


def test_names_that_are_no_codes_are_left_alone(tmp_path):
    days = np.datetime64("2024-01-01") + np.arange(60)
    rng = np.random.default_rng(1)
    levels = 10.0 * np.cumprod(1.0 + rng.normal(0, 0.01, (60, 2)), axis=0)
    levels[40:, 0] *= 1.10
    rows = [f"{day},{a},{b}" for day, (a, b) in zip(days, levels, strict=True)]
    prices = tmp_path / "prices.csv"
    prices.write_text("\n".join(["date,x,m", *rows]))
    events = tmp_path / "events.csv"
    events.write_text("event_id,security,date\ne,x,2024-02-10\n")
    done = make_study(
        events, prices, market="m", estimation="-30:-6", event="-2:2", draws=0
    )
    assert done["limit_locked"] == done["first_elsewhere"] == done["confounding"] == []
