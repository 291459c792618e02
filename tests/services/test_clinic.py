"""The clinic's name and zone; and a clinic set up on the screen, once, by who holds the code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from monitor.access.audit import AuditAction
from monitor.clinical.answer import answer
from monitor.errors import (
    BadInput,
    ChangedMeanwhile,
    Conflict,
    MonitorError,
    NotPermitted,
    TooManyTries,
)
from monitor.services import board, clinic, people, sessions
from monitor.services.house import House
from monitor.services.set_up import NewClinic, SetUpCode, is_open, new_code, set_up
from tests.people import PASSWORD, Cast, SettableClock, build_house
from tests.services.acts import record
from tests.services.roles import ADMINISTRATOR
from tests.services.test_audit import entries
from tests.services.test_together import all_at_once

NEW = NewClinic("DEMO First", "America/Denver", "iris", "I. Demo Keeper", PASSWORD, "4826")


def test_name_and_zone_are_changed_and_written_down(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    seen = clinic.read_clinic_settings(cast.house, cast.administrator)

    clinic.change_clinic(
        cast.house, cast.administrator, "DEMO Renamed", "Asia/Kathmandu", seen.revision
    )

    kept = people.read_clinic(cast.house, cast.nurse)
    assert (kept.name, kept.zone) == ("DEMO Renamed", "Asia/Kathmandu")
    last = entries(cast)[-1]
    assert last.action == AuditAction.CLINIC_CHANGED
    assert last.detail["before"] == {"name": seen.name, "zone": seen.zone}
    assert last.detail["after"] == {"name": "DEMO Renamed", "zone": "Asia/Kathmandu"}


def test_another_zone_changes_only_what_is_shown(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    cast.clock.move(minutes=30)
    before = sessions.read_session(cast.house, cast.nurse, session_id)

    clinic.change_clinic(cast.house, cast.administrator, "DEMO Clinic", "Pacific/Chatham", 1)

    after = sessions.read_session(cast.house, cast.nurse, session_id)
    assert answer(after.state, "x") == answer(before.state, "x")
    assert after.entries == before.entries
    assert board.read_board(cast.house, cast.nurse).zone == "Pacific/Chatham"


@pytest.mark.parametrize(
    ("name", "zone", "field"),
    [
        ("", "UTC", "name"),
        ("x" * 201, "UTC", "name"),
        ("DEMO", "Mars/Olympus", "zone"),
        ("DEMO", "", "zone"),
        ("DEMO", "../../etc/passwd", "zone"),
        ("DEMO", "/etc/localtime", "zone"),
    ],
)
def test_a_name_says_something_and_a_zone_exists(
    cast: Cast, name: str, zone: str, field: str
) -> None:
    with pytest.raises(BadInput) as refused:
        clinic.change_clinic(cast.house, cast.administrator, name, zone, 1)
    assert refused.value.field == field
    assert clinic.read_clinic_settings(cast.house, cast.administrator).revision == 1


def test_the_later_of_two_administrators_is_told(cast: Cast) -> None:
    clinic.change_clinic(cast.house, cast.administrator, "DEMO One", "UTC", 1)

    with pytest.raises(ChangedMeanwhile):
        clinic.change_clinic(cast.house, cast.administrator, "DEMO Two", "UTC", 1)

    assert people.read_clinic(cast.house, cast.nurse).name == "DEMO One"


def empty_house(engine: Engine, clock: SettableClock) -> tuple[House, SetUpCode]:
    code = new_code()
    return replace(build_house(engine, clock), set_up_code=code), code


def test_whoever_knows_the_code_founds_the_clinic_and_is_signed_in(
    engine: Engine, clock: SettableClock
) -> None:
    house, code = empty_house(engine, clock)
    assert is_open(house)

    signed_in = set_up(house, f" {code.code.lower()} ", NEW, None)

    keeper = people.identify(house, signed_in.sign_in_token)
    assert (keeper.name, keeper.roles) == ("I. Demo Keeper", ADMINISTRATOR)
    kept = people.read_clinic(house, keeper)
    assert (kept.name, kept.zone) == ("DEMO First", "America/Denver")
    assert sessions.list_protocols(house, keeper) == ()
    assert people.sign_in_with_pin(house, signed_in.device_token, keeper.person_id, "4826")


def test_the_code_is_good_once(any_engine: Engine, clock: SettableClock) -> None:
    house, code = empty_house(any_engine, clock)
    set_up(house, code.code, NEW, None)

    assert not is_open(house)
    with pytest.raises(Conflict, match="holds a clinic already"):
        set_up(house, code.code, replace(NEW, login="other"), None)


def test_a_clinic_founded_on_the_command_line_meanwhile_closes_the_door(cast: Cast) -> None:
    code = new_code()
    house = replace(cast.house, set_up_code=code)

    assert not is_open(house)
    with pytest.raises(Conflict):
        set_up(house, code.code, NEW, None)
    with pytest.raises(Conflict):
        set_up(cast.house, "", NEW, None)


def test_wrong_codes_are_slower_and_slower(any_engine: Engine, clock: SettableClock) -> None:
    house, code = empty_house(any_engine, clock)
    for guess in ("", "AAAA-AAAA-AAAA", "\ud800", code.code[:-1], "0" * 200):
        with pytest.raises(NotPermitted, match="set-up code is wrong"):
            set_up(house, guess, NEW, None)

    with pytest.raises(TooManyTries):
        set_up(house, code.code, NEW, None)
    clock.move(seconds=31)
    assert set_up(house, code.code, NEW, None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "clinic_name"),
        ({"zone": "Nowhere"}, "zone"),
        ({"login": "x"}, "login"),
        ({"person": ""}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "Password2026!"}, "password"),
        ({"pin": "0000"}, "pin"),
    ],
)
def test_a_mistake_founds_nothing_and_leaves_the_door_open(
    any_engine: Engine, clock: SettableClock, changed: dict[str, str], field: str
) -> None:
    house, code = empty_house(any_engine, clock)

    with pytest.raises(BadInput) as refused:
        set_up(house, code.code, replace(NEW, **changed), None)

    assert refused.value.field == field
    assert is_open(house)
    assert set_up(house, code.code, NEW, None)


def test_of_several_set_ups_at_once_one_founds(engine: Engine, clock: SettableClock) -> None:
    """Two servers on one database each have a code of their own; there is one clinic."""
    houses = [empty_house(engine, clock) for _ in range(4)]
    assert all(is_open(house) for house, _ in houses)

    def founding(number: int) -> Callable[[], object]:
        house, code = houses[number]
        return lambda: set_up(house, code.code, replace(NEW, login=f"keeper{number}"), None)

    answers = all_at_once([founding(number) for number in range(len(houses))])

    refused = [one for one in answers if isinstance(one, MonitorError)]
    assert len(refused) == len(houses) - 1, answers
    assert not any(is_open(house) for house, _ in houses)
