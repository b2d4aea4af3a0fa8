"""Hostile input: nothing executes, nothing is lost, the page says what happened."""

import errno
import os
import re
from html.parser import HTMLParser

import pytest

from kuroshio.service.guard import POLICY

ATTACK = (
    '<script>alert(1)</script> "onmouseover="alert(2) {{7*7}} </textarea>'
    "<img src=x onerror=alert(3)> </script><svg/onload=alert(4)>"
)
STORY = (
    f"{ATTACK}\nBEIJING, February 12, 2026 - China's Ministry of Commerce announced "
    f"export controls on gallium {ATTACK} worth $5 billion.\n"
)


class Finder(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self, text):
        super().__init__()
        self.live = []
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        attrs = dict(pairs)
        if tag == "script" and attrs.get("type") != "application/json":
            self.live += [] if "src" in attrs else [tag]
        if tag in {"svg", "img", "iframe", "object", "embed", "style"}:
            self.live.append(tag)
        self.live += [name for name in attrs if name.startswith("on")]
        for name in ("href", "src", "action"):
            if (attrs.get(name) or "").strip().lower().startswith("javascript"):
                self.live.append(name)


def is_inert(text):
    """Say whether a page holds the attack only as text."""
    return Finder(text).live == []


def test_the_finder_finds():
    assert Finder(ATTACK).live == ["script", "img", "onerror", "svg", "onload"]


def test_script_in_a_text_stays_text(browser):
    sent = browser.post("/deals", {"text": STORY})
    page = browser.settle(sent)
    assert page.status_code == 200
    assert "&lt;script&gt;alert(1)" in page.text
    assert "{{7*7}}" in page.text
    assert is_inert(page.text)
    for path in ("/deals", "/bench", "/"):
        assert is_inert(browser.get(path).text)
    html = browser.settle(browser.get(f"{page.request.url.path}/brief.html"))
    assert "sandbox" in html.headers["content-security-policy"]


def test_script_in_a_files_name_stays_text(browser):
    name = '"><script>alert(1)</script>.txt'
    sent = browser.post("/deals", files=[("file", (name, b"A plain story of tin."))])
    page = browser.settle(sent)
    assert page.status_code == 200
    assert is_inert(page.text)


def test_script_in_a_ticker_stays_text_and_every_fault_is_told(browser):
    lines = (
        "security,value,name,thesis\n<script>alert(1)</script>,5,x,y\n=cmd|calc,6,x,y\n"
    )
    kept = browser.post("/books", {"lines": lines, "name": ATTACK})
    page = browser.settle(browser.get(kept.headers["location"]))
    assert page.status_code == 200
    assert is_inert(page.text)
    assert "alert(1)" in page.text
    assert "book.csv:2" in page.text
    assert "book.csv:3" in page.text
    assert "kept" in page.text
    exported = browser.get("/books?export=books.csv")
    assert "<script>" in exported.text


def test_script_in_names_reasons_and_searches_stays_text(browser, deal):
    asked = {"finding": "x", "before": "a", "answer": "override",
             "instead": ATTACK, "reason": ATTACK}  # fmt: skip
    assert browser.post(f"{deal}/flags", asked).status_code == 303
    browser.post(f"{deal}/decisions", {"choice": ATTACK, "reason": ATTACK})
    call = {
        "source": ATTACK,
        "subject": ATTACK,
        "note": ATTACK,
        "on": "2026-02-18",
        "stance": "for",
        "public": "yes",
        "employed": "yes",
        "compliance": "yes",
    }
    browser.post("/bench/calls", call)
    for path in (deal, "/bench", "/audit", "/explore?q=" + ATTACK.replace("#", "")):
        page = browser.get(path)
        assert page.status_code == 200
        assert is_inert(page.text), path


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


def test_a_text_that_holds_our_mark_gets_no_token(browser, working):
    from kuroshio.service.rendering import TOKEN_MARK

    page = browser.settle(browser.post("/deals", {"text": f"Tin story {TOKEN_MARK}"}))
    assert page.status_code == 200
    other = browser.get("/deals")
    assert TOKEN_MARK not in other.text
    assert working


def test_a_form_of_another_session_is_refused_and_what_was_typed_is_kept(
    browser, working, visitor
):
    foreign = visitor(working).token()
    answer = browser.http.post("/deals", data={"token": foreign, "text": STORY})
    assert answer.status_code == 403
    assert "&lt;script&gt;alert(1)" in answer.text
    assert is_inert(answer.text)
    token = re.search(r'name="token" value="([0-9a-f]{64})"', answer.text)[1]
    again = browser.http.post("/deals", data={"token": token, "text": STORY})
    assert again.status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "☃", "null." + "0" * 64])
def test_a_broken_cookie_begins_a_new_session(working, visitor, cookie):
    someone = visitor(working)
    answer = someone.get("/", headers={"cookie": f"kuroshio={cookie}".encode()})
    assert answer.status_code == 200
    assert "kuroshio=" in answer.headers["set-cookie"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]


def test_the_same_form_twice_is_done_once(browser, working, deal):
    desk = working.state.desk
    asked = {"finding": "twice", "before": "a", "answer": "accept", "reason": "same"}
    count = len(desk.journal.overrides())
    browser.post(f"{deal}/flags", asked)
    browser.post(f"{deal}/flags", asked)
    assert len(desk.journal.overrides()) == count + 1
    deals = len(desk.deals.every())
    for _ in range(2):
        browser.settle(browser.post("/deals", {"text": "A story told twice of tin."}))
    assert len(desk.deals.every()) == deals + 1
    decided = {"choice": "wait", "reason": "twice"}
    before = len(desk.journal.decisions())
    browser.post(f"{deal}/decisions", decided)
    browser.post(f"{deal}/decisions", decided)
    assert len(desk.journal.decisions()) == before + 1


def test_an_oversize_upload_is_refused_in_words(make_desk, visitor):
    small = visitor(make_desk(largest_body=50_000))
    answer = small.post("/deals", {"text": "x" * 60_000})
    assert answer.status_code == 413
    assert "0.05 MB" in answer.text


@pytest.mark.parametrize(
    "raw",
    [b"\x00\x01\x02" * 500, b"%PDF-1.7 broken", b"PK\x03\x04 no archive", b" \n "],
)
def test_rubbish_is_told_as_rubbish(browser, raw):
    sent = browser.post("/deals", files=[("file", ("a.pdf", raw))])
    page = browser.settle(sent)
    assert page.status_code in {200, 422}
    assert "a.pdf" in page.text or "no text was given" in page.text
    assert "Traceback" not in page.text
    assert re.search(r'role="alert"', page.text)


def test_an_address_of_this_machine_is_not_fetched(browser):
    page = browser.settle(browser.post("/deals", {"address": "http://127.0.0.1:1/x"}))
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "Run it again" in page.text


def test_a_full_disk_is_said_and_nothing_half_written_stays(
    browser, working, monkeypatch
):
    desk = working.state.desk
    before = len(desk.deals.every())

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    answer = browser.post("/deals", {"text": "A story for a full disk."})
    assert answer.status_code == 507
    assert "the disk is full" in answer.text
    assert len(desk.deals.every()) == before
    monkeypatch.undo()
    page = browser.settle(browser.post("/deals", {"text": "A story for a full disk."}))
    assert page.status_code == 200


def test_a_queue_that_is_full_is_told(make_desk, visitor):
    someone = visitor(make_desk(waiting=1))
    first = someone.post("/deals", {"text": "one story of tin"})
    assert first.headers["location"].startswith("/jobs/")
    second = someone.post("/deals", {"text": "another story of tin"})
    assert second.status_code == 429
    assert "jobs wait already" in second.text


def test_a_note_behind_the_gate_is_read_by_nobody_else(make_desk, tmp_path):
    from kuroshio.service.access import Actor

    calls = make_desk().state.desk.calls
    writer = Actor(user="w", scopes=("read", "write", "check"), key="k1")
    calls.add(
        source="s", on="2026-02-18", subject="secret subject", stance="for",
        note="inside note", answers={"public": True}, by=writer,
    )  # fmt: skip
    reader = Actor(user="r", scopes=("read", "write"), key="k2")
    checker = Actor(user="c", scopes=("read", "check"), key="k3")
    for who in (writer, reader):
        seen = calls.every(who)[0]
        assert (seen.state, seen.note, seen.subject) == (
            "held", "", "held for compliance",
        )  # fmt: skip
    assert calls.every(checker)[0].note == "inside note"
    assert tmp_path
