"""The tables of facts, documents, alerts, the outbox, keys, decisions and the audit."""

import sqlalchemy as sa
from alembic import op

from kuroshio.ledger.columns import Body, Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FACTS = (
    "claims", "deals", "stages", "findings", "forecasts", "outcomes", "likelihoods",
    "entries",
)  # fmt: skip
_OTHERS = (
    "alerts", "api_keys", "audit", "documents", "contents", "decisions", "deliveries",
    "items", "leases", "overrides", "reaches", "source_states",
)  # fmt: skip


def upgrade() -> None:
    """Go forward."""
    for name in _FACTS:
        _facts(name)
    _alerts()
    _api_keys()
    _audit()
    _contents()
    _documents()
    _decisions()
    _deliveries()
    _items()
    _leases()
    _overrides()
    _reaches()
    _source_states()


def downgrade() -> None:
    """Go back: to no ledger at all."""
    for name in (*_FACTS, *_OTHERS):
        op.drop_table(name)


def _facts(name: str) -> None:
    op.create_table(
        name,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("true_from", Instant(), nullable=True),
        sa.Column("true_to", Instant(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("known_to", Instant(), nullable=True),
        sa.Column("body", Body(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"by_key_{name}", name, ["key", "known_from"], unique=False)
    op.create_index(f"by_subject_{name}", name, ["subject", "known_from"], unique=False)
    op.create_index(f"by_time_{name}", name, ["known_from"], unique=False)
    op.create_index(
        f"one_open_{name}",
        name,
        ["key"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("subscriber", sa.String(length=120), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("thread", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("say", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("facts", Body(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("alerts_by_time", "alerts", ["raised_at"], unique=False)
    op.create_index(
        "alerts_of_subscriber", "alerts", ["subscriber", "raised_at"], unique=False
    )
    op.create_index(
        "one_alert", "alerts", ["subscriber", "event", "edition"], unique=True
    )


def _api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("secret_sha256", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("used_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        sa.UniqueConstraint("secret_sha256"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _ID, autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("detail", Body(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("audit_by_subject", "audit", ["subject", "seq"], unique=False)


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("media", sa.String(length=120), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("languages", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("known_from", Instant(), nullable=False),
        sa.Column("known_to", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["contents.sha256"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("by_bytes_documents", "documents", ["sha256"], unique=False)
    op.create_index(
        "by_key_documents", "documents", ["key", "known_from"], unique=False
    )
    op.create_index(
        "by_source_documents", "documents", ["source", "known_from"], unique=False
    )
    op.create_index("by_time_documents", "documents", ["known_from"], unique=False)
    op.create_index(
        "one_open_documents",
        "documents",
        ["key"],
        unique=True,
        sqlite_where=sa.text("known_to IS NULL"),
        postgresql_where=sa.text("known_to IS NULL"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("record", Body(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index(
        "decisions_by_subject", "decisions", ["subject", "decided_at"], unique=False
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("subscriber", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("alerts", Body(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "due_at"], unique=False)
    op.create_index(
        "deliveries_of_subscriber", "deliveries", ["subscriber", "due_at"], unique=False
    )


def _items() -> None:
    op.create_table(
        "items",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("body", Body(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("known_from", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_index("items_by_time", "items", ["known_from"], unique=False)
    op.create_index("items_of_event", "items", ["event"], unique=False)
    op.create_index("items_of_source", "items", ["source", "known_from"], unique=False)
    op.create_index("items_to_do", "items", ["state", "id"], unique=False)


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("field", sa.String(length=80), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("known_from", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("by_name_overrides", "overrides", ["name", "id"], unique=False)
    op.create_index(
        "by_subject_overrides", "overrides", ["subject", "known_from"], unique=False
    )


def _reaches() -> None:
    op.create_table(
        "reaches",
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("item", "topic"),
    )
    op.create_index("reaches_by_topic", "reaches", ["topic", "at"], unique=False)


def _source_states() -> None:
    op.create_table(
        "source_states",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("state", Body(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
