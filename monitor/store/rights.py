"""Rights of the role that the server uses on PostgreSQL: what it need not do, it cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg.sql import Identifier
from sqlalchemy import Engine, Table, text

from monitor.errors import BadInput
from monitor.store.covering import CORRECTED, FACTS, MOVING
from monitor.store.tables import (
    APPEND_ONLY,
    metadata,
    open_handovers,
    patient_words,
    person_roles,
    recovery_codes,
    second_factors,
    session_summaries,
    summary_months,
    tokens,
    watches,
)

_ROLE = text(
    "SELECT rolsuper, EXISTS (SELECT 1 FROM pg_class WHERE relname = 'audit_entries'"
    " AND relkind = 'r' AND pg_has_role(pg_roles.oid, relowner, 'MEMBER')) AS owns"
    " FROM pg_roles WHERE rolname = :role"
)
_TAKEN_OUT = (
    open_handovers,
    patient_words,
    person_roles,
    recovery_codes,
    second_factors,
    session_summaries,
    summary_months,
    tokens,
    watches,
)
"""Tables whose rows are removed when they are over; what they said stands elsewhere."""


def give_rights(engine: Engine, role: str) -> None:
    """Let a role work with every table, and change or remove no row that is a fact.

    The owner of the tables gives them, after each `monitor migrate`. Raises BadInput where there
    is no such role, or it could take every right itself.
    """
    if engine.dialect.name != "postgresql":
        raise BadInput("SQLite knows no roles; its triggers protect the record")
    with engine.begin() as connection:
        found = connection.execute(_ROLE, {"role": role}).one_or_none()
        if found is None:
            raise BadInput(f"there is no role {role}", allowed="CREATE ROLE … LOGIN first")
        if found.rolsuper:
            raise BadInput(f"{role} is a superuser, whom no right binds", allowed="another role")
        if found.owns:
            raise BadInput(
                f"{role} owns the tables or belongs to the role that does, and could let the "
                "record be changed",
                allowed="another role",
            )
        named = Identifier(role).as_string().replace("%", "%%")  # the driver takes one for a value
        for right in _rights():
            connection.exec_driver_sql(f"{right} {named}")


def _rights() -> Iterator[str]:
    yield "GRANT USAGE ON SCHEMA public TO"
    yield "GRANT SELECT ON alembic_version TO"
    for table in metadata.sorted_tables:
        yield f"REVOKE ALL ON {table.name} FROM"
        yield f"GRANT {', '.join(_of(table))} ON {table.name} TO"


def _of(table: Table) -> list[str]:
    given = ["SELECT", "INSERT"]
    changing = {**MOVING, **CORRECTED}.get(table)
    if changing is not None:
        given.append(f"UPDATE ({', '.join(sorted(changing))})")
    elif table not in FACTS and table not in APPEND_ONLY:
        given.append("UPDATE")
    return [*given, "DELETE"] if table in _TAKEN_OUT else given
