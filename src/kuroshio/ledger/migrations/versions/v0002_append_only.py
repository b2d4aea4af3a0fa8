"""Let the database itself refuse to change or delete what was written."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Of a version, only the end of its time may be set, and only once.
_VERSIONS = (
    "claims", "deals", "stages", "findings", "forecasts", "outcomes", "likelihoods",
    "entries", "documents",
)  # fmt: skip
_FROZEN = ("contents", "overrides", "alerts", "audit", "decisions")


def upgrade() -> None:
    """Go forward."""
    here = op.get_bind().dialect.name
    if here == "postgresql":
        op.execute(
            "CREATE FUNCTION kuroshio_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$"
        )
    for name in (*_VERSIONS, *_FROZEN):
        _refuse(here, name, "DELETE", "")
        _refuse(here, name, "UPDATE", _closing(name) if name in _VERSIONS else "")


def downgrade() -> None:
    """Go back."""
    here = op.get_bind().dialect.name
    for name in (*_VERSIONS, *_FROZEN):
        for deed in ("delete", "update"):
            tail = f" ON {name}" if here == "postgresql" else ""
            op.execute(f"DROP TRIGGER no_{deed}_{name}{tail}")
    if here == "postgresql":
        op.execute("DROP FUNCTION kuroshio_refuse()")


def _closing(name: str) -> str:
    """Return the condition under which an update is more than closing a version."""
    held = ["id", "key", "known_from"]
    held += ["sha256", "text"] if name == "documents" else ["body", "digest", "subject"]
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in held)
    return f" WHEN (OLD.known_to IS NOT NULL OR NEW.known_to IS NULL OR {changed})"


def _refuse(here: str, name: str, deed: str, when: str) -> None:
    head = f"CREATE TRIGGER no_{deed.lower()}_{name} BEFORE {deed} ON {name}"
    if here == "postgresql":
        op.execute(f"{head} FOR EACH ROW{when} EXECUTE FUNCTION kuroshio_refuse()")
    else:
        refusal = f"SELECT RAISE(ABORT, 'append-only: {name}')"
        op.execute(f"{head} FOR EACH ROW{when} BEGIN {refusal}; END")
