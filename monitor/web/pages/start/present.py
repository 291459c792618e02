"""From what was typed to what a use case takes, and from the room to what can be chosen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from monitor.clinical.own_sources import is_own_version
from monitor.clinical.protocol import Protocol
from monitor.errors import BadInput, MonitorError
from monitor.language.reader import tr
from monitor.language.said import Said, say
from monitor.services.views import Board, NewPatient, NewSession, PatientCard
from monitor.services.weighing import Weighed
from monitor.services.wording import LONGEST_REASON
from monitor.web import entered
from monitor.web.words import IDENTIFIER_SYSTEM, calendar_day, decimal, numbers_of


class OneMore(NamedTuple):
    """What the two fields of another number are called."""

    kind: Said
    number: Said


MORE_NUMBERS = (
    OneMore(say("Kind of second number"), say("Second number")),
    OneMore(say("Kind of third number"), say("Third number")),
)
SCALE_1, SCALE_2 = "1", "2"
NO_ARRHYTHMIA, ARRHYTHMIA = "no", "yes"
NUMBER, ASK_NUMBER = "session_number", say("Enter the session number, or leave it empty")
PER_KG_ROUNDED, MG_ROUNDED = 0.000_51, 0.005_1
"""Half of what a field shows last, mg/kg and mg: so far apart may two doses stand that agree."""

UNLESS_CONFIRMED = "unless confirmed"
"""How the use case says that an unlikely dose may be confirmed (services/dosing.py)."""


def free_chairs(board: Board) -> list[dict[str, str]]:
    """List the chairs that hold no open session."""
    return [
        {"value": card.chair.id, "label": tr("Chair {chair}", chair=card.chair.label)}
        for card in board.cards
        if not card.taken and (card.session is None or card.session.head.closed_at is not None)
    ]


def choices(protocols: tuple[Protocol, ...]) -> list[dict[str, str]]:
    """List the protocols by title; the clinic's own with its version."""
    return [{"value": each.id, "label": _label(each)} for each in protocols]


def _label(protocol: Protocol) -> str:
    if not is_own_version(protocol.version):
        return tr(protocol.title)
    return tr(
        "{protocol}, version {version}", protocol=tr(protocol.title), version=protocol.version
    )


def chosen_chair(board: Board, asked: str) -> str | None:
    """Pick the chair asked for if it is free, the only free one, or none."""
    free = [choice["value"] for choice in free_chairs(board)]
    if asked in free:
        return asked
    return free[0] if len(free) == 1 else None


def what_is_missing(board: Board, chosen: PatientCard | None) -> str:
    """Say why a session cannot be started yet, or what starting it does."""
    if not free_chairs(board):
        return tr("No chair is free. A chair becomes free when its session ends.")
    if chosen is None:
        return tr("Choose the patient first.")
    return tr("Starting puts the patient on the board. The infusion is started at the chair.")


def address(patient_id: str = "", chair_id: str = "") -> str:
    """Write the address of this screen with what is chosen so far."""
    asked = {"patient": patient_id, "chair": chair_id}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/start?{query}" if query else "/start"


def patient_lines(patient: PatientCard) -> list[tuple[str, str]]:
    """Write what is known of a patient, empty answers said aloud."""
    numbers = ", ".join(numbers_of(patient.identifiers))
    lines = [
        (tr("Born"), calendar_day(patient.birth_date)),
        (tr("Identifier"), numbers or tr("none recorded")),
        (tr("Allergies"), patient.allergies or tr("none recorded")),
    ]
    if patient.known_arrhythmia:
        lines.append((tr("Heart rhythm"), tr("chronic irregular rhythm, documented")))
    if patient.spo2_scale != int(SCALE_1):
        lines.append((tr("SpO₂ scale"), tr("2, hypercapnic respiratory failure")))
    return lines


def weight_words(kg: float | None) -> str:
    """Write a weight, or that there is none."""
    return f"{decimal(kg)} kg" if kg is not None else tr("not weighed")


def last_weight_line(last: Weighed | None, zone: str) -> tuple[str, str]:
    """Write what the patient weighed last, and on which day."""
    if last is None:
        return tr("Last weight"), weight_words(None)
    day = calendar_day(last.at.astimezone(ZoneInfo(zone)).date())
    return tr("Last weight"), tr("{weight}, {day}", weight=weight_words(last.kg), day=day)


def new_patient(typed: Mapping[str, object]) -> NewPatient:
    """Read the registration form; raises BadInput naming the field."""
    return patient_typed(typed, _identifiers(typed))


def patient_typed(
    typed: Mapping[str, object], identifiers: tuple[tuple[str, str], ...]
) -> NewPatient:
    """What is known of a patient, as the fields for it say; raises BadInput naming the field."""
    weight = typed["weight"]
    scale = entered.one_of(
        typed["spo2_scale"], (SCALE_1, SCALE_2), tr("Choose the SpO₂ scale"), "spo2_scale"
    )
    rhythm = entered.one_of(
        typed["rhythm"],
        (NO_ARRHYTHMIA, ARRHYTHMIA),
        tr("Choose whether an arrhythmia is known"),
        "known_arrhythmia",
    )
    return NewPatient(
        name=entered.text(typed["name"], tr("Enter the full name"), "name"),
        birth_date=entered.birth_date(typed["birth_date"]),
        identifiers=identifiers,
        allergies=entered.line(typed["allergies"], tr("Allergies"), "allergies", LONGEST_REASON),
        weight_kg=None
        if weight in (None, "")
        else entered.number(weight, tr("Enter the weight in kg, or leave it empty"), "weight_kg"),
        spo2_scale=int(scale),
        known_arrhythmia=rhythm == ARRHYTHMIA,
    )


def _identifiers(typed: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Each number with its kind, in the order of the screen; a row left empty is none."""
    record = entered.line(typed["identifier"], tr("Record number"), "identifiers")
    found = [(str(IDENTIFIER_SYSTEM), record)] if record else []
    for place, words in enumerate(MORE_NUMBERS, start=1):
        kind = entered.line(typed[f"kind_{place}"], tr(words.kind), "identifiers")
        number = entered.line(typed[f"number_{place}"], tr(words.number), "identifiers")
        if bool(kind) != bool(number):
            empty = tr(words.number if kind else words.kind)
            message = tr(
                "{field} is empty: fill in kind and number, or neither; nothing was saved",
                field=empty,
            )
            raise BadInput(message, field="identifiers")
        if kind:
            found.append((entered.kind_of_number(kind), number))
    return tuple(found)


def new_session(chosen: dict[str, object], *, confirmed: bool) -> NewSession:
    """Read the session form; raises BadInput naming the field."""
    number = chosen["number"]
    new = NewSession(
        patient_id=entered.text(chosen["patient"], tr("Choose the patient"), "patient_id"),
        chair_id=entered.text(chosen["chair"], tr("Choose a free chair"), "chair_id"),
        protocol_id=entered.text(chosen["protocol"], tr("Choose the protocol"), "protocol_id"),
        dose_mg=entered.number(chosen["dose"], tr("Enter the dose in mg"), "dose_mg"),
        weight_kg=entered.number(chosen["weight"], tr("Enter the weight in kg"), "weight_kg"),
        session_number=None
        if number in (None, "")
        else int(entered.number(number, tr(ASK_NUMBER), NUMBER)),
        confirmed=confirmed,
        planned_id=_planned(chosen.get("planned")),
        protocol_version=_version(chosen.get("versions"), chosen["protocol"]),
    )
    _agree(new, chosen.get("per_kg"))
    return new


def _agree(new: NewSession, per_kg: object) -> None:
    """Refuse two doses that say different things: the one was typed before the other followed."""
    mg, kg = new.dose_mg, new.weight_kg
    if isinstance(per_kg, bool) or not isinstance(per_kg, int | float) or not kg or kg <= 0:
        return
    if abs(mg / kg - per_kg) > PER_KG_ROUNDED + MG_ROUNDED / kg:
        raise BadInput(
            tr(
                "{mg} mg is not {per_kg} mg/kg for {kg} kg; compare the two. "
                "No session was started",
                mg=decimal(mg),
                per_kg=decimal(float(per_kg)),
                kg=decimal(kg),
            ),
            field="dose_mg",
        )


def _version(shown: object, protocol: object) -> int | None:
    """The version that stood on the screen; None where the screen did not say."""
    version = shown.get(protocol) if isinstance(shown, dict) and isinstance(protocol, str) else None
    return version if type(version) is int else None


def _planned(said: object) -> str | None:
    return said if isinstance(said, str) and said else None


def told(error: MonitorError) -> str:
    """Say what is wrong and what is allowed; the field stands on the screen beside it."""
    message = tr(error.message)
    if not error.allowed:
        return message
    return tr("{message} (allowed: {allowed})", message=message, allowed=tr(error.allowed))


def asks_back(error: MonitorError) -> bool:
    """Tell an unlikely dose, which may be confirmed, from an impossible one."""
    return error.field == "dose_mg" and (error.allowed or "").endswith(UNLESS_CONFIRMED)
