"""The one place that adds the clinic to every statement (design law 10).

A statement is written without its clinic. Before it runs it is rewritten here: every table it
touches must belong to the clinic of the unit of work. What cannot be rewritten with certainty
(outer joins, subqueries, plain text) is refused, so a forgotten clinic cannot reach the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Delete, Insert, Select, Table, Update, bindparam
from sqlalchemy.sql import Executable
from sqlalchemy.sql.elements import TextClause
from sqlalchemy.sql.expression import Alias, FromClause, Join
from sqlalchemy.sql.selectable import ScalarSelect, SelectBase
from sqlalchemy.sql.visitors import iterate

CLINIC = "scope_clinic_id"
_UNSAFE = (SelectBase, ScalarSelect, TextClause)

# Statements are module constants, so the few there are each stay rewritten for good.
_rewritten: dict[int, tuple[Executable, Executable]] = {}


def scoped(statement: Executable) -> Executable:
    """The same statement, reaching rows of one clinic only."""
    known = _rewritten.get(id(statement))
    if known is not None and known[0] is statement:
        return known[1]
    rewritten = _rewrite(statement)
    _rewritten[id(statement)] = (statement, rewritten)
    return rewritten


def scoped_values(values: Mapping[str, Any], clinic_id: str) -> dict[str, Any]:
    """The values of a statement with its clinic; a clinic given by the caller does not count."""
    return {**values, CLINIC: clinic_id}


def _rewrite(statement: Executable) -> Executable:
    _refuse_nested(statement)
    if isinstance(statement, Insert):
        if statement.select is not None:
            raise TypeError("an insert from a select cannot be held to one clinic")
        return statement.values(clinic_id=bindparam(CLINIC))
    if isinstance(statement, Update | Delete):
        return statement.where(statement.table.c.clinic_id == bindparam(CLINIC))
    if isinstance(statement, Select):
        for source in statement.get_final_froms():
            for part in _parts(source):
                statement = statement.where(part.c.clinic_id == bindparam(CLINIC))
        return statement
    raise TypeError(f"a {type(statement).__name__} cannot be held to one clinic")


def _refuse_nested(statement: Executable) -> None:
    for depth, part in enumerate(iterate(statement)):  # type: ignore[arg-type]
        if depth and isinstance(part, _UNSAFE):  # the first part is the statement itself
            raise TypeError(f"a nested {type(part).__name__} cannot be held to one clinic")


def _parts(source: FromClause) -> Iterator[FromClause]:
    if isinstance(source, Join):
        if source.isouter or source.full:
            raise TypeError("an outer join cannot be held to one clinic")
        yield from _parts(source.left)
        yield from _parts(source.right)
    elif isinstance(source, Table) or (
        isinstance(source, Alias) and isinstance(source.element, Table)
    ):
        yield source
    else:
        raise TypeError(f"a {type(source).__name__} cannot be held to one clinic")
