"""From the values of the use cases to the bodies of the interface. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from monitor.api.present_courses import show_screened
from monitor.api.present_orders import show_due, show_order
from monitor.api.schemas.board import BoardCardShown, BoardShown
from monitor.api.schemas.patients import ChairShown, Identifier, Patient, PatientVersionShown
from monitor.api.schemas.sessions import SessionHeadShown, SessionShown, SignatureShown
from monitor.api.schemas.state import AlertShown, ScheduleShown
from monitor.api.schemas.tablets import TabletUnsentShown, UnsentInChairShown
from monitor.clinical.state import Alert, Finding, SessionState
from monitor.services.patient_corrections import PatientVersion
from monitor.services.tablet_views import TabletUnsent
from monitor.services.views import (
    Board,
    BoardCard,
    PatientCard,
    SessionHead,
    SessionView,
    Signature,
)

MINUTE = timedelta(minutes=1)


def show_patient(card: PatientCard) -> Patient:
    """Turn a patient's card into its body."""
    return Patient(
        id=card.id,
        name=card.name,
        birth_date=card.birth_date,
        identifiers=[Identifier(system=system, value=value) for system, value in card.identifiers],
        allergies=card.allergies,
        weight_kg=card.weight_kg,
        spo2_scale=card.spo2_scale,
        known_arrhythmia=card.known_arrhythmia,
    )


def show_patient_version(version: PatientVersion) -> PatientVersionShown:
    """Turn a version of a patient's record into its body."""
    return PatientVersionShown(
        number=version.number,
        said_at=version.said_at,
        said_by=version.said_by,
        reason=version.reason,
        patient=show_patient(version.card),
    )


def show_session(view: SessionView) -> SessionShown:
    """Turn a session's head and state into its body."""
    state = view.state
    head = show_head(view.head).model_dump()
    screened = show_screened(view.screened)
    return SessionShown(
        **head, phase=state.phase.value, readiness=state.readiness, screened=screened
    )


def show_head(head: SessionHead) -> SessionHeadShown:
    """Turn what a session is into its body."""
    return SessionHeadShown(
        id=head.id,
        patient_id=head.patient.id,
        patient_name=head.patient.name,
        birth_date=head.patient.birth_date,
        chair=head.chair.label,
        protocol_id=head.protocol_id,
        protocol_version=head.protocol_version,
        drug=head.drug,
        route=head.route,
        dose_mg=head.dose_mg,
        weight_kg=head.weight_kg,
        session_number=head.session_number,
        started_at=head.started_at,
        closed_at=head.closed_at,
    )


def show_signatures(signatures: Sequence[Signature]) -> list[SignatureShown]:
    """Turn signatures into their bodies."""
    return [
        SignatureShown(
            person_id=one.person_id,
            name=one.name,
            role=one.role,
            meaning=one.meaning,
            signed_at=one.signed_at,
            lapsed=one.lapsed,
            reason=one.reason,
            criteria=list(one.criteria),
        )
        for one in signatures
    ]


def show_board(board: Board) -> BoardShown:
    """Turn the room into its body."""
    return BoardShown(
        clinic_name=board.clinic_name,
        zone=board.zone,
        at=board.at,
        version=board.version,
        demo=board.demo,
        cards=[_show_card(card) for card in board.cards],
        tablets=[_show_tablet(one) for one in board.tablets],
    )


def _show_tablet(one: TabletUnsent) -> TabletUnsentShown:
    return TabletUnsentShown(
        device_id=one.device_id,
        name=one.name,
        number=one.number,
        unsent=one.unsent,
        asking=one.asking,
        oldest_at=one.oldest_at,
        said_at=one.said_at,
        chairs=[UnsentInChairShown(chair=chair, count=count) for chair, count in one.chairs],
        own=one.own,
    )


def _show_card(card: BoardCard) -> BoardCardShown:
    chair = ChairShown(id=card.chair.id, label=card.chair.label, room=card.chair.room)
    state = card.session.state if card.session else None
    return BoardCardShown(
        chair=chair,
        taken=card.taken,
        session=show_session(card.session) if card.session else None,
        elapsed_minutes=_minutes(state.elapsed) if state else None,
        schedule=_show_schedule(state) if state else None,
        earliest_ready_at=state.earliest_ready_at if state else None,
        criteria_met=_count_met(state) if state else 0,
        criteria=len(state.findings) if state else 0,
        open_alerts=[show_alert(alert) for alert in state.open_alerts()] if state else [],
        next_due=show_due(card.session) if card.session else None,
        orders=[show_order(order) for order in card.session.open_orders] if card.session else [],
    )


def _minutes(elapsed: timedelta | None) -> float | None:
    return None if elapsed is None else elapsed / MINUTE


def _count_met(state: SessionState) -> int:
    return sum(verdict.finding is Finding.MET for verdict in state.findings.values())


def _show_schedule(state: SessionState) -> ScheduleShown:
    due = state.schedule
    return ScheduleShown(
        next_due_at=due.next_due_at, overdue_minutes=due.overdue_minutes, missed=due.missed
    )


def show_alert(alert: Alert) -> AlertShown:
    """Turn an alert's episode into its body."""
    return AlertShown.model_validate(
        {
            "code": alert.code,
            "level": alert.level.value,
            "state": alert.state.value,
            "raised_at": alert.raised_at,
            "value": alert.value,
            "late_minutes": alert.late_minutes,
        }
    )
