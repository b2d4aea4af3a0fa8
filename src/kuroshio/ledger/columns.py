"""Column types that keep what they are given: instants in UTC, JSON to the byte."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from kuroshio.errors import LedgerDamaged, LedgerError


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; SQLite alone would hand it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Refuse a naive instant and store the rest in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise LedgerError(f"{value.isoformat()}: an instant without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the instant in UTC."""
        del dialect
        if value is None:
            return None
        return (
            value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        )


class Body(TypeDecorator[Any]):
    """A JSON value as canonical text, so that its digest can be checked on reading.

    PostgreSQL's own JSON type would reorder keys and rewrite numbers.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Write canonical JSON."""
        del dialect
        return canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        del dialect
        try:
            return json.loads(value) if value is not None else None
        except ValueError as error:
            raise LedgerDamaged(f"a stored body is no JSON: {error}") from None


def canonical(value: Any) -> str:
    """Write a value as JSON in one way only: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
        default=_plain,
    )


def digest_of(value: Any) -> str:
    """Return the sha256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def digest_bytes(raw: bytes) -> str:
    """Return the sha256 of bytes."""
    return hashlib.sha256(raw).hexdigest()


def digest_text(text: str) -> str:
    """Return the sha256 of a text in UTF-8; lone surrogates are kept as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON value")
