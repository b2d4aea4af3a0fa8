"""What Alembic runs: inside the transaction that it is given, and no other."""

from alembic import context

from kuroshio.ledger.models import Model

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
