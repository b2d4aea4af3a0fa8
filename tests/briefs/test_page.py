import importlib.resources
import json
import re

from kuroshio.briefs import number_notes
from kuroshio.briefs.page import mark_text, render_page, script_json

TEMPLATE = (importlib.resources.files("kuroshio.briefs") / "page.html.jinja").read_text(
    encoding="utf-8"
)


def test_script_in_text_and_tickers_stays_text(text_brief):
    page = render_page(text_brief, template=TEMPLATE, chart_script="/* charts */")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>.SH" not in page


def test_the_page_asks_for_nothing_from_outside(text_brief):
    page = render_page(text_brief, template=TEMPLATE, chart_script="/* charts */")
    assert not re.search(r"<(?:link|img|script|iframe)[^>]+(?:src|href)=", page)
    assert "@import" not in page


def test_every_link_inside_the_page_has_its_target(text_brief):
    page = render_page(text_brief, template=TEMPLATE, chart_script="/* charts */")
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))


def test_pieces_of_a_text_add_up_to_it(text_brief):
    document = text_brief.sheet.documents[0]
    pieces = mark_text(document, number_notes(text_brief).notes)
    assert "".join(piece.text for piece in pieces) == document.text
    assert any(piece.marks and piece.text == "$5 billion" for piece in pieces)


def test_json_in_a_script_cannot_close_it():
    nasty = {"a": "</script><script>alert(1)//&\u2028"}
    safe = script_json(nasty)
    assert "<" not in safe
    assert json.loads(safe) == nasty
