"""Sizes that a book's owner sets are measured and shown beside the packaged ones."""

import re

import pytest

from kuroshio.errors import InputError
from kuroshio.service.own_scenarios import FILE, read_own
from kuroshio.service.tasks import run_own

SET = {"name": "My fall", "horizon": "2", "what1": "factor:000300.SH", "size1": "-7",
       "what2": "currency:CNY", "size2": "-1.5", "as_of": "2026-02-12"}  # fmt: skip


def measured(browser, book, fields):
    page = browser.settle(browser.post(f"{book}/scenarios", fields))
    assert page.request.url.path == book, page.text
    return page


def row_of(browser, page, name):
    path = f"{page.request.url.path}?{page.request.url.query.decode()}"
    table = browser.get(f"{path}&export=scenarios.csv").text
    return next(line for line in table.splitlines() if line.startswith(name))


def test_own_sizes_are_measured_beside_the_packaged_ones(browser, working, book, deal):
    with_deal = {**SET, "as_of": "", "deal": deal.rpartition("/")[2]}
    page = measured(browser, book, with_deal)
    small = float(row_of(browser, page, "My fall").split(",")[3])
    assert small < 0
    assert "set by local" in page.text
    assert "What moves" in page.text
    entry = working.state.desk.journal.audit()[0]
    assert (entry.action, entry.actor) == ("scenario.set", "local")
    larger = {**with_deal, "name": "My larger fall", "size1": "-14"}
    page = measured(browser, book, larger)
    large = float(row_of(browser, page, "My larger fall").split(",")[3])
    assert large < small
    assert "My fall" in page.text
    table = page.text.partition('id="scenarios"')[2].partition("</table>")[0]
    packaged = re.findall(r'edit=([a-z-]+)#set-sizes"', table)
    assert len(packaged) > 3
    alone = browser.settle(browser.get(f"{book}?as_of=2026-02-12&lang=en"))
    assert "not measured here yet" in alone.text


def test_a_packaged_scenario_fills_the_form(browser, book):
    page = browser.settle(browser.get(f"{book}?as_of=2026-02-12&lang=en"))
    edit = re.search(r'href="\?([^"]*edit=[a-z]{4}[a-z-]+)#set-sizes"', page.text)[1]
    text = browser.get(f"{book}?{edit.replace('&amp;', '&')}").text
    form = text.partition('id="set-sizes"')[2]
    assert "selected" in form
    assert re.search(r'id="size1"[^>]+value="-?[\d.]+"', form)


@pytest.mark.parametrize(
    "wrong",
    [{"size1": "much"}, {"what1": ""}, {"what1": "weather:rain"}, {"horizon": "x"},
     {"what1": "", "size1": "", "what2": "", "size2": ""}, {"probability": "nan"}],
)  # fmt: skip
def test_sizes_that_are_none_are_faults(browser, book, wrong):
    assert browser.post(f"{book}/scenarios", {**SET, **wrong}).status_code == 422


def test_every_fault_of_a_form_is_told():
    fields = {**SET, "size1": "much", "what2": "", "probability": "likely"}
    with pytest.raises(InputError) as caught:
        read_own(fields, beside=None, by="li", made=0.0)
    assert len(caught.value.faults) == 3


def test_what_a_form_set_is_a_file_of_scenarios():
    from kuroshio.knowledge import read_scenarios

    own = read_own({**SET, "probability": "12"}, beside=None, by="li", made=0.0)
    assert FILE.fullmatch(own.file)
    (placed,), faults = read_scenarios(own.text, own.file)
    assert faults == ()
    found = placed.scenario
    assert [(one.id, one.size) for one in found.shocks] == [
        ("000300.SH", -0.07), ("CNY", -0.015),
    ]  # fmt: skip
    assert (found.probability, found.probability_by) == (0.12, "li")


def test_the_task_opens_no_other_file():
    with pytest.raises(InputError, match="own file"):
        run_own({"scenario": "../secret.yaml"}, lambda *_: None)


def test_nobody_sets_sizes_for_anothers_book(browser):
    answer = browser.post("/books/0123456789abcdef/scenarios", SET)
    assert answer.status_code == 404
