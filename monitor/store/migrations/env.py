"""How a step runs: on the connection it was given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from monitor.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    compare_type=False,
)
context.run_migrations()
