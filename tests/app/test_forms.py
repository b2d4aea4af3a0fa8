"""Every form of one real brief, in both languages."""

import html
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kuroshio.app import (
    Workspace,
    make_brief,
    make_brief_since,
    open_words,
    render_brief,
    render_file,
)
from kuroshio.app.fonts import find_font
from kuroshio.briefs import lay_out
from kuroshio.briefs.pictures import draw_pictures
from kuroshio.briefs.tongues import translate
from kuroshio.briefs.wording import ORIGINAL
from kuroshio.briefs.workbook import SHEETS
from kuroshio.errors import InputError
from kuroshio.records import Grid

EXAMPLES = Path(__file__).parents[2] / "examples"
WORKSPACE = Workspace()


@pytest.fixture(scope="module")
def brief():
    return make_brief(
        [str(EXAMPLES / "story.txt")],
        book=EXAMPLES / "book.csv",
        profile=EXAMPLES / "profile.yaml",
        workspace=WORKSPACE,
    )


@pytest.fixture(scope="module")
def workbook(brief):
    return render_file(brief, form="xlsx", workspace=WORKSPACE)


@pytest.fixture(scope="module")
def pdf(brief):
    try:
        find_font()
    except InputError as error:
        pytest.skip(str(error))
    return render_file(brief, form="pdf", lang="zh", workspace=WORKSPACE)


def cells(layout):
    for block in layout.first_page:
        for item in block.items:
            rows = item.rows if isinstance(item, Grid) else (item.cells,)
            for row in rows:
                yield from ((block.id, cell) for cell in row)


# Chinese ------------------------------------------------------------------------------


def test_what_stays_english_on_the_first_page_is_not_ours(brief):
    """Facts, mechanisms and names are the knowledge's words; a sentence is not."""
    words = open_words(brief, "zh", WORKSPACE)
    ours = [
        (block, cell.text)
        for block, cell in cells(translate(lay_out(brief), words))
        if cell.lang == "en"
    ]
    theirs = "\n".join(
        [
            *(fact.text for fact in brief.facts),
            *(one for e in brief.exposures for one in e.evidence_for),
            *(one for e in brief.exposures for one in e.evidence_against),
            *(one for row in brief.themes for one in row.unknowns),
            *(name for _, name in brief.names),
            *(answer.reason for answer in brief.regimes),
        ]
    )

    def core(text):
        return text.replace(ORIGINAL, "").strip(" ;,.|…→:—")

    left = [(block, text) for block, text in ours if core(text) not in theirs]
    assert left == []


def test_titles_of_pictures_are_chinese(brief):
    words = open_words(brief, "zh", WORKSPACE)
    for picture in draw_pictures(brief, words):
        assert not re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", picture.title)


@pytest.mark.parametrize("form", ["text", "html", "md"])
def test_forms_speak_chinese_and_keep_the_text_as_it_is(brief, form):
    text = render_brief(brief, form=form, full=True, lang="zh", workspace=WORKSPACE)
    assert "请勿据此文本交易" in text
    assert "Do not trade" not in text
    if form == "html":
        assert '<html lang="zh-Hans">' in text
        assert brief.sheet.documents[0].text[:8] in html.unescape(text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_small_and_asks_for_nothing(brief, lang):
    page = render_brief(brief, form="html", lang=lang, workspace=WORKSPACE)
    assert len(page.encode()) < 3_000_000
    bare = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"<(?:link|img|script|iframe)[^>]+(?:src|href)=", bare)
    page = bare
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_same_brief_same_bytes(brief, workbook, pdf):
    assert render_file(brief, form="xlsx", workspace=WORKSPACE) == workbook
    assert render_file(brief, form="pdf", lang="zh", workspace=WORKSPACE) == pdf


# PDF ----------------------------------------------------------------------------------


def pages(data):
    import pypdfium2

    return pypdfium2.PdfDocument(data)


def test_the_pdf_has_four_to_eight_numbered_pages_with_ink(pdf):
    document = pages(pdf)
    count = len(document)
    assert 4 <= count <= 8
    for index in range(count):
        page = document[index]
        text = page.get_textpage().get_text_range()
        assert f"{index + 1} / {count}" in text
        gray = page.render(scale=0.5, grayscale=True).to_numpy()
        assert (gray < 200).mean() > 0.01
    document.close()


def test_the_pdf_carries_chinese_and_its_font(pdf):
    document = pages(pdf)
    text = document[0].get_textpage().get_text_range()
    assert "请勿据此文本交易" in text.replace("\n", "")
    assert b"NotoSans" in pdf or b"SourceHan" in pdf
    document.close()


def test_markup_of_a_text_is_set_as_text(brief, pdf):
    assert pdf
    nasty = '#panic("x") *bold* $x^2$ @ref <label> = \\ `raw` [link] 🙂'
    cause = replace(brief.sheet.causes[0], name=nasty)
    sheet = replace(brief.sheet, causes=(cause,))
    made = render_file(
        replace(brief, sheet=sheet, exposures=()), form="pdf", workspace=WORKSPACE
    )
    document = pages(made)
    text = "".join(document[k].get_textpage().get_text_range() for k in range(2))
    flat = re.sub(r"\s", "", text)
    assert "#panic(" in flat
    assert "*bold*$x^2$@ref<label>=" in flat
    assert "[U+1F642]" in flat  # a letter the font lacks is named, never a box
    document.close()


# Excel --------------------------------------------------------------------------------


def opened(data):
    return CalamineWorkbook.from_filelike(BytesIO(data))


def parts(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace")
                for name in archive.namelist()}  # fmt: skip


def test_the_workbook_has_its_sheets_in_order(workbook):
    assert tuple(opened(workbook).sheet_names) == SHEETS


def test_no_merged_cells_no_macros_frozen_heads_and_filters(workbook):
    found = parts(workbook)
    sheets = {name: text for name, text in found.items() if "/worksheets/sheet" in name}
    assert not any("mergeCell" in text for text in found.values())
    assert not any("vba" in name.lower() for name in found)
    assert all('state="frozen"' in text for text in sheets.values())
    assert sum("<autoFilter" in text for text in sheets.values()) >= 12
    assert sum("/charts/chart" in name for name in found) >= 5


def test_names_of_ranges_lead_to_the_inputs(workbook):
    text = parts(workbook)["xl/workbook.xml"]
    for name in ("NAV", "equity_move", "fx_HKD", "your_pnl_bp"):
        assert f'name="{name}"' in text


def test_texts_are_never_formulas(brief):
    cause = replace(brief.sheet.causes[0], name='=HYPERLINK("http://x")', location="+1")
    nasty = replace(brief, sheet=replace(brief.sheet, causes=(cause,)))
    data = render_file(nasty, form="xlsx", workspace=WORKSPACE)
    formulas = re.findall(r"<f>([^<]*)</f>", "".join(parts(data).values()))
    assert not any("HYPERLINK" in formula for formula in formulas)
    rows = opened(data).get_sheet_by_name("Projects").to_python()
    assert rows[1][1] == '=HYPERLINK("http://x")'


def test_every_row_of_numbers_names_its_source(workbook):
    for name in ("Vol", "VaR_ES", "FX", "Hedges", "Exposure", "Regimes", "Timeline"):
        head, *rows = opened(workbook).get_sheet_by_name(name).to_python()
        column = [str(text).split(" [")[0] for text in head].index("source")
        assert rows
        assert all(row[column] for row in rows)


def test_the_workbooks_numbers_are_the_briefs(brief, workbook):
    rows = opened(workbook).get_sheet_by_name("VaR_ES").to_python()[1:]
    book = [row for row in rows if row[0] == "book"]
    assert [row[7] for row in book] == pytest.approx(
        [-1e4 * item.es for item in (*brief.risk.losses, *brief.risk.methods)]
    )


@pytest.mark.office
@pytest.mark.slow
def test_formulas_recalculate_in_another_office(workbook, tmp_path):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    changed = tmp_path / "changed.xlsx"
    changed.write_bytes(_turned(workbook))
    command = [
        soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir",
        str(tmp_path / "out"), str(changed),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    before = _by_security(workbook)
    after = _by_security((tmp_path / "out" / "changed.xlsx").read_bytes())
    assert before.keys() == after.keys()
    moved = 0
    for security, (weight, beta, value) in before.items():
        # No stored value was left and the move was doubled: what is read is computed.
        assert after[security][2] == pytest.approx(2.0 * value, abs=1e-6)
        assert value == pytest.approx(-500.0 * weight * (beta or 0.0), abs=1e-6)
        moved += value != 0.0
    assert moved > 10


def _turned(data):
    """Double the equity move and take out every stored result of a formula."""
    source, target = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for item in source.infolist():
            body = source.read(item)
            if "/worksheets/" in item.filename:
                text = body.decode()
                text = re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text)
                text = text.replace("<v>-0.05</v>", "<v>-0.1</v>", 1)
                body = text.encode()
            archive.writestr(item, body)
    return target.getvalue()


def _by_security(data):
    rows = opened(data).get_sheet_by_name("Scenarios").to_python()
    head = next(k for k, row in enumerate(rows) if row[0] == "security")
    return {
        row[0]: (row[2], row[3] or 0.0, row[6]) for row in rows[head + 1 :] if row[0]
    }


# Since --------------------------------------------------------------------------------


def test_since_tells_what_the_register_learnt():
    made = make_brief_since(
        [str(EXAMPLES / "story.txt")], since="2026-02-10", workspace=WORKSPACE
    )
    told = {(item.what, item.after) for item in made.since.changes}
    assert ("register", "USD 36bn, 2026-02-17") in told
    assert made.since.unread == (str(EXAMPLES / "story.txt"),)
    text = render_brief(made, form="text", workspace=WORKSPACE)
    assert "CHANGED SINCE  since 2026-02-10 08:30 Shanghai" in text


@pytest.mark.parametrize("since", ["2026-03-01", "2026-02-18", "soon"])
def test_since_must_lie_before_the_brief(since):
    with pytest.raises(InputError):
        make_brief_since([str(EXAMPLES / "story.txt")], since=since,
                         workspace=WORKSPACE)  # fmt: skip


def test_standard_input_cannot_be_compared():
    with pytest.raises(InputError, match="twice"):
        make_brief_since(["-"], since="2026-01-01", workspace=WORKSPACE)
