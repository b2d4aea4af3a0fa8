"""One contract for every provider: what comes of good answers, and of every bad one."""

import json
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from kuroshio.errors import InputError, ProviderError, ProviderUnavailable
from kuroshio.knowledge import load_knowledge
from kuroshio.market import check_bars
from kuroshio.providers import PROVIDERS, Access, Ask, open_provider, pull_bars
from kuroshio.providers.akshare import open_akshare
from kuroshio.providers.asking import Refused
from kuroshio.providers.fred import open_fred
from kuroshio.providers.manifests import load_manifest
from kuroshio.providers.web import Guard
from kuroshio.providers.yfinance import open_yfinance

HERE = Path(__file__).parent
KEY = "0123456789abcdef0123456789abcdef"
FIRST, LAST = date(2024, 3, 4), date(2024, 3, 15)
CODES = {"akshare": "600519.SH", "yfinance": "600519.SH", "fred": "DGS10.FRED"}
CALENDARS = load_knowledge().calendars


def load_fake():
    """Load the script, whose faults the replay server shares."""
    spec = spec_from_file_location("fake_child", HERE / "fake_child.py")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def patient(name):
    """The shipped manifest with pauses that a test can wait for."""
    return replace(
        load_manifest(name),
        per_minute=60_000,
        wait_seconds=0.01,
        longest_wait=1.0,
        deadline_seconds=2.0,
        attempts=2,
    )


@dataclass
class Opened:
    provider: object
    asked: object

    def pull(self, *asks):
        return list(pull_bars(self.provider, asks or [self.ask()]))

    def ask(self, first=FIRST, last=LAST):
        return Ask(symbol=CODES[self.provider.manifest.name], first=first, last=last)


class Fred(BaseHTTPRequestHandler):
    """FRED's answers in its form, good and bad by turns."""

    def do_GET(self):
        fake = load_fake()

        query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        turns = self.server.turns
        mode = turns[min(len(self.server.asked), len(turns) - 1)]
        self.server.asked.append(query)
        if mode == "slow":
            time.sleep(4)
        status = {"403": 403, "429": 429, "429-long": 429, "5xx": 503}.get(mode, 200)
        days = [
            date.fromisoformat(query[f"observation_{end}"]) for end in ("start", "end")
        ]
        rows = [
            {"date": day.isoformat(), "value": f"{4 + day.day / 100:.2f}"}
            for day in fake.weekdays(*days)
        ]
        rows = fake.shape(mode, rows)
        body = {"count": len(rows), "observations": rows}
        if mode == "lost":
            body["observations"] = rows[:-1]
        if status != 200:
            body = {"error_code": status, "error_message": f"no: {query['api_key']}"}
        raw = json.dumps(body).encode("utf-16" if mode == "charset" else "utf-8")
        self.send_response(status)
        if mode.startswith("429"):
            self.send_header("Retry-After", "0.2" if mode == "429" else "9999")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        half = mode in {"truncated", "dies"}
        self.wfile.write(raw[: len(raw) // 2] if half else raw)

    def log_message(self, *_):
        pass


@pytest.fixture
def fred_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Fred)
    server.turns, server.asked = ["good"], []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=sorted(CODES))
def opened(request, tmp_path, fred_server):
    """Open each provider in turn on a publisher that answers as told."""
    made = []

    def open_on(turns):
        name = request.param
        if name == "fred":
            fred_server.turns = turns.split(",")
            provider = open_fred(
                KEY,
                agent="kuroshio/test",
                manifest=patient(name),
                base_url=f"http://127.0.0.1:{fred_server.server_port}",
                guard=Guard(schemes=("http",), private_hosts=("127.0.0.1",)),
            )
            asked = lambda: len(fred_server.asked)  # noqa: E731
        else:
            log = tmp_path / "asked.jsonl"
            log.touch()
            opener = {"akshare": open_akshare, "yfinance": open_yfinance}[name]
            provider = opener(
                manifest=patient(name),
                command=[
                    sys.executable,
                    "-S",
                    str(HERE / "fake_child.py"),
                    name,
                    turns,
                    str(log),
                ],
            )
            asked = lambda: len(log.read_text().splitlines())  # noqa: E731
        made.append(provider)
        return Opened(provider=provider, asked=asked)

    yield open_on
    for provider in made:
        provider.close()


def faults(bars):
    return {
        issue.kind for issue in check_bars(bars, CALENDARS) if issue.weight == "fault"
    }


def test_every_provider_has_a_manifest_and_a_contract():
    assert set(PROVIDERS) == set(CODES)
    for name in PROVIDERS:
        manifest = load_manifest(name)
        assert manifest.name == name
        assert manifest.terms_source.startswith("https://")
        assert manifest.serves


def test_a_good_answer_becomes_bars_that_pass_the_checks(opened):
    source = opened("good")
    (pulled,) = source.pull()
    bars = pulled.bars
    assert len(bars.day) == 10
    assert bars.day[0] == np.datetime64(FIRST)
    assert bars.source == source.provider.manifest.name
    assert bars.symbols == (CODES[bars.source],)
    assert np.isfinite(bars.fields["close"]).all()
    assert not faults(bars)


def test_days_that_nobody_asked_for_are_left_out(opened):
    source = opened("good")
    ask = source.ask(last=date(2024, 3, 8))
    raw = source.provider.fetch(source.ask())
    assert len(source.provider.parse(raw, ask).day) == 5


def test_an_empty_answer_is_no_row_and_no_fault(opened):
    (pulled,) = opened("empty").pull()
    assert pulled.error is None
    assert len(pulled.bars.day) == 0


def test_a_partial_answer_keeps_what_came(opened):
    (pulled,) = opened("partial").pull()
    assert len(pulled.bars.day) == 3


def test_order_does_not_matter(opened):
    (pulled,) = opened("reordered").pull()
    assert (np.diff(pulled.bars.day) > np.timedelta64(0)).all()
    assert not faults(pulled.bars)


def test_a_day_twice_is_kept_out_by_the_checks(opened):
    (pulled,) = opened("duplicated").pull()
    assert faults(pulled.bars) == {"duplicate"}


@pytest.mark.parametrize(
    "fault", ["truncated", "lost", "charset", "5xx", "dies", "429"]
)
def test_passing_faults_are_tried_again(opened, fault):
    source = opened(f"{fault},good")
    (pulled,) = source.pull()
    assert pulled.error is None
    assert len(pulled.bars.day) == 10
    assert source.asked() == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("truncated", ProviderError),
        ("charset", ProviderError),
        ("5xx", ProviderUnavailable),
        ("dies", ProviderError),
    ],
)
def test_lasting_faults_are_told_after_the_last_try(opened, fault, kind):
    source = opened(fault)
    (pulled,) = source.pull()
    assert pulled.bars is None
    assert isinstance(pulled.error, kind)
    assert source.asked() == 2


def test_retry_after_is_waited_for(opened):
    source = opened("429,good")
    started = time.monotonic()
    (pulled,) = source.pull()
    assert pulled.error is None
    assert time.monotonic() - started >= 0.2


def test_a_pause_longer_than_our_patience_is_not_cut_short(opened):
    source = opened("429-long")
    (pulled,) = source.pull()
    assert isinstance(pulled.error, ProviderUnavailable)
    assert source.asked() == 1


def test_a_refusal_ends_the_asking(opened):
    source = opened("403")
    pulled = source.pull(source.ask(), source.ask(), source.ask())
    assert len(pulled) == 1
    assert isinstance(pulled[0].error, Refused)
    assert source.asked() == 1


def test_a_publisher_that_is_gone_is_given_up(opened):
    source = opened("5xx")
    borne = source.provider.manifest.give_up_after
    pulled = source.pull(*[source.ask()] * (borne + 2))
    assert len(pulled) == borne


def test_a_slow_answer_is_given_up_at_the_deadline(opened):
    source = opened("slow,good")
    started = time.monotonic()
    (pulled,) = source.pull()
    assert time.monotonic() - started < 20
    assert pulled.error is None
    assert len(pulled.bars.day) == 10


def test_no_key_stands_in_a_message(opened):
    for fault in ("403", "5xx", "429-long"):
        (pulled,) = opened(fault).pull()
        assert KEY not in str(pulled.error)


def test_a_missing_extra_says_what_to_install(tmp_path):
    for name, opener in (("akshare", open_akshare), ("yfinance", open_yfinance)):
        log = tmp_path / name
        log.touch()
        fake = str(HERE / "fake_child.py")
        command = [sys.executable, "-S", fake, name, "missing", str(log)]
        provider = opener(manifest=patient(name), command=command)
        ask = Ask(symbol="600519.SH", first=FIRST, last=LAST)
        (pulled,) = pull_bars(provider, [ask])
        provider.close()
        assert f"pip install 'kuroshio[{name}]'" in str(pulled.error)


def test_asks_are_paced():
    manifest = replace(patient("fred"), per_minute=600)
    provider = open_fred(KEY, agent="kuroshio/test", manifest=manifest)
    bars = provider.parse(
        b'{"count":0,"observations":[]}', Ask(symbol="X.FRED", first=FIRST, last=LAST)
    )
    paced = replace(provider, fetch=lambda _: b"", parse=lambda *_: bars)
    started = time.monotonic()
    list(pull_bars(paced, [Ask(symbol="X.FRED", first=FIRST, last=LAST)] * 4))
    assert time.monotonic() - started >= 0.3
    provider.close()


def test_an_unknown_provider_and_a_missing_key_are_said():
    with pytest.raises(InputError, match="one of akshare, fred, yfinance"):
        open_provider("bloomberg", Access(agent="kuroshio/test"))
    with pytest.raises(InputError, match="KUROSHIO_FRED_KEY"):
        open_provider("fred", Access(agent="kuroshio/test"))


def test_private_addresses_are_refused():
    provider = open_fred(
        KEY, agent="kuroshio/test", base_url="https://127.0.0.1:9", manifest=None
    )
    with pytest.raises(InputError, match="not a public address"):
        list(pull_bars(provider, [Ask(symbol="X.FRED", first=FIRST, last=LAST)]))
    provider.close()
