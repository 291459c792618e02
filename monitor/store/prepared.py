"""Statements as the driver takes them: written out by SQLAlchemy once, and then run without it.

SQLAlchemy writes a statement for either database and knows how each value goes in and comes out;
doing so at every call costs several times what the database needs to answer. What comes of it is
the same every time, so it is kept, and between two calls nothing is left but the driver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from types import TracebackType
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Row
from sqlalchemy.engine import result_tuple
from sqlalchemy.sql import ClauseElement, Executable, Select
from sqlalchemy.types import TypeEngine

from monitor.store.faults import is_read_only, told_by

Values = Mapping[str, Any]
Process = Callable[[Any], Any]

_kept: dict[tuple[object, ...], Prepared] = {}


def prepared(statement: Executable, names: Iterable[str], dialect: Dialect) -> Prepared:
    """The statement for values of these names; statements are constants, so each stays for good."""
    key = (id(statement), dialect.name, *names)
    known = _kept.get(key)
    if known is None or known.statement is not statement:
        known = _kept[key] = Prepared(statement, tuple(names), dialect)
    return known


class Prepared:
    """One statement's text, and what its values pass through on their way in and out.

    ``in_one_text`` is false where the text depends on the values themselves (a list of any length):
    such a statement is left to SQLAlchemy.
    """

    def __init__(self, statement: Executable, names: tuple[str, ...], dialect: Dialect) -> None:
        self.statement = statement
        self._dialect = dialect
        written = cast(ClauseElement, statement).compile(dialect=dialect, column_keys=list(names))
        compiled = cast(Any, written)
        self.in_one_text = not (compiled.post_compile_params or compiled.literal_execute_params)
        self.text: str = compiled.string
        self._in_order = _in_order(compiled.positiontup)
        self._fixed = {name: value for name, value in compiled.params.items() if name not in names}
        self._into = _on_the_way_in(compiled, names, dialect)
        columns = statement.selected_columns.items() if isinstance(statement, Select) else []
        self._types: list[TypeEngine[Any]] = [column.type for _, column in columns]
        self._row = result_tuple([key for key, _ in columns])
        self._out: list[tuple[int, Process]] | None = None

    def rows(self, connection: Connection, values: Values) -> list[Row[Any]]:
        """Every row that it finds."""
        with cursor_of(connection) as cursor:
            cursor.execute(self.text, self.told(values))
            if self._out is None:
                self._out = self._on_the_way_out(cursor.description)
            return [self._row(self._lived(found)) for found in cursor.fetchall()]

    def change(self, connection: Connection, values: Values) -> int:
        """Run it; answers the number of rows that it changed."""
        with cursor_of(connection) as cursor:
            cursor.execute(self.text, self.told(values))
            return int(cursor.rowcount)

    def change_many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it once for each row."""
        with cursor_of(connection) as cursor:
            cursor.executemany(self.text, [self.told(row) for row in rows])

    def told(self, values: Values) -> tuple[Any, ...] | dict[str, Any]:
        """The values as the driver takes them."""
        whole = {**self._fixed, **values}
        for name, process in self._into:
            whole[name] = process(whole[name])
        return whole if self._in_order is None else self._in_order(whole)

    def _lived(self, found: Sequence[Any]) -> Sequence[Any]:
        if not self._out:
            return found
        values = list(found)
        for place, process in self._out:
            values[place] = process(values[place])
        return values

    def _on_the_way_out(self, description: Sequence[Sequence[Any]]) -> list[tuple[int, Process]]:
        """What a column's values pass through; the driver's word on its type is known only now."""
        found = [
            (place, _of(kind, self._dialect).result_processor(self._dialect, told[1]))
            for place, (kind, told) in enumerate(zip(self._types, description, strict=True))
        ]
        return [(place, process) for place, process in found if process is not None]


def _in_order(names: Sequence[str] | None) -> Callable[[Values], tuple[Any, ...]] | None:
    """Takes the values in the order of their places; None for a driver that knows their names."""
    if names is None:
        return None
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _on_the_way_in(
    compiled: Any, names: Iterable[str], dialect: Dialect
) -> list[tuple[str, Process]]:
    into: list[tuple[str, Process]] = []
    for bind, name in compiled.bind_names.items():
        if bind.required and name not in names:
            raise TypeError(f"the statement needs a value for {name}")
        process = _of(bind.type, dialect).bind_processor(dialect)
        if process is not None:
            into.append((name, process))
    return into


def _of(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


class cursor_of:
    """The driver's own cursor; its errors become what a user must be told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Any:
        driver = self._connection.connection.dbapi_connection
        assert driver is not None
        self._cursor = driver.cursor()
        return self._cursor

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._cursor.close()
        told = told_by(error) if isinstance(error, Exception) else None
        if error is None or told is None:
            return
        if is_read_only(error):
            self._connection.invalidate()  # it stays so for good; the next asks the server anew
        raise told from error
