"""Every correction of a record, numbered: what it said before and after, who, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.charts.axis import TimeAxis
from monitor.clinical.event import Event
from monitor.clinical.kinds import CORRECTING_KINDS, MERGED_TABLES
from monitor.clinical.versions import corrected
from monitor.interop.document import Row, Table
from monitor.language.reader import tr
from monitor.services.running_views import StoredEvent
from monitor.web.pages.chart.figures import NOT_MEASURED
from monitor.web.pages.chart.happened import TYPED
from monitor.web.pages.discharge.rows import EVIDENCE
from monitor.web.words import SIDE_EFFECTS, clock_time, decimal, field_name, record_word

MOVED = "new_at"
IN_ERROR = ""
Change = tuple[str, object, object]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction or striking out; its changes are (field, before, after)."""

    number: int
    entry: StoredEvent
    target: Event
    changes: tuple[Change, ...]

    @property
    def strikes_out(self) -> bool:
        """Whether the whole entry counts for nothing since."""
        return self.entry.event.kind == "entered_in_error"


def corrections_of(entries: Iterable[StoredEvent]) -> tuple[Correction, ...]:
    """All of them in the order in which they were made."""
    listed = sorted(entries, key=lambda entry: (entry.received_at, entry.event.position))
    now: dict[str, Event] = {}
    found: list[Correction] = []
    for entry in listed:
        event = entry.event
        if event.kind not in CORRECTING_KINDS:
            now[event.id] = event
            continue
        target = now.get(str(event.fields["target"]))
        if target is None:
            continue
        newer = corrected(target, (event,))
        found.append(Correction(len(found) + 1, entry, target, _changes(target, newer, event)))
        now[target.id] = newer
    return tuple(found)


def marks_of(corrections: Sequence[Correction]) -> Mapping[tuple[str, str], str]:
    """The numbers of the notes, by the entry and the field that they stand behind."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in corrections:
        fields = [IN_ERROR] if one.strikes_out else [field for field, _, _ in one.changes]
        for field in fields:
            found.setdefault((one.target.id, field), []).append(str(one.number))
    return {key: ",".join(numbers) for key, numbers in found.items()}


def corrections_table(corrections: Sequence[Correction], axis: TimeAxis, zone: str) -> Table:
    """A line each: the number in the record, the entry, before, after, who, when, why."""
    head = ["", tr("Entry"), tr("Before"), tr("After"), tr("By"), tr("When"), tr("Why")]
    rows = [Row(_cells(one, axis, zone)) for one in corrections]
    return Table(head, [0.3, 1.6, 1.8, 1.8, 1.3, 0.8, 2.4], rows)


def _cells(one: Correction, axis: TimeAxis, zone: str) -> list[str]:
    entry = one.entry
    about = f"{entry_name(one.target)} {axis.clock(one.target.at)}"
    if one.strikes_out:
        before, after = tr("counted"), tr("entered in error, counts for nothing")
    else:
        before = "\n".join(f"{_name(f)}: {told(f, old, zone)}" for f, old, _ in one.changes)
        after = "\n".join(f"{_name(f)}: {told(f, new, zone)}" for f, _, new in one.changes)
    why = str(entry.event.fields.get("reason", ""))
    when = axis.clock(entry.received_at)
    return [str(one.number), about, before, after, entry.person_name, when, why]


def entry_name(event: Event) -> str:
    """What kind of entry it is, in words."""
    words = EVIDENCE.get(event.kind)
    return tr("Note") if words is None else tr(words)


def told(field: str, value: object, zone: str) -> str:
    """One value before or after a correction."""
    if isinstance(value, datetime):
        return clock_time(value, zone)
    if value is None or isinstance(value, bool):
        return {None: tr("not said"), True: tr("yes"), False: tr("no")}[value]
    if isinstance(value, int | float):
        return decimal(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_name(key)} {told(key, inner, zone)}" for key, inner in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(record_word(each) for each in value) or tr("none")
    return str(value) if field in TYPED else record_word(value)


def _name(field: str) -> str:
    if field == MOVED:
        return tr("measured at")
    return tr(SIDE_EFFECTS[field]) if field in SIDE_EFFECTS else field_name(field)


def _changes(before: Event, after: Event, correction: Event) -> tuple[Change, ...]:
    """What differs, field by field; tables are taken apart."""
    changes = correction.fields.get("changes")
    if not isinstance(changes, Mapping):
        return ()
    found: list[Change] = []
    for field, new in changes.items():
        if field == MOVED:
            found.append((MOVED, before.at, after.at))
        elif field in MERGED_TABLES and isinstance(new, Mapping):
            found += [(key, _said(before, field, key), _said(after, field, key)) for key in new]
        else:
            found.append((field, _value(before, field), _value(after, field)))
    return tuple(found)


def _said(event: Event, table: str, key: str) -> object:
    if table == "not_measured":
        return _value(event, key)
    inner = event.fields.get(table)
    return inner.get(key) if isinstance(inner, Mapping) else None


def _value(event: Event, field: str) -> object:
    value = event.fields.get(field)
    refused = event.fields.get("not_measured")
    if value is None and isinstance(refused, Mapping) and field in refused:
        why = str(refused[field])
        return tr("not measured: {why}", why=tr(NOT_MEASURED.get(why, why)))
    return value
