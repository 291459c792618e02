"""Who may do what: every use case, every role, and somebody of another clinic."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest

import monitor.services
from monitor.access.permissions import PERMISSIONS, Permission, may, permit
from monitor.access.roles import Role
from monitor.errors import NotFound, NotPermitted
from monitor.services import board, chairs, patients, sessions
from tests.people import Cast
from tests.services.acts import FINER, USE_CASES, Row

ROWS = {**USE_CASES, **FINER}
# Not use cases: the steps inside one, and what only the server's own command line reaches.
_INSIDE = {
    "export",
    "factor_asked",
    "factor_seal",
    "token_making",
    "looking",
    "deciding",
    "tries",
    "founding",
    "own_secrets",
    "revisions",
    "set_up",
    "tiles",
    "sign_in",
    "entries",
    "folding",
    "witness",
    "screening",
    "screened",
    "planning",
    "course_reading",
    "handover_asked",
    "handover_reading",
    "handover_shown",
}


def use_cases() -> set[str]:
    """Every public function of a service that takes a house and an actor."""
    found = set()
    for module_of in pkgutil.iter_modules(monitor.services.__path__):
        if module_of.name in _INSIDE:
            continue
        module = importlib.import_module(f"monitor.services.{module_of.name}")
        public = getattr(module, "__all__", None)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ or (public and name in public)
            takes = list(inspect.signature(function).parameters)[:2]
            if own and not name.startswith("_") and takes == ["house", "actor"]:
                found.add(f"{module_of.name}.{name}")
    return found


def test_every_use_case_has_a_row_in_the_table_of_permissions() -> None:
    found = use_cases()

    assert {"recording.record_events", "discharge.sign", "people.sign_out"} <= found
    assert found == set(USE_CASES)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", ROWS)
def test_a_use_case_lets_exactly_its_roles_pass(cast: Cast, name: str, role: Role) -> None:
    row = ROWS[name]
    session_id = cast.start().head.id

    if role in row.roles:
        row.act(cast, cast.of(role), session_id)
    else:
        with pytest.raises(NotPermitted) as refused:
            row.act(cast, cast.of(role), session_id)
        assert refused.value.allowed


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.names_a_row])
def test_somebody_of_another_clinic_is_told_there_is_no_such_thing(cast: Cast, name: str) -> None:
    row: Row = ROWS[name]
    session_id = cast.start().head.id

    with pytest.raises(NotFound):
        row.act(cast, cast.stranger, session_id)

    view = sessions.read_session(cast.house, cast.nurse, session_id)
    assert view.head.closed_at is None
    assert cast.stranger.name not in {entry.person_name for entry in view.entries}
    assert cast.stranger.name not in {signature.name for signature in view.signatures}


def test_somebody_of_another_clinic_sees_an_empty_house(cast: Cast) -> None:
    cast.start()

    assert board.read_board(cast.house, cast.stranger).cards == ()
    assert chairs.list_chairs(cast.house, cast.stranger) == ()
    assert patients.find_patients(cast.house, cast.stranger, "") == ()
    assert patients.find_patients(cast.house, cast.stranger, "maya") == ()
    assert sessions.list_sessions(cast.house, cast.stranger) == ()
    assert len(board.read_board(cast.house, cast.nurse).cards) == 1


def test_a_person_with_two_roles_may_what_either_may(cast: Cast) -> None:
    assert cast.stranger.roles == frozenset(Role)
    for permission in Permission:
        permit(cast.stranger, permission)


def test_every_permission_is_held_by_somebody_and_none_by_nobody() -> None:
    held = frozenset().union(*PERMISSIONS.values())

    assert held == frozenset(Permission)
    assert set(PERMISSIONS) == set(Role)


def test_a_refusal_names_who_could(cast: Cast) -> None:
    assert not may(cast.nurse, Permission.OVERRIDE_CRITERION)
    with pytest.raises(NotPermitted, match="not allowed to override") as refused:
        permit(cast.nurse, Permission.OVERRIDE_CRITERION)
    assert refused.value.allowed == "physician"


def test_an_administrator_sees_which_chairs_are_taken_and_nothing_of_who_sits_there(
    cast: Cast,
) -> None:
    view = cast.start()
    chairs.add_chair(cast.house, cast.administrator, "4")

    shown = board.read_board(cast.house, cast.administrator)

    assert [(card.chair.label, card.taken) for card in shown.cards] == [("3", True), ("4", False)]
    assert not any(card.readable or card.session for card in shown.cards)
    assert view.head.patient.name not in repr(shown)
    nursed = board.read_board(cast.house, cast.nurse).cards[0]
    assert nursed.readable
    assert nursed.taken
    assert nursed.session is not None


def test_an_administrator_who_is_also_a_nurse_sees_the_patients(cast: Cast) -> None:
    cast.start()
    both = replace(cast.administrator, roles=frozenset({Role.ADMINISTRATOR, Role.NURSE}))

    assert board.read_board(cast.house, both).cards[0].session is not None


def test_who_was_refused_stands_in_the_log_by_id(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotPermitted):
        permit(cast.nurse, Permission.ERASE_PATIENT)
    permit(cast.nurse, Permission.READ_BOARD)

    (line,) = [vars(one) for one in caplog.records if one.name == "monitor.access"]
    who = {"clinic": cast.nurse.clinic_id, "person": cast.nurse.person_id}
    told = {"msg": "refused", "levelname": "WARNING", "permission": "ERASE_PATIENT", **who}
    assert {name: line[name] for name in told} == told
