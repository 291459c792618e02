"""Triggers under which rows of a table can be added and never changed or removed."""

from __future__ import annotations

from alembic import op

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_REFUSAL = """
CREATE OR REPLACE FUNCTION monitor_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23001'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION monitor_append_only()
"""


def protect(table: str) -> None:
    """Refuse every update and delete of the table's rows, whoever asks."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    if not on_sqlite:
        op.execute(_POSTGRESQL_REFUSAL)
    for verb in ("UPDATE", "DELETE"):
        op.execute((_SQLITE if on_sqlite else _POSTGRESQL).format(table=table, verb=verb))


def refuse_truncate(table: str) -> None:
    """Refuse to empty the table at once, which no trigger of a row sees; SQLite cannot do it."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.execute(_POSTGRESQL_REFUSAL)
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION monitor_append_only()"
    )
