"""Signed session cookies and the tokens of forms; nothing of them is kept in memory.

A cookie says who came in and when; its signature stands on a secret in the desk's own
folder, so that sessions outlive a restart. A form's token stands on the session.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kuroshio.service.store import write_whole

COOKIE = "kuroshio"
HOURS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One visit: ``key`` is the id of the API key behind it, "" where none is asked."""

    id: str
    key: str
    began: float


class Sessions:
    """Makes and checks cookies and tokens.

    Parameters
    ----------
    folder : Path
        Where the secret is kept, readable by its owner only.
    clock : callable
        Seconds since the epoch.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self._clock = clock
        path = folder / "secret"
        if not path.is_file():
            write_whole(path, secrets.token_bytes(32), private=True)
        self._secret = path.read_bytes()
        self._ended: set[str] = set()

    def begin(self, key: str = "") -> Session:
        """Begin a session."""
        return Session(id=secrets.token_hex(12), key=key, began=self._clock())

    def cookie(self, session: Session) -> str:
        """Return the cookie's value."""
        plain = json.dumps([session.id, session.key, session.began]).encode()
        body = base64.urlsafe_b64encode(plain).decode().rstrip("=")
        return f"{body}.{self._sign('session', body)}"

    def read(self, cookie: str | None) -> Session | None:
        """Return the session of a cookie; None: none, forged, over or ended."""
        body, _, mark = (cookie or "").partition(".")
        if not body or not hmac.compare_digest(
            mark.encode(), self._sign("session", body).encode()
        ):
            return None
        padded = body + "=" * (-len(body) % 4)
        identity, key, began = json.loads(base64.urlsafe_b64decode(padded))
        if identity in self._ended or began < self._clock() - HOURS * 3600:
            return None
        return Session(id=identity, key=key, began=began)

    def end(self, session: Session) -> None:
        """End a session before its time."""
        self._ended.add(session.id)

    def token(self, session: Session) -> str:
        """Return the token that the forms of a session carry."""
        return self._sign("form", session.id)

    def is_token(self, session: Session, token: str) -> bool:
        """Say whether a form came from a page of this session."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def _sign(self, purpose: str, text: str) -> str:
        message = f"{purpose}:{text}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()
