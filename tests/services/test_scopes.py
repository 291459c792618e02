"""An access token does what its scopes and its person's roles both allow, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.access.actor import Actor
from monitor.access.permissions import PERMISSIONS, Permission, may
from monitor.access.roles import Role
from monitor.access.scopes import SCOPES, Scope, permissions_of
from monitor.errors import BadInput, NotPermitted
from monitor.services import people, roster
from monitor.services.admin_views import PersonChange
from tests.people import Cast
from tests.services.acts import USE_CASES
from tests.services.admin_acts import person
from tests.services.test_audit import entries

ALLOWED: dict[Scope, set[str]] = {
    Scope.READ: {
        "board.read_board", "changes.version", "chairs.list_chairs", "patients.find_patients",
        "patients.read_patient", "patients.same_person", "patient_corrections.read_history",
        "weighing.read_last_weight",
        "eligibility.read_questionnaire",
        "eligibility.read_eligibility", "courses.list_schedules", "courses.read_courses",
        "day.read_day", "sessions.read_session", "sessions.list_sessions", "sessions.list_earlier",
        "sessions.list_protocols", "watch.read_watch", "watch.list_physicians",
        "register.read_register", "people.list_physicians",
        "downtime.read_sheets", "people.read_clinic", "protocol_choices.read_override_rights",
        "course_review.review_courses", "course_scores.read_scores",
        "clinic_figures.read_clinic_figures", "clinic_figures.keep_summaries",
        "handover.read_desk", "handover.read_handover", "handover.list_handovers",
    },
    Scope.RECORD: {"recording.record_events", "paper.copy_row"},
    Scope.EXPORT: {
        "sessions.export_case", "patient_record.export_patient", "printing.print_session",
        "course_printing.print_course",
    },
    Scope.AUDIT: set(),
}  # fmt: skip
FOR_ALL = {"chairs.list_chairs", "people.read_clinic"}
OF_NURSES = sorted(name for name, row in USE_CASES.items() if Role.NURSE in row.roles)


NEEDS = {"sessions.read_for_recording": (Scope.READ, Scope.RECORD)}
"""What takes two scopes together."""


def as_token(cast: Cast, who: Actor, *scopes: Scope) -> Actor:
    """Who acts with a fresh token of these scopes."""
    made = people.create_token(cast.house, who, "feed", 30, scopes or None)
    return people.identify_token(cast.house, made.token)


@pytest.mark.parametrize("name", OF_NURSES)
def test_a_token_does_what_it_is_made_for_alone(cast: Cast, name: str) -> None:
    """Made for it, it may; made for everything else that there is, it may not."""
    session_id = cast.start().head.id
    made_for = [scope for scope in Scope if name in ALLOWED[scope]]
    for one in NEEDS.get(name, ()):
        with pytest.raises(NotPermitted, match="token"):
            USE_CASES[name].act(cast, as_token(cast, cast.nurse, one), session_id)
    made_for += NEEDS.get(name, ())
    if made_for:
        USE_CASES[name].act(cast, as_token(cast, cast.nurse, *made_for), session_id)
        return
    token = as_token(cast, cast.nurse, Scope.READ, Scope.RECORD, Scope.EXPORT)

    with pytest.raises(NotPermitted, match="token"):
        USE_CASES[name].act(cast, token, session_id)


def test_every_use_case_named_here_is_one() -> None:
    named = set().union(*ALLOWED.values())

    assert named <= set(OF_NURSES)
    assert {"discharge.sign", "people.create_token", "sessions.start_session"} & named == set()
    assert named >= FOR_ALL


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("role", list(Role))
def test_a_scope_never_gives_what_the_role_has_not(scope: Scope, role: Role) -> None:
    token = Actor("x", "y", "Z", frozenset({role}), token_id="t", only=permissions_of([scope]))

    held = {one for one in Permission if may(token, one)}

    assert held == PERMISSIONS[role] & SCOPES[scope]


def test_no_scope_changes_people_makes_tokens_or_signs() -> None:
    everything = permissions_of(Scope)

    changing = {
        Permission.CREATE_TOKEN, Permission.KEEP_SECOND_FACTOR, Permission.SIGN_DISCHARGE,
        Permission.MANAGE_PEOPLE, Permission.MANAGE_CLINIC, Permission.ERASE_PATIENT,
    }  # fmt: skip
    assert not changing & everything


def test_several_scopes_add_up_and_none_is_whatever_the_person_may(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    both = as_token(cast, cast.nurse, Scope.READ, Scope.RECORD)
    plain = as_token(cast, cast.nurse)

    assert both.only == SCOPES[Scope.READ] | SCOPES[Scope.RECORD]
    assert plain.only is None
    assert all(may(plain, one) == may(cast.nurse, one) for one in Permission)


def test_a_token_loses_what_its_person_loses(cast: Cast) -> None:
    made = people.create_token(cast.house, cast.nurse_too, "feed", 30, [Scope.READ])
    seen = person(cast, cast.nurse_too)
    change = PersonChange(seen.name, frozenset({Role.AUDITOR}))
    roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    token = people.identify_token(cast.house, made.token)

    assert not may(token, Permission.READ_PATIENT)
    assert not may(token, Permission.SEARCH_AUDIT)


@pytest.mark.parametrize("scopes", [[], [Scope.AUDIT], [Scope.READ, Scope.AUDIT]])
def test_a_token_is_made_for_something_its_person_may(cast: Cast, scopes: list[Scope]) -> None:
    with pytest.raises(BadInput) as told:
        people.create_token(cast.house, cast.nurse, "feed", 30, scopes)

    assert told.value.field == "may"
    assert told.value.allowed == "read, record, export"


def test_a_token_makes_no_other(cast: Cast) -> None:
    for token in (as_token(cast, cast.nurse), replace(cast.nurse, token_id="any")):
        with pytest.raises(NotPermitted, match="makes no other"):
            people.create_token(cast.house, token, "feed", 30)


def test_the_audit_says_what_a_token_was_made_for(cast: Cast) -> None:
    people.create_token(cast.house, cast.administrator, "search", 30, [Scope.AUDIT])

    made = [one for one in entries(cast) if one.action == "people:token:create"][-1]
    assert made.detail["scopes"] == ["audit"]
