"""What people do at the desk, as the ledger keeps it: overrides, decisions, keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kuroshio.ledger import (
    AuditCheck,
    Ledger,
    append_audit,
    check_key,
    check_override,
    create_key,
    freeze_decision,
    list_alerts,
    list_audit,
    list_decisions,
    list_keys,
    list_overrides,
    propose_override,
    read_decision,
    revoke_key,
    verify_audit,
)
from kuroshio.records import Alert, ApiKey, AuditEntry, Decision, Override
from kuroshio.service.access import ROLES, Actor

MANY = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A decision and how far its check is: proposed, approved or rejected."""

    decision: Decision
    check: Override | None


class Journal:
    """The desk's view of one ledger.

    Parameters
    ----------
    ledger : Ledger
        Open.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.edition = 0  # grows with each write, for what is cached

    def actor_of_secret(self, secret: str) -> Actor | None:
        """Return who holds a secret now."""
        key = check_key(self._ledger, secret, scope="read")
        return _actor(key) if key is not None else None

    def actor_of_key(self, identity: str) -> Actor | None:
        """Return whose key an id is, if it is still good."""
        now = self._ledger.clock()
        for key in list_keys(self._ledger):
            if key.id == identity:
                good = key.revoked_at is None and now < key.expires_at
                return _actor(key) if good else None
        return None

    def all_keys(self) -> tuple[ApiKey, ...]:
        """Return every key, without secrets."""
        return list_keys(self._ledger)

    def has_keys(self) -> bool:
        """Say whether somebody could come in with an administrator's key."""
        now = self._ledger.clock()
        return any(
            key.revoked_at is None and now < key.expires_at and "admin" in key.scopes
            for key in self.all_keys()
        )

    def make_key(
        self, *, user: str, name: str, role: str, days: int, by: Actor
    ) -> tuple[ApiKey, str]:
        """Make a key of a role; its secret is returned this once."""
        return create_key(
            self._ledger,
            user=user,
            name=name,
            scopes=ROLES[role],
            days=days,
            actor=by.user,
        )

    def end_key(self, identity: str, by: Actor) -> bool:
        """Revoke a key."""
        return revoke_key(self._ledger, identity, actor=by.user)

    def propose(
        self, *, subject: str, field: str, before: str, after: str, reason: str,
        by: Actor,
    ) -> Override:  # fmt: skip
        """Put a person's word against the machine's; the same twice is one."""
        for held in list_overrides(self._ledger, subject=subject, limit=MANY):
            same = (held.field, held.after, held.reason, held.maker)
            if held.state == "proposed" and same == (field, after, reason, by.user):
                return held
        self.edition += 1
        return propose_override(
            self._ledger,
            subject=subject,
            field=field,
            before=before,
            after=after,
            reason=reason,
            maker=by.user,
        )

    def check(
        self, identity: str, *, approve: bool, reason: str, by: Actor
    ) -> Override:
        """Answer what somebody else proposed."""
        self.edition += 1
        return check_override(
            self._ledger, identity, checker=by.user, approve=approve, reason=reason
        )

    def overrides(
        self, subject: str | None = None, *, prefix: str = ""
    ) -> tuple[Override, ...]:
        """Return overrides, the newest first."""
        found = list_overrides(self._ledger, subject=subject, limit=MANY)
        return tuple(one for one in found if one.subject.startswith(prefix))

    def decide(
        self, *, title: str, reason: str, subject: str, record: Mapping[str, Any],
        by: Actor,
    ) -> Decision:  # fmt: skip
        """Freeze a decision and ask somebody else to check it; the same is one."""
        for held in list_decisions(self._ledger, subject=subject, limit=MANY):
            same = (held.title, held.reason, held.author) == (title, reason, by.user)
            if same and dict(held.record) == dict(record):
                return held
        self.edition += 1
        with self._ledger.transaction() as inside:
            made = freeze_decision(
                inside,
                author=by.user,
                title=title,
                reason=reason,
                record=record,
                subject=subject,
            )
            propose_override(
                inside,
                subject=f"decision:{made.id}",
                field="check",
                before="unchecked",
                after="approved",
                reason=reason,
                maker=by.user,
            )
        return made

    def decisions(self, subject: str | None = None) -> tuple[Judged, ...]:
        """Return decisions with their checks, the newest first."""
        checks = {one.subject: one for one in self.overrides(prefix="decision:")}
        return tuple(
            Judged(decision=one, check=checks.get(f"decision:{one.id}"))
            for one in list_decisions(self._ledger, subject=subject)
        )

    def decision(self, identity: str) -> Decision | None:
        """Return one decision as it was frozen."""
        return read_decision(self._ledger, identity)

    def note(
        self, action: str, subject: str, detail: Mapping[str, Any], by: Actor
    ) -> None:
        """Add an entry to the audit log."""
        append_audit(
            self._ledger, actor=by.user, action=action, subject=subject, detail=detail
        )

    def audit(self, limit: int = 1000) -> tuple[AuditEntry, ...]:
        """Return the newest entries of the audit log."""
        return list_audit(self._ledger, limit=limit)

    def verify(self) -> AuditCheck:
        """Walk the audit log's chain."""
        return verify_audit(self._ledger)

    def alerts(
        self, by: Actor, *, since: datetime | None = None, limit: int = 100
    ) -> tuple[Alert, ...]:
        """Return the alerts of a user; the local user and administrators see all."""
        whose = None if by.may("admin") else by.user
        return list_alerts(self._ledger, subscriber=whose, since=since, limit=limit)


def _actor(key: ApiKey) -> Actor:
    return Actor(user=key.user, scopes=key.scopes, key=key.id)
