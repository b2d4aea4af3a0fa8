from datetime import date

import numpy as np
import pytest

from kuroshio.errors import InputError
from kuroshio.market.drop import map_fields, read_bars, standard_code

AKSHARE = (
    "日期,股票代码,开盘,收盘,最高,最低,成交量,成交额\n2024-01-02,600519,1,2,3,1,10,20\n"
)
WIND = "日期,代码,开盘价(元),收盘价(元),成交量(股)\n2024-01-02,0700.HK,1,2,10\n"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("600519", "600519.SH"),
        ("000001.XSHE", "000001.SZ"),
        ("600519.SS", "600519.SH"),
        ("BABA.N", "BABA.US"),
        ("BRK.B.US", "BRK.B.US"),
        ("510300.SH", "510300.SH"),
        ("000300.SH", "000300.SH"),
        ("900901", "900901.SH"),
        ("sz000001", "000001.SZ"),
        ("sh.688981", "688981.SH"),
        ("830799", "830799.BJ"),
        ("00700.HK", "0700.HK"),
        ("BABA.US", "BABA.US"),
        ("close", None),
        ("IC2603.CFE", None),
    ],
)
def test_codes_are_brought_to_one_form(given, wanted):
    assert standard_code(given) == wanted


def test_units_in_brackets_are_left_out():
    found = map_fields(("交易日期", "代码", "收盘价（元）", "成交额(百万)"))
    assert found["close"] == "收盘价（元）"
    assert found["amount"] == "成交额(百万)"


@pytest.mark.parametrize(
    ("text", "code"), [(AKSHARE, "600519.SH"), (WIND, "0700.HK")], ids=["a", "w"]
)
def test_vendors_long_files_are_read(tmp_path, text, code):
    path = tmp_path / "bars.csv"
    path.write_text(text, encoding="gb18030")
    bars = read_bars(path)
    assert bars.symbols == (code,)
    assert bars.fields["close"].tolist() == [2.0]
    assert bars.day.tolist() == [date(2024, 1, 2)]


def test_a_file_without_codes_is_named_by_its_security(tmp_path):
    path = tmp_path / "sh603843.csv"
    path.write_text("date,close\n2024-01-02,5\n", encoding="utf-8")
    assert read_bars(path).symbols == ("603843.SH",)


def test_wide_files_hold_closing_prices_and_blanks_are_no_rows(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(
        "date,600519.SH,0700.HK\n2024-01-02,5,\n2024-01-03,6,7\n", encoding="utf-8"
    )
    bars = read_bars(path)
    assert len(bars.day) == 3
    assert np.array(bars.symbols)[bars.symbol].tolist() == [
        "600519.SH",
        "600519.SH",
        "0700.HK",
    ]


def test_every_fault_is_listed(tmp_path):
    path = tmp_path / "bars.csv"
    path.write_text(
        "date,symbol,close\n2024-01-02,NOPE,5\nsoon,600519.SH,6\n2024-01-03,,x\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_bars(path)
    text = str(caught.value)
    for word in ("NOPE", "soon", "'x'", "no code"):
        assert word in text


def test_one_security_written_in_two_ways_is_one(tmp_path):
    path = tmp_path / "bars.csv"
    path.write_text(
        "date,code,close\n2024-01-02,sh600519,5\n2024-01-03,600519.SH,6\n",
        encoding="utf-8",
    )
    bars = read_bars(path)
    assert bars.symbols == ("600519.SH",)
    assert bars.symbol.tolist() == [0, 0]


def test_a_workbook_with_a_title_above_its_table_is_read(tmp_path):
    import xlsxwriter

    path = tmp_path / "export.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Prices, daily"])
        sheet.write_row(2, 0, ["交易日期", "证券代码", "收盘价(元)"])
        sheet.write_row(3, 0, ["2024-01-02", "600519.SH", 1685.0])
    bars = read_bars(path)
    assert bars.fields["close"].tolist() == [1685.0]
