"""The packaged calendars, read without the knowledge package."""

from pathlib import Path

import msgspec
import pytest
import yaml

from kuroshio.records import Calendar

DATA = Path(__file__).parents[2] / "src/kuroshio/knowledge/data/calendars"


@pytest.fixture(scope="session")
def calendars() -> dict[str, Calendar]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = {}
    for path in sorted(DATA.glob("*.yaml")):
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
        for record in msgspec.convert(raw["calendars"], list[Calendar]):
            found[record.mic] = record
    return found
