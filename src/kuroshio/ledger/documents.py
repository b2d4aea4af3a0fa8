"""Documents: bytes kept once by their hash, texts in versions of what they are of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select, update

from kuroshio.errors import LedgerDamaged
from kuroshio.ledger.columns import digest_bytes, digest_text
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import ContentRow, DocumentRow
from kuroshio.records import Document, StoredDocument

_TICK = timedelta(microseconds=1)


def store_document(
    ledger: Ledger,
    document: Document,
    raw: bytes,
    *,
    key: str | None = None,
    media: str = "",
    at: datetime | None = None,
) -> StoredDocument:
    """Keep a document and its bytes; the same bytes of the same key are kept once.

    Parameters
    ----------
    document : Document
        As read.
    raw : bytes
        What it was read from.
    key : str, optional
        What it is a version of; default: its address, else its source.
    media : str
        MIME type as served.

    Returns
    -------
    StoredDocument
        ``id`` is stable: a digest of key and bytes.
    """
    name = key or document.url or document.source
    digest = digest_bytes(raw)
    identity = digest_text(f"{name}\n{digest}")[:32]
    instant = at or ledger.clock()
    with ledger.writing() as connection:
        held = connection.execute(
            select(*_columns()).where(DocumentRow.name == identity)
        ).first()
        if held is not None:
            return _stored(held)
        _store_bytes(connection, digest, raw, instant)
        begin = _close_open(connection, name, instant)
        values = {
            "name": identity,
            "key": name,
            "sha256": digest,
            "source": document.source,
            "media": media,
            "url": document.url,
            "title": document.title,
            "publisher": document.publisher,
            "languages": " ".join(document.languages),
            "text": document.text,
            "text_sha256": digest_text(document.text),
            "published_at": document.published_at,
            "known_from": begin,
        }
        connection.execute(insert(DocumentRow).values(**values))
        row = connection.execute(
            select(*_columns()).where(DocumentRow.name == identity)
        ).one()
    return _stored(row)


def _store_bytes(connection: Connection, digest: str, raw: bytes, at: datetime) -> None:
    held = connection.execute(
        select(ContentRow.size).where(ContentRow.sha256 == digest)
    ).first()
    if held is None:
        connection.execute(
            insert(ContentRow).values(
                sha256=digest, size=len(raw), raw=raw, known_from=at
            )
        )


def _close_open(connection: Connection, key: str, at: datetime) -> datetime:
    """End the open version of a key and return when the next one begins."""
    row = connection.execute(
        select(DocumentRow.id, DocumentRow.known_from).where(
            DocumentRow.key == key, DocumentRow.known_to.is_(None)
        )
    ).first()
    if row is None:
        return at
    begin: datetime = max(at, row.known_from + _TICK)
    connection.execute(
        update(DocumentRow).where(DocumentRow.id == row.id).values(known_to=begin)
    )
    return begin


def read_document(ledger: Ledger, identity: str) -> StoredDocument | None:
    """Return a document by its id, its text checked.

    Raises
    ------
    LedgerDamaged
        When the text is not what was stored.
    """
    with ledger.reading() as connection:
        row = connection.execute(
            select(*_columns()).where(DocumentRow.name == identity)
        ).first()
    return _stored(row) if row is not None else None


def read_raw(ledger: Ledger, sha256: str) -> bytes | None:
    """Return the bytes with a hash, checked.

    Raises
    ------
    LedgerDamaged
        When they are not what was stored.
    """
    with ledger.reading() as connection:
        raw = connection.execute(
            select(ContentRow.raw).where(ContentRow.sha256 == sha256)
        ).scalar()
    if raw is not None and digest_bytes(raw) != sha256:
        raise LedgerDamaged(f"the bytes of {sha256[:12]} are not what was stored")
    return raw


def list_documents(
    ledger: Ledger,
    *,
    source: str | None = None,
    key: str | None = None,
    as_of: datetime | None = None,
    limit: int = 100,
) -> tuple[StoredDocument, ...]:
    """List the versions known at an instant (default: now), the newest first."""
    wanted = select(*_columns())
    if as_of is None:
        wanted = wanted.where(DocumentRow.known_to.is_(None))
    else:
        wanted = wanted.where(
            and_(
                DocumentRow.known_from <= as_of,
                or_(DocumentRow.known_to.is_(None), DocumentRow.known_to > as_of),
            )
        )
    if source is not None:
        wanted = wanted.where(DocumentRow.source == source)
    if key is not None:
        wanted = wanted.where(DocumentRow.key == key)
    wanted = wanted.order_by(DocumentRow.known_from.desc(), DocumentRow.id.desc())
    with ledger.reading() as connection:
        rows: Sequence[Any] = connection.execute(wanted.limit(limit)).all()
    return tuple(_stored(row) for row in rows)


def _columns() -> list[Any]:
    return [
        DocumentRow.name,
        DocumentRow.key,
        DocumentRow.sha256,
        DocumentRow.source,
        DocumentRow.media,
        DocumentRow.url,
        DocumentRow.title,
        DocumentRow.publisher,
        DocumentRow.languages,
        DocumentRow.text,
        DocumentRow.text_sha256,
        DocumentRow.published_at,
        DocumentRow.known_from,
        DocumentRow.known_to,
    ]


def _stored(row: Any) -> StoredDocument:
    if digest_text(row.text) != row.text_sha256:
        raise LedgerDamaged(f"the text of {row.key} is not what was stored")
    return StoredDocument(
        id=row.name,
        key=row.key,
        sha256=row.sha256,
        source=row.source,
        media=row.media,
        url=row.url,
        title=row.title,
        publisher=row.publisher,
        languages=tuple(row.languages.split()),
        text=row.text,
        text_sha256=row.text_sha256,
        published_at=row.published_at,
        known_from=row.known_from,
        known_to=row.known_to,
    )
