import csv
import io
import json
import re

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from kuroshio.app import Workspace, make_study, study_csv, study_html, study_title
from kuroshio.app.study_exports import study_tables, study_xlsx
from kuroshio.app.study_words import say_study

SPACE = Workspace()


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    rng = np.random.default_rng(5)
    days = np.datetime64("2024-01-01") + np.arange(120)
    names = ["market", "=1+1", "two", "three"]
    levels = 50.0 * np.cumprod(1 + rng.normal(0, 0.01, (120, 4)), axis=0)
    prices = folder / "closes-simulated.csv"
    with prices.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", *names])
        writer.writerows([[day, *row] for day, row in zip(days, levels, strict=True)])
    events = folder / "events.csv"
    events.write_text(
        "event_id,security,date\n"
        "e1,=1+1,2024-04-10\ne2,two,2024-04-10\ne3,three,2024-04-12\n"
        "e4,absent,2024-04-12\ne5,two,2024-04-14\n"
    )
    return make_study(
        events, prices, market="market", estimation="-60:-11", event="-5:5",
        draws=99, workspace=SPACE,
    )  # fmt: skip


def test_every_table_becomes_a_csv_with_the_same_cells(done):
    texts = study_csv(done)
    assert {"models.csv", "abnormal_returns.csv", "tests.csv", "skipped.csv"} <= set(
        texts
    )
    rows = list(csv.DictReader(io.StringIO(texts["abnormal_returns.csv"])))
    assert len(rows) == len(done["abnormal_returns"]) == 4 * 11
    assert float(rows[3]["car"]) == done["abnormal_returns"][3]["car"]


def test_no_text_can_run_as_a_formula(done):
    models = list(csv.DictReader(io.StringIO(study_csv(done)["models.csv"])))
    assert models[0]["security"] == "'=1+1"
    book = CalamineWorkbook.from_filelike(io.BytesIO(study_xlsx(done, title="t")))
    assert book.get_sheet_by_name("models").to_python()[1][1] == "=1+1"


def test_the_workbook_has_a_sheet_for_each_table_and_keeps_numbers(done):
    raw = study_xlsx(done, title="Study")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    assert book.sheet_names[:2] == ["models", "abnormal_returns"]
    head, *rows = book.get_sheet_by_name("tests").to_python()
    p = [row[head.index("p")] for row in rows]
    expected = [row["p"] for row in done["tests"]]
    assert len(p) == len(expected)
    assert all(
        given == "" if told is None else given == pytest.approx(told, abs=1e-12)
        for given, told in zip(p, expected, strict=True)
    )


def test_the_same_study_gives_the_same_bytes(done):
    assert study_xlsx(done, title="Study") == study_xlsx(done, title="Study")
    again = study_html(done, title="x", summary="y", workspace=SPACE)
    assert study_html(done, title="x", summary="y", workspace=SPACE) == again


def test_about_holds_the_settings_and_the_hash_of_each_file(done):
    about = {row["what"]: row["value"] for row in study_tables(done)["about"]}
    assert about["estimation"] == "-60; -11"
    for row in done["inputs"]:
        assert about[row["source"]] == row["sha256"]


def test_simulated_prices_say_so_in_every_form(done):
    assert "SIMULATED" in study_title(done, "Study")
    assert say_study(done).startswith("SIMULATED")
    real = {**done, "inputs": [{"source": "prices.csv", "sha256": ""}]}
    assert "SIMULATED" not in study_title(real, "Study") + say_study(real)


def test_the_page_needs_no_network_and_escapes_what_it_is_given(done):
    page = study_html(
        done, title="<b>title</b>", summary="</pre><script>", workspace=SPACE
    )
    assert "<b>title" not in page
    assert "</pre><script>" not in page
    # What follows is the chart library, which the tests of briefs look at.
    own = page.partition("<script>")[0]
    assert not re.search(r"<(?:link|img|script)[^>]+(?:src|href)=", own)
    specs = json.loads(re.search(r"const pictures = (\{.*\});", page).group(1))
    assert set(specs) == {"fan"}


def test_overlapping_events_are_left_out_together_when_asked(done):
    assert [(row["event_id"], row["other_id"]) for row in done["overlaps"]] == [
        ("e2", "e5")
    ]
    events, prices = (row["source"] for row in done["inputs"][:2])
    without = make_study(
        events, prices, market="market", estimation="-60:-11", event="-5:5",
        draws=0, exclude_overlapping=True, workspace=SPACE,
    )  # fmt: skip
    assert [row["event_id"] for row in without["models"]] == ["e1", "e3"]
    reasons = {row["event_id"]: row["reason"] for row in without["skipped"]}
    assert reasons["e2"] == "overlaps with e5 by 7 days"
    assert reasons["e4"] == "no prices for absent"
    assert not without["overlaps"]
    assert without["fan"][0]["low"] is None
