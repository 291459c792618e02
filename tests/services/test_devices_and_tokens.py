"""Known devices are revoked, and tokens of programs made, seen and revoked."""

from __future__ import annotations

import pytest

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.access.scopes import SCOPES, Scope
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted, NotSignedIn
from monitor.services import board, devices, people, program_tokens
from monitor.services.token_making import NewToken
from tests.people import PASSWORD, PINS, Cast
from tests.services.admin_acts import a_program, signed_in, token_for
from tests.services.test_audit import entries

READ = frozenset({Scope.READ})


def test_a_revoked_device_takes_no_pin_and_its_sign_in_is_over(cast: Cast) -> None:
    tablet = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    desk = people.sign_in_with_password(cast.house, "physician", PASSWORD)
    device_id = str(tablet.actor.device_id)
    assert people.tiles(cast.house, tablet.device_token).tiles

    assert devices.revoke_device(cast.house, cast.administrator, device_id) == 1

    with pytest.raises(NotSignedIn):
        people.identify(cast.house, tablet.sign_in_token)
    person, pin = cast.nurse.person_id, PINS["nurse"]
    with pytest.raises(NotSignedIn, match="not known yet"):
        people.sign_in_with_pin(cast.house, tablet.device_token, person, pin)
    assert people.tiles(cast.house, tablet.device_token).tiles == ()
    assert people.identify(cast.house, desk.sign_in_token).person_id == cast.physician.person_id
    with pytest.raises(NotFound):
        devices.revoke_device(cast.house, cast.administrator, device_id)


def test_a_password_makes_a_revoked_device_known_as_another_one(cast: Cast) -> None:
    before = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    devices.revoke_device(cast.house, cast.administrator, str(before.actor.device_id))

    after = people.sign_in_with_password(cast.house, "nurse", PASSWORD, before.device_token)

    assert after.actor.device_id != before.actor.device_id
    assert after.device_token != before.device_token
    person, pin = cast.nurse.person_id, PINS["nurse"]
    assert people.sign_in_with_pin(cast.house, after.device_token, person, pin)


def test_devices_are_listed_by_last_use_with_who_made_them_known(cast: Cast) -> None:
    first = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    cast.clock.move(minutes=5)
    own = signed_in(cast)
    cast.clock.move(minutes=5)
    person, pin = cast.physician.person_id, PINS["physician"]
    people.sign_in_with_pin(cast.house, first.device_token, person, pin)

    listed = devices.list_devices(cast.house, own)

    assert [one.id for one in listed] == [first.actor.device_id, own.device_id]
    assert (listed[0].registered_by, listed[0].used_at) == (cast.nurse.name, cast.clock.now)
    assert [one.own for one in listed] == [False, True]
    devices.revoke_device(cast.house, own, listed[0].id)
    assert [one.id for one in devices.list_devices(cast.house, own)] == [own.device_id]
    assert devices.list_devices(cast.house, cast.stranger) == ()


def test_a_program_has_a_person_of_its_own(cast: Cast) -> None:
    program = a_program(cast)
    signed_in(cast, "nurse")
    room = program_tokens.list_tokens(cast.house, cast.administrator)
    able = {known for known, _ in room.people}
    assert program in able
    assert cast.nurse.person_id not in able

    with pytest.raises(Conflict, match="signs in as"):
        token_for(cast, cast.administrator, cast.nurse.person_id)
    with pytest.raises(Conflict, match="signs in as"):  # new here, and no program
        token_for(cast, cast.administrator, cast.physician.person_id)
    made = token_for(cast, cast.administrator, program)

    acting = people.identify_token(cast.house, made.token)
    assert (acting.person_id, acting.only) == (program, SCOPES[Scope.READ])
    assert board.read_board(cast.house, acting).version > 0


def test_a_token_is_made_for_something_for_somebody_and_for_a_while(cast: Cast) -> None:
    program, keeper = a_program(cast), cast.administrator

    def make(person: str, days: int = 30, scopes: frozenset[Scope] = READ) -> object:
        new = NewToken("gateway", days, scopes)
        return program_tokens.create_program_token(cast.house, keeper, person, new)

    for days, scopes in ((0, READ), (367, READ), (30, frozenset[Scope]())):
        with pytest.raises(BadInput):
            make(program, days, scopes)
    with pytest.raises(BadInput):
        make(program, scopes=frozenset({Scope.AUDIT}))  # the program's person is a nurse
    with pytest.raises(NotFound):
        make("nobody")
    assert program_tokens.list_tokens(cast.house, keeper).tokens == ()


def test_the_last_use_is_seen_and_a_revoked_token_opens_nothing(cast: Cast) -> None:
    made = token_for(cast, cast.administrator, a_program(cast))
    people.create_token(cast.house, cast.nurse, "own", 30)

    def used() -> object:
        listed = program_tokens.list_tokens(cast.house, cast.administrator).tokens
        assert {one.name for one in listed} == {"gateway", "own"}
        return next(one.used_at for one in listed if one.id == made.id)

    assert used() is None
    people.identify_token(cast.house, made.token)
    first = cast.clock.now
    cast.clock.move(minutes=3)
    people.identify_token(cast.house, made.token)
    assert used() == first
    cast.clock.move(minutes=3)
    people.identify_token(cast.house, made.token)
    assert used() == cast.clock.now

    program_tokens.revoke_token(cast.house, cast.administrator, made.id)

    with pytest.raises(NotSignedIn):
        people.identify_token(cast.house, made.token)
    with pytest.raises(NotFound):
        program_tokens.revoke_token(cast.house, cast.administrator, made.id)
    with pytest.raises(NotFound):
        program_tokens.revoke_token(cast.house, cast.stranger, made.id)


def test_a_token_makes_no_other_and_nothing_kept_is_a_token(cast: Cast) -> None:
    program = a_program(cast)
    own = people.create_token(cast.house, cast.administrator, "own", 30)
    acting: Actor = people.identify_token(cast.house, own.token)
    with pytest.raises(NotPermitted, match="makes no other"):
        token_for(cast, acting, program)

    made = token_for(cast, cast.administrator, program)

    assert made.token not in str([str(entry) for entry in entries(cast)])
    assert made.token not in repr(program_tokens.list_tokens(cast.house, cast.administrator))
    assert Role.NURSE in people.identify_token(cast.house, made.token).roles
