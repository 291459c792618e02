"""What a process remembers of sessions, so that looking again costs no folding.

Nothing here is truth: an entry counts only while the session's last sequence number is the one
it was made from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Row

from monitor.clinical.event import Event
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.record import Known
from monitor.clinical.session import Evaluator
from monitor.clinical.state import SessionState
from monitor.services.running_views import Running, StoredEvent
from monitor.services.views import Signature

KEPT_SESSIONS = 512
KEPT_LOOKS = 4096
KEPT_FRAMES = 16

Key = tuple[str, str]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Record:
    """A session's events, parsed: those of the fold and those of the running system.

    ``known`` tells of ``events`` what further ones are held against; None, and the whole is.
    """

    last_seq: int
    entries: tuple[StoredEvent, ...] = ()
    system: tuple[StoredEvent, ...] = ()
    events: tuple[Event, ...] = ()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """A state with its signatures, what they were made from, and until when they hold.

    ``evaluator`` knows what was found out of the past. The next fold goes on from there
    (``of_longer``): several threads may, so it is never asked itself.
    """

    last_seq: int
    facts: PatientFacts
    state: SessionState
    signatures: tuple[Signature, ...]
    until: datetime
    running: Running = field(default_factory=Running)
    evaluator: Evaluator | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class WatchRows:
    """Who watches over which chair, who is on duty, and which chairs wait in a handover."""

    watches: Sequence[Row[Any]] = ()
    duties: Sequence[Row[Any]] = ()
    handovers: Sequence[Row[Any]] = ()


@dataclass(frozen=True, slots=True)
class UnsentRows:
    """What each tablet said last of its unsent entries, and the name and number of every device."""

    said: Sequence[Row[Any]] = ()
    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Room:
    """The rows of a clinic's board at one version of the clinic."""

    version: int
    chairs: Sequence[Row[Any]]
    heads: Sequence[Row[Any]]
    watch: WatchRows = field(default_factory=WatchRows)
    audit_seq: int = 0
    tablets: UnsentRows = field(default_factory=UnsentRows)


@dataclass(slots=True)
class SessionMemory:
    """Records, states and pinned protocols, the least used forgotten first."""

    _records: OrderedDict[Key, Record] = field(default_factory=OrderedDict)
    _folded: OrderedDict[Key, Folded] = field(default_factory=OrderedDict)
    _protocols: dict[tuple[str, str, int], Protocol] = field(default_factory=dict)
    _rooms: dict[str, Room] = field(default_factory=dict)
    _looks: OrderedDict[tuple[str, ...], datetime] = field(default_factory=OrderedDict)
    _frames: OrderedDict[tuple[Any, ...], Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def record(self, key: Key) -> Record | None:
        """The session's events as last read."""
        return self._take(self._records, key)

    def keep_record(self, key: Key, record: Record) -> None:
        """Remember a session's events; a longer record already there stays."""
        known = self._records.get(key)
        if known is None or known.last_seq <= record.last_seq:
            self._put(self._records, key, record)

    def folded(self, key: Key) -> Folded | None:
        """The session's state as last folded."""
        return self._take(self._folded, key)

    def keep_folded(self, key: Key, folded: Folded) -> None:
        """Remember a state."""
        self._put(self._folded, key, folded)

    def forget(self, clinic_id: str) -> None:
        """Forget every session of a clinic: one of them was erased."""
        with self._lock:
            for kept in (self._records, self._folded):
                for key in [key for key in kept if key[0] == clinic_id]:
                    del kept[key]
            for name in [name for name in self._frames if name[0] == clinic_id]:
                del self._frames[name]

    def frame(self, key: tuple[Any, ...]) -> Any:
        """A clinic's frame as last made; its key begins with the clinic."""
        with self._lock:
            return self._frames.get(key)

    def keep_frame(self, key: tuple[Any, ...], frame: Any) -> None:
        """Remember a frame."""
        with self._lock:
            self._frames[key] = frame
            self._frames.move_to_end(key)
            while len(self._frames) > KEPT_FRAMES:
                self._frames.popitem(last=False)

    def room(self, clinic_id: str) -> Room | None:
        """The rows of a clinic's board as last read."""
        return self._rooms.get(clinic_id)

    def keep_room(self, clinic_id: str, room: Room) -> None:
        """Remember the rows of a board."""
        self._rooms[clinic_id] = room

    def protocol(self, clinic_id: str, protocol_id: str, version: int) -> Protocol | None:
        """A pinned protocol, already read."""
        return self._protocols.get((clinic_id, protocol_id, version))

    def keep_protocol(self, clinic_id: str, protocol: Protocol, name: str, version: int) -> None:
        """Remember a pinned protocol; its text never changes."""
        self._protocols[(clinic_id, name, version)] = protocol

    def is_new_look(self, look: tuple[str, ...], now: datetime, again_after: timedelta) -> bool:
        """Whether this look at a record is to be written down again."""
        with self._lock:
            last = self._looks.get(look)
            if last is not None and now - last < again_after:
                return False
            self._looks[look] = now
            while len(self._looks) > KEPT_LOOKS:
                self._looks.popitem(last=False)
            return True

    def _take(self, kept: OrderedDict[Key, Value], key: Key) -> Value | None:
        with self._lock:
            found = kept.get(key)
            if found is not None:
                kept.move_to_end(key)
            return found

    def _put(self, kept: OrderedDict[Key, Value], key: Key, value: Value) -> None:
        with self._lock:
            kept[key] = value
            kept.move_to_end(key)
            while len(kept) > KEPT_SESSIONS:
                kept.popitem(last=False)
