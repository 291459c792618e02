"""Whose patients they are: the wrong role, another clinic's person, another clinic's ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from monitor.services import chairs, handover, sessions, watch
from monitor.services.course_views import CourseView
from monitor.services.courses import read_courses
from monitor.services.handover_views import ChairGiven, NewHandover
from tests.api.coming import Coming, far, ours, theirs
from tests.api.served import API, Served, error_of
from tests.people import PINS

Call = tuple[str, str, Any]
THE_STRANGERS_PIN = "9517"


def calls(one: Coming, day: str) -> list[Call]:
    """Every route about a patient who comes, as it might be called."""
    patient, course = f"/patients/{one.patient_id}", f"/courses/{one.course_id}"
    planned, later = f"/planned/{one.planned_id}", f"/planned/{one.later_id}"
    opened = {
        "indication": "depression", "schedule_id": "induction-then-monthly",
        "protocol_id": "ketamine-iv",
    }  # fmt: skip
    overridden = {"flags": {"psychosis": "yes"}, "reason": "remitted", "pin": PINS["physician"]}
    return [
        ("GET", f"{patient}/eligibility", None),
        ("POST", f"{patient}/eligibility", {"replies": {"psychosis": {"answer": "yes"}}}),
        ("POST", f"{patient}/eligibility/override", overridden),
        ("GET", f"{patient}/courses", None),
        ("GET", f"{patient}/courses/review", None),
        ("GET", f"{patient}{course}/scores", None),
        ("POST", f"{patient}/courses", opened),
        ("POST", f"{planned}/arrive", None),
        ("POST", f"{planned}/miss", {"reason": "did not come"}),
        ("POST", f"{later}/cancel", {"reason": "abroad"}),
        ("POST", f"{later}/move", {"day": day, "reason": "no driver"}),
        ("POST", f"{course}/sessions", {"day": day}),
        ("POST", f"{course}/close", {"reason": "well again"}),
    ]


def ask(served: Served, who: Mapping[str, str], call: Call) -> Response:
    method, path, body = call
    key = {"Idempotency-Key": str(uuid4())}
    return served.client.request(method, API + path, json=body, headers={**who, **key})


def standing(served: Served, one: Coming) -> tuple[CourseView, ...]:
    return read_courses(served.cast.house, served.cast.nurse, one.patient_id).courses


def told(served: Served, one: Coming) -> Any:
    path = f"{API}/patients/{one.patient_id}/eligibility?protocol_id=ketamine-iv"
    return served.client.get(path, headers=served.nurse).json()["last"]


def refused(answer: Response, status: int, field: str | None = None) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    error = error_of(answer)
    assert "DEMO Coming" not in answer.text
    if field is not None:
        assert error["field"] == field
    return error


def test_an_administrator_alone_reaches_no_patient_who_comes(served: Served) -> None:
    one = ours(served)
    before = standing(served, one), told(served, one)
    for call in [*calls(one, far(served)), ("GET", "/day", None)]:
        assert refused(ask(served, served.administrator, call), 403)["allowed"], call

    assert (standing(served, one), told(served, one)) == before


def test_somebody_of_another_clinic_finds_no_patient_who_comes(served: Served) -> None:
    one = ours(served)
    before = standing(served, one), told(served, one)
    for call in calls(one, far(served)):
        error = refused(ask(served, served.stranger, call), 404)
        assert error["code"] == "not_found", call

    day = ask(served, served.stranger, ("GET", "/day", None))
    assert one.patient_id not in day.text
    assert one.patient_id in ask(served, served.nurse, ("GET", "/day", None)).text
    assert (standing(served, one), told(served, one)) == before


def test_the_same_calls_are_heard_from_who_may_make_them(served: Served) -> None:
    """Else the refusals above would prove nothing. Each has a patient of its own."""
    routes = len(calls(ours(served), far(served)))
    for place in range(routes):
        one = ours(served)
        call = calls(one, far(served))[place]
        heard = ask(served, served.physician, call)
        # An open course holds back a second one, and an answer without a flag an override.
        assert heard.status_code in {200, 201, 409}, (call, heard.text)
        assert (heard.status_code == 409) == call[1].endswith(("/courses", "/override")) or (
            call[0] == "GET"
        ), (call, heard.text)


def test_a_nurse_overrides_no_flag(served: Served) -> None:
    one = ours(served)
    answered, overridden = calls(one, far(served))[1:3]
    served.cast.clock.move(minutes=1)  # later than the answers without a flag
    assert ask(served, served.nurse, answered).status_code == 201
    call = (*overridden[:2], {**overridden[2], "pin": PINS["nurse"]})

    assert refused(ask(served, served.nurse, call), 403)["allowed"] == "physician"

    found = ask(served, served.nurse, ("GET", f"/patients/{one.patient_id}/eligibility", None))
    assert found.json()["may_start"] is False


def test_guessing_the_pin_of_an_override_is_held_back(served: Served) -> None:
    cast = served.cast
    cast.clock.move(hours=1)  # wrong PINs of other tests are forgotten by then
    one = ours(served)
    answered, (method, path, right) = calls(one, far(served))[1:3]
    cast.clock.move(minutes=1)
    assert ask(served, served.nurse, answered).status_code == 201
    wrong = (method, path, {**right, "pin": "0000"})
    first = ask(served, served.physician, wrong)
    assert refused(first, 403, "pin")["message"].startswith("The PIN is wrong")

    tried = [ask(served, served.physician, wrong).status_code for _ in range(6)]
    assert tried[-1] == 429, tried
    held = refused(ask(served, served.physician, (method, path, right)), 429)
    assert held["code"] == "too_many_tries"

    cast.clock.move(hours=1)
    done = ask(served, served.physician, (method, path, right))
    assert done.status_code == 200, done.text


def test_no_plan_names_a_chair_of_another_clinic(served: Served) -> None:
    one, other, day = ours(served), theirs(served), far(served)
    before = standing(served, one)
    for path in (f"/courses/{one.course_id}/sessions", f"/planned/{one.later_id}/move"):
        body = {"day": day, "reason": "no driver", "at": "09:30"}
        if path.endswith("sessions"):
            del body["reason"]
        strange = {**body, "chair_id": other.chair_id}
        refused(ask(served, served.nurse, ("POST", path, strange)), 404, "chair_id")
        assert standing(served, one) == before

        own = {**body, "chair_id": one.chair_id}
        done = ask(served, served.nurse, ("POST", path, own))
        assert done.status_code in {200, 201}, done.text
        before, day = standing(served, one), far(served)[:8] + "01"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (lambda other: {"patient_id": other.patient_id, "planned_id": None}, "patient_id"),
        (lambda other: {"chair_id": other.chair_id}, "chair_id"),
        (lambda other: {"planned_id": other.planned_id}, "planned_id"),
    ],
)
def test_no_session_starts_on_ids_of_another_clinic(
    served: Served, changed: Callable[[Coming], dict[str, str | None]], field: str
) -> None:
    one, other = ours(served), theirs(served)
    readings = {
        "systolic_mmhg": 122, "diastolic_mmhg": 78, "heart_rate_bpm": 72, "spo2_percent": 98,
        "respiratory_rate_per_min": 14,
    }  # fmt: skip
    body = {
        "patient_id": one.patient_id, "chair_id": one.chair_id, "planned_id": one.planned_id,
        "protocol_id": "ketamine-iv", "dose_mg": 35.0, "eligibility": {"readings": readings},
    }  # fmt: skip
    strange = {**body, **changed(other)}

    refused(ask(served, served.nurse, ("POST", "/sessions", strange)), 404, field)

    assert standing(served, one)[0].sessions[0].session_id is None
    started = ask(served, served.nurse, ("POST", "/sessions", body))
    assert started.status_code == 201, started.text


def test_a_planned_session_of_another_patient_is_none_of_this_one(served: Served) -> None:
    one, two = ours(served), ours(served)
    body = {
        "patient_id": one.patient_id, "chair_id": one.chair_id, "planned_id": two.planned_id,
        "protocol_id": "ketamine-iv", "dose_mg": 35.0,
    }  # fmt: skip
    refused(ask(served, served.nurse, ("POST", "/sessions", body)), 404, "planned_id")


def moving(served: Served, session: str) -> tuple[str, dict[str, str]]:
    """The route of a change of chair, and what moves the session to a free chair."""
    cast = served.cast
    old = sessions.read_session(cast.house, cast.nurse, session).head.chair.id
    free = chairs.add_chair(cast.house, cast.administrator, f"F{uuid4().hex[:8]}")
    body = {"from_chair_id": old, "chair_id": free.id, "reason": "more room"}
    return f"/sessions/{session}/chair", {**body, "responsible_id": cast.nurse.person_id}


def test_a_session_changes_its_chair_for_nobody_who_may_not(served: Served) -> None:
    path, body = moving(served, served.session())
    other = theirs(served)
    refused(ask(served, served.administrator, ("POST", path, body)), 403)
    refused(ask(served, served.stranger, ("POST", path, body)), 404)
    strange = {**body, "chair_id": other.chair_id}
    refused(ask(served, served.nurse, ("POST", path, strange)), 404, "chair_id")
    strange = {**body, "responsible_id": served.cast.stranger.person_id}
    refused(ask(served, served.nurse, ("POST", path, strange)), 400, "responsible_id")
    strange = {**body, "from_chair_id": other.chair_id}
    refused(ask(served, served.nurse, ("POST", path, strange)), 409, "from_chair_id")

    moved = ask(served, served.nurse, ("POST", path, body))
    assert moved.status_code == 200, moved.text
    now = sessions.read_session(served.cast.house, served.cast.nurse, path.split("/")[2])
    assert now.head.chair.id == body["chair_id"]


@pytest.fixture
def given(served: Served) -> dict[str, Any]:
    """What the nurse can hand over: her one chair, and the marks of what is shown of it."""
    cast = served.cast
    cast.clock.move(hours=1)
    for who in (cast.nurse, cast.nurse_too):
        held = watch.read_watch(cast.house, who).chairs
        own = [chair for chair, each in held.items() if each.person_id == who.person_id]
        if own:
            watch.release_chairs(cast.house, who, own)
    head = sessions.read_session(cast.house, cast.nurse, served.session()).head
    watch.take_chairs(cast.house, cast.nurse, [head.chair.id])
    marks = handover.read_desk(cast.house, cast.nurse).marks
    return {
        "receiver_id": cast.nurse_too.person_id, "reason": "shift", "pin": PINS["nurse"],
        "chairs": [{"chair_id": chair, "seen": seen} for chair, seen in marks.items()],
    }  # fmt: skip


def test_handovers_are_for_those_at_the_chair_and_signed_by_nurses(
    served: Served, given: dict[str, Any]
) -> None:
    cast = served.cast
    new = NewHandover(
        given["receiver_id"], "shift",
        tuple(ChairGiven(each["chair_id"], each["seen"]) for each in given["chairs"]),
    )  # fmt: skip
    one = handover.give(cast.house, cast.nurse, new, PINS["nurse"])
    path = f"/handovers/{one.head.id}"
    seen = {each.chair_id: each.seen for each in one.chairs}
    receive = ("POST", f"{path}/receive", {"pin": PINS["nurse_too"], "seen": seen})
    reading = [("GET", "/handovers", None), ("GET", "/handovers/desk", None), ("GET", path, None)]
    signing = [receive, ("POST", f"{path}/withdraw", None)]

    for call in [*reading, *signing, ("POST", "/handovers", given)]:
        refused(ask(served, served.administrator, call), 403)
    for call in signing:
        assert refused(ask(served, served.physician, call), 403)["allowed"] == "nurse"
    for call in [reading[2], *signing]:
        refused(ask(served, served.stranger, call), 404)
    for call in reading[:2]:
        assert one.head.id not in ask(served, served.stranger, call).text
    unknown = ("POST", "/handovers/x/receive", receive[2])
    refused(ask(served, served.nurse, unknown), 404)
    assert handover.read_handover(cast.house, cast.nurse, one.head.id).head.waits

    done = ask(served, served.bearer(cast.nurse_too), receive)
    assert done.status_code == 200, done.text


@pytest.mark.parametrize("what", ["chair", "receiver", "takes back"])
def test_a_handover_names_nothing_of_another_clinic(
    served: Served, given: dict[str, Any], what: str
) -> None:
    cast, other = served.cast, theirs(served)
    watch.take_chairs(cast.house, cast.stranger, [other.chair_id])
    strange = handover.read_desk(cast.house, cast.stranger)
    changes: dict[str, dict[str, Any]] = {
        "chair": {"chairs": [{"chair_id": other.chair_id, "seen": strange.marks[other.chair_id]}]},
        "receiver": {"receiver_id": cast.stranger.person_id},
        "takes back": {"takes_back_id": "x"},
    }

    answer = ask(served, served.nurse, ("POST", "/handovers", {**given, **changes[what]}))

    refused(answer, 404)
    held = watch.read_watch(cast.house, cast.nurse).handovers
    assert not {each["chair_id"] for each in given["chairs"]} & held.keys()
    done = ask(served, served.nurse, ("POST", "/handovers", given))
    assert done.status_code == 201, done.text


def test_a_paper_key_of_one_person_keeps_nothing_for_another(served: Served) -> None:
    session, key = served.session(), str(uuid4())
    vitals = {"kind": "vitals", "systolic_mmhg": 139, "diastolic_mmhg": 87}
    row = {"at": served.cast.clock.now.isoformat(), "measured_by": "J. Marsh", "events": [vitals]}
    path = f"{API}/sessions/{session}/paper"

    def send(who: dict[str, str]) -> Response:
        return served.client.post(path, json=row, headers={**who, "Idempotency-Key": key})

    first = send(served.nurse)
    before = served.event_ids(session)
    again = send(served.bearer(served.cast.nurse_too))

    assert first.status_code == 201, first.text
    refused(again, 409, "Idempotency-Key")
    assert served.event_ids(session) == before
    assert send(served.nurse).json()["replayed"] is True
