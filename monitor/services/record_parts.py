"""The parts of a patient's record as the file of the export holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from monitor.clinical.answer import answer
from monitor.clinical.kinds import CORRECTING_KINDS
from monitor.clinical.order_state import OrderState
from monitor.clinical.running_kinds import CALL
from monitor.clinical.state import SessionState
from monitor.clinical.treatments import Treatment
from monitor.clinical.versions import facts_at
from monitor.services.entries import written
from monitor.services.memory import Record
from monitor.services.running_views import OrderView
from monitor.services.views import Signature
from monitor.store.chain import ROWS
from monitor.store.covering import SEALED

Json = dict[str, Any]

_PEOPLE = {
    "person_id": "person",
    "started_by": "started_by_name",
    "said_by": "said_by_name",
    "opened_by": "opened_by_name",
    "closed_by": "closed_by_name",
    "giver_id": "giver",
    "receiver_id": "receiver",
    "witness_id": "witness",
}
_ANSWERS = ("alert_acknowledged", CALL)
COUNTS, CORRECTED, STRUCK, CORRECTING = "counts", "corrected", "entered_in_error", "correction"


def plain(value: Any) -> Any:
    """A value as JSON has it; instants in UTC, days and instants as ISO text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple | list) else value


class Named:
    """Turns rows into JSON, with the names of people and chairs beside their ids."""

    def __init__(self, people: Mapping[str, str], chairs: Mapping[str, str]) -> None:
        self._people, self._chairs = people, chairs

    def row(self, row: Row[Any]) -> Json:
        """Every column of a row but its clinic."""
        told = {key: plain(value) for key, value in row._mapping.items() if key != "clinic_id"}
        for column, name in _PEOPLE.items():
            if column in told:
                told[name] = self._people.get(told[column])
        if "chair_id" in told:
            told["chair"] = self._chairs.get(told["chair_id"])
        return told

    def rows(self, rows: Iterable[Row[Any]]) -> list[Json]:
        """The same of several."""
        return [self.row(row) for row in rows]

    def audit(self, row: Row[Any]) -> Json:
        """An entry of the audit; the digests by which it vouches for rows are left out."""
        detail = row.detail if isinstance(row.detail, dict) else {}
        kept = {key: value for key, value in detail.items() if key not in {ROWS, SEALED}}
        return {**self.row(row), "detail": plain(kept)}


def entries_of(rows: Sequence[Row[Any]], record: Record, now: datetime, named: Named) -> list[Json]:
    """Every entry ever made, each as it was said, with what became of it.

    ``standing`` is counts, corrected (``as_corrected`` then says what counts), entered_in_error or,
    of an entry that corrects another one, correction.
    """
    events = [entry.event for entry in (*record.entries, *record.system)]
    facts, _ = facts_at(sorted(events, key=lambda event: event.position), now)
    counting = {fact.event.id: fact for fact in facts}
    told = []
    for row in rows:
        said = named.row(row)
        fact = counting.get(row.id)
        if row.kind in CORRECTING_KINDS:
            said["standing"] = CORRECTING
        elif fact is None:
            said["standing"] = STRUCK
        else:
            said["standing"] = CORRECTED if fact.versions else COUNTS
            if fact.versions:
                said["as_corrected"] = {"at": plain(fact.at), **written(fact.fields)}
        told.append(said)
    return told


def state_of(state: SessionState, title: str) -> Json:
    """The state as `monitor replay` answers it."""
    return dict(answer(state, title))


def alerts_of(state: SessionState, entries: Sequence[Json]) -> list[Json]:
    """Every alert, with each answer that was given to one of its code."""
    shown = answer(state, "")["alerts"]
    assert isinstance(shown, list)
    given = [entry for entry in entries if entry["kind"] in _ANSWERS]
    return [
        {**alert, "answers": [it for it in given if it["body"].get("code") == alert["code"]]}
        for alert in shown
    ]


def order_of(order: OrderView) -> Json:
    """An order as it stands, with who gave, saw and ended it."""
    state: OrderState = order.state
    return {
        "id": state.id,
        "at": plain(state.at),
        "ordered_by": order.ordered_by,
        "measure": list(state.measure),
        "text": state.text,
        "every_minutes": None if state.every is None else state.every.total_seconds() / 60,
        "until_at": plain(state.until_at),
        "acknowledged_by": order.seen_by or None,
        "ended_by": order.ended_by or None,
        "ended_how": state.closed_how,
    }


def treatment_of(treatment: Treatment) -> Json:
    """A medicine or other intervention, its details and what was seen of its effect."""
    event = treatment.event
    return {
        "id": event.id,
        "kind": event.kind,
        "at": plain(event.at),
        **written(event.fields),
        "details": [{"at": plain(one.at), **written(one.fields)} for one in treatment.details],
        "effects": [{"at": plain(one.at), **written(one.fields)} for one in treatment.effects],
    }


def signature_of(signature: Signature) -> Json:
    """Who signed what, in which role and with which meaning."""
    return {
        "person_id": signature.person_id,
        "person": signature.name,
        "role": signature.role,
        "meaning": signature.meaning,
        "signed_at": plain(signature.signed_at),
        "lapsed": signature.lapsed,
        "reason": signature.reason,
        "criteria": list(signature.criteria),
    }


def handover_of(
    row: Row[Any], chairs: Sequence[Row[Any]], ending: Row[Any] | None, named: Named
) -> Json:
    """A handover, of which only the chairs of this patient's sessions are told."""
    ours = {chair.session_id for chair in chairs}
    told = named.row(row)
    told["chairs"] = named.rows(chairs)
    if ending is None:
        told["ending"] = None
        return told
    said = named.row(ending)
    said["chairs"] = [one for one in said["chairs"] if _session_in(one) in ours]
    told["ending"] = said
    return told


def _session_in(shown: Json) -> str | None:
    session = (shown.get("shown") or {}).get("session") or {}
    found: str | None = session.get("session_id")
    return found
