"""The settings that a transaction changed, named as they stand when its audit entry is written.

Beside it stands what each said before the change: a row that somebody tampered with would else be
vouched for by the next one who changes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Delete, Table, Update, bindparam, select
from sqlalchemy.sql import Executable

from monitor.store.covering import COVERED, KEYS, SETTINGS, row_digest, row_key

if TYPE_CHECKING:
    from monitor.store.work import Reading

_NOW = {
    table: select(*COVERED[table]).where(
        *(column == bindparam(f"the_{column.name}") for column in KEYS[table])
    )
    for table in SETTINGS
}
# Statements are module constants, so each question stays for good.
_REACHED: dict[int, tuple[Executable, Executable]] = {}


class ChangedSettings:
    """Rows of settings that were added, changed or removed, and that no entry has named yet."""

    def __init__(self, work: Reading) -> None:
        self._work = work
        self._keys: dict[Table, dict[tuple[Any, ...], str | None]] = {}

    @property
    def tables(self) -> list[str]:
        """The tables of which something is to be named."""
        return [table.name for table, keys in self._keys.items() if keys]

    def note(self, table: Table, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Note which rows a statement is about to add, change or remove."""
        keys = self._keys.setdefault(table, {})
        for row in rows:
            if not isinstance(statement, Update | Delete):
                whole = {"clinic_id": self._work.clinic_id, **row}
                keys.setdefault(tuple(row_key(table, whole)), None)
                continue
            for found in self._work.all(_reached_by(statement), **row):
                one = dict(found._mapping)
                # Of several changes the first one finds what the last entry named.
                keys.setdefault(tuple(row_key(table, one)), row_digest(table, one))

    def named(self) -> dict[str, list[list[Any]]]:
        """Each by its key, with the digest of what it says now and of what it said before.

        None stands for a row that is not there.
        """
        keys, self._keys = self._keys, {}
        return {
            table.name: [[*key, self._digest(table, key), was] for key, was in listed.items()]
            for table, listed in keys.items()
            if listed
        }

    def _digest(self, table: Table, key: Sequence[Any]) -> str | None:
        told = {f"the_{column.name}": part for column, part in zip(KEYS[table], key, strict=True)}
        row = self._work.one(_NOW[table], **told)
        return None if row is None else row_digest(table, dict(row._mapping))


def _reached_by(statement: Update | Delete) -> Executable:
    """The question which rows a statement reaches, and what they say."""
    known = _REACHED.get(id(statement))
    if known is None or known[0] is not statement:
        table = statement.table
        assert isinstance(table, Table)
        asked = select(*COVERED[table])
        if statement.whereclause is not None:
            asked = asked.where(statement.whereclause)
        known = _REACHED[id(statement)] = (statement, asked)
    return known[1]
