"""The demo's months: courses on every route, with all that goes otherwise than planned."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from monitor.clinical.answer import answer
from monitor.clinical.casefile import read_case
from monitor.clinical.outcomes import LASTING_FROM, Outcome
from monitor.clinical.session import evaluate
from monitor.clinical.state import AlertState
from monitor.demo.clinic import read_clinic
from monitor.services import courses, day, patients, sessions
from monitor.services.course_review import review_courses
from monitor.services.course_views import CourseView
from monitor.services.export import export_case
from monitor.services.views import SessionView
from monitor.store.chain import START, link
from monitor.store.tables import audit_entries
from tests.databases import copy_to
from tests.demo.conftest import OPENED_AT, Demo, open_demo

ROUTES = {"ketamine-iv", "ketamine-im", "ketamine-sublingual", "esketamine-nasal"}
LATE = timedelta(minutes=10)


@pytest.fixture(scope="module")
def months(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo as it opens; to be looked at only."""
    opened = open_demo(copy_to(seeded_url, tmp_path_factory.mktemp("looked") / "demo.db"))
    yield opened
    opened.house.engine.dispose()


@pytest.fixture(scope="module")
def views(months: Demo) -> list[SessionView]:
    """Every session there is, as the product shows it."""
    with months.house.engine.connect() as look:
        ids = list(look.execute(text("SELECT id FROM sessions ORDER BY started_at, id")).scalars())
    nurse = months.people.stage.nurse
    return [sessions.read_session(months.house, nurse, session_id) for session_id in ids]


def _bodies(views: list[SessionView], kind: str) -> list[tuple[SessionView, dict[str, Any]]]:
    return [
        (view, dict(entry.event.fields))
        for view in views
        for entry in (*view.entries, *view.running.entries)
        if entry.event.kind == kind
    ]


def _all_courses(demo: Demo) -> dict[str, tuple[CourseView, ...]]:
    found = {}
    for guest in read_clinic().guests:
        nurse = demo.people.stage.nurse
        (card,) = patients.find_patients(demo.house, nurse, guest.identifier)
        found[guest.name] = courses.read_courses(demo.house, nurse, card.id).courses
    return found


def test_there_are_forty_patients_and_months_of_sessions_on_every_route(
    months: Demo, views: list[SessionView]
) -> None:
    home = Counter(view.protocol.id for view in views if view.state.discharged_to == "home")

    assert len(read_clinic().guests) == 40
    assert views[0].head.started_at < OPENED_AT - timedelta(days=90)
    assert set(home) == ROUTES
    assert min(home.values()) >= 10
    assert sum(home.values()) >= 100
    assert all(dict(view.head.patient.identifiers)["DEMO"].startswith("DEMO-") for view in views)


def test_everybody_but_those_in_a_chair_has_left_with_two_signatures_or_another_ending(
    views: list[SessionView],
) -> None:
    closed = [view for view in views if view.head.closed_at is not None]
    ends = Counter(view.state.discharged_to for view in closed)
    signed = {
        view.head.id: {one.role for one in view.signatures if one.meaning == "discharge"}
        for view in closed
        if view.state.discharged_to == "home"
    }

    assert len(views) - len(closed) == 7
    assert {"home", "hospital", "against_advice"} <= set(ends)
    assert set(map(frozenset, signed.values())) == {frozenset({"nurse", "physician"})}


def test_some_sets_are_entered_late(views: list[SessionView]) -> None:
    late = [
        entry
        for view in views
        for entry in view.entries
        if entry.event.kind == "vitals" and entry.received_at - entry.event.at > LATE
    ]

    assert len(late) >= 2


def test_some_readings_were_refused_by_the_patient(views: list[SessionView]) -> None:
    refused = [
        view
        for view, fields in _bodies(views, "vitals")
        if dict(fields.get("not_measured") or {}).get("systolic_mmhg") == "refused"
    ]

    assert len(refused) >= 2


def test_a_mistyped_value_was_put_right_and_what_it_raised_is_withdrawn(
    views: list[SessionView],
) -> None:
    corrected = [view for view, _ in _bodies(views, "corrected")]
    withdrawn = {
        alert.code
        for view in corrected
        for alert in view.state.alerts
        if alert.state is AlertState.WITHDRAWN
    }

    assert corrected
    assert "respiration_high" in withdrawn


def test_an_alert_climbed_until_the_physician_was_reached(views: list[SessionView]) -> None:
    calls: dict[str, list[str]] = {}
    for view, fields in _bodies(views, "call"):
        calls.setdefault(view.head.id, []).append(fields["answer"])

    assert calls
    assert set(map(tuple, calls.values())) == {("no_answer", "reached")}


def test_a_physician_overrode_what_was_missing_at_the_end(views: list[SessionView]) -> None:
    overridden = [
        (one.role, one.criteria, bool(one.reason))
        for view in views
        for one in view.signatures
        if one.criteria and view.state.discharged_to == "home"
    ]

    assert ("physician", ("escort",), True) in overridden


def test_a_flag_of_eligibility_was_overridden(views: list[SessionView]) -> None:
    flagged = {view.head.patient.name for view in views if view.screened and view.screened.flags}

    assert len(flagged) >= 2


def test_an_infusion_was_stopped_early_and_the_reason_stands_in_the_record(
    views: list[SessionView],
) -> None:
    stopped = [
        view
        for view in views
        if view.state.infusion_ended_at
        and view.state.time_zero
        and view.state.infusion_ended_at - view.state.time_zero < timedelta(minutes=30)
    ]

    assert stopped
    assert all(
        any("Stopped early" in str(note.event.fields["text"]) for note in view.notes)
        for view in stopped
    )


def test_courses_keep_what_was_missed_and_moved_and_how_they_ended(months: Demo) -> None:
    told = _all_courses(months)
    planned = [one for found in told.values() for each in found for one in each.sessions]
    closed = [each for found in told.values() for each in found if each.closed_at]

    assert sum(one.status == "missed" and bool(one.reason) for one in planned) >= 3
    assert sum(bool(one.moved_from) and one.dosed for one in planned) >= 2
    assert sum(one.status == "planned" and one.day > date(2026, 3, 2) for one in planned) >= 20
    assert {each.closed_reason for each in closed} >= {"Series complete."}
    assert {each.indication for found in told.values() for each in found} == {
        "depression", "post_traumatic_stress", "chronic_pain", "anxiety"
    }  # fmt: skip


def test_a_mood_score_stands_before_every_dose_and_eases_over_a_course(
    views: list[SessionView],
) -> None:
    totals = [
        sum(fields["items"].values())
        for view, fields in _bodies(views, "scale")
        if view.head.patient.name == "Nadia Kovalenko"
    ]
    dark = [fields for _, fields in _bodies(views, "scale") if fields["items"]["item_9"]]

    assert len(totals) >= 8
    assert totals[-1] <= totals[0] / 2
    assert dark


def test_scores_after_a_course_tell_lasting_relief_and_a_relapse(months: Demo) -> None:
    lasting = _went(months, "Priscilla Okoye")
    relapsed = _went(months, "Hanna Lindgren")

    assert lasting.response
    assert lasting.relapsed_at is None
    assert relapsed.responded_at is not None
    assert relapsed.relapsed_at is not None
    since = [one.latest_at - OPENED_AT for one in (lasting, relapsed)]
    assert all(timedelta(days=-30) < one < timedelta() for one in since)


def _went(demo: Demo, name: str) -> Outcome:
    guest = next(one for one in read_clinic().guests if one.name == name)
    (card,) = patients.find_patients(demo.house, demo.people.stage.nurse, guest.identifier)
    review = review_courses(demo.house, demo.people.stage.physician, card.id)
    (course,) = review.courses.courses
    ended = max(one.closed_at for _, one in review.held(course) if one.closed_at)
    (told,) = review.outcomes(course)
    assert told.latest_at - ended >= LASTING_FROM
    return told


def test_the_day_list_tells_who_comes_at_every_stage(months: Demo) -> None:
    lines = day.read_day(months.house, months.people.stage.nurse).lines
    states = Counter(line.state for line in lines)

    assert states["in_chair"] == 7
    assert {"expected", "arrived", "flagged", "screened", "left"} <= set(states)
    assert {line.protocol_id for line in lines} == ROUTES
    assert all(line.at is not None for line in lines)


def test_the_chain_of_the_audit_holds_from_the_first_entry_to_the_last(months: Demo) -> None:
    with months.house.engine.connect() as look:
        rows = look.execute(select(audit_entries).order_by(audit_entries.c.seq)).all()
    before = START
    for row in rows:
        entry = dict(row._mapping)
        assert (entry.pop("hash"), row.previous_hash) == (link(entry), before)
        before = row.hash

    assert len(rows) > 3000


def test_every_session_replays_to_the_state_that_the_product_shows(
    months: Demo, views: list[SessionView]
) -> None:
    wrong = []
    for view in views:
        exported = export_case(months.house, months.people.stage.physician, view.head.id)
        case = read_case(exported.text, "demo", months.house.protocols.__getitem__)
        again = evaluate(case.protocol, case.patient, case.events, months.clock.now)
        said = [json.dumps(answer(state, "x"), default=str) for state in (again, view.state)]
        if said[0] != said[1]:
            wrong.append(view.head.patient.name)

    assert wrong == []
