"""A patient's record corrected: what it says then, what it said, and what was done on it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, text, update

from monitor.errors import (
    AnotherPerson,
    BadInput,
    ChangedMeanwhile,
    Conflict,
    NotFound,
    SamePatient,
)
from monitor.services import (
    board,
    course_review,
    discharge,
    erasure,
    patient_record,
    patients,
    sessions,
)
from monitor.services.export import export_case
from monitor.services.patient_corrections import PatientHistory, correct_patient, read_history
from monitor.services.views import NewPatient, PatientCard
from monitor.store import tables
from monitor.store.findings import Fault
from monitor.store.verifying import verify
from tests.people import PINS, Cast, maya
from tests.services.acts import record
from tests.services.day import SET

WHY = "read wrongly off the passport"
INES = NewPatient("DEMO Inês Carvalho", date(1988, 8, 22), (("MRN", "D-2001"),), weight_kg=61.0)


def corrected(cast: Cast, **right: Any) -> PatientCard:
    """Correct the cast's patient as the nurse would, on what stands there now."""
    seen = history(cast).number
    new = replace(as_typed(history(cast).card), **right)
    return correct_patient(cast.house, cast.nurse, cast.patient.id, seen, new, WHY)


def as_typed(card: PatientCard) -> NewPatient:
    return NewPatient(
        card.name, card.birth_date, card.identifiers, card.allergies, card.weight_kg,
        card.spo2_scale, card.known_arrhythmia,
    )  # fmt: skip


def history(cast: Cast) -> PatientHistory:
    return read_history(cast.house, cast.nurse, cast.patient.id)


def faults(cast: Cast) -> list[Fault]:
    return [fault for verdict in verify(cast.house.engine) for fault in verdict.faults]


def found(cast: Cast, words: str) -> list[str]:
    return [one.id for one in patients.find_patients(cast.house, cast.nurse, words)]


def test_the_record_says_what_is_right_and_goes_on_telling_what_it_said(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    registered_at = cast.clock.now
    assert [one.number for one in history(cast).versions] == [0]
    cast.clock.move(minutes=5)

    card = corrected(cast, birth_date=date(1978, 4, 14), allergies="none known")
    again = corrected(cast, weight_kg=71.5)

    assert (card.birth_date, card.allergies, card.weight_kg) == (
        date(1978, 4, 14),
        "none known",
        70,
    )
    assert again == patients.read_patient(cast.house, cast.physician, cast.patient.id)
    second, first, before = history(cast).versions
    assert (second.number, second.card) == (2, again)
    assert (first.number, first.card, first.said_by, first.reason) == (1, card, "P. Demo Nair", WHY)
    assert first.said_at == cast.clock.now
    assert (before.number, before.card, before.said_by) == (0, cast.patient, "")
    assert before.said_at == registered_at
    assert faults(cast) == []


def test_a_patient_is_found_by_what_is_right_and_no_more_by_what_was_wrong(
    cast_anywhere: Cast,
) -> None:
    cast, mine = cast_anywhere, cast_anywhere.patient.id

    corrected(cast, name="DEMO Maja Lindqvist", identifiers=(("MRN", "D-1007"),))

    assert [found(cast, words) for words in ("maja", "D-1007", "lindq 1987")] == [[mine]] * 3
    assert [found(cast, words) for words in ("maya", "D-1001")] == [[], []]
    assert faults(cast) == []


def test_a_number_that_was_corrected_away_is_free_and_one_taken_is_not(cast_anywhere: Cast) -> None:
    """The number typed for the wrong patient is the right one of another."""
    cast = cast_anywhere
    corrected(cast, identifiers=(("MRN", "D-1007"),))
    other = replace(INES, identifiers=(("mrn", "D-1001"),))

    registered = patients.register_patient(cast.house, cast.nurse, other)

    for taken in (("MRN", "D-1001"), ("mrn", "D-1001")):
        with pytest.raises(Conflict, match="belongs to another patient; nothing was saved"):
            corrected(cast, identifiers=(taken,))
        with pytest.raises(Conflict, match="belongs to another patient"):
            patients.register_patient(cast.house, cast.nurse, replace(INES, identifiers=(taken,)))
    seen, back = 0, replace(other, identifiers=())
    correct_patient(cast.house, cast.nurse, registered.id, seen, back, WHY)
    assert corrected(cast, identifiers=(("MRN", "D-1001"),)).identifiers == (("MRN", "D-1001"),)
    assert faults(cast) == []


@pytest.mark.parametrize(
    ("right", "reason", "field"),
    [
        ({"birth_date": date(1887, 1, 1)}, WHY, "birth_date"),
        ({"birth_date": date(2026, 3, 4)}, WHY, "birth_date"),
        ({"name": " "}, WHY, "name"),
        ({"weight_kg": 501.0}, WHY, "weight_kg"),
        ({"spo2_scale": 3}, WHY, "spo2_scale"),
        ({"identifiers": (("MRN", "1"), ("mrn", "1"))}, WHY, "identifiers"),
        ({"weight_kg": 71.0}, "  ", "reason"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_corrected(
    cast: Cast, right: dict[str, Any], reason: str, field: str
) -> None:
    new = replace(maya(), **right)

    with pytest.raises(BadInput) as refused:
        correct_patient(cast.house, cast.nurse, cast.patient.id, 0, new, reason)

    assert refused.value.field == field
    assert [one.number for one in history(cast).versions] == [0]


def test_what_says_the_same_and_what_somebody_corrected_meanwhile_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict, match="says that already"):
        corrected(cast)
    corrected(cast, allergies="none known")
    late = replace(maya(), weight_kg=72.0)

    with pytest.raises(ChangedMeanwhile, match="corrected the record meanwhile"):
        correct_patient(cast.house, cast.nurse_too, cast.patient.id, 0, late, WHY)

    assert history(cast).card.weight_kg == 70
    with pytest.raises(NotFound):
        correct_patient(cast.house, cast.nurse, "nobody", 0, late, WHY)


def test_somebody_else_of_that_name_and_birth_date_is_asked_back(cast: Cast) -> None:
    patients.register_patient(cast.house, cast.nurse, replace(INES, birth_date=maya().birth_date))

    with pytest.raises(SamePatient, match="is it the same person") as refused:
        corrected(cast, name="Carvalho, Inês DEMO")
    assert "MRN D-2001" in refused.value.message
    assert corrected(cast, name="Carvalho, Inês DEMO", confirmed=True).name.startswith("Carvalho")


def test_a_record_does_not_become_another_persons_unasked(cast: Cast) -> None:
    patients.register_patient(cast.house, cast.nurse, INES)
    both = {"name": "DEMO Bruno Prado", "birth_date": date(1970, 1, 2)}

    with pytest.raises(AnotherPerson, match="still of the same person"):
        corrected(cast, **both)
    with pytest.raises(AnotherPerson, match=r"There is already DEMO Inês .* still of the same"):
        corrected(cast, name=INES.name, birth_date=INES.birth_date)

    reordered = {"name": "Lindqvist, Maya DEMO", "birth_date": date(1970, 1, 2)}
    assert corrected(cast, **reordered).birth_date == date(1970, 1, 2)
    with pytest.raises(AnotherPerson):  # the second of two steps
        corrected(cast, name="DEMO Bruno Prado")
    assert corrected(cast, **both, confirmed=True).name == "DEMO Bruno Prado"
    assert corrected(cast, allergies="latex").name == "DEMO Bruno Prado"


def test_an_open_session_is_judged_by_what_is_right(cast: Cast) -> None:
    """A documented arrhythmia that was not ticked holds nobody back once it is."""
    session_id = cast.start().head.id
    cast.clock.move(minutes=5)
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET | {"rhythm": "irregular"}))
    before = cast.clock.now
    alerting = sessions.read_session(cast.house, cast.nurse, session_id)
    cast.clock.move(minutes=1)

    corrected(cast, known_arrhythmia=True, allergies="latex")

    now = sessions.read_session(cast.house, cast.nurse, session_id)
    (card,) = [one for one in board.read_board(cast.house, cast.nurse).cards if one.session]
    assert card.session is not None
    assert card.session.head.patient == now.head.patient
    assert now.head.patient.allergies == "latex"
    assert "rhythm_irregular" in codes(alerting)
    assert "rhythm_irregular" not in codes(now)
    then = sessions.read_session(cast.house, cast.nurse, session_id, before)
    assert codes(then) == codes(alerting)
    assert not then.head.patient.known_arrhythmia


def test_a_correction_is_later_than_an_end_that_came_before_it_by_another_clock(cast: Cast) -> None:
    session_id = cast.start().head.id
    cast.clock.move(minutes=30)
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "pulse", pin)
    closed_at = cast.clock.now
    cast.clock.move(minutes=-20)

    corrected(cast, spo2_scale=2)

    assert history(cast).versions[0].said_at > closed_at
    cast.clock.move(minutes=60)
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    assert view.head.patient.spo2_scale == 1


def test_the_instant_of_a_correction_is_read_while_nothing_else_is_written(cast: Cast) -> None:
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(cast.clock.move(minutes=1))
        return asked[-1]

    house = replace(cast.house, clock=clock)
    new = replace(maya(), allergies="latex")
    correct_patient(house, cast.nurse, cast.patient.id, 0, new, WHY)

    assert history(cast).versions[0].said_at == asked[1] > asked[0]


def codes(view: Any) -> set[str]:
    return {alert.code for alert in view.state.alerts if not alert.closed_at}


def test_what_somebody_was_sent_home_on_stays_as_it_was(cast: Cast) -> None:
    session_id = cast.start().head.id
    cast.clock.move(minutes=5)
    record(cast, cast.nurse, session_id, cast.body("vitals", **SET | {"rhythm": "irregular"}))
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "pulse", pin)
    before = sessions.read_session(cast.house, cast.nurse, session_id)
    review = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    case = tomllib.loads(export_case(cast.house, cast.physician, session_id).text)
    cast.clock.move(minutes=10)

    corrected(cast, birth_date=date(1978, 4, 14), spo2_scale=2, known_arrhythmia=True)

    after = sessions.read_session(cast.house, cast.nurse, session_id)
    assert after.head.patient.birth_date == date(1978, 4, 14)
    assert (after.head.patient.spo2_scale, after.head.patient.known_arrhythmia) == (1, False)
    assert codes(after) == codes(before) == {"rhythm_irregular"}
    assert after.state.findings == before.state.findings
    asked_at = sessions.read_session(cast.house, cast.nurse, session_id, cast.clock.now)
    assert (asked_at.head.patient.spo2_scale, codes(asked_at)) == (1, codes(before))
    assert tomllib.loads(export_case(cast.house, cast.physician, session_id).text) == case
    told = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    again = course_review.review_courses(cast.house, cast.physician, cast.patient.id)
    assert summaries(told) == summaries(again) == summaries(review)


def summaries(review: Any) -> list[Any]:
    return [one.told for one in review.sessions.values()]


def test_the_exported_record_holds_every_version_and_an_erasure_leaves_none(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    corrected(cast, name="DEMO Maja Lindqvist")
    exported = patient_record.export_patient(cast.house, cast.nurse, cast.patient.id)
    told = json.loads(exported.text)["patient"]
    assert told["name"] == "DEMO Maja Lindqvist"
    assert [one["name"] for one in told["versions"]] == [cast.patient.name, "DEMO Maja Lindqvist"]
    assert told["versions"][1]["said_by_name"] == "P. Demo Nair"
    assert told["versions"][1]["reason"] == WHY

    for naming in ("as Maya Lindqvist asked", "as Maja asked", "born 1987-04-14"):
        asked = erasure.NewErasure(naming, lawful_request=True)
        with pytest.raises(BadInput, match="names the patient"):
            erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, asked)
    asked = erasure.NewErasure("asked for in writing", lawful_request=True)
    erasure.erase_patient(cast.house, cast.administrator, cast.patient.id, asked)

    assert faults(cast) == []
    with cast.house.engine.connect() as connection:
        assert connection.execute(select(tables.patient_versions)).all() == []
        left = connection.execute(text("SELECT * FROM audit_entries")).all()
    assert not [row for row in left if WHY in str(row) or "Maja" in str(row)]
    with pytest.raises(NotFound):
        history(cast)


Tampering = Callable[[Connection, str], object]
_ROW, _VERSION = tables.patients, tables.patient_versions


@pytest.mark.parametrize(
    ("tamper", "table", "columns"),
    [
        (
            lambda on, who: on.execute(
                update(_ROW).where(_ROW.c.id == who).values(allergies="none at all")
            ),
            "patients",
            ("allergies",),
        ),
        (
            lambda on, who: on.execute(
                update(_ROW).where(_ROW.c.id == who).values(corrected_at=None)
            ),
            "patients",
            ("corrected_at",),
        ),
        (
            lambda on, who: on.execute(
                insert(_VERSION).values(
                    {
                        **dict(
                            on.execute(select(_VERSION).where(_VERSION.c.number == 1))
                            .one()
                            ._mapping
                        ),
                        "number": 2,
                    }
                )
            ),
            "patient_versions",
            (),
        ),
    ],
)
def test_a_record_that_is_changed_past_its_versions_is_found(
    cast: Cast, tamper: Tampering, table: str, columns: tuple[str, ...]
) -> None:
    corrected(cast, allergies="latex")
    assert faults(cast) == []

    with cast.house.engine.begin() as connection:
        tamper(connection, cast.patient.id)

    (fault,) = faults(cast)
    assert (fault.table, fault.columns) == (table, columns)
