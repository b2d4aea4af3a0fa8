"""Books: every form that is read, and every fault that is named."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuroshio.errors import InputError
from kuroshio.market import read_book
from kuroshio.records import Instrument

IC = Instrument(
    id="IC", name="CSI 500 future", kind="index_future", venue="CFE",
    index="000905.SH", index_name="CSI 500", currency="CNY", access="index_futures",
    multiplier=200.0,
)  # fmt: skip
HEADER = "security,value,quantity,price,currency,sellable,cost,name,thesis\n"


def write(path: Path, text: str, coding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(coding))
    return path


def faults(path: Path, **options: object) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_book(path, **options)
    return [str(fault) for fault in caught.value.faults]


def test_every_kind_of_line_is_read(tmp_path):
    path = write(
        tmp_path / "book.csv",
        HEADER
        + "600519.SH,1000000,,,,,,贵州茅台,\n"
        + "0700.HK,,1000,500,,800,450.5,,ads\n"
        + "BABA.US,-50000,,,,,,,\n"
        + "9984.T,9000000,,,JPY,,,,\n"
        + "IC2603.CFE,,-4,8000,,,,,\n"
        + "USDCNH.FWD,250000,,,,,,,\n"
        + "510300.SH,300000,,,,,,,\n"
        + "CASH.CNY,4000000,,,,,,,\n",
    )
    book = read_book(path, instruments={"IC": IC})
    lines = {h.security: h for h in book.holdings}
    assert [h.kind for h in book.holdings] == [
        "equity", "equity", "equity", "equity", "future", "forward", "etf", "cash",
    ]  # fmt: skip
    assert lines["0700.HK"].value == 500_000
    assert (lines["0700.HK"].currency, lines["0700.HK"].sellable) == ("HKD", 800)
    assert (lines["0700.HK"].cost, lines["0700.HK"].thesis) == (450.5, "ads")
    assert lines["BABA.US"].value == -50_000
    assert lines["IC2603.CFE"].value == -4 * 8000 * 200
    assert lines["USDCNH.FWD"].currency == "USD"
    assert [h.row for h in book.holdings] == list(range(2, 10))
    assert lines["600519.SH"].name == "贵州茅台"
    assert len(book.sha256) == 64


def test_every_fault_of_a_book_is_in_one_message(tmp_path):
    path = write(
        tmp_path / "bad.csv",
        HEADER
        + "600519.SH,1000,,,,,,,\n"
        + "600519.SH,2000,,,,,,,\n"  # 3: a duplicate
        + "FOO.BAR,1000,,,,,,,\n"  # 4: no such market
        + "999999.SH,1000,,,,,,,\n"  # 5: no such code
        + "0700.HK,,ten thousand,500,,,,,\n"  # 6: a quantity in words
        + "300308.SZ,,,,,,,,\n"  # 7: neither value nor price
        + "300502.SZ,,500,,,,,,\n"  # 8: quantity without price
        + "9984.T,1000,,,YEN,,,,\n"  # 9: no such currency
        + "601318.SH,inf,,,,,,,\n"  # 10: not finite
        + "600036.SH,190万,,,,,,,\n"  # 11: a scale word
        + "000300.SH,1000,,,,,,,\n"  # 12: an index
        + ",1000,,,,,,,\n"  # 13: nothing
        + "600900.SH,,100,-5,,,,,\n"  # 14: a negative price
        + "IF2603.CFE,,2,4000,,,,,\n"  # 15: no multiplier known
        + "CASH.CNY,1000,,,USD,,,,\n"  # 16: cash in another currency
        + "0981.HK,5%,,,,,,,\n",  # 17: a share
    )
    found = faults(path)
    assert [fault.split(": ")[0].rpartition(":")[2] for fault in found] == [
        str(n) for n in range(3, 18)
    ]
    told = "\n".join(found)
    for words in (
        "on line 2 already", "'FOO.BAR'", "'999999.SH'", "quantity 'ten thousand'",
        "neither value nor quantity", "lacks price", "currency 'YEN'", "value 'inf'",
        "write 1900000", "is an index", "no security", "price -5 is not above zero",
        "multiplier of IF", "or CASH.USD", "value '5%'",
    ):  # fmt: skip
        assert words in told


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        ("600519", "write 600519.SH"),
        ("300308", "write 300308.SZ"),
        ("600519.SS", "write 600519.SH"),
        ("600519.XSHG", "write 600519.SH"),
        ("600519 CH Equity", "write 600519.SH"),
        ("700 HK", "write 0700.HK"),
        ("SH600519", "write 600519.SH"),
        ("600519.SZ", "write 600519.SH"),
        ("BABA.N", "write BABA.US"),
        ("9984 JT", "write 9984.T"),
        ("IF2603", "write IF2603.CFE"),
        ("USDCNH", "write USDCNH.FWD"),
        ("00700", "write 0700.HK"),
        ("9984", "write 9984.HK or 9984.T"),
        ("CASH", "write CASH.CNY"),
        ("现金", "write CASH.CNY"),
        ("600519.HS", "did you mean 600519.SH"),
        ("茅台", "write it as 600519.SH, 0700.HK"),
    ],
)
def test_a_code_of_another_system_is_mended(tmp_path, code, mend):
    path = write(tmp_path / "b.csv", f"security,value\n{code},1000\n")
    assert mend in faults(path, known={"600519.SH", "0700.HK"})[0]


def test_a_well_formed_code_without_an_issuer_is_kept_and_said(tmp_path):
    path = write(
        tmp_path / "b.csv", "security,value\n600519.SH,1\n605999.SH,2\nCASH.CNY,1\n"
    )
    book = read_book(path, known={"600519.SH"})
    assert book.unlisted == ("605999.SH",)
    assert len(book.holdings) == 3


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        ("证券代码,证券名称,持仓数量,最新价\n600519.SH,贵州茅台,100,1400\n", "gb18030"),
        ("证券代码,股票名称,持股数量,现价\n600519.SH,贵州茅台,100,1400\n", "utf-8-sig"),
        ("代码\t名称\t数量\t现价\n600519.SH\t贵州茅台\t100\t1400\n", "utf-16"),
        ("代码;名称;市值\n600519.SH;贵州茅台;140000\n", "utf-8"),
        ('Ticker,Name,Market Value,P&L\n600519.SH,贵州茅台,"140,000",5\n', "utf-8"),
        (
            "持仓明细\n账户,甲\n\n代码,名称,市值\n600519.SH,贵州茅台,140000\n合计,,1\n",
            "utf-8",
        ),
        ("\n代码,名称,市值,币种\n\n600519.SH,贵州茅台,１４００００,RMB\n,,\n", "utf-8"),
    ],
)  # fmt: skip
def test_exports_of_several_systems_are_read(tmp_path, text, coding):
    book = read_book(write(tmp_path / "b.csv", text, coding))
    (holding,) = book.holdings
    assert (holding.security, holding.value) == ("600519.SH", 140_000)
    assert (holding.name, holding.currency) == ("贵州茅台", "CNY")


def workbook(rows: list[str]) -> bytes:
    """Return a workbook of one sheet from its rows in SpreadsheetML."""
    space = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f"""<Types xmlns="{space}/package/2006/content-types">
<Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/sheet1.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
""",
        "_rels/.rels": f"""<Relationships xmlns="{space}/package/2006/relationships">
<Relationship Id="r1" Target="xl/workbook.xml"
 Type="{space}/officeDocument/2006/relationships/officeDocument"/></Relationships>""",
        "xl/_rels/workbook.xml.rels": f"""<Relationships
 xmlns="{space}/package/2006/relationships"><Relationship Id="r1" Target="sheet1.xml"
 Type="{space}/officeDocument/2006/relationships/worksheet"/></Relationships>""",
        "xl/workbook.xml": f"""<workbook xmlns="{space}/spreadsheetml/2006/main"
 xmlns:r="{space}/officeDocument/2006/relationships"><sheets>
<sheet name="book" sheetId="1" r:id="r1"/></sheets></workbook>""",
        "xl/sheet1.xml": f"""<worksheet xmlns="{space}/spreadsheetml/2006/main">
<sheetData>{"".join(f"<row>{row}</row>" for row in rows)}</sheetData></worksheet>""",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_an_excel_book_is_read(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        workbook(
            [
                text_cell("A1", "证券代码")
                + text_cell("B1", "名称")
                + text_cell("C1", "市值"),
                text_cell("A2", "600519.SH")
                + text_cell("B2", "贵州茅台")
                + '<c r="C2"><v>140000</v></c>',
                text_cell("A3", "0700.HK") + '<c r="C3"><v>-1500.5</v></c>',
            ]
        )
    )
    book = read_book(path)
    assert [(h.security, h.value, h.row) for h in book.holdings] == [
        ("600519.SH", 140_000.0, 2),
        ("0700.HK", -1500.5, 3),
    ]
    assert book.holdings[0].name == "贵州茅台"


def test_a_code_that_excel_turned_into_a_number_is_a_fault(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        workbook(
            [
                text_cell("A1", "security") + text_cell("B1", "value"),
                '<c r="A2"><v>600519</v></c><c r="B2"><v>1</v></c>',
            ]
        )
    )
    assert "write 600519.SH" in faults(path)[0]


def test_a_total_is_left_out_with_a_note(tmp_path):
    path = write(tmp_path / "b.csv", "security,value\n600519.SH,5\nTotal,5\n")
    book = read_book(path)
    assert len(book.holdings) == 1
    assert book.notes == ("line 3: a total, left out",)


def test_brackets_are_negative_and_dashes_are_blank(tmp_path):
    path = write(
        tmp_path / "b.csv", "security,value,quantity,price\n600519.SH,(1000),-,--\n"
    )
    assert read_book(path).holdings[0].value == -1000


def test_value_counts_and_a_disagreement_is_noted(tmp_path):
    path = write(
        tmp_path / "b.csv", "security,value,quantity,price\n600519.SH,2000,10,100\n"
    )
    book = read_book(path)
    assert book.holdings[0].value == 2000
    assert "quantity × price is 1,000" in book.notes[0]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("name,value", "no column security"),
        ("security,name", "neither value nor quantity with price"),
        ("security,quantity", "neither value nor quantity with price"),
        ("security,value,市值", "says the same as another"),
    ],
)
def test_missing_columns_are_named_with_the_mend(tmp_path, header, words):
    path = write(tmp_path / "b.csv", f"{header}\n600519.SH,1,1\n")
    assert words in " ".join(faults(path))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"  \n\t\n", "is empty"),
        (b"security,value\n", "no rows"),
        (bytes(range(256)) * 20, "is not text"),
        (b"PK\x03\x04 not a workbook", "is not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "is not a workbook"),
        (b"security,value\n" + b"6" * 200_000 + b",1\n", "is not CSV"),
        (b"security,value\n" + b"600519.SH,1\n" * 50_001, "more than 50,000 rows"),
    ],
)
def test_files_that_are_no_book_are_refused(tmp_path, raw, words):
    path = tmp_path / "b.csv"
    path.write_bytes(raw)
    assert words in faults(path)[0]


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    assert "does not exist" in faults(tmp_path / "none.csv")[0]
    assert "is a folder" in faults(tmp_path)[0]


@given(raw=st.binary(max_size=400))
def test_rubbish_never_escapes_as_anything_but_a_fault(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("fuzz") / "b.csv"
    path.write_bytes(raw)
    try:
        read_book(path)
    except InputError as error:
        assert error.faults  # noqa: PT017 - either it reads, or it says why


@given(values=st.lists(st.floats(-1e12, 1e12).map(lambda x: round(x, 2)), min_size=1))
def test_values_come_back_as_written(tmp_path_factory, values):
    rows = "".join(f"{600000 + n}.SH,{v}\n" for n, v in enumerate(values))
    path = tmp_path_factory.mktemp("laws") / "b.csv"
    book = read_book(write(path, "security,value\n" + rows))
    assert [h.value for h in book.holdings] == values
