"""The real child programs, with a stand-in for the library that they import."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kuroshio.providers import Ask, pull_bars
from kuroshio.providers.akshare import open_akshare
from kuroshio.providers.akshare.parse import request_for, standard_code
from kuroshio.providers.children import classify
from kuroshio.providers.manifests import load_manifest
from kuroshio.providers.yfinance import open_yfinance
from kuroshio.providers.yfinance.parse import request_for as yahoo_request

AKSHARE = """
import pandas as pd
print("Building prefix dict ...")  # libraries print; it must not reach the answers

def stock_zh_a_hist(symbol, start_date, end_date, adjust):
    factor = {"": 1.0, "hfq": 7.5}[adjust]
    return pd.DataFrame({
        "日期": [pd.Timestamp("2024-03-04").date(), pd.Timestamp("2024-03-05").date()],
        "股票代码": [symbol] * 2, "开盘": [10.0, 10.5],
        "收盘": [10.2 * factor, 10.4 * factor],
        "最高": [10.6, 10.7], "最低": [9.9, 10.1], "成交量": [120, 130],
        "成交额": [1224.0, float("nan")],
    })

fund_etf_hist_em = stock_zh_a_hist

def stock_hk_hist(symbol, start_date, end_date, adjust):
    return pd.DataFrame()

def stock_zh_index_daily_em(symbol, start_date, end_date):
    raise ConnectionError("Remote end closed connection")
"""
YFINANCE = """
import pandas as pd

class config:
    class debug:
        hide_exceptions = True

class YFRateLimitError(Exception):
    pass

class Ticker:
    def __init__(self, code):
        self.code = code

    def history(self, start, end, interval, auto_adjust, actions, timeout):
        assert config.debug.hide_exceptions is False
        if self.code == "BRK-B":
            raise YFRateLimitError("Too Many Requests. Rate limited.")
        index = pd.DatetimeIndex(["2024-03-04", "2024-03-05"], tz="America/New_York")
        return pd.DataFrame({
            "Open": [1.0, 2.0], "High": [3.0, 3.0], "Low": [1.0, 1.0],
            "Close": [2.0, float("nan")], "Adj Close": [1.9, 2.4], "Volume": [5, 6],
        }, index=index)
"""


@pytest.fixture
def libraries(tmp_path, monkeypatch):
    (tmp_path / "akshare.py").write_text(AKSHARE, encoding="utf-8")
    (tmp_path / "yfinance.py").write_text(YFINANCE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def hasty(name):
    return replace(load_manifest(name), attempts=1, per_minute=60_000)


def pull(provider, symbol):
    ask = Ask(symbol=symbol, first=date(2024, 3, 1), last=date(2024, 3, 8))
    try:
        (pulled,) = pull_bars(provider, [ask])
    finally:
        provider.close()
    return pulled


@pytest.mark.usefixtures("libraries")
def test_akshare_gives_traded_and_adjusted_closes_and_shares():
    bars = pull(open_akshare(manifest=hasty("akshare")), "600519.SH").bars
    assert bars.day.tolist() == [date(2024, 3, 4), date(2024, 3, 5)]
    assert bars.fields["close"].tolist() == [10.2, 10.4]
    assert bars.fields["adj_close"] == pytest.approx([76.5, 78.0])
    assert bars.fields["volume"].tolist() == [12_000, 13_000]
    assert np.isnan(bars.fields["amount"][1])


@pytest.mark.usefixtures("libraries")
def test_akshare_without_rows_and_without_a_connection():
    assert not len(pull(open_akshare(manifest=hasty("akshare")), "0700.HK").bars.day)
    lost = pull(open_akshare(manifest=hasty("akshare")), "000300.SH")
    assert "Remote end closed" in str(lost.error)


@pytest.mark.usefixtures("libraries")
def test_yfinance_gives_both_closes_and_says_when_it_is_throttled():
    bars = pull(open_yfinance(manifest=hasty("yfinance")), "BABA.US").bars
    assert bars.fields["close"][0] == 2.0
    assert np.isnan(bars.fields["close"][1])
    assert bars.fields["adj_close"].tolist() == [1.9, 2.4]
    throttled = pull(open_yfinance(manifest=hasty("yfinance")), "BRK.B.US")
    assert "Rate limited" in str(throttled.error)


@pytest.mark.parametrize("name", ["akshare", "yfinance"])
def test_a_library_that_is_not_installed_is_named(name, tmp_path):
    # A folder first on the path whose import fails stands for an absent library.
    text = f"raise ModuleNotFoundError(\"No module named '{name}'\")"
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", f"kuroshio.providers.{name}.child"],
        input=json.dumps({"kind": "stock", "code": "x", "first": "", "last": ""}),
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["error"]["kind"] == "missing"


@pytest.mark.parametrize(
    ("symbol", "kind", "code"),
    [
        ("600519.SH", "stock", "600519"),
        ("0700.HK", "hk", "00700"),
        ("510300.SH", "fund", "510300"),
        ("000300.SH", "index", "sh000300"),
        ("399006.SZ", "index", "sz399006"),
    ],
)
def test_each_kind_of_code_has_its_function(symbol, kind, code):
    assert standard_code(symbol) == symbol
    ask = Ask(symbol=symbol, first=date(2024, 1, 2), last=date(2024, 2, 1))
    assert request_for(ask) == {
        "kind": kind, "code": code, "first": "20240102", "last": "20240201"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("symbol", "code"),
    [
        ("BABA.US", "BABA"),
        ("BRK.B.US", "BRK-B"),
        ("600519.SH", "600519.SS"),
        ("000001.SZ", "000001.SZ"),
        ("0700.HK", "0700.HK"),
        ("9984.T", "9984.T"),
    ],
)
def test_yahoo_has_its_own_codes_and_leaves_out_the_last_day(symbol, code):
    ask = Ask(symbol=symbol, first=date(2024, 1, 2), last=date(2024, 1, 31))
    request = yahoo_request(ask, seconds=5)
    assert (request["code"], request["after"]) == (code, "2024-02-01")


class Response:
    def __init__(self, status, headers=None):
        self.status_code, self.headers = status, headers or {}


class HTTPError(Exception):
    def __init__(self, status, headers=None):
        super().__init__(f"status {status}")
        self.response = Response(status, headers)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HTTPError(403), "refused"),
        (HTTPError(429, {"Retry-After": "7"}), "throttled"),
        (HTTPError(502), "unreachable"),
        (TimeoutError("read"), "unreachable"),
        (ConnectionResetError("reset"), "unreachable"),
        (json.JSONDecodeError("no", "x", 0), "garbled"),
        (KeyError("data"), "failed"),
    ],
)
def test_faults_of_libraries_are_sorted_by_what_they_are(error, kind):
    found = classify(error)
    assert found["kind"] == kind
    if kind == "throttled":
        assert found["seconds"] == "7"
