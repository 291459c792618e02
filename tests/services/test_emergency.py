"""Emergency access: what it opens, for how long, and who learns of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.access.actor import Actor, Emergency
from monitor.access.permissions import IN_AN_EMERGENCY, PERMISSIONS, Permission, may
from monitor.access.roles import Role
from monitor.access.scopes import Scope, permissions_of
from monitor.errors import BadInput, Conflict, MonitorError, NotPermitted, NotSignedIn
from monitor.services import board, emergency, patients, people, roster, sessions
from monitor.services.admin_views import PersonChange
from monitor.services.audit_views import AuditQuestion
from monitor.services.auditing import search_audit
from monitor.services.views import NewPerson
from tests.people import NOON, PASSWORD, Cast
from tests.services.acts import FINER, USE_CASES
from tests.services.admin_acts import person
from tests.services.test_audit import entries

REASON = "The nurse has fallen ill, the ambulance asks."
UNTIL = NOON + timedelta(minutes=30)
ROWS = {**USE_CASES, **FINER}


def at_the_desk(cast: Cast) -> tuple[str, Actor]:
    """An administrator's sign-in: its token, and who it is."""
    made = people.sign_in_with_password(cast.house, "administrator", PASSWORD)
    return made.sign_in_token, people.identify(cast.house, made.sign_in_token)


def test_it_opens_the_records_to_read_until_its_time_is_over(cast: Cast) -> None:
    session_id = cast.start().head.id
    token, who = at_the_desk(cast)
    with pytest.raises(NotPermitted):
        sessions.read_session(cast.house, who, session_id)

    opened = emergency.open_in_emergency(cast.house, who, REASON)
    then = people.identify(cast.house, token)

    assert opened.until == cast.clock.now + cast.house.emergency_lasts
    assert then.emergency == Emergency(opened.id, opened.until)
    assert sessions.read_session(cast.house, then, session_id).head.id == session_id
    assert patients.find_patients(cast.house, then, "maya")
    assert board.read_board(cast.house, then).cards[0].session is not None
    while cast.clock.now < opened.until:
        assert people.identify(cast.house, token).emergency is not None
        cast.clock.move(minutes=5)
    after = people.identify(cast.house, token)
    assert after.emergency is None
    with pytest.raises(NotPermitted):
        sessions.read_session(cast.house, after, session_id)


@pytest.mark.parametrize("role", list(Role))
def test_it_gives_reading_and_nothing_else(role: Role) -> None:
    opened = Emergency("e", UNTIL)
    plain = Actor("p", "c", "N", frozenset({role}), sign_in_id="s")

    held = {one for one in Permission if may(replace(plain, emergency=opened), one)}

    assert held == PERMISSIONS[role] | IN_AN_EMERGENCY
    assert frozenset({Permission.READ_PATIENT, Permission.READ_SESSION}) == IN_AN_EMERGENCY


def test_a_token_is_never_opened_by_it() -> None:
    scoped = Actor(
        "p", "c", "N", frozenset({Role.ADMINISTRATOR}), token_id="t",
        only=permissions_of([Scope.AUDIT]), emergency=Emergency("e", UNTIL),
    )  # fmt: skip

    assert not may(scoped, Permission.READ_PATIENT)


@pytest.mark.parametrize(
    "name",
    sorted(n for n, row in ROWS.items() if not row.roles & {Role.ADMINISTRATOR, Role.READ_ONLY}),
)
def test_it_records_signs_and_exports_nothing(cast: Cast, name: str) -> None:
    session_id = cast.start().head.id
    token, who = at_the_desk(cast)
    emergency.open_in_emergency(cast.house, who, REASON)

    with pytest.raises(NotPermitted):
        ROWS[name].act(cast, people.identify(cast.house, token), session_id)


def test_it_ends_by_hand_and_with_the_sign_in(cast: Cast) -> None:
    token, who = at_the_desk(cast)
    emergency.open_in_emergency(cast.house, who, REASON)
    emergency.end_emergency(cast.house, people.identify(cast.house, token))
    assert people.identify(cast.house, token).emergency is None

    emergency.open_in_emergency(cast.house, who, REASON)
    assert people.identify(cast.house, token).emergency is not None
    people.lock(cast.house, people.identify(cast.house, token))
    with pytest.raises(NotSignedIn):
        people.identify(cast.house, token)
    another, _ = at_the_desk(cast)
    assert people.identify(cast.house, another).emergency is None


def test_it_opens_nothing_to_another_sign_in_of_the_same_person(cast: Cast) -> None:
    token, who = at_the_desk(cast)
    other, _ = at_the_desk(cast)

    emergency.open_in_emergency(cast.house, who, REASON)

    assert people.identify(cast.house, token).emergency is not None
    assert people.identify(cast.house, other).emergency is None


@pytest.mark.parametrize("reason", ["", "   ", "ill", "x" * 2001])
def test_a_reason_that_says_nothing_opens_nothing(cast: Cast, reason: str) -> None:
    token, who = at_the_desk(cast)

    with pytest.raises(BadInput) as told:
        emergency.open_in_emergency(cast.house, who, reason)

    assert told.value.field == "reason"
    assert people.identify(cast.house, token).emergency is None


def test_it_is_not_opened_twice_nor_by_who_reads_anyway_nor_by_a_token(cast: Cast) -> None:
    _, who = at_the_desk(cast)
    both = replace(who, roles=frozenset({Role.ADMINISTRATOR, Role.NURSE}))
    made = people.create_token(cast.house, cast.administrator, "feed", 30)
    with pytest.raises(Conflict, match="anyway"):
        emergency.open_in_emergency(cast.house, both, REASON)
    with pytest.raises(NotPermitted, match="token"):
        emergency.open_in_emergency(
            cast.house, people.identify_token(cast.house, made.token), REASON
        )
    emergency.open_in_emergency(cast.house, who, REASON)
    with pytest.raises(Conflict, match="already"):
        emergency.open_in_emergency(cast.house, who, REASON)


def test_everything_done_meanwhile_says_so_in_the_audit(cast: Cast) -> None:
    session_id = cast.start().head.id
    token, who = at_the_desk(cast)
    board.read_board(cast.house, who)
    opened = emergency.open_in_emergency(cast.house, who, REASON)
    then = people.identify(cast.house, token)

    board.read_board(cast.house, then)  # a look of before is no reason not to write this one
    patients.read_patient(cast.house, then, cast.patient.id)
    sessions.read_session(cast.house, then, session_id)
    emergency.end_emergency(cast.house, then)
    board.read_board(cast.house, people.identify(cast.house, token))

    found = search_audit(cast.house, cast.auditor, AuditQuestion(person_id=who.person_id)).entries
    marked = {entry.action for entry in found if entry.emergency == opened.id}
    assert marked >= {
        "room:board:read", "patients:patient:read", "session:session:read", "people:emergency:end",
    }  # fmt: skip
    plain = [entry.action for entry in found if entry.emergency is None]
    assert "people:emergency:open" in plain
    assert [entry.emergency for entry in found if entry.action == "session:session:read"] == [
        opened.id
    ]


def test_somebody_else_must_acknowledge_it(cast: Cast) -> None:
    _, who = at_the_desk(cast)
    opened = emergency.open_in_emergency(cast.house, who, REASON)
    assert emergency.count_unacknowledged(cast.house, cast.auditor) == 1
    assert emergency.count_unacknowledged(cast.house, who) == 0

    with pytest.raises(NotPermitted, match="their own"):
        emergency.acknowledge_emergency(cast.house, who, opened.id)
    emergency.acknowledge_emergency(cast.house, cast.auditor, opened.id)
    with pytest.raises(Conflict):
        emergency.acknowledge_emergency(cast.house, cast.auditor, opened.id)

    assert emergency.count_unacknowledged(cast.house, cast.auditor) == 0
    (seen,) = emergency.read_emergencies(cast.house, cast.administrator).accesses
    assert (seen.reason, seen.acknowledged_by) == (REASON, cast.auditor.name)
    actions = [entry.action for entry in entries(cast)]
    assert actions.count("people:emergency:acknowledge") == 1


def test_another_clinic_sees_none_of_it(cast: Cast) -> None:
    _, who = at_the_desk(cast)
    emergency.open_in_emergency(cast.house, who, REASON)

    assert emergency.read_emergencies(cast.house, cast.stranger).accesses == ()
    assert emergency.count_unacknowledged(cast.house, cast.stranger) == 0


def test_no_audit_row_holds_the_reason_where_a_search_shows_it(cast: Cast) -> None:
    _, who = at_the_desk(cast)
    emergency.open_in_emergency(cast.house, who, REASON)

    found = search_audit(cast.house, cast.auditor, AuditQuestion()).entries

    assert REASON not in json.dumps([repr(entry) for entry in found])


def test_losing_the_role_ends_it(cast: Cast) -> None:
    token, who = at_the_desk(cast)
    emergency.open_in_emergency(cast.house, who, REASON)
    new = NewPerson("second", "B. Demo Keeper", frozenset({Role.ADMINISTRATOR}), PASSWORD)
    people.add_person(cast.house, cast.administrator, new)
    seen = person(cast, who)
    change = PersonChange(seen.name, frozenset({Role.AUDITOR}))
    roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    with pytest.raises(MonitorError):
        sessions.list_sessions(cast.house, people.identify(cast.house, token))
