"""Users' keys: shown once, kept as a hash, with scopes and a last day."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from kuroshio.errors import LedgerError
from kuroshio.ledger.audit import append_audit
from kuroshio.ledger.engine import Ledger
from kuroshio.ledger.models import KeyRow
from kuroshio.records import ApiKey

PREFIX = "ku_"
LONGEST = timedelta(days=366)
_USED_EVERY = timedelta(minutes=1)  # a write for each request would be too many


def create_key(
    ledger: Ledger,
    *,
    user: str,
    name: str,
    scopes: Sequence[str],
    days: int = 90,
    actor: str | None = None,
    at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it with its secret, which is shown this once.

    Parameters
    ----------
    scopes : sequence of str
        What it may do: ``read``, ``write``, ``check``, ``admin``; words, no spaces.
    days : int
        It expires after so many, 366 at most.

    Raises
    ------
    LedgerError
        For no user, no scope, or a term of less than a day or more than a year.
    """
    if not user.strip() or not scopes or any(" " in one for one in scopes):
        raise LedgerError("a key needs a user and scopes of one word each")
    if not 1 <= days <= LONGEST.days:
        raise LedgerError(f"a key lasts from 1 to {LONGEST.days} days")
    now = at or ledger.clock()
    secret = PREFIX + secrets.token_urlsafe(32)
    values: dict[str, Any] = {
        "name": secrets.token_hex(6),
        "secret_sha256": _hash(secret),
        "user": user,
        "label": name,
        "scopes": " ".join(sorted(set(scopes))),
        "created_at": now,
        "expires_at": now + timedelta(days=days),
    }
    with ledger.transaction() as inside, inside.writing() as connection:
        connection.execute(insert(KeyRow).values(**values))
        append_audit(
            inside,
            actor=actor or user,
            action="key.created",
            subject=f"key:{values['name']}",
            detail={"user": user, "scopes": values["scopes"]},
            at=now,
        )
        row = connection.execute(
            select(KeyRow.__table__).where(KeyRow.name == values["name"])
        ).one()
    return _key(row), secret


def check_key(
    ledger: Ledger, secret: str, *, scope: str, at: datetime | None = None
) -> ApiKey | None:
    """Return the key of a secret that may do this now, else None."""
    now = at or ledger.clock()
    with ledger.reading() as connection:
        row = connection.execute(
            select(KeyRow.__table__).where(KeyRow.secret_sha256 == _hash(secret))
        ).first()
    if row is None:
        return None
    key = _key(row)
    if key.revoked_at is not None or now >= key.expires_at or scope not in key.scopes:
        return None
    if key.used_at is None or now - key.used_at > _USED_EVERY:
        with ledger.writing() as connection:
            connection.execute(
                update(KeyRow).where(KeyRow.name == key.id).values(used_at=now)
            )
    return key


def revoke_key(
    ledger: Ledger, identity: str, *, actor: str, at: datetime | None = None
) -> bool:
    """End a key now; False: there is none that was still good."""
    now = at or ledger.clock()
    with ledger.transaction() as inside, inside.writing() as connection:
        done = connection.execute(
            update(KeyRow)
            .where(KeyRow.name == identity, KeyRow.revoked_at.is_(None))
            .values(revoked_at=now)
        )
        if not done.rowcount:
            return False
        append_audit(
            inside,
            actor=actor,
            action="key.revoked",
            subject=f"key:{identity}",
            at=now,
        )
    return True


def list_keys(ledger: Ledger, *, user: str | None = None) -> tuple[ApiKey, ...]:
    """List keys, of one user or of all, the newest first."""
    wanted = select(KeyRow.__table__).order_by(KeyRow.created_at.desc(), KeyRow.name)
    if user is not None:
        wanted = wanted.where(KeyRow.user == user)
    with ledger.reading() as connection:
        rows = connection.execute(wanted).all()
    return tuple(_key(row) for row in rows)


def _hash(secret: str) -> str:
    # Secrets are 256 random bits: a slow hash would protect nothing more.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _key(row: Any) -> ApiKey:
    return ApiKey(
        id=row.name,
        user=row.user,
        name=row.label,
        scopes=tuple(row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
