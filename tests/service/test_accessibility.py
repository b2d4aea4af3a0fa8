"""An accessibility check of our own: names, roles, order, contrast."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

import kuroshio.service

CSS = (Path(kuroshio.service.__file__).parent / "static" / "desk.css").read_text(
    encoding="utf-8"
)
PAGES = ("/", "/deals", "/explore?q=diamond", "/books", "/studies", "/regimes",
         "/score", "/bench", "/board", "/sources", "/keyboard", "/api",
         "/keys", "/audit", "/login", "/nothing")  # fmt: skip
VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "source", "col", "area"}


class Reader(HTMLParser):
    """Gathers what a checker asks for while it reads a page."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.faults = [], [], []
        self.labels, self.fields, self.headings = set(), [], []
        self.landmarks, self.refs, self.named = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        self.attrs_of(tag, attrs)
        if tag not in VOID:
            self.open.append([tag, attrs, ""])

    def attrs_of(self, tag, attrs):
        self.ids += [attrs["id"]] if "id" in attrs else []
        for name in ("aria-labelledby", "aria-describedby"):
            self.refs += (attrs.get(name) or "").split()
        if tag == "label":
            self.labels.add(attrs.get("for"))
        if tag in {"input", "select", "textarea"} and attrs.get("type") != "hidden":
            self.fields.append(attrs)
        if tag in {"header", "main", "nav", "footer"}:
            self.landmarks.append((tag, attrs.get("aria-label")))
        self.faults += [say for say, wrong in self.wrongs(tag, attrs) if wrong]

    def wrongs(self, tag, attrs):
        named = attrs.get("aria-label") or attrs.get("aria-labelledby")
        yield f"{tag}: a tab order of its own", int(attrs.get("tabindex") or 0) > 0
        yield "img without alt", tag == "img" and "alt" not in attrs
        yield "th without scope", tag == "th" and "scope" not in attrs
        nameless = attrs.get("role") in {"region", "img"} and not named
        yield f"{tag} with role {attrs.get('role')} has no name", nameless

    def handle_data(self, data):
        for one in self.open:
            one[2] += data

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes nothing")
            return
        _, attrs, text = self.open.pop()
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), " ".join(text.split())))
        if tag in {"a", "button"} and not (text.strip() or attrs.get("aria-label")):
            self.faults.append(f"{tag} without a name: {attrs}")
        if tag == "table" and "<caption" in text:
            self.faults.append("table")


def check(text):
    page = Reader(text)
    faults = list(page.faults)
    faults += [f"{one[0]} is never closed" for one in page.open if one[0] != "p"]
    faults += [f"id {one} twice" for one in page.ids if page.ids.count(one) > 1]
    faults += [f"{one} is no id" for one in page.refs if one not in page.ids]
    faults += [
        f"field without a label: {one}"
        for one in page.fields
        if one.get("id") not in page.labels and not one.get("aria-label")
    ]
    levels = [level for level, _ in page.headings]
    if levels.count(1) != 1:
        faults.append(f"{levels.count(1)} headings of level 1")
    faults += [
        f"heading jumps from {a} to {b}" for a, b in pairwise(levels) if b > a + 1
    ]
    faults += [f"empty heading {level}" for level, words in page.headings if not words]
    names = [name for tag, name in page.landmarks if tag == "nav"]
    if len(names) != len(set(names)) or None in names:
        faults.append(f"navigations are not told apart: {names}")
    if [tag for tag, _ in page.landmarks].count("main") != 1:
        faults.append("not one main")
    if 'class="skip"' not in text or '<html lang="' not in text:
        faults.append("no skip link or language")
    return faults


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_can_be_used_without_eyes_or_mouse(browser, path, lang):
    mark = "&" if "?" in path else "?"
    assert check(browser.get(f"{path}{mark}lang={lang}").text) == []


def test_deal_and_book_can_too(browser, deal, book):
    both = f"{book}?deal={deal.rpartition('/')[2]}"
    for path in (f"{deal}?lang=en", f"{deal}?lang=zh", both):
        assert check(browser.settle(browser.get(path)).text) == []


def test_the_check_finds_planted_faults():
    bad = (
        '<html lang="en"><a class="skip" href="#m">x</a><main id="m"><h1>a</h1>'
        '<h3>b</h3><input id="q"><a href="/"></a><img src="x"><th>t</th></main></html>'
    )
    found = check(bad)
    assert len(found) == 5, found


def shades(block):
    return dict(re.findall(r"--(\w+):\s*(#[0-9a-f]{6})", block))


def brightness(shade):
    parts = [int(shade[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


LIGHT, DARK = (shades(block) for block in re.findall(r":root \{([^}]+)\}", CSS))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_stand_out_from_what_is_behind_them(theme):
    pairs = [
        (ink, ground)
        for ink in ("ink", "soft", "bad", "warn", "good", "link")
        for ground in ("paper", "wash")
    ]
    pairs += [
        ("ink", "mark"),
        ("on", "link"),
        ("headink", "head"),
        ("headlink", "head"),
    ]
    low = {
        f"{a} on {b}": round(contrast(theme[a], theme[b]), 2)
        for a, b in pairs
        if contrast(theme[a], theme[b]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_borders_of_fields_can_be_seen(theme):
    assert contrast(theme["edge"], theme["paper"]) >= 3.0
    assert contrast(theme["edge"], theme["wash"]) >= 3.0


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
