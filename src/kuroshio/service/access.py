"""Who is there and what they may do: roles, scopes, keys.

On loopback without ``--login`` there is one local user, who may do everything that one
person may: what needs a second pair of eyes stays open until somebody else checks it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kuroshio.errors import KuroshioError

ROLES: dict[str, tuple[str, ...]] = {
    "viewer": ("read",),
    "analyst": ("read", "write"),
    "approver": ("read", "write", "check"),
    "admin": ("read", "write", "check", "admin"),
}
KEY_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A user of the desk; ``key`` is the id of the API key, "" for the local user."""

    user: str
    scopes: tuple[str, ...]
    key: str = ""

    @property
    def role(self) -> str:
        """Return the least role that covers the scopes."""
        for role, scopes in ROLES.items():
            if set(self.scopes) <= set(scopes):
                return role
        return "admin"

    def may(self, scope: str) -> bool:
        """Say whether the actor has a scope."""
        return scope in self.scopes


LOCAL = Actor(user="local", scopes=ROLES["admin"])


class NoEntry(KuroshioError):  # noqa: N818 - as its family
    """Nobody is known to be there: a key is needed."""


class NotAllowed(KuroshioError):  # noqa: N818 - as its family
    """Somebody is there, but may not do this.

    Parameters
    ----------
    scope : str
        The scope that is missing.
    """

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"your key does not have the scope {scope!r}")


class KeyRing:
    """Looks keys up and remembers the answer for a moment.

    Parameters
    ----------
    by_secret, by_id : callable
        The ledger's look-ups: a secret or an id → the actor, None where there is no
        such key, or it has expired or been revoked.
    clock : callable
        Seconds, increasing.
    """

    def __init__(
        self,
        by_secret: Callable[[str], Actor | None],
        by_id: Callable[[str], Actor | None],
        clock: Callable[[], float],
    ) -> None:
        self._by_secret = by_secret
        self._by_id = by_id
        self._clock = clock
        self._seen: dict[str, tuple[float, Actor | None]] = {}

    def of_secret(self, secret: str) -> Actor | None:
        """Return who holds a secret; never remembered, for it is a secret."""
        return self._by_secret(secret)

    def of_id(self, identity: str) -> Actor | None:
        """Return whose key an id is, as of a few seconds ago."""
        now = self._clock()
        kept = self._seen.get(identity)
        if kept is not None and now - kept[0] < KEY_SECONDS:
            return kept[1]
        if len(self._seen) > 1000:
            self._seen.clear()
        found = self._by_id(identity)
        self._seen[identity] = (now, found)
        return found

    def forget(self) -> None:
        """Look everything up anew: a key was revoked."""
        self._seen.clear()
