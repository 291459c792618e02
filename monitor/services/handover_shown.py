"""What is shown of a chair when it is handed over, kept as it was, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from monitor.clinical.state import Alert, AlertState, Current, Finding, Level, SessionState
from monitor.clinical.treatments import MEDICATION, Treatment
from monitor.clinical.words import SIDE_EFFECTS
from monitor.services.handover_views import (
    AlertNow,
    ChairNow,
    Change,
    ChangeKind,
    FlagNow,
    Kept,
    MeasuredNow,
    NoteNow,
    OrderNow,
    SessionNow,
    TreatmentNow,
    UntilNow,
)
from monitor.services.running_views import OrderView, StoredEvent
from monitor.services.views import SessionView
from monitor.services.watch_views import Responsible

MINUTE = timedelta(minutes=1)
MEASURED = (
    "systolic_mmhg",
    "diastolic_mmhg",
    "heart_rate_bpm",
    "rhythm",
    "spo2_percent",
    "oxygen_l_min",
    "respiratory_rate_per_min",
    "temperature_c",
    "moaas",
)
STANDING = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
_ADAPTER = TypeAdapter(ChairNow)


def keep(chair: ChairNow) -> Kept:
    """What was shown, as JSON holds it."""
    kept: Kept = _ADAPTER.dump_python(chair, mode="json")
    return kept


def kept(said: Kept) -> ChairNow:
    """What was shown, read again."""
    return _ADAPTER.validate_python(said)


def session_now(view: SessionView, notes_since: datetime | None) -> SessionNow:
    """What the next nurse has to know of an open session."""
    state = view.state
    orders = view.open_orders
    waited = max([state.schedule.overdue_minutes * MINUTE, *(o.state.overdue for o in orders)])
    due = view.next_due
    judged = state.time_zero is not None
    return SessionNow(
        session_id=view.head.id,
        patient_name=view.head.patient.name,
        birth_date=view.head.patient.birth_date,
        phase=state.phase.value,
        elapsed_minutes=None if state.elapsed is None else state.elapsed / MINUTE,
        measured=_all_measured(state, MEASURED),
        felt=_all_measured(state, SIDE_EFFECTS),
        alerts=sorted(
            (_alert(one) for one in state.alerts if _stands(one)),
            key=lambda one: (one.level != Level.URGENT.value, one.raised_at),
        ),
        next_due_at=due.at if due else None,
        overdue_minutes=waited / MINUTE,
        overdue=view.protocol.is_overdue(waited),
        missed=state.schedule.missed + sum(order.state.missed for order in orders),
        orders=[_order(order) for order in orders],
        treatments=[_treatment(one) for one in view.running.treatments if one.effect is None],
        judged=judged,
        waiting_for=_waiting(view) if judged else {},
        earliest_ready_at=state.earliest_ready_at,
        flags=_flags(view),
        notes=[_note(one) for one in view.notes if _is_new(one, notes_since)],
    )


def chair_now(
    chair_id: str,
    label: str,
    at: datetime,
    responsible: Responsible | None,
    session: SessionNow | None,
) -> ChairNow:
    """One chair as it stands."""
    who, name = (responsible.person_id, responsible.name) if responsible else (None, "")
    return ChairNow(chair_id, label, at, who, name, session)


def mark(chair: ChairNow) -> str:
    """A mark that differs when anything differs that a nurse has to read again.

    Ages and single readings move on all the time and do not count; what they raise does.
    """
    text = json.dumps(_points(chair), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def changes_between(before: ChairNow, now: ChairNow) -> tuple[Change, ...]:
    """What differs in a chair from what was signed, the gravest first."""

    def change(what: str, about: str = "") -> Change:
        return Change(before.chair, ChangeKind(what), about)

    found: list[Change] = []
    if before.responsible_id != now.responsible_id:
        told = ("responsible", now.responsible) if now.responsible else ("nobody",)
        found.append(change(*told))
    old, new = before.session, now.session
    if (old and old.session_id) != (new and new.session_id):
        found += [change("session_ended", old.patient_name)] if old else []
        found += [change("session_started", new.patient_name)] if new else []
        return tuple(found)
    if old is None or new is None:
        return tuple(found)
    return (*found, *(change(what, about) for what, about in _in_session(old, new)))


def _in_session(old: SessionNow, new: SessionNow) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    stood = {(one.code, one.raised_at): one for one in old.alerts}
    stands = {(one.code, one.raised_at): one for one in new.alerts}
    for key, one in stands.items():
        was = stood.get(key)
        if was is None or was.level != one.level:
            found.append((f"alert_{one.level}", one.code))
        elif was.state != one.state:
            again = one.state == AlertState.OPEN.value
            found.append((f"alert_{one.level}" if again else "alert_seen", one.code))
    found += [("alert_over", key[0]) for key in stood if key not in stands]
    if old.phase != new.phase:
        found.append(("phase", new.phase))
    if old.overdue != new.overdue:
        found.append(("overdue" if new.overdue else "no_longer_overdue", ""))
    found += _listed("order", [one.id for one in old.orders], [one.id for one in new.orders])
    if {o.id for o in old.orders if o.seen} != {o.id for o in new.orders if o.seen}:
        found.append(("order_seen", ""))
    found += _listed("effect", [t.id for t in old.treatments], [t.id for t in new.treatments])
    found += [(what, "") for what in _notes(old, new)]
    return found


def _listed(name: str, old: list[str], new: list[str]) -> list[tuple[str, str]]:
    added, gone = set(new) - set(old), set(old) - set(new)
    return [(f"{name}_new", "")] * bool(added) + [(f"{name}_over", "")] * bool(gone)


def _notes(old: SessionNow, new: SessionNow) -> list[str]:
    same = [(note.id, note.text) for note in old.notes] == [(n.id, n.text) for n in new.notes]
    return [] if same else ["note"]


def _points(chair: ChairNow) -> dict[str, Any]:
    """Everything that a nurse has to read again when it changes."""
    session = chair.session
    if session is None:
        return {"chair": chair.chair_id, "responsible": chair.responsible_id}
    return {
        "chair": chair.chair_id,
        "responsible": chair.responsible_id,
        "session": session.session_id,
        "phase": session.phase,
        "alerts": sorted(
            [one.code, one.level, one.state, one.raised_at.isoformat()] for one in session.alerts
        ),
        "overdue": session.overdue,
        "orders": sorted([order.id, order.seen] for order in session.orders),
        "treatments": sorted(one.id for one in session.treatments),
        "notes": [[note.id, note.text] for note in session.notes],
    }


def _all_measured(state: SessionState, names: Iterable[str]) -> list[MeasuredNow]:
    return [_measured(name, state.current[name]) for name in names if name in state.current]


def _measured(name: str, current: Current) -> MeasuredNow:
    value = current.value
    told = value if isinstance(value, int | float | str) or value is None else str(value)
    return MeasuredNow(name, told, current.at, current.stale, current.not_measured)


def _stands(alert: Alert) -> bool:
    """Whether somebody still has to think of it: an urgent one till a physician has answered it."""
    waits = alert.level is Level.URGENT and not alert.answered
    return alert.state in STANDING or (waits and alert.state is not AlertState.WITHDRAWN)


def _alert(alert: Alert) -> AlertNow:
    return AlertNow(
        alert.code, alert.level.value, alert.state.value, alert.raised_at, _plain(alert.value)
    )


def _plain(value: object) -> int | float | str | list[str] | None:
    if value is None or isinstance(value, int | float | str):
        return value
    return sorted(map(str, value)) if isinstance(value, Iterable) else str(value)


def _order(view: OrderView) -> OrderNow:
    order, until = view.state, view.state.until
    return OrderNow(
        id=order.id,
        at=order.at,
        measure=list(order.measure),
        text=order.text,
        every_minutes=None if order.every is None else order.every / MINUTE,
        until=None
        if until is None
        else UntilNow(until.field, until.count, until.below, until.at_least),
        until_at=order.until_at,
        ordered_by=view.ordered_by,
        seen=order.seen is not None,
        due_at=order.due_at,
    )


def _treatment(one: Treatment) -> TreatmentNow:
    fields = one.event.fields
    if one.event.kind != MEDICATION:
        text = str(fields.get("text", ""))
        return TreatmentNow(one.event.id, one.event.at, str(fields["what"]), text)
    amount, unit = one.said("amount"), str(one.said("unit") or "")
    if not isinstance(amount, int | float):
        amount, unit = one.said("dose_mg"), "mg"
    told = amount if isinstance(amount, int | float) else None
    return TreatmentNow(one.event.id, one.event.at, str(fields["name"]), "", told, unit)


def _waiting(view: SessionView) -> dict[str, str]:
    """Each criterion that is not met, by its label."""
    labels = {rule.id: str(rule.label) for rule in view.protocol.criteria}
    pending = [one for one in view.state.findings.values() if one.finding is not Finding.MET]
    return {one.criterion: labels.get(one.criterion, one.criterion) for one in pending}


def _flags(view: SessionView) -> list[FlagNow]:
    flags = view.screened.flags if view.screened else ()
    return [FlagNow(str(flag.label), flag.word, flag.by, flag.reason) for flag in flags]


def _note(entry: StoredEvent) -> NoteNow:
    event = entry.event
    return NoteNow(event.id, event.at, entry.person_name, str(event.fields.get("text", "")))


def _is_new(entry: StoredEvent, since: datetime | None) -> bool:
    return since is None or entry.received_at > since
