"""What the self-check says of the ledger, the sources, the clock and the disk."""

from datetime import UTC, datetime, timedelta

import pytest

from kuroshio.app import Workspace, doctor_watch
from kuroshio.app.doctor_watch import (
    check_clock,
    check_disk,
    check_fonts,
    check_ledger,
    check_sources,
)
from kuroshio.errors import InputError, LedgerError
from kuroshio.ledger import (
    append_audit,
    move_to,
    open_ledger,
    queue_deliveries,
    settle_delivery,
    write_source,
)
from kuroshio.records import Delivery, SourceState

NOW = datetime.now(tz=UTC)


@pytest.fixture
def home(tmp_path):
    return Workspace(data=tmp_path)


def test_a_check_makes_no_ledger(home):
    assert check_ledger(home) == "none yet"
    assert check_sources(home) == "never asked"
    assert list(home.data.iterdir()) == []
    assert "UTC" in check_clock(home)


def test_the_version_of_the_tables_is_told(home):
    with open_ledger(home.data) as ledger:
        assert "0 messages" in check_ledger(home)
        move_to(ledger, "0001")
    assert "version 0001" in check_ledger(home)
    assert "unknown" in check_sources(home)


def test_dead_messages_and_failing_sources_are_told(home):
    with open_ledger(home.data) as ledger:
        state = SourceState(source="jp-boj-news", tried_at=NOW, failures=4)
        write_source(ledger, state, next_at=NOW)
        message = Delivery(id="m", subscriber="a", channel="c", alerts=(),
                           state="pending", due_at=NOW)  # fmt: skip
        queue_deliveries(ledger, [message])
        settle_delivery(ledger, "m", error="gone")
    assert "failing: jp-boj-news" in check_sources(home)
    with pytest.raises(LedgerError, match="1 messages"):
        check_ledger(home)


def test_a_clock_behind_the_ledger_is_told(home):
    with open_ledger(home.data) as ledger:
        append_audit(ledger, actor="a", action="b", at=NOW + timedelta(days=1))
    with pytest.raises(LedgerError, match="behind"):
        check_clock(home)


def test_a_full_disk_and_a_missing_font_are_told(home, monkeypatch):
    assert "GB" in check_disk(home)
    monkeypatch.setattr(doctor_watch, "LEAST_FREE", 10**18)
    with pytest.raises(LedgerError, match="free"):
        check_disk(home)

    def none():
        raise InputError("font", [])

    monkeypatch.setattr(doctor_watch, "find_font", none)
    assert "fonts-noto-cjk" in check_fonts(home)
