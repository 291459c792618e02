"""What a session was started on, into its record and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.clinical.eligibility import Standing, changes
from monitor.clinical.protocol import Protocol
from monitor.language.said import say
from monitor.services.eligibility_views import label_of
from monitor.services.entries import ELIGIBILITY
from monitor.services.house import House
from monitor.services.memory import Record
from monitor.services.screened_views import OverriddenFlag, Screened
from monitor.services.screening import (
    Known,
    known_of,
    questions_now,
    readings_now,
    require_eligible,
    said,
    since_of,
)
from monitor.store.work import Reading

NO_SESSION = say("no session was started")


def require_screened(
    house: House, work: Reading, patient_id: str, protocol: Protocol, now: datetime
) -> dict[str, Any]:
    """What the record of a session keeps of its eligibility; NotEligible while a flag stands."""
    known = known_of(work, [patient_id])[patient_id]
    standings = (
        *questions_now(house, known, now),
        *readings_now(house, known, protocol, now),
    )
    require_eligible(house, patient_id, standings, NO_SESSION)
    return _told(house, known, standings, now)


def _told(
    house: House, known: Known, standings: Sequence[Standing], now: datetime
) -> dict[str, Any]:
    since = since_of(house, known, now)
    changed = changes(known.screenings, since.session)
    counted = [one.at for one in known.screenings if one.at >= since.session]
    return {
        "questionnaire_version": house.questionnaire.version,
        "asked_at": max(counted, default=now).isoformat(),
        "answers": {
            one.id: {"word": one.word, "at": one.at.isoformat() if one.at else None}
            for one in standings
        },
        "flags": [_flag(house, one) for one in standings if one.flagged],
        "changed": [{"id": one.id, "before": one.before, "now": one.now} for one in changed],
    }


def _flag(house: House, standing: Standing) -> dict[str, Any]:
    decided = standing.decided
    assert decided is not None
    return {
        "id": standing.id,
        "label": label_of(house.questionnaire, standing.id),
        "word": said(standing),
        "by": decided.by,
        "reason": decided.reason,
        "decided_at": decided.at.isoformat(),
    }


def screened_of(record: Record) -> Screened | None:
    """What a session was started on; None for one that began before anybody was asked."""
    entry = next((one for one in record.system if one.event.kind == ELIGIBILITY), None)
    if entry is None:
        return None
    fields = entry.event.fields
    flags = fields.get("flags")
    listed = flags if isinstance(flags, tuple | list) else ()
    asked = datetime.fromisoformat(str(fields["asked_at"]))
    return Screened(asked, tuple(_overridden(one) for one in listed))


def _overridden(flag: Mapping[str, Any]) -> OverriddenFlag:
    return OverriddenFlag(
        id=flag["id"],
        label=flag["label"],
        word=flag["word"],
        by=flag["by"],
        reason=flag["reason"],
        decided_at=datetime.fromisoformat(flag["decided_at"]),
    )
