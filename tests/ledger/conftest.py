"""Every test of the ledger runs on SQLite and on a real PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql
from sqlalchemy.engine import make_url

from kuroshio.ledger import open_ledger


class Clock:
    """A clock that the test turns."""

    def __init__(self):
        self.now = datetime(2026, 2, 12, 0, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def turn(self, **parts):
        self.now += timedelta(**parts)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request, tmp_path):
    """Return where a new ledger may be."""
    if request.param == "sqlite":
        yield tmp_path / "home"
        return
    server = create_engine(
        make_url(request.getfixturevalue("postgres")).set(
            drivername="postgresql+psycopg"
        ),
        isolation_level="AUTOCOMMIT",
    )
    name = f"t{abs(hash(str(tmp_path)))}"
    with server.connect() as connection:
        connection.execute(sql(f"CREATE DATABASE {name}"))
    url = make_url(request.getfixturevalue("postgres")).set(database=name)
    yield url.render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sql(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(place, clock):
    with open_ledger(place, clock=clock) as opened:
        yield opened
