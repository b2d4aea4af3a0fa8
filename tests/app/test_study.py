"""The verb study from files to the object that the command prints."""

import json

import numpy as np
import pytest

from kuroshio.app import make_study
from kuroshio.errors import InputError

SECURITIES = ("600519.SH", "0700.HK", "BABA.US")
SHORT = {"estimation": "-30:-6", "event": "-5:5", "windows": "-5:5,0:1"}


@pytest.fixture
def files(tmp_path):
    """Prices from January 2018, an index, factors, and events."""
    rng = np.random.default_rng(0)
    days = np.arange("2018-01-01", "2018-07-01", dtype="datetime64[D]")
    days = days[np.is_busday(days)][:100]
    steps = 0.02 * rng.normal(size=(100, 3))
    prices = 100 * np.cumprod(1 + steps, axis=0)
    prices[50:53, 0] = np.nan

    def write(name, header, columns):
        lines = [",".join(header)]
        for day, row in zip(days, columns, strict=True):
            cells = ["" if np.isnan(cell) else repr(float(cell)) for cell in row]
            lines.append(",".join([str(day), *cells]))
        path = tmp_path / name
        path.write_text("\n".join(lines))
        return str(path)

    index = 3000 * np.cumprod(1 + 0.01 * rng.normal(size=(100, 1)), axis=0)
    factors = 10 * np.cumprod(1 + 0.01 * rng.normal(size=(100, 2)), axis=0)
    events = tmp_path / "events.csv"
    rows = [f"e{k},{name},{days[60]}" for k, name in enumerate(SECURITIES)]
    events.write_text("\n".join(["event_id,security,date", *rows]))
    return {
        "events": str(events),
        "prices": write("prices.csv", ["date", *SECURITIES], prices),
        "market": write("market.csv", ["date", "index"], index),
        "factors": write("factors.csv", ["date", "f", "g"], factors),
        "both": write(
            "both.csv", ["date", "x", "index"], np.hstack([prices[:, 1:2], index])
        ),
        "folder": tmp_path,
        "days": days,
    }


def run(files, **more):
    given = {"market": files["market"], **SHORT, "draws": 0, **more}
    return make_study(given.pop("events", files["events"]), files["prices"], **given)


def problems(files, **more):
    with pytest.raises(InputError) as caught:
        run(files, **more)
    return [str(fault) for fault in caught.value.faults]


def test_the_keys_are_those_promised(files):
    done = run(files)
    first = done["models"][1]
    assert {"event_id", "security", "alpha", "beta", "sigma", "df"} <= set(first)
    assert first["df"] == 23
    row = done["abnormal_returns"][0]
    assert {
        "event_id", "security", "t", "ar", "se_ar", "sar", "p_ar", "car", "se_car",
        "scar", "p_car", "bhar",
    } <= set(row)  # fmt: skip
    assert [row["t"] for row in done["abnormal_returns"][:11]] == list(range(-5, 6))
    test = done["tests"][0]
    assert {"kind", "w0", "w1", "test", "stat", "dist", "df", "p"} <= set(test)
    windows = {(x["w0"], x["w1"]) for x in done["tests"] if x["kind"] != "AAR"}
    assert windows == {(-5, 5), (0, 1)}
    assert done["skipped"] == []
    assert len(done["inputs"]) == 3
    assert len(done["window_returns"]) == 6


def test_values_agree_with_one_another(files):
    for row in run(files)["abnormal_returns"]:
        assert row["sar"] == pytest.approx(row["ar"] / row["se_ar"])
        assert row["scar"] == pytest.approx(row["car"] / row["se_car"])
        assert 0 <= row["p_ar"] <= 1


def test_same_files_give_the_same_bytes(files):
    once, again = (json.dumps(run(files, draws=99)) for _ in range(2))
    assert once == again
    assert "NaN" not in once


def test_a_gap_is_told(files):
    notes = run(files)["models"][0]["notes"]
    days = ", ".join(str(day) for day in files["days"][50:53])
    (note,) = notes
    assert note == (
        f"3 of 28 estimation days missing: no price on {days}; not filled, "
        "the next return spans them"
    )


def test_the_market_may_be_a_series_of_a_file_or_a_security(files):
    alone = run(files)
    among = run(files, market=f"{files['both']}#index")
    assert among["abnormal_returns"] == alone["abnormal_returns"]
    own = run(files, market="0700.HK")
    assert own["models"][0]["betas"].keys() == {"0700.HK"}
    lines = (files["folder"] / "market.csv").read_text().splitlines()
    bars = files["folder"] / "bars.csv"
    rows = [line.replace(",", ",1,") for line in lines[1:]]
    bars.write_text("\n".join(["date,open,close", *rows]))
    assert run(files, market=bars)["tests"] == alone["tests"]
    assert "has 2 series" in problems(files, market=files["both"])[0]
    assert "has no series y" in problems(files, market=f"{files['both']}#y")[0]


@pytest.mark.parametrize(
    ("model", "betas"),
    [("mean", []), ("market-adjusted", []), ("factor", ["index", "f", "g"])],
)
def test_models(files, model, betas):
    done = run(files, model=model, factors=files["factors"], returns="log")
    assert list(done["models"][1]["betas"]) == betas
    assert done["settings"]["model"] == model


def test_an_instant_becomes_the_first_session_that_closes_after_it(files):
    path = files["folder"] / "told.csv"
    # 15:30 in Shanghai on 26 March: after the close there, before it in Hong Kong,
    # and before the open in New York.
    instant = "2018-03-26T15:30:00+08:00"
    rows = [f"{name},{instant}" for name in (*SECURITIES, "nobody")]
    path.write_text("\n".join(["security,published_at", *rows]))
    done = run(files, events=str(path))
    dates = {row["security"]: row["date"] for row in done["models"]}
    assert dates == {
        "600519.SH": "2018-03-27", "0700.HK": "2018-03-26", "BABA.US": "2018-03-26",
    }  # fmt: skip
    (skipped,) = done["skipped"]
    assert skipped["security"] == "nobody"
    assert "no exchange is known" in skipped["reason"]


def test_wrong_options_are_all_told(files):
    faults = problems(files, estimation="soon", windows="1:0,x")
    assert len(faults) == 3
    faults = problems(files, model="garch", returns="percent")
    assert len(faults) == 2
    assert (
        "is given too"
        in problems(
            files,
            model="factor",
            factors=files["factors"],
            factor_returns=files["factors"],
        )[0]
    )
    assert "needs factors" in problems(files, model="factor")[0]
    assert "does not lie inside" in problems(files, windows="-9:0")[0]


def test_usual_windows_are_the_event_window_and_the_days_round_day_0(files):
    done = run(files, windows=None)
    assert {(x["w0"], x["w1"]) for x in done["window_returns"]} == {
        (-5, 5), (-1, 1), (0, 0),
    }  # fmt: skip
