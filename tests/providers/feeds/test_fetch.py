"""Every source of the registry against a server that answers well and badly."""

import gzip
import importlib.util
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kuroshio.knowledge import load_knowledge
from kuroshio.providers.feeds import ITEMS, LISTS, look
from kuroshio.providers.web import Guard, Manners
from kuroshio.records import SourceState

NOW = datetime(2026, 2, 12, 12, tzinfo=UTC)
SOURCES = load_knowledge().sources
LIVE = [one for one in SOURCES.values() if one.status not in {"off", "dead"}]


def payloads():
    path = Path(__file__).with_name("payloads.py")
    spec = importlib.util.spec_from_file_location("payloads", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAYLOADS = payloads()


def local(source, replay, **parts):
    """Return a source that is asked at the replay server instead."""
    parts = {"url": f"{replay.home}/feed", "hosts": (), **parts}
    return replace(source, least=min(source.least, 1), **parts)


def serve(replay, source, text=None, **parts):
    body = text if text is not None else PAYLOADS.BY_PARSER[source.parser]
    raw = (
        body
        if isinstance(body, bytes)
        else body.replace("{home}", replay.home).encode()
    )
    replay.reply("/feed", body=raw, **parts)


def ask(source, manners, state=None, now=NOW):
    return look(
        source, state or SourceState(source=source.id), manners, now=now,
        jitter=lambda: 0.5,
    )  # fmt: skip


@pytest.mark.parametrize("source", LIVE, ids=lambda one: one.id)
def test_each_source_of_the_registry_is_read_in_its_documented_shape(
    source, replay, manners
):
    here = local(source, replay)
    serve(replay, source)
    seen = ask(here, manners)
    assert seen.outcome == "items", seen.state.error
    assert seen.items or seen.entries
    assert seen.state.good_at == NOW
    assert seen.state.failures == 0
    _, _, headers, body = replay.asked[-1]
    assert "ann@example.org" in headers["User-Agent"]
    for name, value in source.headers:
        assert headers[name] == value
    if source.method == "POST":
        assert b"2026-02-1" in body
        assert b"{from}" not in body


def test_every_parser_is_used_and_every_source_has_one():
    assert {one.parser for one in SOURCES.values()} == set(ITEMS) | set(LISTS)
    assert all((one.parser in LISTS) == one.lists for one in SOURCES.values())


@pytest.mark.parametrize("name", ["RSS1", "RSS2", "ATOM"])
def test_three_kinds_of_feed_are_read_alike(name, replay, manners):
    source = local(SOURCES["jp-meti-press"], replay)
    serve(replay, source, getattr(PAYLOADS, name))
    items = ask(source, manners).items
    assert [item.link for item in items] == [f"{replay.home}/a/1", f"{replay.home}/a/2"]
    assert items[0].published_at is not None
    assert "<" not in items[0].text + items[1].text
    assert "x()" not in items[0].text


def test_the_clocks_of_a_source_are_kept_as_stated(replay, manners):
    for parser, at, on in (
        ("szse", "2026-02-12T10:05:11+00:00", None),
        ("csrc", "2026-02-12T09:30:00+00:00", None),
        ("cninfo", None, "2026-02-24"),
        ("gov-cn-library", None, "2026-02-12"),
        ("public-inspection", "2026-02-12T13:45:00+00:00", None),
    ):
        source = next(one for one in LIVE if one.parser == parser)
        here = local(source, replay)
        serve(replay, source)
        item = ask(here, manners).items[0]
        assert (item.published_at.isoformat() if item.published_at else None) == at
        assert (item.published_on.isoformat() if item.published_on else None) == on


def feed_of(replay, manners, text, **parts):
    source = local(SOURCES["us-white-house-actions"], replay, **parts)
    serve(replay, source, text)
    return ask(source, manners)


def test_order_and_repeats_do_not_change_what_an_item_is(replay, manners):
    head, first, second, tail = split_items(PAYLOADS.RSS2)
    one = feed_of(replay, manners, PAYLOADS.RSS2).items
    two = feed_of(replay, manners, head + second + first + second + first + tail).items
    assert {item.id for item in one} == {item.id for item in two}
    assert len(two) == 2


def split_items(text):
    parts = text.split("<item>")
    last, tail = parts[2].split("</item>")
    return parts[0], "<item>" + parts[1], f"<item>{last}</item>", tail


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "XML"),
        ("<rss><channel></channel></rss>", "0 items"),
        (PAYLOADS.RSS2[:500], "XML"),
        ("<html><body><p>Sorry</p></body></html>", "no feed"),
        ("{}", "XML"),
        ('<!DOCTYPE r [<!ENTITY a "a">]><rss><item>&a;</item></rss>', "entities"),
        ("<rss>" + "<a>" * 500 + "</a>" * 500 + "</rss>", "deep"),
        (b"\xff\xfe\x00\xd8\xff", "encoding|XML"),
    ],
    ids=["empty", "no items", "cut", "a page", "json", "entities", "deep", "bytes"],
)  # fmt: skip
def test_an_answer_of_another_shape_is_a_failure_not_a_quiet_day(
    replay, manners, text, word
):
    seen = feed_of(replay, manners, text)
    assert seen.outcome == "failed"
    assert seen.state.good_at is None
    assert seen.state.failures == 1
    assert re.search(word, seen.state.error)


@pytest.mark.parametrize(
    "source", {one.parser: one for one in LIVE}.values(), ids=lambda one: one.parser
)
@pytest.mark.parametrize("text", ["", "{}", "[]", "<html></html>", '{"count": "x"}'])
def test_no_parser_takes_a_changed_layout_for_news(source, replay, manners, text):
    replay.reply("/feed", body=text.encode())
    seen = ask(replace(local(source, replay), least=1), manners)
    assert seen.outcome == "failed"
    assert not seen.items


def test_a_source_that_may_be_empty_may_be_empty(replay, manners):
    source = local(SOURCES["us-federal-register-inspection"], replay)
    serve(replay, source, '{"count": 0, "results": []}')
    seen = ask(source, manners)
    assert (seen.outcome, seen.items, seen.state.failures) == ("items", (), 0)


@pytest.mark.parametrize(("charset", "told"), [
    ("gb18030", "gb2312"), ("utf-8", "iso-8859-1"), ("shift_jis", "shift_jis"),
    ("utf-16", "utf-16"), ("gb18030", ""), ("utf-8", "no-such-charset"),
])  # fmt: skip
def test_the_wrong_charset_is_seen_through(replay, manners, charset, told):
    title = "稀土出口管制" if charset != "shift_jis" else "輸出管理の強化"
    declared = f' encoding="{told}"' if told else ""
    text = (
        f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><item>'
        f"<title>{title}</title><link>/a</link></item></channel></rss>"
    )
    seen = feed_of(replay, manners, text.encode(charset))
    assert [item.title for item in seen.items] == [title]


def test_an_unchanged_answer_costs_no_reading(replay, manners):
    source = local(SOURCES["jp-mof-news"], replay)
    serve(replay, source, PAYLOADS.ATOM, headers={"ETag": '"v1"'})
    first = ask(source, manners)
    second = ask(source, manners, first.state)
    assert (second.outcome, second.state.http) == ("unchanged", 304)
    assert second.state.good_at == NOW
    moved = replace(source, url=f"{replay.home}/other")
    ask(moved, manners, second.state)
    assert "If-None-Match" not in replay.asked[-1][2]


@pytest.mark.parametrize(
    ("status", "headers", "least_wait"),
    [
        (403, {}, 1800),
        (429, {"Retry-After": "900"}, 900),
        (503, {"Retry-After": "Thu, 12 Feb 2026 13:00:00 GMT"}, 3600),
        (500, {}, 30),
        (404, {}, 30),
    ],
)
def test_refusals_and_faults_are_waited_out(
    replay, manners, status, headers, least_wait
):
    source = local(SOURCES["us-sec-6k"], replay)
    replay.reply("/feed", status=status, headers=headers)
    seen = ask(source, manners)
    outcome = "refused" if status == 403 else "failed"
    assert (seen.outcome, seen.state.http) == (outcome, status)
    assert str(status) in seen.state.error
    assert seen.state.next_at - NOW >= timedelta(seconds=least_wait)


def test_failures_back_off_and_open_the_circuit_and_one_success_closes_it(
    replay, manners
):
    source = local(SOURCES["jp-boj-news"], replay)
    replay.reply("/feed", status=502)
    state, waits = SourceState(source=source.id), []
    for _ in range(6):
        state = ask(source, manners, state).state
        waits.append(state.next_at - NOW)
    assert waits == sorted(waits)
    assert waits[-1] >= timedelta(minutes=16)
    assert state.open_until is not None
    serve(replay, source, PAYLOADS.ATOM)
    state = ask(source, manners, state).state
    assert (state.failures, state.open_until, state.error) == (0, None, "")


def test_no_answer_is_a_failure(replay, manners):
    source = local(SOURCES["jp-boj-news"], replay)
    serve(replay, source, PAYLOADS.ATOM, hang_up=True)
    assert ask(source, manners).outcome == "failed"
    nobody = replace(source, url="http://127.0.0.1:9/feed")
    assert ask(nobody, manners).state.http == 0


def test_a_redirect_within_the_host_is_followed_and_one_away_is_not(replay, manners):
    source = local(SOURCES["jp-boj-news"], replay)
    serve(replay, source, PAYLOADS.ATOM)
    replay.reply("/old", status=301, headers={"Location": "/feed"})
    assert ask(replace(source, url=f"{replay.home}/old"), manners).items
    away = {"Location": replay.home.replace("127.0.0.1", "localhost") + "/feed"}
    replay.reply("/away", status=302, headers=away)
    seen = ask(replace(source, url=f"{replay.home}/away"), manners)
    assert seen.outcome == "failed"
    assert "leads away" in seen.state.error
    replay.reply("/file", status=302, headers={"Location": "file:///etc/passwd"})
    assert ask(replace(source, url=f"{replay.home}/file"), manners).outcome == "failed"
    replay.reply("/loop", status=302, headers={"Location": "/loop"})
    seen = ask(replace(source, url=f"{replay.home}/loop"), manners)
    assert "redirects" in seen.state.error


def test_a_private_address_is_never_reached():
    guarded = Manners(agent="kuroshio", guard=Guard(schemes=("http",)))
    source = replace(SOURCES["jp-boj-news"], url="http://127.0.0.1:1/x")
    assert ask(source, guarded).outcome == "refused"


def test_large_answers_and_bombs_are_refused(replay, manners):
    source = local(SOURCES["jp-boj-news"], replay, bytes=10_000)
    serve(replay, source, "<rss>" + "x" * 20_000)
    assert "bytes" in ask(source, manners).state.error
    bomb = gzip.compress(b"\0" * 5_000_000)
    replay.reply("/feed", body=bomb, headers={"Content-Encoding": "gzip"})
    assert "bytes" in ask(source, manners).state.error
    replay.reply("/feed", body=b"junk", headers={"Content-Encoding": "gzip"})
    assert ask(source, manners).outcome == "failed"


def test_robots_are_heeded_and_asked_once(replay, manners):
    replay.reply("/robots.txt", body=b"User-agent: *\nDisallow: /feed\n")
    source = local(SOURCES["cn-pboc-rules"], replay)
    serve(replay, source)
    for _ in range(2):
        seen = ask(source, manners)
        assert seen.outcome == "refused"
        assert "robots" in seen.state.error
    assert replay.paths() == ["/robots.txt"]


def test_hosts_are_asked_at_their_pace(replay, manners, pauses):
    source = local(SOURCES["cn-mofcom-policy"], replay, spacing=3.0)
    serve(replay, source)
    for _ in range(3):
        ask(source, manners)
    assert len(pauses) == 2
    assert pauses[0] == pytest.approx(3, abs=0.5)
    assert pauses[1] == pytest.approx(6, abs=0.5)


def test_links_of_items_are_web_addresses_only(replay, manners):
    text = (
        "<rss><channel><item><title>a</title><link>javascript:alert(1)</link></item>"
        "<item><title>b</title><link>file:///etc/passwd</link></item>"
        "<item><title>c</title><link>https://other.example/x#y</link></item>"
        "</channel></rss>"
    )
    items = feed_of(replay, manners, text).items
    assert [item.link for item in items] == ["https://other.example/x"]
