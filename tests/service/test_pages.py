import re
from pathlib import Path

import pytest

STUDY = Path(__file__).parents[2] / "examples" / "study"
PAGES = (
    "/", "/?as_of=2025-10-01", "/deals", "/explore", "/explore?q=软银",
    "/explore/themes/superhard-materials", "/explore/entities/softbank-group",
    "/explore/precedents/p067", "/register/japan-us-550bn", "/books", "/studies",
    "/studies?theme=superhard-materials&kind=retaliation", "/regimes", "/score",
    "/bench", "/board", "/sources", "/keyboard", "/api", "/keys", "/audit",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_opens_in_both_languages(browser, path, lang):
    mark = "&" if "?" in path else "?"
    answer = browser.get(f"{path}{mark}lang={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in answer.text
    assert ("今日" in answer.text) is (lang == "zh")


def test_the_language_follows_the_browser_and_is_kept(working, visitor):
    someone = visitor(working)
    chinese = someone.get("/", headers={"accept-language": "zh-CN,zh;q=0.9,en;q=0.5"})
    assert "今日" in chinese.text
    assert "Today" in someone.get("/?lang=en").text
    assert "Today" in someone.get("/", headers={"accept-language": "zh"}).text


def test_today_knows_nothing_published_later(browser):
    before = browser.get("/register/japan-us-550bn?as_of=2026-02-12").text
    after = browser.get("/register/japan-us-550bn?as_of=2026-02-18").text
    assert "36,000,000,000" not in before
    assert "36,000,000,000" in after


def test_a_deal_shows_sheet_flags_sources_and_rules(browser, deal):
    text = browser.get(deal).text
    for word in ("Deal sheet", "out of office", "Howard Lutnick", "Sources, side by"):
        assert word in text
    anchors = set(re.findall(r'href="#(d1-\d+)"', text))
    assert anchors
    assert all(f'id="{anchor}"' in text for anchor in anchors)


def test_evidence_is_marked_where_it_stands(working, deal):
    from kuroshio.service.pages.deal_view import cut_text

    desk = working.state.desk
    result = desk.deals.result(desk.deals.find(deal.rpartition("/")[2]), desk.mark)
    text = result["texts"]["d1"]
    findings = [
        {**item, "number": n} for n, item in enumerate(result["read"]["findings"])
    ]
    pieces = cut_text("d1", text, findings)
    assert "".join(piece["text"] for piece in pieces) == text
    marked = {(n, piece["start"]) for piece in pieces for n in piece["marks"]}
    for item in findings:
        for span in item["evidence"]:
            assert (item["number"], span["start"]) in marked
            assert text[span["start"] : span["end"]] == span["text"]


def test_a_book_shows_losses_choices_scenarios_and_theses(browser, deal, book):
    page = browser.settle(browser.get(f"{book}?deal={deal.rpartition('/')[2]}"))
    assert page.status_code == 200
    for word in ("301071.SZ", "What it may lose", "Do nothing", "Theses", "Scenarios"):
        assert word in page.text
    assert "STALE" in page.text


def test_every_table_exports_what_it_shows(browser, deal):
    shown = browser.get(f"{deal}?sheet.q=tranche&export=sheet.csv")
    assert shown.headers["content-type"].startswith("text/csv")
    assert len(shown.text.splitlines()) == 2
    book = browser.get(f"{deal}?export=exposures.xlsx")
    assert book.content.startswith(b"PK")
    assert browser.get(f"{deal}?export=nothing.csv").status_code == 404


@pytest.mark.parametrize("form", ["html", "json", "md", "text", "xlsx"])
def test_the_brief_comes_in_every_form(browser, deal, form):
    answer = browser.settle(browser.get(f"{deal}/brief.{form}"))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    if form == "html":
        assert "sandbox" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    ["/deals/0123456789abcdef", "/deals/..%2f..%2fsecret", "/books/0123456789abcdef",
     "/studies/zz", "/jobs/none", "/explore/themes/none", "/explore/entities/none",
     "/explore/precedents/none", "/register/none", "/decisions/none", "/nothing",
     "/static/x/none.js", "/deals/0123456789abcdef/brief.exe"],
)  # fmt: skip
def test_what_is_not_there_is_said(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_a_day_that_is_none_is_a_fault_with_its_mend(browser):
    answer = browser.get("/?as_of=yesterday")
    assert answer.status_code == 422
    assert "2026-02-12" in answer.text


def test_a_precedent_left_out_has_its_reason(browser):
    text = browser.get("/studies?theme=superhard-materials").text
    assert "does not name the theme" in text
    table = browser.get("/studies?theme=superhard-materials&export=out.csv").text
    ids = browser.get("/explore?export=precedents.csv").text
    chosen = text.count('name="ids"')
    assert chosen + len(table.splitlines()) == len(ids.splitlines())


def test_a_study_runs_and_shows_its_diagnostics(browser):
    files = [
        (field, (name, (STUDY / name).read_bytes()))
        for field, name in (
            ("events", "events-SIMULATED.csv"),
            ("prices", "prices-SIMULATED.csv"),
        )
    ]
    asked = {"task": "study", "model": "mean", "event": "-5:5", "title": "mine"}
    page = browser.settle(browser.post("/studies", asked, files), seconds=90)
    assert page.status_code == 200
    assert "SIMULATED" in page.text
    assert "tests" in page.text
    path = re.search(r'href="(/studies/[0-9a-f]{16})/study.xlsx"', page.text)[1]
    for form, start in (("xlsx", b"PK"), ("zip", b"PK"), ("json", b"{")):
        assert browser.get(f"{path}/study.{form}").content.startswith(start)


def test_static_files_may_be_kept_for_ever_and_come_compressed(browser):
    css = re.search(r'href="(/static/[^"]+desk.css)"', browser.get("/").text)[1]
    answer = browser.get(css, headers={"accept-encoding": "gzip"})
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    mark = {"if-none-match": answer.headers["etag"]}
    assert browser.get(css, headers=mark).status_code == 304


def test_the_whole_desk_needs_nobody_outside(browser, deal, book):
    for path in ("/", deal, book, "/studies"):
        text = browser.settle(browser.get(path)).text
        loaded = re.findall(r'(?:src|href)="([^"]+)"[^>]*(?:defer|stylesheet)', text)
        loaded += re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', text)
        assert all(one.startswith(("/static/", "data:,")) for one in loaded)
        assert not re.search(r"<(?:script|style)(?![^>]*(?:src=|json))", text)
        assert not re.search(r"\s(?:style|on\w+)=\"", text)


def test_a_change_of_a_link_is_proposed_with_a_reason(browser, working):
    page = browser.get("/explore/themes/copper").text
    issuer = re.search(r'<select id="issuer"[^>]*><option value="([^"]+)"', page)[1]
    asked = {"issuer": issuer, "field": "sign", "after": "0", "reason": "mine shut"}
    answer = browser.post("/explore/themes/copper/links", asked)
    assert answer.headers["location"] == "/explore/themes/copper#proposed"
    made = working.state.desk.journal.overrides(f"link:copper/{issuer}")
    assert [(one.field, one.after, one.state) for one in made] == [
        ("sign", "0", "proposed")
    ]
    assert "mine shut" in browser.get("/bench").text
    wrong = browser.post("/explore/themes/copper/links", {**asked, "issuer": "nobody"})
    assert wrong.status_code == 422
