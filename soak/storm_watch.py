"""A week of 20,000 items under two hundred faults: every event told once to each.

Usage: python soak/storm_watch.py [--items N] [--events N] [--faults N] [--steps N]
                                  [--seed N] [--ledger URL] [--throughput]

A server of its own shows the week to the real watch, which runs in two processes with
the real fetch layer; a receiver of its own takes webhooks, fails now and then, and
knows repeats by their key. The watch is killed, its clock jumps, its database is locked
or (on PostgreSQL, with --restart CMD) restarted, its disk is full. In the end every
planted event, list change and clock must have given each subscriber one alert and one
message, none two. Nothing leaves this machine.
"""

import argparse
import json
import os
import random
import resource
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

sys.path.insert(0, str(Path(__file__).parent))
from storm_week import (
    LENGTH,
    LIST,
    START,
    TELLERS,
    THEMES,
    Week,
    make_week,
    show_source,
)

from kuroshio.app import Workspace, open_knowledge, open_watch, watch_once
from kuroshio.errors import KuroshioError
from kuroshio.ledger import (
    Ledger,
    count_deliveries,
    count_items,
    list_alerts,
    list_deliveries,
    open_ledger,
    read_sources,
    verify_ledger,
)
from kuroshio.providers.web import Guard, Manners
from kuroshio.records import Alert, Source

CACHE = Path(tempfile.gettempdir()) / "kuroshio-storm-cache"
DISK_LIMIT = 200_000  # bytes that no file may grow past when the disk is full
PATIENCE = 180.0
RULES = """
subscribers:
- id: ann
  book: book.csv
  channels: [{{id: hook, kind: webhook, url: "{home}/hook/ann", secret: STORM_SECRET}}]
  rules:
  - {{id: themes, themes: [{first}]}}
  - {{id: lists, lists: true}}
  - {{id: clocks, clocks: true, before: 45, days: calendar}}
- id: bo
  channels: [{{id: hook, kind: webhook, url: "{home}/hook/bo", secret: STORM_SECRET}}]
  quiet: {{start: "22:00", end: "06:00"}}
  rules:
  - {{id: themes, themes: [{second}], severity: warn}}
- id: cy
  zone: America/New_York
  channels: [{{id: hook, kind: webhook, url: "{home}/hook/cy", secret: STORM_SECRET}}]
  rules:
  - {{id: themes, themes: [{every}], send: digest}}
"""


class Handler(BaseHTTPRequestHandler):
    """Shows the week to who asks and takes what is posted."""

    stage: ClassVar["Stage"]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Show what a source shows now."""
        source = self.path.strip("/").partition("?")[0]
        known = source == LIST or any(source in one for one in TELLERS.values())
        if not known:
            self._end(404, b"")
            return
        home = f"http://127.0.0.1:{self.stage.server.server_port}"
        self._end(200, show_source(self.stage.week, source, self.stage.now, home))

    def do_POST(self) -> None:
        """Take a message, or fail in one of two ways."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        who = self.path.rpartition("/")[2]
        dice = self.stage.rng.random()
        if dice < 0.03:
            self.stage.refused += 1
            self._end(503, b"")
            return
        self.stage.take(who, self.headers["Idempotency-Key"], body)
        if dice < 0.06:  # taken, but the sender never hears of it
            self.close_connection = True
            return
        self._end(200, b"{}")

    def _end(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Says nothing of workers that die while they are answered."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Say nothing."""


class Stage:
    """The server of the week and the receiver of messages, in one place."""

    def __init__(self, week: Week, folder: Path, seed: int) -> None:
        self.week, self.folder = week, folder
        self.now = START
        self.rng = random.Random(seed)  # noqa: S311 - repeatable
        self.taken: dict[str, Counter[str]] = {}
        self.repeats, self.refused, self.lock = 0, 0, threading.Lock()
        handler = type("Bound", (Handler,), {"stage": self})
        self.server = Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, who: str, key: str, body: bytes) -> None:
        """Take a message once; a repeat of its key is counted and dropped."""
        with self.lock:
            seen = self.taken.setdefault(who, Counter())
            if key in seen:
                self.repeats += 1
                return
            seen[key] = 1
            for alert in json.loads(body)["alerts"]:
                if alert["subscriber"] != who:
                    raise AssertionError(f"{who} was sent an alert of another")
                seen[f"event {alert['event']} {alert['edition']}"] += 1

    def set_clock(self, skew: timedelta = timedelta(0)) -> None:
        """Tell the workers what time it is."""
        path = self.folder / "clock"
        fresh = path.with_suffix(".new")
        fresh.write_text((self.now + skew).isoformat())
        fresh.replace(path)


def work(folder: Path) -> None:
    """Watch in this process until the folder says stop."""
    settings = json.loads((folder / "settings.json").read_text())
    clock_file = folder / "clock"

    def clock() -> datetime:
        return datetime.fromisoformat(clock_file.read_text()).astimezone(UTC)

    workspace = Workspace(data=folder, cache=CACHE, ledger=settings["ledger"])
    guard = Guard(schemes=("http",), private_hosts=("127.0.0.1",))
    manners = Manners(agent="kuroshio/storm", guard=guard, pause=lambda _: None)
    sources = local_sources(workspace, settings["home"])
    while not (folder / "stop").exists():
        try:
            watch = open_watch(workspace, clock=clock, manners=manners, sources=sources)
        except KuroshioError:
            time.sleep(0.1)
            continue
        try:
            while not (folder / "stop").exists():
                done = watch_once(watch)
                time.sleep(0.02 if done["held"] else 0.1)
        except KuroshioError:
            time.sleep(0.05)
        finally:
            watch.ledger.close()


def local_sources(workspace: Workspace, home: str) -> dict[str, Source]:
    """Return the registry's sources, asked of the storm's own server."""
    registry = open_knowledge(workspace).sources
    wanted = [LIST, *(one for some in TELLERS.values() for one in some)]
    return {
        name: replace(
            registry[name], url=f"{home}/{name}", hosts=(), every=1, spacing=0.0,
            method="GET", headers=(), least=1 if name == LIST else 0,
        )
        for name in wanted
    }  # fmt: skip


class Crew:
    """Two worker processes, started again when they die."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.sizes: list[int] = []

    def keep(self, count: int = 2) -> None:
        """Start what is missing."""
        self.workers = [one for one in self.workers if one.poll() is None]
        while len(self.workers) < count:
            self.workers.append(self.start())

    def start(self, *, full_disk: bool = False) -> "subprocess.Popen[bytes]":
        """Start one worker, on a full disk if asked for."""

        def limit() -> None:
            if full_disk:
                resource.setrlimit(resource.RLIMIT_FSIZE, (DISK_LIMIT, DISK_LIMIT))

        words = [sys.executable, __file__, "--work", str(self.folder)]
        log = (self.folder / "worker.log").open("ab")
        return subprocess.Popen(  # noqa: S603 - ourselves
            words, preexec_fn=limit, stdout=log, stderr=log,  # noqa: PLW1509
            env={**os.environ, "STORM_SECRET": "storm"},
        )  # fmt: skip

    def kill(self, rng: random.Random) -> None:
        """Kill one at once, without a word."""
        self.measure()
        rng.choice(self.workers).send_signal(signal.SIGKILL)

    def measure(self) -> None:
        """Note how much memory the workers hold."""
        for one in self.workers:
            try:
                text = Path(f"/proc/{one.pid}/status").read_text()
            except OSError:
                continue
            found = [line for line in text.splitlines() if line.startswith("VmRSS")]
            if found:
                self.sizes.append(int(found[0].split()[1]))

    def end(self) -> None:
        """Let them finish, then make sure."""
        (self.folder / "stop").touch()
        for one in self.workers:
            try:
                one.wait(timeout=60)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def strike(
    kind: str, stage: Stage, crew: Crew, rng: random.Random, options: Any
) -> None:
    """Do one fault."""
    if kind == "kill":
        crew.kill(rng)
    elif kind == "jump":
        hours = rng.choice((-26, -3, -0.5, 0.5, 5, 40, 400 * 24))
        stage.set_clock(timedelta(hours=hours))
        time.sleep(rng.uniform(0.05, 0.6))
        stage.set_clock()
    elif kind == "full":
        for one in crew.workers:
            one.kill()
        crew.keep(0)
        short = crew.start(full_disk=True)
        time.sleep(rng.uniform(0.5, 2.5))
        short.kill()
        short.wait()
    elif kind == "database" and options.restart:
        subprocess.run(options.restart, shell=True, check=True)  # noqa: S602 - own words
    elif kind == "database" and not options.ledger:
        with sqlite3.connect(stage.folder / "ledger.sqlite", timeout=10) as held:
            held.execute("BEGIN EXCLUSIVE")
            time.sleep(rng.uniform(0.1, 1.0))
            held.rollback()
        held.close()
    crew.keep()


def await_list(stage: Stage, crew: Crew) -> None:
    """Wait until the list was read once: what is on it then is no news."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        crew.keep()
        with open_ledger(place(stage.folder)) as ledger:
            if ledger_reads_list(ledger):
                return
        time.sleep(0.1)
        stage.now += timedelta(seconds=10)
        stage.set_clock()
    raise AssertionError("the list is never read")


def ledger_reads_list(ledger: Ledger) -> bool:
    """Say whether the list's first edition is in the ledger."""
    state = read_sources(ledger).get(LIST)
    return state is not None and state.good_at is not None


def settle(stage: Stage, crew: Crew, shown: int) -> None:
    """Wait until the watch has seen, worked and sent everything of this hour."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        crew.keep()
        try:
            with open_ledger(place(stage.folder)) as ledger:
                counts = count_items(ledger)
                seen, new = sum(counts.values()), counts.get("new", 0)
        except KuroshioError:
            seen, new = 0, 1
        if seen >= shown and not new:
            return
        time.sleep(0.1)
        stage.now += timedelta(seconds=10)  # a dead worker's lease must run out
        stage.set_clock()
    raise AssertionError(f"stuck: {seen} of {shown} items seen, {new} not worked")


def place(folder: Path) -> Path | str:
    """Return where the ledger is."""
    told = json.loads((folder / "settings.json").read_text())["ledger"]
    return told or folder


def storm(options: Any) -> int:
    """Play the week and judge it."""
    folder = Path(tempfile.mkdtemp(prefix="kuroshio-storm-"))
    knowledge = open_knowledge(Workspace(cache=CACHE))
    week = make_week(
        knowledge, items=options.items, events=options.events, seed=options.seed
    )
    rng = random.Random(options.seed)  # noqa: S311 - repeatable
    stage = Stage(week, folder, options.seed)
    home = f"http://127.0.0.1:{stage.server.server_port}"
    known = [one for one in THEMES if one in knowledge.themes]
    half = len(known) // 2
    parts = {"first": known[:half], "second": known[half:], "every": known}
    lists = {name: ", ".join(some) for name, some in parts.items()}
    (folder / "watch.yaml").write_text(RULES.format(home=home, **lists))
    (folder / "book.csv").write_text("security,value\n000977.SZ,1000000\n")
    (folder / "settings.json").write_text(
        json.dumps({"home": home, "ledger": options.ledger})
    )
    stage.set_clock()
    crew = Crew(folder)
    crew.keep()
    begin = time.monotonic()
    faults: Counter[str] = Counter()
    await_list(stage, crew)
    for step in range(1, options.steps + 1):
        stage.now = START + LENGTH * step / options.steps
        stage.set_clock()
        wanted = options.faults * step // options.steps - sum(faults.values())
        for _ in range(wanted):
            time.sleep(rng.uniform(0.0, options.gap))
            kind = rng.choice(("kill", "kill", "kill", "jump", "full", "database"))
            strike(kind, stage, crew, rng, options)
            faults[kind] += 1
        crew.measure()
        settle(stage, crew, sum(one.at <= stage.now for one in week.items))
        if options.steps <= 12 or step % (options.steps // 12) == 0:
            spent = time.monotonic() - begin
            print(f"  hour {step * 168 // options.steps}: {spent:.0f} s", flush=True)
    stage.now += timedelta(days=2)  # digests and quiet hours pass
    stage.set_clock()
    drain(stage, crew)
    crew.end()
    spent = time.monotonic() - begin
    print(f"{len(week.items)} items, {sum(faults.values())} faults {dict(faults)}, "
          f"{spent:.0f} s")  # fmt: skip
    return judge(stage, week, parts, crew)


def drain(stage: Stage, crew: Crew) -> None:
    """Wait until the outbox is empty, turning the clock past every retry."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        crew.keep()
        with open_ledger(place(stage.folder)) as ledger:
            left = count_deliveries(ledger)
        if not left.get("pending") and not left.get("sending"):
            return
        stage.now += timedelta(minutes=20)
        stage.set_clock()
        time.sleep(0.3)
    raise AssertionError(f"the outbox does not empty: {left}")


def judge(stage: Stage, week: Week, parts: dict[str, list[str]], crew: Crew) -> int:
    """Count what was missed and what was told twice."""
    with open_ledger(place(stage.folder)) as ledger:
        faults = [f"ledger: {one}" for one in verify_ledger(ledger).faults]
        alerts = list_alerts(ledger, limit=1_000_000)
        messages = list_deliveries(ledger, limit=1_000_000)
    faults += [f"given up: {one.id} {one.error}" for one in messages
               if one.state != "sent"]  # fmt: skip
    faults += [*untold(week, parts, alerts), *unplanted(week, alerts)]
    for alert in alerts:
        seen = stage.taken.get(alert.subscriber, Counter())
        count = seen[f"event {alert.event} {alert.edition}"]
        if count != 1:
            faults.append(f"{alert.subscriber} took {count} messages of {alert.id}")
    quarter = max(1, len(crew.sizes) // 4)
    early = statistics.median(crew.sizes[:quarter]) / 1024
    late = statistics.median(crew.sizes[-quarter:]) / 1024
    uncertain = sum(one.uncertain for one in messages)
    print(f"{len(week.planted)} events and {len(week.entries)} list changes planted")
    print(f"{len(alerts)} alerts; {stage.refused} refused, {uncertain} uncertain, "
          f"{stage.repeats} repeats dropped by key")  # fmt: skip
    print(f"memory of a worker {early:.0f} MB early, {late:.0f} MB late")
    for fault in faults[:20]:
        print("FAULT", fault)
    print("nothing lost, nothing twice" if not faults else f"{len(faults)} FAULTS")
    return 1 if faults else 0


def untold(
    week: Week, parts: dict[str, list[str]], alerts: Sequence[Alert]
) -> Iterator[str]:
    """Yield planted events that a subscriber heard of never or more than once."""
    wanted = {"ann": parts["first"], "bo": parts["second"], "cy": parts["every"]}
    told: Counter[tuple[str, str]] = Counter()
    for alert in alerts:
        if alert.kind in {"event", "correction"} and "/p/" in (alert.link or ""):
            told[alert.subscriber, (alert.link or "").split("/")[4]] += 1
    for who, themes in wanted.items():
        for mark, theme in week.planted.items():
            count = told[who, mark]
            if count != (1 if theme in themes else 0):
                yield f"{who} heard {count} times of {mark} ({theme})"


def unplanted(week: Week, alerts: Sequence[Alert]) -> Iterator[str]:
    """Yield list changes and clocks that were not told exactly once."""
    listed = Counter(one.title for one in alerts if one.kind == "list")
    if len(listed) != len(week.entries) or set(listed.values()) != {1}:
        yield f"{len(listed)} list changes told of {len(week.entries)}"
    clocks = Counter(one.event for one in alerts if one.kind == "clock")
    if not clocks or set(clocks.values()) != {1}:
        yield f"clocks: {clocks.most_common(3)}"


def measure(options: Any) -> int:
    """Print items a second through the whole watch, and through the reader alone."""
    from kuroshio.app.watch_work import work_items
    from kuroshio.ledger import add_items
    from kuroshio.providers.feeds import make_item
    from kuroshio.reading import build_sheet, open_document

    folder = Path(tempfile.mkdtemp(prefix="kuroshio-storm-"))
    workspace = Workspace(data=folder, cache=CACHE)
    known = open_knowledge(workspace)
    week = make_week(known, items=options.items, events=options.events, seed=1)
    themes = ", ".join(one for one in THEMES if one in known.themes)
    (folder / "watch.yaml").write_text(
        f"subscribers: [{{id: ann, channels: [{{id: desk, kind: desk}}], "
        f"rules: [{{id: t, themes: [{themes}]}}]}}]"
    )
    watch = open_watch(workspace, clock=lambda: START + LENGTH)
    made = [
        make_item(known.sources[one.source], link=f"https://x.example{one.link}",
                  title=one.title, text=one.text, published_at=one.at)
        for one in week.items
    ]  # fmt: skip
    begin = time.perf_counter()
    add_items(watch.ledger, [one for one in made if one is not None])
    while work_items(watch)["worked"]:
        pass
    whole = time.perf_counter() - begin
    texts = [f"{one.title}\n\n{one.text}".encode() for one in week.items]
    begin = time.perf_counter()
    for text in texts:
        document = open_document(text, source="x", id="d1", media="text/plain")
        build_sheet([document], known, as_of=START + LENGTH)
    alone = time.perf_counter() - begin
    alerts = len(list_alerts(watch.ledger, limit=10**6))
    print(f"{len(texts)} items, {alerts} alerts")
    print(f"watch {len(texts) / whole:.0f} items/s")
    print(f"reader alone {len(texts) / alone:.0f} items/s")
    watch.ledger.close()
    return 0


def main() -> int:
    """Read the options and storm."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=120)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--steps", type=int, default=84)
    parser.add_argument("--gap", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=20260209)
    parser.add_argument("--ledger", default="")
    parser.add_argument("--restart", default="")
    parser.add_argument("--work", default="")
    parser.add_argument("--throughput", action="store_true")
    options = parser.parse_args()
    if options.work:
        work(Path(options.work))
        return 0
    return measure(options) if options.throughput else storm(options)


if __name__ == "__main__":
    sys.exit(main())
