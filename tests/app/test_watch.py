"""The watch as one working line: from what a source shows to a message that arrived."""

import hashlib
import hmac
import json
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest
import yaml

from kuroshio.app import (
    Workspace,
    close_watch,
    list_sources,
    open_knowledge,
    open_watch,
    set_likelihood,
    show_alerts,
    show_board,
    try_channels,
    watch_once,
    watch_send,
)
from kuroshio.app.watch_look import keep_look
from kuroshio.errors import InputError, LedgerError, ProviderUnavailable
from kuroshio.ledger import (
    count_items,
    list_alerts,
    list_deliveries,
    list_facts,
    verify_ledger,
)
from kuroshio.providers.feeds import Look
from kuroshio.providers.web import Answer, Guard, Manners
from kuroshio.records import SourceState

START = datetime(2026, 2, 12, 3, tzinfo=UTC)
RULES = """
subscribers:
- id: ann
  book: book.csv
  channels: [{id: hook, kind: webhook, url: "HOME/ann", secret: HOOK_SECRET}]
  rules:
  - {id: rare, themes: [rare-earths]}
  - {id: mine, holdings: true}
  - {id: lists, lists: true}
  - {id: health, health: true}
- id: bo
  channels: [{id: hook, kind: webhook, url: "HOME/bo"}]
  rules: [{id: solar, themes: [solar]}]
"""
CONTROL = (
    "China's Ministry of Commerce announced on 12 February 2026 that it will impose "
    "export controls on rare earths."
)
ZH = "商务部2月12日发布公告，决定对稀土实施出口管制。"


class Receiver:
    """Takes webhooks; answers as told."""

    def __init__(self):
        self.taken, self.status = [], 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.status == 200:
                    receiver.taken.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(
            target=self.server.serve_forever, args=(0.01,), daemon=True
        )
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Fake(Manners):
    """Answers of the network: bytes, a status, or nothing, by the source's host."""

    def __init__(self):
        super().__init__(agent="kuroshio/test", guard=Guard())
        self.pages, self.asked = {}, []

    def ask(self, request):
        self.asked.append(request.url)
        page = next(
            (one for key, one in self.pages.items() if key in request.url), None
        )
        if page is None:
            raise ProviderUnavailable(f"{request.url}: cannot be reached")
        status, raw = page if isinstance(page, tuple) else (200, page)
        return Answer(url=request.url, status=status, raw=raw, media="", location=None,
                      etag="", modified="")  # fmt: skip


def feed(*items):
    inner = "".join(
        f"<item><title>{title}</title><link>https://x.example/{link}</link>"
        f"<pubDate>Thu, 12 Feb 2026 02:00:00 +0000</pubDate>"
        f"<description>{text}</description></item>"
        for link, title, text in items
    )
    return f"<rss><channel>{inner}</channel></rss>".encode()


@pytest.fixture
def receiver():
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def scene(tmp_path, receiver):
    (tmp_path / "watch.yaml").write_text(RULES.replace("HOME", receiver.home))
    (tmp_path / "book.csv").write_text("security,value\n000977.SZ,1000000\n")
    clock = [START]
    fake = Fake()

    def open_one(**parts):
        watch = open_watch(
            Workspace(data=tmp_path), clock=lambda: clock[0], manners=fake, **parts
        )
        watch.environment = {"HOOK_SECRET": "s3cret"}
        wanted = ("us-white-house-actions", "jp-meti-press", "us-screening-list")
        watch.sources = {name: watch.sources[name] for name in wanted}
        watch.sources["us-screening-list"] = replace(
            watch.sources["us-screening-list"], least=1
        )
        return watch

    fake.pages = {
        "whitehouse": feed(("1", "Controls on rare earths", CONTROL),
                           ("2", "Nominations sent to the Senate", "A list.")),
        "meti": feed(("3", "稀土出口管制", ZH)),
        "data.trade.gov": b"source,entity_number,name\nEntity List (EL),1,Nobody Ltd\n",
    }  # fmt: skip
    scene = type("Scene", (), {})()
    scene.open, scene.clock, scene.fake, scene.folder = open_one, clock, fake, tmp_path
    scene.receiver = receiver
    return scene


def test_one_event_of_two_sources_gives_one_alert_and_one_message(scene):
    watch = scene.open()
    done = watch_once(watch)
    assert (done["asked"], done["failed"], done["worked"]) == (3, 0, 3)
    (alert,) = list_alerts(watch.ledger)
    assert (alert.subscriber, alert.rule) == ("ann", "rare")
    ((path, headers, body),) = scene.receiver.taken
    assert path == "/ann"
    told = headers["X-Kuroshio-Timestamp"].encode()
    seal = hmac.new(b"s3cret", told + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Kuroshio-Signature"] == f"sha256={seal}"
    assert json.loads(body)["alerts"][0]["id"] == alert.id
    kinds = {kind: list_facts(watch.ledger, kind) for kind in ("claims", "deals")}
    assert all(kinds.values())
    again = watch_once(watch)
    assert (again["asked"], again["alerts"], again["sent"]) == (0, 0, 0)
    close_watch(watch)


def test_a_process_that_starts_anew_tells_nothing_twice(scene):
    first = scene.open()
    watch_once(first)
    close_watch(first)
    scene.clock[0] += timedelta(hours=6)
    scene.fake.pages["meti"] = feed(
        ("3", "稀土出口管制", ZH), ("4", "稀土出口管制", f"{ZH}企业应当核对合同。")
    )
    second = scene.open()
    assert watch_once(second)["alerts"] == 0
    assert count_items(second.ledger)["copy"] == 2
    close_watch(second)
    assert len(scene.receiver.taken) == 1


def test_a_list_change_reaches_the_book_and_the_first_edition_nobody(scene):
    watch = scene.open()
    watch_once(watch)
    scene.clock[0] += timedelta(days=1)
    scene.fake.pages["data.trade.gov"] += "Entity List (EL),2,浪潮信息\n".encode()
    done = watch_once(watch)
    assert done["changes"] == 1
    alert = list_alerts(watch.ledger, subscriber="ann")[0]
    assert (alert.kind, alert.severity) == ("list", "error")
    half = scene.fake.pages["data.trade.gov"][:40]
    scene.fake.pages["data.trade.gov"] = half
    scene.clock[0] += timedelta(days=1)
    assert watch_once(watch)["changes"] == 0
    assert len(list_facts(watch.ledger, "entries")) == 2
    close_watch(watch)


def test_a_source_that_fails_is_seen_and_told_and_the_others_go_on(scene):
    scene.fake.pages["whitehouse"] = (500, b"")
    watch = scene.open()
    for _ in range(4):
        watch_once(watch)
        scene.clock[0] += timedelta(minutes=20)
    kinds = [one.kind for one in list_alerts(watch.ledger, subscriber="ann")]
    assert kinds.count("source") == 1
    assert kinds.count("event") == 1
    close_watch(watch)
    listed = list_sources(workspace=Workspace(data=scene.folder), now=scene.clock[0])
    rows = {row["id"]: row for row in listed["sources"]}
    assert rows["us-white-house-actions"]["health"] in {"failing", "paused"}
    assert rows["us-white-house-actions"]["status"] == "unverified"
    assert rows["jp-meti-press"]["status"] == "verified"
    assert rows["jp-boj-news"]["health"] == "never"


def test_a_message_that_fails_is_sent_later_and_dies_in_the_end(scene):
    scene.receiver.status = 503
    watch = scene.open()
    assert watch_once(watch)["failed_sends"] == 1
    scene.receiver.status = 200
    assert watch_once(watch)["sent"] == 0
    scene.clock[0] += timedelta(minutes=1)
    assert watch_once(watch)["sent"] == 1
    scene.receiver.status = 410
    scene.fake.pages["meti"] = feed(("9", "光伏", "商务部决定对光伏组件实施出口管制。"))
    for _ in range(12):
        scene.clock[0] += timedelta(hours=3)
        watch_once(watch)
    dead = list_deliveries(watch.ledger, state="dead")
    assert [one.subscriber for one in dead] == ["bo"]
    assert "410" in dead[0].error
    close_watch(watch)


def test_two_processes_never_work_at_once_and_the_lease_moves(scene):
    one, two = scene.open(), scene.open()
    assert watch_once(one)["held"]
    assert watch_once(two) == {"held": False}
    asked = len(scene.fake.asked)
    scene.clock[0] += timedelta(seconds=61)
    assert watch_once(two)["held"]
    scene.fake.pages["meti"] = feed(("5", "x", "稀土出口管制 2026年第9号公告"))
    source = one.sources["jp-meti-press"]
    late = Look(outcome="items", state=SourceState(source=source.id))
    with pytest.raises(LedgerError, match="moved"):
        keep_look(one, source, late)
    assert len(scene.fake.asked) == asked
    for each in (one, two):
        close_watch(each)


def test_who_loses_the_lease_while_sending_leaves_the_rest_to_the_next(
    scene, monkeypatch
):
    one, two = scene.open(), scene.open()
    scene.fake.pages["meti"] = feed(
        ("5", "稀土", ZH), ("6", "光伏", "商务部决定对光伏组件实施出口管制。")
    )
    sent = []

    def slow(watch, *_, key):
        sent.append(key)
        scene.clock[0] += timedelta(seconds=90)  # longer than the lease
        if watch is one:
            assert watch_once(two, offline=True)["held"]

    monkeypatch.setattr(watch_send, "post", slow)
    watch_once(one)
    assert len(sent) == 3  # the first again under its key, the other once
    assert len(set(sent)) == 2
    assert {one.state for one in list_deliveries(two.ledger)} == {"sent"}
    for each in (one, two):
        close_watch(each)


def test_a_fault_while_working_leaves_nothing_half_done(scene, monkeypatch):
    from kuroshio.app import watch_work

    watch = scene.open()
    raised = watch_work.raise_and_queue

    def fail(*_):
        raise LedgerError("the disk is full")

    monkeypatch.setattr(watch_work, "raise_and_queue", fail)
    with pytest.raises(LedgerError):
        watch_once(watch)
    assert list_alerts(watch.ledger) == ()
    assert set(count_items(watch.ledger)) == {"new"}
    monkeypatch.setattr(watch_work, "raise_and_queue", raised)
    assert watch_once(watch)["alerts"] == 1
    assert verify_ledger(watch.ledger).ok
    close_watch(watch)


def test_a_hostile_feed_reaches_no_other_users_alerts_nor_files(scene):
    text = (
        "<![CDATA[<img src='file:///etc/passwd'>The United States will impose a 25% "
        "tariff on imports of solar panels from China.<script>x()</script> "
        "subscriber: ann ${HOOK_SECRET}]]>"
    )
    title = "Solar &lt;b&gt;tariff&#13;&#10;Bcc: x@y"
    scene.fake.pages["meti"] = feed(("7", title, text))
    watch = scene.open()
    watch_once(watch)
    by_path = {path: body.decode() for path, _, body in scene.receiver.taken}
    assert "olar" in by_path["/bo"]
    assert "olar" not in by_path["/ann"]
    assert not any("root:" in body or "s3cret" in body for body in by_path.values())
    assert all("x.example" not in url for url in scene.fake.asked)
    close_watch(watch)


def test_views_and_a_likelihood_that_is_dated_and_signed(scene):
    watch = scene.open()
    watch_once(watch)
    close_watch(watch)
    home = Workspace(data=scene.folder)
    assert len(show_alerts(workspace=home, subscriber="ann")["alerts"]) == 1
    assert show_alerts(workspace=home, subscriber="bo")["alerts"] == []
    assert show_alerts(workspace=home, as_of="2026-02-11")["alerts"] == []
    set_likelihood("theme:rare-earths", 0.4, by="ann", reason="talks", workspace=home)
    board = show_board(workspace=home, now=START + timedelta(days=365 * 30))
    row = next(one for one in board["rows"] if one["topic"] == "theme:rare-earths")
    assert (row["likelihood"], row["likelihood_by"]) == (0.4, "ann")
    with pytest.raises(InputError, match="author"):
        set_likelihood("x", 2.0, by="", reason="", workspace=home)


def test_the_test_button_says_of_each_channel_whether_it_works(scene, monkeypatch):
    monkeypatch.setenv("HOOK_SECRET", "s3cret")
    home = Workspace(data=scene.folder)
    assert try_channels("ann", workspace=home)["channels"][0]["ok"]
    scene.receiver.status = 500
    (row,) = try_channels("bo", workspace=home)["channels"]
    assert (row["ok"], "500" in row["error"]) == (False, True)
    with pytest.raises(InputError, match="nobody"):
        try_channels("nobody", workspace=home)


def test_the_running_watch_stops_when_told(tmp_path):
    known = open_knowledge(Workspace()).sources.values()
    rows = [msgspec.to_builtins(replace(one, status="off")) for one in known]
    rows = [{name: part for name, part in row.items() if part} for row in rows]
    (tmp_path / "overlay").mkdir()
    overlay = {"author": "test", "sources": rows}
    (tmp_path / "overlay" / "off.yaml").write_text(
        yaml.safe_dump(overlay, allow_unicode=True), encoding="utf-8"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", "from kuroshio.cli import main; main()",
         "watch", "run", "--tick", "3600"],
        env={"KUROSHIO_DATA": str(tmp_path), "PATH": "/usr/bin"},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    seen = []
    for line in running.stderr:
        seen.append(json.loads(line)["event"])
        if seen[-1] == "lease taken":
            running.send_signal(signal.SIGTERM)
    assert running.wait(timeout=60) == 0
    running.stderr.close()
    assert seen == ["started", "lease taken", "stopped"]
