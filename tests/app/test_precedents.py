import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kuroshio.app import (
    Workspace,
    import_data,
    list_precedents,
    say_precedent,
    say_precedent_study,
    say_precedents,
    show_precedent,
    study_precedents,
)
from kuroshio.app.precedents import parse_indexes
from kuroshio.app.workspace import open_knowledge
from kuroshio.calendars import sessions_between
from kuroshio.errors import InputError

SPACE = Workspace()
FIRST, LAST = date(2024, 4, 1), date(2025, 12, 10)
RARE = ("600111.SH", "000831.SZ", "600392.SH")
BORN = date(2025, 6, 2)


@pytest.fixture(scope="module")
def prices(tmp_path_factory) -> Path:
    """Simulated closes: rare earths rise by 5 points on 2025-10-09, one is locked."""
    rng = np.random.default_rng(7)
    days = sessions_between(open_knowledge(SPACE).calendars["XSHG"], FIRST, LAST)
    market = rng.normal(0.0, 0.01, len(days))
    columns = {"000985.CSI": market}
    shock = days.index(date(2025, 10, 9))
    for name in (*RARE, "600259.SH", "600010.SH"):
        columns[name] = market + rng.normal(0.0, 0.012, len(days))
        columns[name][shock] = market[shock] + 0.05
    columns["600111.SH"][shock] = 0.10
    path = tmp_path_factory.mktemp("prices") / "closes.csv"
    levels = {name: 100.0 * np.cumprod(1.0 + moves) for name, moves in columns.items()}
    halted = slice(days.index(date(2025, 10, 9)), days.index(date(2025, 10, 13)))
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", *levels])
        for row, day in enumerate(days):
            cells = {name: f"{series[row]:.4f}" for name, series in levels.items()}
            if row in range(*halted.indices(len(days))):
                cells["600259.SH"] = ""
            if day < BORN:
                cells["600010.SH"] = ""
            writer.writerow([day, *cells.values()])
    return path


@pytest.fixture(scope="module")
def done(prices):
    return study_precedents(
        theme="rare-earths", prices=[prices], venues="CN", workspace=SPACE
    )


def test_a_list_meets_every_condition_and_reads_as_lines():
    listed = list_precedents(theme="rare-earths", kind="truce", workspace=SPACE)
    ids = [row["id"] for row in listed["precedents"]]
    assert ids == ["p257", "p266", "p272", "p079"]
    assert say_precedents(listed).endswith("4 precedents")
    assert listed["precedents"][-1]["day_zero"]["CN"] == "2025-10-30"


def test_the_day_of_knowledge_hides_what_came_later():
    listed = list_precedents(as_of="2018-12-31", workspace=SPACE)
    assert max(row["on"] for row in listed["precedents"]) < "2019"


def test_one_precedent_shows_day_zero_and_whom_it_reaches():
    shown = show_precedent("p067", workspace=SPACE)
    assert {row["venue"]: row["session"] for row in shown["day_zero"]} == {
        "CN": "2025-04-07",
        "HK": "2025-04-07",
        "JP": "2025-04-07",
        "US": "2025-04-04",
    }
    rare = next(row for row in shown["themes"] if row["theme"] == "rare-earths")
    assert rare["for"] > rare["against"]
    assert "600111.SH" in rare["securities"]["CN"]
    assert "reported, not measured" in say_precedent(shown)


def test_unknown_names_are_all_told_with_the_nearest():
    with pytest.raises(InputError) as caught:
        list_precedents(theme="rare-earth", kind="tarif", workspace=SPACE)
    told = str(caught.value)
    assert "rare-earths" in told
    assert "tariff" in told
    with pytest.raises(InputError, match="no such precedent"):
        show_precedent("p0670", workspace=SPACE)
    with pytest.raises(InputError, match="no precedent has all of these"):
        list_precedents(theme="rare-earths", kind="subsidy", workspace=SPACE)


def test_a_drawn_rise_is_found_on_its_day_and_signed_by_links(done):
    rows = {
        row["side"]: row
        for row in done["window_returns"]
        if (row["precedent"], row["w0"], row["w1"]) == ("p076", 0, 0)
    }
    assert set(rows) == {"all", "for"}
    # Three names with prices throughout: 5, 5 and the limit's 10 points.
    assert rows["for"]["car"] == pytest.approx(0.067, abs=0.02)
    case = next(row for row in done["included"] if row["precedent"] == "p076")
    assert case["members"] == {"all": 3, "for": 3, "against": 0}
    assert case["written_sign"] == 1


def test_eased_controls_turn_the_sides_round(done):
    sides = {row["precedent"]: row["members"] for row in done["included"]}
    # By then 600259.SH trades again; 600010.SH is still too young.
    assert sides["p080"] == {"all": 4, "for": 0, "against": 4}


def test_names_that_a_basket_lacks_are_told_with_the_reason(done):
    told = {
        security: row["reason"]
        for row in done["left_out"]
        if row["precedent"] == "p076"
        for security in row["securities"]
    }
    assert told["600259.SH"] == "suspended or missing: no price on 2025-10-09"
    assert told["600010.SH"].startswith("before listing")
    assert told["300748.SZ"] == "no prices"


def test_precedents_left_out_say_why(done):
    reasons = {row["precedent"]: row["reason"] for row in done["excluded"]}
    assert reasons["p067"].startswith("too few sessions: the windows need 261 before")
    assert reasons["p084"].startswith("no prices on 2026-01-07: 000985.CSI covers")


def test_a_locked_basket_is_carried_on_to_a_free_close(done):
    row = next(
        row
        for row in done["limit_locked"]
        if (row["precedent"], row["side"], row["w1"]) == ("p076", "for", 0)
    )
    assert (row["locked_up"], row["members"]) == (1, 3)
    assert row["free_w1"] == 1


def test_overlapping_precedents_are_reported_and_can_be_left_out(prices, done):
    assert {"p076", "p077"} in [
        {row["precedent"], row["other"]} for row in done["overlaps"]
    ]
    without = study_precedents(
        theme="rare-earths",
        prices=[prices],
        venues="CN",
        exclude_overlapping=True,
        workspace=SPACE,
    )
    assert not without["overlaps"]
    dropped = {
        row["precedent"]: row["reason"]
        for row in without["excluded"]
        if row["reason"].startswith("overlaps with")
    }
    assert "p076" in dropped
    assert "p077 (9 days)" in dropped["p076"]


def test_other_events_of_the_library_in_the_window_are_told(done):
    told = {(row["precedent"], row["other"]): row["t"] for row in done["confounding"]}
    # The 50 percent rule of 29 September traded on the last session before the holiday.
    assert told["p076", "p075"] == -1


def test_tests_are_adjusted_over_themes_too(prices):
    both = study_precedents(
        ("p076", "p077"), prices=[prices], venues="CN", workspace=SPACE
    )
    assert {row["precedent"] for row in both["included"]} == {"p076", "p077"}
    rows = [row for row in both["tests"] if row["test"] == "csect_t"]
    assert rows
    assert all(row["p_bh_themes"] >= row["p"] - 1e-12 for row in rows)


def test_another_theme_can_be_measured_round_precedents_that_do_not_name_it(prices):
    other = study_precedents(
        ("p075",), basket="rare-earths", prices=[prices], venues="CN", workspace=SPACE
    )
    assert other["included"][0]["written_sign"] is None


def test_the_store_gives_what_the_file_gives(prices, done, tmp_path):
    space = Workspace(data=tmp_path)
    with prices.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for name in list(rows[0])[2:]:
        body = [f"{row['date']},{name},{row[name]}" for row in rows if row[name]]
        path = tmp_path / "files" / f"{name}.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(["date,symbol,close", *body]), encoding="utf-8")
    import_data([tmp_path / "files"], workspace=space)
    # The store takes codes of exchanges only, so the index stays in its file.
    stored = study_precedents(
        theme="rare-earths",
        market=[f"{prices}#000985.CSI"],
        venues="CN",
        workspace=space,
    )
    assert stored["inputs"] == done["inputs"]
    assert stored["window_returns"] == done["window_returns"]


def test_an_empty_store_says_how_to_fill_it(tmp_path):
    with pytest.raises(InputError, match="kuroshio data import"):
        study_precedents(market=["000985.CSI"], workspace=Workspace(data=tmp_path))
    assert study_precedents(workspace=Workspace(data=tmp_path))["settings"]["source"]


def test_without_an_index_a_venue_is_left_out_and_a_named_one_must_be_there(prices):
    both = study_precedents(("p076",), prices=[prices], workspace=SPACE)
    reasons = {row["reason"] for row in both["excluded"] if row["venue"] == "HK"}
    assert reasons == {"the prices hold no index of HK (HSI, HSI.HK, ^HSI)"}
    with pytest.raises(InputError, match="no series 399300"):
        study_precedents(
            ("p076",), prices=[prices], market=["399300.SZ"], workspace=SPACE
        )


def test_a_security_may_stand_in_one_file_only(prices):
    with pytest.raises(InputError, match="stands in"):
        study_precedents(("p076",), prices=[prices, prices], workspace=SPACE)


def test_indexes_are_named_by_venue():
    assert parse_indexes(["A", "hk=B"], ["CN", "HK"]) == {"CN": "A", "HK": "B"}
    for wrong in (["A", "CN=B"], ["US=A"], ["HK="]):
        with pytest.raises(InputError):
            parse_indexes(wrong, ["CN", "HK"])


def test_prices_after_the_day_of_knowledge_are_not_used(prices):
    early = study_precedents(
        ("p076",), prices=[prices], venues="CN", as_of="2025-10-13", workspace=SPACE
    )
    assert not early["included"]
    assert "5 after it" in early["excluded"][0]["reason"]


def test_the_words_name_the_record_and_its_limit(done):
    words = say_precedent_study(done)
    assert "Rare earths and magnets" in words
    assert "The library was written after these events" in words
    assert "p084 (rare-earths CN): no prices on 2026-01-07" in words
