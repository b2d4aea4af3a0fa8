"""The verb ``data pull``, with a provider that answers from memory."""

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from kuroshio.app import Workspace, pull_data, say_pull
from kuroshio.cli import main
from kuroshio.errors import InputError, ProviderError, ProviderUnavailable
from kuroshio.market import current_generation, load_security
from kuroshio.providers import Provider
from kuroshio.providers.akshare import standard_code
from kuroshio.providers.fred import standard_code as fred_code
from kuroshio.providers.manifests import load_manifest
from kuroshio.records import Bars

NOW = datetime(2024, 6, 3, 12, 0, tzinfo=UTC)  # a Monday, after the Shanghai close


class Memory:
    """A provider that holds closes by security and remembers what it was asked."""

    def __init__(self, *, rebases=False, name="akshare"):
        self.asked, self.scale, self.errors, self.closed = [], 1.0, {}, False
        self.drop, self.none = 0, set()
        self.manifest = replace(
            load_manifest(name),
            per_minute=1e6,
            attempts=1,
            rebases=rebases,
            fewest_share=0.5 if name != "fred" else 0.0,
        )

    def fetch(self, ask):
        self.asked.append((ask.symbol, ask.first.isoformat(), ask.last.isoformat()))
        if ask.symbol in self.errors:
            raise self.errors[ask.symbol]
        return b""

    def parse(self, _, ask):
        days = np.arange(ask.first, ask.last + np.timedelta64(1, "D"))
        days = days[np.is_busday(days)]
        days = days[~np.isin(days, HOLIDAYS)][self.drop :]
        if ask.symbol in self.none:
            days = days[:0]
        level = (
            10 + (days - np.datetime64("2024-01-01")).astype(int) / 1e3
        ) * self.scale
        return Bars(
            source=self.manifest.name,
            symbols=(ask.symbol,),
            symbol=np.zeros(len(days), np.int64),
            day=days.astype("datetime64[D]"),
            fields={"close": level.astype(float)},
            row=np.arange(1, len(days) + 1),
        )

    def close(self):
        self.closed = True

    def open(self, _name, _access):
        code = fred_code if self.manifest.name == "fred" else standard_code
        return Provider(
            manifest=self.manifest,
            fetch=self.fetch,
            parse=self.parse,
            standard_code=code,
            close=self.close,
        )


HOLIDAYS = np.array(
    ["2024-04-04", "2024-04-05", "2024-05-01", "2024-05-02", "2024-05-03"],
    "datetime64[D]",
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def workspace(tmp_path, cache):
    return Workspace(data=tmp_path / "data", cache=cache)


@pytest.fixture
def pull(workspace):
    def call(memory, *symbols, first="2024-03-04", last="2024-03-29", **options):
        return pull_data(
            memory.manifest.name,
            symbols or ("600519.SH",),
            first=first,
            last=last,
            now=options.pop("now", NOW),
            workspace=workspace,
            open_with=memory.open,
            **options,
        )

    return call


def closes(workspace, security="600519.SH", market="CN"):
    held = current_generation(workspace.data / "bars")
    return load_security(held, security, market=market)


def test_what_is_pulled_is_held_and_not_asked_again(pull, workspace):
    memory = Memory()
    done = pull(memory)
    assert (done["rows"], done["failed"]) == (20, [])
    assert memory.closed
    assert len(closes(workspace)["close"]) == 20
    again = pull(memory)
    assert again["held"] == ["600519.SH"]
    assert len(memory.asked) == 1
    longer = pull(memory, first="2024-02-26", last="2024-04-12")
    assert memory.asked[1:] == [
        ("600519.SH", "2024-02-26", "2024-03-03"),
        ("600519.SH", "2024-03-30", "2024-04-12"),
    ]
    assert longer["rows"] == 13
    assert len(closes(workspace)["close"]) == 33


def test_a_session_that_has_not_closed_is_not_asked_for(pull):
    memory = Memory()
    morning = datetime(2024, 6, 3, 3, 0, tzinfo=UTC)  # 11:00 in Shanghai
    pull(memory, first="2024-05-27", last=None, now=morning)
    assert memory.asked == [("600519.SH", "2024-05-27", "2024-05-31")]


def test_the_end_of_a_fresh_answer_is_its_last_bar(pull):
    memory = Memory()
    pull(memory, first="2024-05-27", last="2024-06-01")
    pull(memory, first="2024-05-27", last=None)
    assert memory.asked[1] == ("600519.SH", "2024-06-01", "2024-06-03")


def test_rescaled_history_is_asked_for_whole_and_replaced(pull, workspace):
    memory = Memory(rebases=True)
    pull(memory)
    memory.scale = 0.5
    pull(memory, first="2024-03-11", last="2024-04-12")
    assert memory.asked[1] == ("600519.SH", "2024-03-04", "2024-04-12")
    held = closes(workspace)["close"]
    assert len(held) == 28
    assert (held < 6).all()


def test_a_lost_provider_keeps_what_came_and_says_what_was_not_asked(pull, workspace):
    memory = Memory()
    names = [f"{600030 + n}.SH" for n in range(8)]
    for name in names[2:]:
        memory.errors[name] = ProviderUnavailable("akshare: cannot be reached")
    done = pull(memory, *names)
    assert done["rows"] == 40
    assert [item["symbol"] for item in done["failed"]] == names[2:5]
    assert done["not_asked"] == names[5:]
    assert len(closes(workspace, names[1])["close"]) == 20
    memory.errors.clear()
    rest = pull(memory, *names)
    assert rest["held"] == names[:2]
    assert rest["rows"] == 120
    assert "not asked" in say_pull(done)


def test_one_fault_does_not_keep_the_others_out(pull, workspace):
    memory = Memory()
    memory.errors["600036.SH"] = ProviderError("akshare: no such code")
    done = pull(memory, "600036.SH", "600519.SH")
    assert done["rows"] == 20
    assert done["failed"][0]["reason"] == "akshare: no such code"
    assert len(closes(workspace)["close"]) == 20


def test_bars_that_fail_the_checks_are_kept_out(pull, workspace):
    memory = Memory()
    memory.scale = -1.0
    done = pull(memory)
    assert done["failed"][0]["kind"] == "bars"
    assert "above zero" in done["failed"][0]["reason"]
    assert current_generation(workspace.data / "bars") is None


def test_other_closes_of_another_source_are_a_conflict_unless_replaced(
    pull, workspace, tmp_path
):
    from kuroshio.app import import_data

    path = tmp_path / "wind.csv"
    path.write_text("date,symbol,close\n2024-03-05,600519.SH,99\n", encoding="utf-8")
    import_data([path], workspace=workspace)
    memory = Memory()
    done = pull(memory, "600036.SH", "600519.SH")
    assert [item["kind"] for item in done["failed"]] == ["conflict"]
    assert done["rows"] == 20
    done = pull(memory, "600519.SH", replace=True)
    assert not done["failed"]
    assert closes(workspace)["close"][1] == pytest.approx(10.064)


def test_an_empty_answer_is_a_fault_for_a_code_never_seen_and_a_note_later(pull):
    memory = Memory()
    memory.none.add("600519.SH")
    done = pull(memory)
    assert "check the code" in done["failed"][0]["reason"]
    memory.none.clear()
    pull(memory)
    memory.none.add("600519.SH")
    done = pull(memory, last="2024-04-12")
    assert not done["failed"]
    assert done["notes"][0]["kind"] == "no bars"
    assert pull(memory, last="2024-04-12")["held"] == ["600519.SH"]


def test_a_partial_answer_is_kept_told_and_asked_for_again(pull, workspace):
    memory = Memory()
    parse = memory.parse

    def every_third(raw, ask):
        bars = parse(raw, ask)
        return replace(
            bars,
            symbol=bars.symbol[::3],
            day=bars.day[::3],
            fields={"close": bars.fields["close"][::3]},
            row=bars.row[::3],
        )

    memory.parse = every_third
    done = pull(memory)
    assert any("partial" in note["kind"] for note in done["notes"])
    memory.parse = parse
    assert pull(memory)["rows"] == 20
    assert len(closes(workspace)["close"]) == 20


def test_series_of_fred_may_be_below_zero(pull, workspace):
    memory = Memory(name="fred")
    memory.scale = -0.1
    done = pull(memory, "t10y2y")
    assert not done["failed"]
    assert (closes(workspace, "T10Y2Y.FRED", "FRED")["close"] < 0).all()


def test_an_interrupted_pull_keeps_what_came(pull, workspace):
    memory = Memory()

    def stop(done, _total, _symbol):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(memory, "600036.SH", "600519.SH", tell=stop)
    assert memory.closed
    assert len(closes(workspace, "600036.SH")["close"]) == 20


def test_every_fault_of_what_was_asked_is_listed(pull):
    with pytest.raises(InputError) as caught:
        pull(Memory(), "NOPE", "9984.T")
    assert "NOPE" in str(caught.value)
    assert "9984.T" in str(caught.value)
    with pytest.raises(InputError) as caught:
        pull(Memory(), first="soon", last="later")
    assert "soon" in str(caught.value)
    assert "later" in str(caught.value)


@pytest.fixture
def command(workspace, monkeypatch, capsys):
    def call(memory, *words):
        monkeypatch.setenv("KUROSHIO_DATA", str(workspace.data))
        monkeypatch.setattr(
            "kuroshio.app.pull_data.__kwdefaults__",
            {**pull_data.__kwdefaults__, "open_with": memory.open},
        )
        monkeypatch.setattr(sys, "argv", ["kuroshio", "data", "pull", *words])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        return code, *capsys.readouterr()

    return call


def test_exit_codes_tell_what_came(command):
    memory = Memory()
    words = ("akshare", "600519.SH", "--from", "2024-03-04", "--to", "2024-03-29")
    code, out, _ = command(memory, *words, "--format", "json")
    assert code == 0
    assert json.loads(out)["rows"] == 20
    memory.errors["600036.SH"] = ProviderUnavailable("akshare: cannot be reached")
    code, out, _ = command(memory, "akshare", "600036.SH", *words[2:])
    assert code == 5
    assert "cannot be reached" in out
    code, _, err = command(memory, "akshare", "9984.T", *words[2:])
    assert code == 3
    assert "serves CN, HK" in err


def test_stretches_are_joined_and_what_is_missing_is_found():
    from kuroshio.market import Stretch, find_missing

    def days(first, last):
        return Stretch(first=date(2024, 1, first), last=date(2024, 1, last))

    held = (days(10, 12), days(13, 15), days(20, 22))
    assert find_missing(held, days(11, 14), whole=False) == ()
    assert find_missing(held, days(8, 25), whole=False) == (
        days(8, 9),
        days(16, 19),
        days(23, 25),
    )
    assert find_missing(held, days(1, 5), whole=False) == (days(1, 5),)
    assert find_missing(held, days(14, 16), whole=True) == (days(10, 22),)
    assert find_missing(held, days(11, 14), whole=True) == ()
