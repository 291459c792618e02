"""What the chain says of rows, kept aside in a temporary file while the rows are read.

However long the record is, memory holds a few hundred rows of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple, Self

from monitor.access.audit import AuditAction
from monitor.store.chain import ROWS
from monitor.store.covering import KEYS, SEALED, SETTINGS
from monitor.store.erasures import Erasure
from monitor.store.findings import CHANGED, INSERTED, REMOVED
from monitor.store.tables import handover_endings

_TABLES = (
    "CREATE TABLE named (tab, key, digest, seq, PRIMARY KEY (tab, key)) WITHOUT ROWID",
    "CREATE TABLE other (tab, key, digest, seq)",
    "CREATE TABLE loose (tab, key, digest)",
    "CREATE INDEX loose_digest ON loose (tab, digest)",
    "CREATE TABLE older (seq, session_id, ids, digest)",
)

_SETTINGS = {table.name: len(KEYS[table]) for table in SETTINGS}
"""Their names, and of how many parts a key of each is."""


class Named(NamedTuple):
    """A row as an audit entry named it: its key, its digest then, and the entry's number.

    Without a digest it was removed then, which only a setting can be.
    """

    key: str
    digest: str | None
    seq: int


class Wrong(NamedTuple):
    """A row that an entry says something of which it may not, or which cannot be."""

    table: str
    key: str
    seq: int
    what: str
    note: str


class Older(NamedTuple):
    """Events of an entry from when one digest stood for all that were recorded together."""

    seq: int
    session_id: str
    ids: list[str]
    digest: str


class Vouched:
    """The rows that the entries of one clinic vouch for, and what was found of them."""

    def __init__(self, erasures: Iterable[Erasure] = ()) -> None:
        self.sealed: dict[str, list[Any]] = {}
        self.sealed_at: tuple[int, str] | None = None
        self.number = 0
        self.erasing: set[int] = set()
        self.resealed: list[tuple[str, int]] = []
        self._erasures = {one.seq: one for one in erasures}
        self.wrong: list[Wrong] = []
        self._settings_named = False
        self._tells_before = False
        self._file = sqlite3.connect("")  # a file of its own that nobody else can open
        for statement in _TABLES:
            self._file.execute(statement)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def take(self, entry: Mapping[str, Any]) -> None:
        """Note what an entry says of rows; what is not in its form says nothing."""
        detail = entry["detail"]
        if not isinstance(detail, dict):
            return
        seq = entry["seq"]
        erases = entry["action"] == AuditAction.PATIENT_ERASED.value
        if erases:
            self.erasing.add(seq)
            self._lower(detail.get(SEALED), seq)
        else:
            self._seal(detail.get(SEALED), seq, str(entry["at"]))
        named = detail.get(ROWS)
        if isinstance(named, dict):
            if entry["action"] == AuditAction.RECORD_SEALED.value:
                named = self._sealable(named, seq)
            for table, rows in named.items():
                note = self.rename if erases else self._set if table in _SETTINGS else self._name
                note(table, rows, seq)
            self._settings_named |= not _SETTINGS.keys().isdisjoint(named)
        elif "digest" in detail and isinstance(detail.get("events"), list):
            older = (seq, entry["session_id"], json.dumps(detail["events"]), detail["digest"])
            self._file.execute("INSERT INTO older VALUES (?, ?, ?, ?)", older)

    def _seal(self, sealed: Any, seq: int, at: str) -> None:
        """Note the rows that one digest stands for; no other entry says so again."""
        if not isinstance(sealed, dict):
            return
        if self.sealed_at is not None:
            self.resealed += [(table, seq) for table in sealed]
            return
        self.sealed_at = seq, at
        self.number += sum(block[0] for block in sealed.values())
        self.sealed |= sealed

    def _sealable(self, named: dict[str, Any], seq: int) -> dict[str, Any]:
        """What a seal may name: settings, where nothing named any before."""
        taken = {} if self._settings_named else {k: v for k, v in named.items() if k in _SETTINGS}
        self.resealed += [(str(table), seq) for table in named if table not in taken]
        return taken

    def _lower(self, sealed: Any, seq: int) -> None:
        """Note what an erasure left of the rows that one digest stood for, if it may say so."""
        erasure = self._erasures.get(seq)
        for table, left in sealed.items() if isinstance(sealed, dict) else ():
            old = self.sealed.get(table)
            if erasure is not None and erasure.lowers(table, old, left):
                self.sealed[table] = left
            else:
                self.resealed.append((table, seq))

    def rename(self, table: str, rows: Any, seq: int) -> None:
        """Note rows as an erasure left them: what was said of each before counts no more.

        No other erasure may name them again; only a handover's end is of several patients.
        """
        for named in _named(rows, seq):
            self.number += 1
            values = (table, *named)
            before = self._last(table, named.key)
            if before and before.seq in self.erasing and table != handover_endings.name:
                self.wrong.append(Wrong(table, named.key, seq, CHANGED, _again(seq)))
                continue
            self._file.execute("INSERT OR REPLACE INTO named VALUES (?, ?, ?, ?)", values)

    def _name(self, table: str, rows: Any, seq: int) -> None:
        """Note rows as they were written; one that is named already was never written again."""
        for named in _named(rows, seq):
            self.number += 1
            values = (table, *named)
            done = self._file.execute("INSERT OR IGNORE INTO named VALUES (?, ?, ?, ?)", values)
            if not done.rowcount:
                self.wrong.append(Wrong(table, named.key, seq, CHANGED, _again(seq)))

    def _set(self, table: str, rows: Any, seq: int) -> None:
        """Note settings as they were left; what was said of each before counts no more.

        What the change found must be what the last entry left: else somebody changed it between
        them. Entries from before that was told say nothing of it.
        """
        parts = _SETTINGS[table]
        for row in rows if isinstance(rows, list) else ():
            if not isinstance(row, list) or len(row) not in {parts + 1, parts + 2}:
                continue
            (named,) = _named([row[: parts + 1]], seq)
            self.number += 1
            if len(row) > parts + 1:
                self._tells_before = True
                self._hold_before(table, named, row[-1])
            elif self._tells_before:
                note = f"entry {seq} does not say what it said before the change"
                self.wrong.append(Wrong(table, named.key, seq, CHANGED, note))
            if named.digest is None:
                gone = "DELETE FROM named WHERE tab = ? AND key = ?"
                self._file.execute(gone, (table, named.key))
            else:
                put = "INSERT OR REPLACE INTO named VALUES (?, ?, ?, ?)"
                self._file.execute(put, (table, *named))

    def _hold_before(self, table: str, named: Named, found: Any) -> None:
        """Hold what a change of a setting found there against what was said of it last."""
        last = self._last(table, named.key)
        if found == (last.digest if last else None):
            return
        if last is None:
            what, note = INSERTED, f"entry {named.seq} found it there, and no entry knew of it"
        else:
            what = REMOVED if found is None else CHANGED
            note = f"entry {named.seq} found it otherwise than entry {last.seq} left it"
        self.wrong.append(Wrong(table, named.key, named.seq, what, note))

    def _last(self, table: str, key: str) -> Named | None:
        ask = "SELECT key, digest, seq FROM named WHERE tab = ? AND key = ?"
        found = self._file.execute(ask, (table, key)).fetchone()
        return Named(*found) if found else None

    def check(self, table: str, key: str, digest: str) -> int | None:
        """Hold one row against what was said of it; answers the entry that said so, if it fits."""
        found = self._file.execute(
            "SELECT digest, seq FROM named WHERE tab = ? AND key = ?", (table, key)
        ).fetchone()
        if found is None:
            self._file.execute("INSERT INTO loose VALUES (?, ?, ?)", (table, key, digest))
            return None
        if found[0] != digest:
            values = (table, key, found[0], found[1])
            self._file.execute("INSERT INTO other VALUES (?, ?, ?, ?)", values)
        self._file.execute("DELETE FROM named WHERE tab = ? AND key = ?", (table, key))
        return int(found[1]) if found[0] == digest else None

    def changed(self, table: str) -> list[Named]:
        """The rows that say something else than they did; the first hundred."""
        return self._first("other", table)

    def missing(self, table: str) -> list[Named]:
        """The rows that are named and not there; the first hundred."""
        return self._first("named", table)

    def _first(self, kept: str, table: str) -> list[Named]:
        # The name is one of two words above, never what somebody sent.
        ask = f"SELECT key, digest, seq FROM {kept} WHERE tab = ? ORDER BY seq, key LIMIT 100"
        return [Named(*row) for row in self._file.execute(ask, (table,))]

    def loose(self, table: str) -> int:
        """How many rows no entry names."""
        ask = "SELECT count(*) FROM loose WHERE tab = ?"
        return int(self._file.execute(ask, (table,)).fetchone()[0])

    def loose_keys(self, table: str) -> list[str]:
        """Keys of rows that no entry names; the first hundred."""
        ask = "SELECT key FROM loose WHERE tab = ? ORDER BY key LIMIT 100"
        return [row[0] for row in self._file.execute(ask, (table,))]

    def loose_digests(self, table: str) -> Iterator[str]:
        """Their digests, sorted."""
        ask = "SELECT digest FROM loose WHERE tab = ? ORDER BY digest"
        return (row[0] for row in self._file.execute(ask, (table,)))

    def older(self) -> Iterator[Older]:
        """The entries from before rows were named one by one."""
        for seq, session_id, ids, digest in self._file.execute(
            "SELECT seq, session_id, ids, digest FROM older ORDER BY seq"
        ):
            yield Older(seq, session_id, json.loads(ids), digest)


def _named(rows: Any, seq: int) -> Iterator[Named]:
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) > 1:
            digest = None if row[-1] is None else str(row[-1])
            yield Named(as_key(row[:-1]), digest, seq)


def _again(seq: int) -> str:
    return f"entry {seq} names it again, which it may not"


def as_key(parts: Sequence[Any]) -> str:
    """A row's key as one text, the same from an entry as from the row."""
    return json.dumps(list(parts), ensure_ascii=True)
