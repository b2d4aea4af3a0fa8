"""The journeys of a portfolio manager, an analyst and a compliance officer.

A real server on a loopback port, Debian's Chromium, both languages.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}"),
]
ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
# Where the screenshots go that are to be looked at.
SHOTS = os.environ.get("KUROSHIO_SCREENSHOTS")
WORDS = {
    "en": {
        "Today": "Today", "Read it": "Read it", "Deal sheet": "Deal sheet",
        "Flags": "Flags", "Accept or override": "Accept or override",
        "Reason": "Reason", "Accept the flag": "Accept the flag",
        "checked": "Somebody else must check this before it counts.",
        "Paste a text": "Paste a text", "Choice": "Choice", "Show": "Show",
        "Freeze the decision": "Freeze the decision", "Studies": "Studies",
        "Run the study": "Run the study", "Rules": "Rules", "Filter": "Filter",
        "own events": "Or study events of your own",
        "What could be done": "What could be done", "Scenarios": "Scenarios",
        "Holdings": "Holdings", "Name": "Name", "Keep it": "Keep it",
        "A book": "A book: CSV or Excel", "Summary": "Summary",
        "Estimated impact": "Estimated impact",
    },
    "zh": {
        "Today": "今日", "Read it": "读入", "Deal sheet": "交易要素表",
        "Flags": "警示", "Accept or override": "接受或改判", "Reason": "理由",
        "Accept the flag": "接受此警示", "checked": "须由另一人复核后方才生效。",
        "Paste a text": "粘贴文本", "Choice": "选择", "Show": "显示",
        "Freeze the decision": "冻结决定", "Studies": "研究",
        "Run the study": "运行研究", "Rules": "规则", "Filter": "筛选",
        "own events": "或研究自备事件", "What could be done": "可选操作",
        "Scenarios": "情景", "Holdings": "持仓明细", "Name": "名称",
        "Keep it": "保存", "A book": "持仓文件:CSV 或 Excel", "Summary": "摘要",
        "Estimated impact": "估计影响",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory, cache):
    """Start the command itself and return where it listens."""
    program = Path(sys.executable).parent / "kuroshio"
    data = tmp_path_factory.mktemp("served")
    with subprocess.Popen(
        [str(program), "serve", "--port", "0", "--workers", "1"],
        env={**os.environ, "KUROSHIO_DATA": str(data), "KUROSHIO_CACHE": str(cache)},
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as server:
        line = server.stderr.readline()
        found = re.match(r"(http://127\.0\.0\.1:\d+)/", line)
        assert found, line
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                httpx.get(found[1] + "/keyboard")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        yield found[1]
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM), args=ARGUMENTS, timeout=60_000
        )
        yield browser
        browser.close()


class Page:
    """A tab that keeps what went wrong in it and never leaves the machine."""

    def __init__(self, chromium, address, lang):
        self.address, self.lang, self.words = address, lang, WORDS[lang]
        self.faults, self.asked = [], []
        self.context = chromium.new_context(
            locale="zh-CN" if lang == "zh" else "en-GB",
            viewport={"width": 1280, "height": 900},
        )
        self.context.set_default_timeout(60_000)
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.tab.on("console", self.hear)
        self.tab.on("request", lambda request: self.asked.append(request.url))

    def hear(self, message):
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def go(self, path):
        self.tab.goto(self.address + path)

    def shot(self, name):
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            path = Path(SHOTS) / f"{self.lang}-{name}.png"
            self.tab.screenshot(path=str(path), full_page=True)

    def heading(self, word):
        return self.tab.get_by_role("heading", name=self.words.get(word, word))

    def close(self):
        self.context.close()
        assert self.faults == []
        assert all(one.startswith((self.address, "data:")) for one in self.asked)


@pytest.fixture(params=["en", "zh"])
def page(request, chromium, address):
    tab = Page(chromium, address, request.param)
    yield tab
    tab.close()


def send_story(page):
    page.go("/deals")
    text = (ROOT / "examples" / "story.txt").read_text(encoding="utf-8")
    page.tab.get_by_label(page.words["Paste a text"]).fill(text)
    page.tab.get_by_role("button", name=page.words["Read it"]).click()
    page.tab.wait_for_url(re.compile(r"/deals/[0-9a-f]{16}"))
    return page.tab.url


def send_book(page):
    page.go("/books")
    chooser = page.tab.get_by_label(page.words["A book"])
    chooser.set_input_files(str(ROOT / "examples" / "book.csv"))
    page.tab.locator("#profile").set_input_files(
        str(ROOT / "examples" / "profile.yaml")
    )
    page.tab.get_by_role("button", name=page.words["Keep it"]).click()
    page.tab.wait_for_url(re.compile(r"/books/[0-9a-f]{16}|/jobs/"))
    page.tab.wait_for_url(re.compile(r"/books/[0-9a-f]{16}"))


def test_a_portfolio_manager_in_three_minutes(page):
    page.go("/")
    assert page.tab.locator("h1").inner_text().startswith(page.words["Today"])
    page.shot("today")
    send_story(page)
    send_book(page)
    page.tab.locator("#deal").select_option(index=1)
    page.tab.get_by_role("button", name=page.words["Show"]).click()
    page.tab.wait_for_url(re.compile(r"/books/[0-9a-f]{16}\?.*deal="))
    for word in ("Holdings", "Estimated impact", "Scenarios", "What could be done"):
        page.heading(word).first.wait_for()
    drawn = page.tab.locator(".chart svg")
    drawn.first.wait_for()
    assert drawn.count() == page.tab.locator(".chart").count()
    page.shot("book")
    page.tab.locator("h1 a").click()
    page.tab.wait_for_url(re.compile(r"/deals/"))
    page.tab.locator("p.evidence a").first.click()
    target = page.tab.url.partition("#")[2]
    assert page.tab.locator(f"mark#{target}").is_visible()
    page.tab.get_by_label(page.words["Choice"]).fill(f"wait ({page.lang})")
    page.tab.locator("#decision-reason").fill("headline off by ten")
    page.tab.get_by_role("button", name=page.words["Freeze the decision"]).click()
    page.tab.get_by_text(f"wait ({page.lang})").first.wait_for()
    assert page.tab.get_by_text(page.words["checked"]).first.is_visible()
    page.shot("decided")


def test_an_analyst_in_two_hours(page):
    send_story(page)
    page.heading("Deal sheet").first.wait_for()
    assert page.tab.locator("#sheet .bad").count() >= 2
    page.tab.locator(".chart svg").first.wait_for()
    page.shot("deal")
    flag = page.tab.locator("article.finding").first
    flag.get_by_text(page.words["Accept or override"]).click()
    flag.get_by_label(page.words["Reason"]).fill(f"seen in two sources ({page.lang})")
    flag.get_by_role("button", name=page.words["Accept the flag"]).click()
    page.tab.get_by_text(f"seen in two sources ({page.lang})").first.wait_for()
    page.go("/studies?theme=superhard-materials")
    assert page.tab.locator("input[name=ids]:checked").count() > 0
    page.shot("studies")
    page.tab.get_by_text(page.words["own events"]).click()
    folder = ROOT / "examples" / "study"
    page.tab.locator("#events-file").set_input_files(
        str(folder / "events-SIMULATED.csv")
    )
    page.tab.locator("#prices-file").set_input_files(
        str(folder / "prices-SIMULATED.csv")
    )
    page.tab.locator("#own-model").select_option("mean")
    page.tab.get_by_role("button", name=page.words["Run the study"]).last.click()
    # The first study on a machine compiles its kernels.
    page.tab.wait_for_url(re.compile(r"/studies/[0-9a-f]{16}"), timeout=150_000)
    page.heading("Summary").first.wait_for()
    assert "SIMULATED" in page.tab.locator("[role=alert]").first.inner_text()
    page.shot("study")


def test_a_compliance_officer(page):
    send_story(page)
    deal = page.tab.url.rpartition("/")[2]
    page.go(f"/regimes?as_of=2026-02-18&deal={deal}")
    assert page.tab.locator("#reached tbody tr").count() > 3
    page.shot("regimes")
    with page.tab.expect_download() as waiting:
        page.tab.locator("#reached .exports a").first.click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert text.count("\n") >= page.tab.locator("#reached tbody tr").count()
    page.go("/audit")
    page.shot("audit")


def test_the_keyboard_alone_is_enough(page):
    page.go("/")
    page.tab.keyboard.press("Tab")
    assert page.tab.evaluate("document.activeElement.className") == "skip"
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "main"
    page.tab.keyboard.press("g")
    page.tab.keyboard.press("e")
    page.tab.wait_for_url(re.compile(r"/explore"))
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("软银")
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_url(re.compile(r"q="))
    assert page.tab.locator("#found tbody tr").count() > 0
    order = page.tab.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, select')]
        .filter(e => e.tabIndex >= 0 && e.offsetParent && e.type !== 'hidden')
        .map(e => e.getBoundingClientRect().top)"""
    )
    assert len(order) > 20
    for _ in range(12):
        page.tab.keyboard.press("Tab")
        outline = page.tab.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle"
        )
        assert outline == "solid"


def test_pages_fit_a_telephone_and_a_dark_room(chromium, address):
    context = chromium.new_context(
        viewport={"width": 390, "height": 800}, color_scheme="dark"
    )
    tab = context.new_page()
    for path in ("/", "/deals", "/regimes", "/studies"):
        tab.goto(address + path)
        wide = tab.evaluate("document.documentElement.scrollWidth")
        assert wide <= 391, path
    if SHOTS:
        tab.screenshot(path=str(Path(SHOTS) / "dark-studies.png"))
    context.close()


def test_without_a_script_everything_still_works(chromium, address):
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(60_000)
    tab = context.new_page()
    tab.goto(address + "/deals?lang=en")
    tab.get_by_label("Paste a text").fill("TOKYO, 12 February 2026. A story of tin.")
    tab.get_by_role("button", name="Read it").click()
    tab.wait_for_url(re.compile(r"/deals/[0-9a-f]{16}"))
    assert tab.get_by_role("heading", name="Deal sheet").first.is_visible()
    context.close()


def test_the_server_answers_by_the_protocol(address):
    with httpx.Client(base_url=address) as http:
        first = http.get("/api/v1/themes?limit=1")
        assert first.http_version == "HTTP/1.1"
        assert "server" not in first.headers
        mark = {"if-none-match": first.headers["etag"]}
        again = http.get("/api/v1/themes?limit=1", headers=mark)
        assert (again.status_code, again.content) == (304, b"")
        assert http.get("/", headers={"host": "evil.example"}).status_code == 421
        big = http.post("/api/v1/read", content=b"x" * 21_000_000)
        assert big.status_code == 413
        assert http.head("/").status_code in {200, 405}
