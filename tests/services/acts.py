"""One call of every use case, as a person might make it, and who may make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from threading import Event as Flag
from typing import Any
from uuid import uuid4

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.state import Finding
from monitor.services import (
    account,
    back_tests,
    board,
    chairs,
    changes,
    clinic_figures,
    course_printing,
    course_review,
    course_scores,
    courses,
    day,
    discharge,
    downtime,
    eligibility,
    erasure,
    moving,
    paper,
    patient_corrections,
    patient_record,
    patients,
    people,
    printing,
    protocol_choices,
    protocol_versions,
    reading_language,
    recording,
    register,
    second_factor,
    sessions,
    table_export,
    tablets,
    totp,
    watch,
    weighing,
)
from monitor.services.back_test_views import NewBackTest
from monitor.services.clinic_figures import ClinicQuestion
from monitor.services.course_scores import Named, NewScore
from monitor.services.course_views import CourseView, NewCourse, When
from monitor.services.factor_asked import NewFactor
from monitor.services.protocol_views import NewDraft
from monitor.services.register_views import NewRow, Witness
from monitor.services.tablet_views import UnsentPart, UnsentReport
from monitor.services.views import NewChair, NewPatient, NewPerson, Receipt
from monitor.services.watch_views import NewDuty
from monitor.store import people as people_rows
from tests.fit import fit
from tests.people import PASSWORD, PINS, Cast, maya
from tests.services import admin_acts, handover_acts

N, P, A = Role.NURSE, Role.PHYSICIAN, Role.ADMINISTRATOR
EVERYBODY = frozenset(Role)
AT_WORK = frozenset({N, P, A})
NO_AUDITOR = EVERYBODY - {Role.AUDITOR}
AT_THE_CHAIR = frozenset({N, P})
READERS = AT_THE_CHAIR | {Role.READ_ONLY}
SEARCHERS = frozenset({A, Role.AUDITOR})

OTHER_NUMBERS = NewBackTest("ketamine-iv", {"freshness.checks": 20})

Act = Callable[[Cast, Actor, str], object]
"""(cast, who, open session's id) -> what the use case answers."""


@dataclass(frozen=True)
class Row:
    """Who may do it, and one way to do it that succeeds for them.

    ``names_a_row`` says that the call names a session, patient or chair of the clinic: then
    somebody of another clinic must be told that there is no such thing.
    """

    roles: frozenset[Role]
    act: Act
    names_a_row: bool = False


def pin_of(cast: Cast, actor: Actor) -> str:
    """The PIN of somebody of the cast; the stranger's is of another clinic."""
    named = (name for name in PINS if getattr(cast, name).person_id == actor.person_id)
    return PINS.get(next(named, ""), "0000")


def _pin(cast: Cast, actor: Actor) -> str:
    return "9517" if actor.clinic_id == cast.stranger.clinic_id else pin_of(cast, actor)


def _end(to: str) -> Act:
    return lambda cast, who, session_id: discharge.end_otherwise(
        cast.house, who, session_id, to, "as the patient wished", _pin(cast, who)
    )


def _copy(cast: Cast, who: Actor, session_id: str) -> object:
    events = [{"kind": "vitals", "systolic_mmhg": 122, "diastolic_mmhg": 78}]
    row = paper.PaperRow(cast.clock.now, "PN", events)
    return paper.copy_row(cast.house, who, session_id, str(uuid4()), row)


def _override(cast: Cast, who: Actor, session_id: str) -> object:
    criteria = ["blood_pressure_absolute"]
    pin = _pin(cast, who)
    return discharge.override(cast.house, who, session_id, criteria, "usual for her", pin)


def _sign(cast: Cast, who: Actor, session_id: str) -> object:
    make_ready(cast, session_id)
    return discharge.sign(cast.house, who, session_id, _pin(cast, who))


def record(cast: Cast, who: Actor, session_id: str, *bodies: dict[str, object]) -> Receipt:
    """Record events under a key of their own."""
    return recording.record_events(cast.house, who, session_id, cast.key(), bodies)


def make_ready(cast: Cast, session_id: str) -> None:
    """Ask what cannot be overridden, and let a physician override the rest."""
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=1)
    record(cast, cast.nurse, session_id, cast.body("red_flags", present=[]))
    override_all(cast, session_id)


def override_all(cast: Cast, session_id: str) -> None:
    """Decide against every finding that stands in the way."""
    view = sessions.read_session(cast.house, cast.physician, session_id)
    waiting = [
        rule.id
        for rule in view.protocol.criteria
        if view.state.findings[rule.id].finding is not Finding.MET
    ]
    pin = PINS["physician"]
    discharge.override(cast.house, cast.physician, session_id, waiting, "a test of roles", pin)


def _over(cast: Cast, session_id: str) -> None:
    """End the session, so that there is something to try a protocol on."""
    pin = PINS["physician"]
    discharge.end_otherwise(cast.house, cast.physician, session_id, "hospital", "chest pain", pin)


def _run_back_test(cast: Cast, who: Actor, session_id: str) -> object:
    _over(cast, session_id)
    return back_tests.run_back_test(cast.house, who, OTHER_NUMBERS, lambda *_: None, Flag(), 0)


def _begin_back_test(cast: Cast, who: Actor, session_id: str) -> object:
    _over(cast, session_id)
    return back_tests.begin_back_test(cast.house, who, OTHER_NUMBERS, 0)


def _draft(cast: Cast, who: Actor, _session: str) -> object:
    new = NewDraft("ketamine-iv", {"freshness.checks": 20}, "shorter rounds", 0)
    return protocol_versions.draft_protocol(cast.house, who, new)


def _set_aside(cast: Cast, who: Actor, session: str) -> object:
    _draft(cast, cast.of(P), session)
    return protocol_versions.set_draft_aside(cast.house, who, "ketamine-iv", 1)


def _sign_protocol(cast: Cast, who: Actor, session: str) -> object:
    admin_acts.name_director(cast, cast.administrator, session)
    _draft(cast, cast.of(P), session)
    return protocol_versions.sign_protocol(cast.house, who, "ketamine-iv", 1, _pin(cast, who))


def _stop_back_test(cast: Cast, who: Actor, session_id: str) -> object:
    _over(cast, session_id)
    back_tests.begin_back_test(cast.house, cast.physician, OTHER_NUMBERS, 0)
    return back_tests.stop_back_test(cast.house, who)


def _start(cast: Cast, who: Actor, _session_id: str) -> object:
    other = patients.register_patient(cast.house, cast.nurse, NewPatient("DEMO Two", BORN))
    chair = chairs.add_chair(cast.house, cast.administrator, "another")
    new = replace(cast.new_session(), patient_id=other.id, chair_id=chair.id, weight_kg=70.0)
    return sessions.start_session(cast.house, who, new)


def _eligibility(cast: Cast, who: Actor, _session_id: str) -> object:
    return eligibility.answer_eligibility(cast.house, who, cast.patient.id, fit(), "ketamine-iv")


def _override_flag(cast: Cast, who: Actor, _session_id: str) -> object:
    cast.clock.move(minutes=1)
    answered = fit(psychosis="unknown")
    eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, answered, "ketamine-iv")
    flags = {"psychosis": "unknown"}
    return eligibility.override_eligibility(
        cast.house, who, cast.patient.id, flags, "seen and talked to", _pin(cast, who)
    )


def open_course(cast: Cast, who: Actor | None = None, **asked: Any) -> CourseView:
    """Open a course for the patient of the cast on answers given just before."""
    cast.clock.move(minutes=1)
    if not courses.read_courses(cast.house, cast.nurse, cast.patient.id).open:
        eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit())
    new = NewCourse("depression", "induction-then-monthly", "ketamine-iv", **asked)
    return courses.open_course(cast.house, who or cast.nurse, cast.patient.id, new)


def _in_course(act: Callable[[Cast, Actor, CourseView], object]) -> Act:
    def with_course(cast: Cast, who: Actor, _session_id: str) -> object:
        return act(cast, who, open_course(cast, first_on=TODAY))

    return with_course


TODAY = date(2026, 3, 2)
SCORE = NewScore("phq9", TODAY, 14, {"item_9": 1})


def _of(course: CourseView) -> tuple[str, str]:
    return course.patient.id, course.id


def score(cast: Cast, new: NewScore = SCORE) -> Named:
    """A score of the nurse's in the patient's open course, or in a new one."""
    open_one = courses.read_courses(cast.house, cast.nurse, cast.patient.id).open
    one = open_one or open_course(cast, first_on=TODAY)
    kept = course_scores.record_score(cast.house, cast.nurse, *_of(one), new)
    return Named(*_of(one), kept.id)


def _scored(act: Callable[[Cast, Actor, Named], object]) -> Act:
    return lambda cast, who, _session_id: act(cast, who, score(cast))


def _erase(cast: Cast, who: Actor, _session_id: str) -> object:
    one = patients.register_patient(cast.house, cast.nurse, NewPatient("DEMO Gone", BORN))
    asked = erasure.NewErasure("asked for in writing", lawful_request=True)
    return erasure.erase_patient(cast.house, who, one.id, asked)


def _move(cast: Cast, who: Actor, session_id: str) -> object:
    chair = chairs.add_chair(cast.house, cast.administrator, "another")
    new = NewChair(cast.chair.id, chair.id, who.person_id, "more room")
    return moving.move_to_chair(cast.house, who, session_id, new)


def _record(cast: Cast, who: Actor, session_id: str) -> object:
    return record(cast, who, session_id, cast.body("mobility", gait="steady"))


def _drawn(session_id: str) -> NewRow:
    return NewRow(
        str(uuid4()), "drawn", 100, drug="ketamine", lot="A12", strength="50 mg/mL",
        session_id=session_id,
    )  # fmt: skip


def _seen_by(cast: Cast) -> Witness:
    return Witness(cast.nurse_too.person_id, PINS["nurse_too"])


def _enter(cast: Cast, who: Actor, session_id: str) -> object:
    return register.enter(cast.house, who, _drawn(session_id), _seen_by(cast))


def _reverse(cast: Cast, who: Actor, session_id: str) -> object:
    drawn = register.enter(cast.house, cast.nurse, _drawn(session_id), _seen_by(cast))
    return register.reverse(cast.house, who, drawn.id, "a test of roles", _seen_by(cast))


def _order(cast: Cast, who: Actor, session_id: str) -> object:
    return record(cast, who, session_id, cast.body("order", text="Call me when she is awake"))


def _about_an_order(kind: str, **more: object) -> Act:
    def act(cast: Cast, who: Actor, session_id: str) -> object:
        body = cast.body("order", text="Keep the room dark")
        target = record(cast, cast.physician, session_id, body).event_ids[0]
        return record(cast, who, session_id, cast.body(kind, target=target, **more))

    return act


def _add_person(cast: Cast, who: Actor, _session_id: str) -> object:
    new = NewPerson("newcomer", "N. Demo Comer", frozenset({N}), PASSWORD)
    return people.add_person(cast.house, who, new)


def _signed_in(end: Callable[..., object]) -> Act:
    def act(cast: Cast, who: Actor, _session_id: str) -> object:
        return end(cast.house, replace(who, sign_in_id="a sign-in"))

    return act


def _report_unsent(cast: Cast, who: Actor, session_id: str) -> object:
    login = "nurse" if who.clinic_id == cast.nurse.clinic_id else "stranger"
    device = people.sign_in_with_password(cast.house, login, PASSWORD).actor.device_id
    said = UnsentReport((UnsentPart(session_id, 2),))
    return tablets.report_unsent(cast.house, replace(who, device_id=device), said)


def _begin_factor(cast: Cast, who: Actor, _session_id: str) -> NewFactor:
    return second_factor.begin_second_factor(cast.house, who, PASSWORD)


def _confirm_factor(cast: Cast, who: Actor, session_id: str) -> object:
    secret = _begin_factor(cast, who, session_id).secret
    code = totp.code_of(secret, totp.step_at(cast.clock.now))
    return second_factor.confirm_second_factor(cast.house, who, code)


def _take_own_factor(cast: Cast, who: Actor, session_id: str) -> object:
    _confirm_factor(cast, who, session_id)
    return second_factor.take_own_second_factor(cast.house, who, PASSWORD)


def _elsewhere(cast: Cast, who: Actor) -> str:
    """Another sign-in of the same person."""
    with cast.house.reading(who.clinic_id) as look:
        person = people_rows.person(look, who.person_id)
    assert person is not None
    begun = people.sign_in_with_password(cast.house, person.login, PASSWORD)
    return str(begun.actor.sign_in_id)


def _end_own_sign_in(cast: Cast, who: Actor, _session_id: str) -> object:
    account.end_own_sign_in(cast.house, who, _elsewhere(cast, who))
    return True


def _end_others(cast: Cast, who: Actor, _session_id: str) -> object:
    _elsewhere(cast, who)
    return account.end_other_sign_ins(cast.house, who)


def _list_own(cast: Cast, who: Actor, _session_id: str) -> object:
    _elsewhere(cast, who)
    return account.list_own_sign_ins(cast.house, who)


def _change_password(cast: Cast, who: Actor, _session_id: str) -> object:
    return account.change_own_password(cast.house, who, PASSWORD, "a phrase of my own") + 1


def _change_pin(cast: Cast, who: Actor, _session_id: str) -> object:
    return account.change_own_pin(cast.house, who, PASSWORD, "8264") + 1


def _take(cast: Cast, who: Actor, _session_id: str) -> object:
    return watch.take_chairs(cast.house, who, [cast.chair.id])


def _release(cast: Cast, who: Actor, _session_id: str) -> object:
    if who.clinic_id == cast.nurse.clinic_id and who.roles & AT_THE_CHAIR:
        watch.take_chairs(cast.house, who, [cast.chair.id])
    return watch.release_chairs(cast.house, who, [cast.chair.id])


def _duty(cast: Cast, who: Actor, _session_id: str) -> object:
    now = cast.clock.now
    new = NewDuty(cast.physician.person_id, "5550100", now, now + timedelta(hours=8))
    return watch.set_duty(cast.house, who, new)


BORN = date(1990, 1, 1)

USE_CASES: dict[str, Row] = {
    "board.read_board": Row(EVERYBODY, lambda c, who, _s: board.read_board(c.house, who)),
    "changes.version": Row(EVERYBODY, lambda c, who, _s: changes.version(c.house, who)),
    "chairs.list_chairs": Row(EVERYBODY, lambda c, who, _s: chairs.list_chairs(c.house, who)),
    "chairs.add_chair": Row(
        frozenset({A}), lambda c, who, _s: chairs.add_chair(c.house, who, "12", "West")
    ),
    "patients.find_patients": Row(
        READERS, lambda c, who, _s: patients.find_patients(c.house, who, "maya")
    ),
    "patients.read_patient": Row(
        READERS,
        lambda c, who, _s: patients.read_patient(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "patient_record.export_patient": Row(
        AT_THE_CHAIR,
        lambda c, who, _s: patient_record.export_patient(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "erasure.list_past_retention": Row(
        frozenset({A}), lambda c, who, _s: erasure.list_past_retention(c.house, who)
    ),
    "erasure.erase_past_retention": Row(
        frozenset({A}), lambda c, who, _s: erasure.erase_past_retention(c.house, who)
    ),
    "erasure.erase_patient": Row(frozenset({A}), _erase, names_a_row=True),
    "patients.same_person": Row(
        READERS, lambda c, who, _s: patients.same_person(c.house, who, NewPatient("X", BORN))
    ),
    "patients.register_patient": Row(
        AT_THE_CHAIR,
        lambda c, who, _s: patients.register_patient(c.house, who, NewPatient("DEMO One", BORN)),
    ),
    "weighing.read_last_weight": Row(
        READERS,
        lambda c, who, _s: weighing.read_last_weight(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "patient_corrections.read_history": Row(
        READERS,
        lambda c, who, _s: patient_corrections.read_history(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "patient_corrections.correct_patient": Row(
        AT_THE_CHAIR,
        lambda c, who, _s: patient_corrections.correct_patient(
            c.house, who, c.patient.id, 0, replace(maya(), birth_date=BORN), "read wrongly"
        ),
        names_a_row=True,
    ),
    "eligibility.read_questionnaire": Row(
        EVERYBODY, lambda c, who, _s: eligibility.read_questionnaire(c.house, who)
    ),
    "eligibility.read_eligibility": Row(
        READERS,
        lambda c, who, _s: eligibility.read_eligibility(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "eligibility.answer_eligibility": Row(AT_THE_CHAIR, _eligibility, names_a_row=True),
    "eligibility.override_eligibility": Row(frozenset({P}), _override_flag, names_a_row=True),
    "courses.list_schedules": Row(
        EVERYBODY, lambda c, who, _s: courses.list_schedules(c.house, who)
    ),
    "courses.read_courses": Row(
        READERS,
        lambda c, who, _s: courses.read_courses(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "clinic_figures.read_clinic_figures": Row(
        READERS | {A},
        lambda c, who, _s: clinic_figures.read_clinic_figures(
            c.house, who, ClinicQuestion(TODAY, TODAY)
        ),
    ),
    "clinic_figures.keep_summaries": Row(
        READERS | {A}, lambda c, who, _s: clinic_figures.keep_summaries(c.house, who, 5)
    ),
    "course_review.review_courses": Row(
        READERS,
        lambda c, who, _s: course_review.review_courses(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "courses.open_course": Row(
        AT_THE_CHAIR, lambda c, who, _s: open_course(c, who), names_a_row=True
    ),
    "courses.close_course": Row(
        AT_THE_CHAIR,
        _in_course(lambda c, who, one: courses.close_course(c.house, who, one.id, "well again")),
        names_a_row=True,
    ),
    "course_scores.read_scores": Row(
        READERS,
        _in_course(lambda c, who, one: course_scores.read_scores(c.house, who, *_of(one))),
        names_a_row=True,
    ),
    "course_scores.record_score": Row(
        AT_THE_CHAIR,
        _in_course(lambda c, who, one: course_scores.record_score(c.house, who, *_of(one), SCORE)),
        names_a_row=True,
    ),
    "course_scores.correct_score": Row(
        AT_THE_CHAIR,
        _scored(
            lambda c, who, named: course_scores.correct_score(
                c.house, who, named, NewScore("phq9", TODAY, 12, {"item_9": 0}), "read wrongly"
            )
        ),
        names_a_row=True,
    ),
    "course_scores.strike_score": Row(
        AT_THE_CHAIR,
        _scored(lambda c, who, named: course_scores.strike_score(c.house, who, named, "not hers")),
        names_a_row=True,
    ),
    "course_scores.answer_score": Row(
        frozenset({P}),
        _scored(
            lambda c, who, named: course_scores.answer_score(
                c.house, who, named, "no_concern", "asked, no plan"
            )
        ),
        names_a_row=True,
    ),
    "courses.plan_session": Row(
        AT_THE_CHAIR,
        _in_course(
            lambda c, who, one: courses.plan_session(c.house, who, one.id, When(date(2026, 5, 4)))
        ),
        names_a_row=True,
    ),
    "courses.move_session": Row(
        AT_THE_CHAIR,
        _in_course(
            lambda c, who, one: courses.move_session(
                c.house, who, one.sessions[1].id, When(date(2026, 3, 5)), "no driver"
            )
        ),
        names_a_row=True,
    ),
    "courses.miss_session": Row(
        AT_THE_CHAIR,
        _in_course(
            lambda c, who, one: courses.miss_session(c.house, who, one.sessions[0].id, "ill")
        ),
        names_a_row=True,
    ),
    "courses.cancel_session": Row(
        AT_THE_CHAIR,
        _in_course(
            lambda c, who, one: courses.cancel_session(c.house, who, one.sessions[7].id, "abroad")
        ),
        names_a_row=True,
    ),
    "courses.note_arrival": Row(
        AT_THE_CHAIR,
        _in_course(lambda c, who, one: courses.note_arrival(c.house, who, one.sessions[0].id)),
        names_a_row=True,
    ),
    "day.read_day": Row(READERS, lambda c, who, _s: day.read_day(c.house, who)),
    "sessions.start_session": Row(AT_THE_CHAIR, _start, names_a_row=True),
    "moving.move_to_chair": Row(AT_THE_CHAIR, _move, names_a_row=True),
    "sessions.read_session": Row(
        READERS,
        lambda c, who, session_id: sessions.read_session(c.house, who, session_id),
        names_a_row=True,
    ),
    "sessions.read_for_recording": Row(
        AT_THE_CHAIR,
        lambda c, who, session_id: sessions.read_for_recording(c.house, who, session_id),
        names_a_row=True,
    ),
    "sessions.export_case": Row(
        AT_THE_CHAIR,
        lambda c, who, session_id: sessions.export_case(c.house, who, session_id),
        names_a_row=True,
    ),
    "printing.print_session": Row(
        AT_THE_CHAIR,
        lambda c, who, session_id: printing.print_session(
            c.house, who, session_id, printing.SessionPaper.RECORD
        ),
        names_a_row=True,
    ),
    "course_printing.print_course": Row(
        AT_THE_CHAIR,
        lambda c, who, _s: course_printing.print_course(c.house, who, c.patient.id),
        names_a_row=True,
    ),
    "table_export.export_tables": Row(
        frozenset({P}),
        lambda c, who, _s: table_export.export_tables(c.house, who, table_export.Wanted()),
    ),
    "sessions.list_sessions": Row(READERS, lambda c, who, _s: sessions.list_sessions(c.house, who)),
    "back_tests.list_numbers": Row(
        frozenset({P}), lambda c, who, _s: back_tests.list_numbers(c.house, who, "ketamine-iv")
    ),
    "back_tests.run_back_test": Row(frozenset({P}), _run_back_test),
    "back_tests.begin_back_test": Row(frozenset({P}), _begin_back_test),
    "back_tests.read_back_test": Row(
        frozenset({P}), lambda c, who, _s: back_tests.read_back_test(c.house, who)
    ),
    "back_tests.stop_back_test": Row(frozenset({P}), _stop_back_test),
    "protocol_versions.list_protocol_stands": Row(
        frozenset({P}), lambda c, who, _s: protocol_versions.list_protocol_stands(c.house, who)
    ),
    "protocol_versions.read_protocol_room": Row(
        frozenset({P}),
        lambda c, who, _s: protocol_versions.read_protocol_room(c.house, who, "ketamine-iv"),
    ),
    "protocol_versions.read_version_text": Row(
        frozenset({P}),
        lambda c, who, _s: protocol_versions.read_version_text(c.house, who, "ketamine-iv", 3),
    ),
    "protocol_versions.draft_protocol": Row(frozenset({P}), _draft),
    "protocol_versions.set_draft_aside": Row(frozenset({P}), _set_aside),
    "protocol_versions.sign_protocol": Row(frozenset({P}), _sign_protocol),
    "sessions.list_earlier": Row(
        READERS,
        lambda c, who, session_id: sessions.list_earlier(c.house, who, session_id),
        names_a_row=True,
    ),
    "sessions.list_protocols": Row(
        EVERYBODY, lambda c, who, _s: sessions.list_protocols(c.house, who)
    ),
    "watch.read_watch": Row(NO_AUDITOR, lambda c, who, _s: watch.read_watch(c.house, who)),
    "watch.list_physicians": Row(
        NO_AUDITOR, lambda c, who, _s: watch.list_physicians(c.house, who)
    ),
    "watch.take_chairs": Row(AT_THE_CHAIR, _take, names_a_row=True),
    "watch.release_chairs": Row(AT_THE_CHAIR, _release),
    "watch.set_duty": Row(AT_WORK, _duty, names_a_row=True),
    "recording.record_events": Row(AT_THE_CHAIR, _record, names_a_row=True),
    "register.read_register": Row(
        AT_THE_CHAIR,
        lambda c, who, session_id: register.read_register(c.house, who, session_id=session_id),
        names_a_row=True,
    ),
    "register.read_form": Row(AT_THE_CHAIR, lambda c, who, _s: register.read_form(c.house, who)),
    "register.enter": Row(AT_THE_CHAIR, _enter, names_a_row=True),
    "register.reverse": Row(AT_THE_CHAIR, _reverse, names_a_row=True),
    "discharge.sign": Row(AT_THE_CHAIR, _sign, names_a_row=True),
    "discharge.override": Row(frozenset({P}), _override, names_a_row=True),
    "discharge.end_otherwise": Row(frozenset({P}), _end("hospital"), names_a_row=True),
    "people.add_person": Row(frozenset({A}), _add_person),
    "people.create_token": Row(
        NO_AUDITOR, lambda c, who, _s: people.create_token(c.house, who, "a feed", 30)
    ),
    "people.list_physicians": Row(READERS, lambda c, who, _s: people.list_physicians(c.house, who)),
    "downtime.read_sheets": Row(
        READERS, lambda c, who, s: downtime.read_sheets(c.house, who, s), names_a_row=True
    ),
    "paper.copy_row": Row(AT_THE_CHAIR, _copy, names_a_row=True),
    "people.read_clinic": Row(EVERYBODY, lambda c, who, _s: people.read_clinic(c.house, who)),
    "tablets.report_unsent": Row(EVERYBODY, _report_unsent),
    "reading_language.choose_language": Row(
        EVERYBODY,
        lambda c, who, _s: reading_language.choose_language(c.house, who, "es"),
    ),
    "account.change_own_password": Row(EVERYBODY, _change_password),
    "account.change_own_pin": Row(EVERYBODY, _change_pin),
    "account.list_own_sign_ins": Row(EVERYBODY, _list_own),
    "account.end_own_sign_in": Row(EVERYBODY, _end_own_sign_in),
    "account.end_other_sign_ins": Row(EVERYBODY, _end_others),
    "second_factor.read_second_factor": Row(
        EVERYBODY, lambda c, who, _s: second_factor.read_second_factor(c.house, who)
    ),
    "second_factor.begin_second_factor": Row(EVERYBODY, _begin_factor),
    "second_factor.confirm_second_factor": Row(EVERYBODY, _confirm_factor),
    "second_factor.take_own_second_factor": Row(EVERYBODY, _take_own_factor),
    "people.sign_out": Row(EVERYBODY, _signed_in(people.sign_out)),
    "people.lock": Row(EVERYBODY, _signed_in(people.lock)),
    "protocol_choices.read_override_rights": Row(
        READERS,
        lambda c, who, _s: protocol_choices.read_override_rights(c.house, who, "ketamine-iv"),
    ),
    **{
        name: Row(frozenset({A}), act)
        for acts in (admin_acts.READING, admin_acts.OF_THE_CLINIC, admin_acts.ORDERING)
        for name, act in acts.items()
    },
    **{name: Row(SEARCHERS, act) for name, act in admin_acts.AUDITING.items()},
    **{name: Row(SEARCHERS, act) for name, act in admin_acts.REVIEWING.items()},
    **{name: Row(SEARCHERS, act, True) for name, act in admin_acts.REVIEWING_ONE.items()},
    **{name: Row(frozenset({A}), act) for name, act in admin_acts.OPENING.items()},
    **{name: Row(AT_THE_CHAIR, act) for name, act in handover_acts.READING.items()},
    **{name: Row(AT_THE_CHAIR, act, True) for name, act in handover_acts.READING_ONE.items()},
    **{name: Row(frozenset({N}), act, True) for name, act in handover_acts.BY_NURSES.items()},
    **{name: Row(frozenset({A}), act, True) for name, act in admin_acts.NAMING_A_ROW.items()},
}

FINER: dict[str, Row] = {
    "the patient left unseen": Row(AT_THE_CHAIR, _end("left_unseen"), names_a_row=True),
    "the patient left against advice": Row(
        frozenset({P}), _end("against_advice"), names_a_row=True
    ),
    "the patient died": Row(frozenset({P}), _end("died"), names_a_row=True),
    "giving an order": Row(frozenset({P}), _order, names_a_row=True),
    "acknowledging an order": Row(
        frozenset({N}), _about_an_order("order_acknowledged"), names_a_row=True
    ),
    "ticking off an order": Row(AT_THE_CHAIR, _about_an_order("order_done"), names_a_row=True),
    "closing an order": Row(
        AT_THE_CHAIR, _about_an_order("order_closed", note="done"), names_a_row=True
    ),
    "cancelling an order": Row(
        frozenset({P}), _about_an_order("order_cancelled", reason="over"), names_a_row=True
    ),
}
"""Where what is said decides who may say it."""
