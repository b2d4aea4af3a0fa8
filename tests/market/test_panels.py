import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kuroshio.errors import InputError
from kuroshio.market import read_events, read_factors, read_prices

WIDE = (
    "Date,600519.SH,0700.HK\n2018-03-22,10,20.5\n2018-03-21,9.5,\n2018-03-23,11,NaN\n"
)


@pytest.fixture
def write(tmp_path):
    def make(text, name="file.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


def days(panel):
    return [str(day) for day in panel.dates]


def faults_of(read, *args, **kwargs):
    with pytest.raises(InputError) as caught:
        read(*args, **kwargs)
    return [str(fault) for fault in caught.value.faults]


def test_wide_rows_come_in_order_and_blanks_are_missing(write):
    panel = read_prices(write(WIDE))
    assert days(panel) == ["2018-03-21", "2018-03-22", "2018-03-23"]
    assert panel.securities == ("600519.SH", "0700.HK")
    expected = [[9.5, np.nan], [10, 20.5], [11, np.nan]]
    np.testing.assert_array_equal(panel.values, expected)


def test_securities_stay_text_and_are_not_read_as_numbers(write):
    text = "date,symbol,close\n2018-03-22,000063,9\n2018-03-22,0763,8\n"
    assert read_prices(write(text)).securities == ("000063", "0763")


@pytest.mark.parametrize(
    "text",
    [
        "日期,证券代码,收盘价\n2018/3/22,000063.SZ,9\n20180323,000063.SZ,8\n",
        "trade_date;ts_code;close\n20180322;000063.SZ;9\n20180323;000063.SZ;8\n",
        (
            "\ufeffDate,Ticker,Price,Volume\n2018-03-22 00:00:00,000063.SZ,9,\n"
            "2018-03-23 00:00:00,000063.SZ,8,5\n"
        ),
    ],
)
def test_long_under_other_names(write, text):
    panel = read_prices(write(text))
    assert days(panel) == ["2018-03-22", "2018-03-23"]
    np.testing.assert_array_equal(panel.values, [[9], [8]])


def test_chinese_text_in_its_own_encoding(write):
    text = "日期,证券代码,收盘价\n2018-03-22,000063.SZ,9\n"
    panel = read_prices(write(text, encoding="gb18030"))
    assert panel.values.tolist() == [[9.0]]


def test_adjusted_and_plain_prices_are_never_mixed(write):
    text = (
        "date,symbol,close,adj_close\n"
        "2018-03-21,a,10,1\n2018-03-22,a,11,\n"
        "2018-03-21,b,20,2\n2018-03-22,b,21,2.1\n"
    )
    panel = read_prices(write(text))
    np.testing.assert_array_equal(panel.values, [[10, 2], [11, 2.1]])


def test_parquet_as_csv(write, tmp_path):
    table = pa.table({
        "symbol": ["a", "b", "a"],
        "date": pa.array([17612, 17612, 17613], pa.date32()),
        "close": pa.array([1.0, 2.0, None], pa.float32()),
    })  # fmt: skip
    path = tmp_path / "prices.parquet"
    pq.write_table(table, path)
    text = "symbol,date,close\na,2018-03-22,1\nb,2018-03-22,2\na,2018-03-23,\n"
    ours, theirs = read_prices(path), read_prices(write(text))
    assert days(ours) == days(theirs)
    np.testing.assert_array_equal(ours.values, theirs.values)


def test_parquet_with_categories_and_gaps_in_chunks(tmp_path):
    symbol = pa.chunked_array([["a", "b"], ["a", "b"]]).dictionary_encode()
    when = pa.chunked_array([
        pa.array([17612, 17612], pa.date32()), pa.array([17613, 17613], pa.date32()),
    ])  # fmt: skip
    close = pa.chunked_array([[1.0, None], [3.0, 4.0]])
    path = tmp_path / "prices.parquet"
    pq.write_table(pa.table({"date": when, "symbol": symbol, "close": close}), path)
    panel = read_prices(path)
    assert panel.securities == ("a", "b")
    np.testing.assert_array_equal(panel.values, [[1, np.nan], [3, 4]])


def test_an_empty_parquet_is_an_empty_panel(tmp_path):
    path = tmp_path / "prices.parquet"
    nothing = {"date": pa.array([], pa.date32()), "a": pa.array([], pa.float64())}
    pq.write_table(pa.table(nothing), path)
    assert read_prices(path).values.shape == (0, 1)


def test_dates_without_a_name_and_a_series_called_index(write):
    unnamed = read_prices(write(",a\n2018-03-22,1\n"))
    assert (days(unnamed), unnamed.securities) == (["2018-03-22"], ("a",))
    series = read_prices(write("index,date\n3000,2018-03-22\n"))
    assert (days(series), series.securities) == (["2018-03-22"], ("index",))


def test_leaving_securities_out_keeps_the_rows_of_the_index(write):
    text = "date,symbol,close\n2018-03-21,a,1\n2018-03-22,b,2\n2018-03-23,a,3\n"
    panel = read_prices(write(text), securities={"a"})
    assert panel.securities == ("a",)
    np.testing.assert_array_equal(panel.values, [[1], [np.nan], [3]])


def test_every_bad_cell_is_named(write):
    text = "date,a,b\n2018-03-21,1,x\nsoon,2,3\n2018-03-23,1.234.5,4\n"
    path = write(text)
    faults = faults_of(read_prices, path)
    assert len(faults) == 3
    assert f"{path}:3: date 'soon' is not a day" in faults[0]
    assert f"{path}:4" in faults[1]
    assert "'1.234.5'" in faults[1]
    assert f"{path}:2" in faults[2]


@pytest.mark.parametrize("price", ["0", "-3", "inf"])
def test_a_price_must_be_above_zero(write, price):
    faults = faults_of(read_prices, write(f"date,a\n2018-03-21,{price}\n"))
    assert "a on 2018-03-21" in faults[0]
    assert "not above zero" in faults[0]


def test_dates_and_pairs_that_stand_twice_are_named(write):
    path = write("date,a\n2018-03-21,1\n2018-03-22,2\n2018-03-21,3\n")
    (fault,) = faults_of(read_prices, path)
    assert f"{path}:4" in fault
    assert f"{path}:2" in fault
    long = "date,symbol,close\n2018-03-21,a,1\n2018-03-21,b,2\n2018-03-21,a,3\n"
    path = write(long)
    (fault,) = faults_of(read_prices, path)
    assert f"{path}:4: a on 2018-03-21 stands there already" in fault


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no column of dates"),
        ("date,a\n", "no rows"),
        ("date,a,a\n2018-03-21,1,2\n", "stands there 2 times"),
        ("date,a\n2018-03-21,1,2\n", "is not a table"),
    ],
)
def test_what_is_no_panel_is_refused(write, text, words):
    assert words in faults_of(read_prices, write(text))[0]


def test_missing_and_foreign_files_are_refused(tmp_path, write):
    assert "does not exist" in faults_of(read_prices, tmp_path / "none.csv")[0]
    assert "does not exist" in faults_of(read_prices, tmp_path / "none.parquet")[0]
    fake = write("no parquet", "fake.parquet")
    assert "is not a Parquet file" in faults_of(read_prices, fake)[0]


def test_factor_returns_may_be_negative_but_not_percent(write):
    panel = read_factors(write("date,f\n2018-03-21,-0.01\n"), are_returns=True)
    assert panel.are_returns
    assert panel.values.tolist() == [[-0.01]]
    percent = write("date,f\n2018-03-21,-1.2\n2018-03-22,0.8\n")
    assert "give decimals" in faults_of(read_factors, percent, are_returns=True)[0]
    ruin = write("date,f\n2018-03-21,0.01\n2018-03-22,0.02\n2018-03-23,-1\n")
    assert "leaves nothing" in faults_of(read_factors, ruin, are_returns=True)[0]
    assert not read_factors(write("date,f\n2018-03-21,50\n")).are_returns


def test_events_with_days_and_with_instants(write):
    rows = read_events(
        write(
            "event_id,security,date,published_at\n"
            "tariff,600519.SH,2018-03-22,\n"
            "ban,000063.SZ,,2018-04-16T09:00:00-04:00\n"
        )
    )
    assert rows.event_ids == ("tariff", "ban")
    assert str(rows.dates[0]) == "2018-03-22"
    assert np.isnat(rows.dates[1])
    assert rows.published_at[0] is None
    assert rows.published_at[1].utcoffset().total_seconds() == -4 * 3600


def test_events_without_ids_are_numbered(write):
    rows = read_events(write("security,date\na,2018-03-22\nb,2018-03-22\n"))
    assert rows.event_ids == ("1", "2")


def test_every_bad_event_is_named(write):
    path = write(
        "event_id,security,date,published_at\n"
        "e1,,2018-03-22,\n"
        "e2,a,2018-02-30,\n"
        "e3,a,,2018-04-16T09:00:00\n"
        "e4,a,,\n"
        "e5,a,2018-03-22,\n"
    )
    faults = faults_of(read_events, path)
    assert [fault.split(": ")[0] for fault in faults] == [
        f"{path}:3", f"{path}:4", f"{path}:2", f"{path}:5",
    ]  # fmt: skip
    assert "with an offset" in faults[1]
    assert "neither date" in faults[3]
    both = faults_of(read_events, write("event_id,name\n1,a\n"))
    assert len(both) == 2
