"""What the record says of a session beyond its state: its criteria through time, its readings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.charts.lanes import Told, history
from monitor.clinical.interpretation import Interpretations, interpretations_in
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluator
from monitor.clinical.situation import Situation
from monitor.clinical.state import SessionState
from monitor.clinical.watching import Watcher
from monitor.services.views import SessionView, StoredEvent
from monitor.web.kept import Kept
from monitor.web.looking import Looked

KEPT_HISTORIES = 256
KEPT_SITUATIONS = 16
Known = frozenset[tuple[str, datetime]]
"""The entries that a history was told from: each by its id and the instant it was received."""

_Situations = tuple[tuple[StoredEvent, ...], tuple[Protocol, PatientFacts, datetime], Situation]
_situations: Kept[tuple[str, str], _Situations] = Kept(KEPT_SITUATIONS)

_histories: Kept[tuple[str, str, PatientFacts], tuple[Known, Told]] = Kept(KEPT_HISTORIES)


def told_of(looked: Looked) -> Told:
    """The findings at every instant till now at which they may have changed.

    What was known at a past instant stays so: only what came since is told. Where two were saved
    at once, the one received first may be seen last: from its instant on all is told anew.
    """
    view = looked.view
    if view.state.time_zero is None:
        return ()
    key = (view.head.clinic_id, view.head.id, _facts_of(view))
    known, told = _histories.take(key) or (frozenset(), ())
    entries = _entries_until(view, told[-1].at) if told else frozenset()
    first_new = min((received_at for _, received_at in known ^ entries), default=None)
    still = [item for item in told if item.at <= looked.clock]
    told = tuple(item for item in still if first_new is None or item.at < first_new)
    told = _tell(view, looked.clock, told)
    if told:
        _histories.keep(key, (_entries_until(view, told[-1].at), told))
    return told


def interpretations_of(view: SessionView) -> Interpretations:
    """Which readings were beyond a limit of an alert, as the board would have said of them."""
    return interpretations_in(situation_of(view))


def situation_of(view: SessionView) -> Situation:
    """All that is known in a view, laid out for looking up: once for everything drawn from it."""
    made_of = (view.protocol, _facts_of(view), view.state.at)
    key = (view.head.clinic_id, view.head.id)
    known = _situations.take(key)
    if known is not None and known[0] is view.entries and known[1] == made_of:
        return known[2]
    events = tuple(entry.event for entry in view.entries)
    situation = Watcher(view.protocol, _facts_of(view), events).situation_at(view.state.at)
    return _situations.keep(key, (view.entries, made_of, situation))[2]


def _tell(view: SessionView, until: datetime, known: Told) -> Told:
    assert view.state.time_zero is not None
    # An entry counts from when it is received, or measured where its instant still lies ahead.
    instants = {max(entry.event.at, entry.event.recorded_at) for entry in view.entries}
    return history(_state_at(view), instants, view.state.time_zero, until, known)


def _entries_until(view: SessionView, until: datetime) -> Known:
    return frozenset(
        (entry.event.id, entry.event.recorded_at)
        for entry in view.entries
        if entry.event.recorded_at <= until
    )


def _state_at(view: SessionView) -> Callable[[datetime], SessionState]:
    facts, events = _facts_of(view), tuple(entry.event for entry in view.entries)
    return evaluator(view.protocol, facts, events)


def _facts_of(view: SessionView) -> PatientFacts:
    patient = view.head.patient
    return PatientFacts(patient.birth_date, patient.spo2_scale, patient.known_arrhythmia)
