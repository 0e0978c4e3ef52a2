"""How Alembic reaches the archive: through the connection and transaction that the archive opened."""

from alembic import context

from sync.archive.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
