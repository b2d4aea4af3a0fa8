"""The packaged calendars and limits, read without the knowledge package."""

from pathlib import Path

import msgspec
import pytest
import yaml

from kuroshio.records import Calendar, PriceLimit, TradingRule

DATA = Path(__file__).parents[2] / "src/kuroshio/knowledge/data/calendars"


def read(name: str) -> dict:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (DATA / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader


@pytest.fixture(scope="session")
def calendars() -> dict[str, Calendar]:
    files = [path.name for path in sorted(DATA.glob("*.yaml"))]
    return {
        record.mic: record
        for name in files
        for record in msgspec.convert(read(name).get("calendars", []), list[Calendar])
    }


@pytest.fixture(scope="session")
def limits() -> list[PriceLimit]:
    return msgspec.convert(read("limits.yaml")["price_limits"], list[PriceLimit])


@pytest.fixture(scope="session")
def rules() -> list[TradingRule]:
    return msgspec.convert(read("limits.yaml")["trading_rules"], list[TradingRule])
