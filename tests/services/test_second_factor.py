"""A second factor: asked for after the password, good once, counted, demanded, taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from monitor.access.roles import Role
from monitor.errors import (
    BadInput,
    ChooseOwn,
    Conflict,
    NotPermitted,
    NotSignedIn,
    SecondFactorAsked,
    SecondFactorDemanded,
    TooManyTries,
)
from monitor.services import clinic, people, roster, second_factor, totp
from monitor.services.factor_asked import RECOVERY_CODES, NewFactor
from monitor.services.own_secrets import OwnSecrets
from monitor.services.views import SignedIn
from tests.people import PASSWORD, PINS, Cast
from tests.services.admin_acts import FRESH_PASSWORD, person
from tests.services.test_audit import entries


def sign_in(cast: Cast, code: str | None = None, device: str | None = None) -> SignedIn:
    return people.sign_in_with_password(cast.house, "nurse", PASSWORD, device, code=code)


def code_now(cast: Cast, factor: NewFactor, later: int = 0) -> str:
    return totp.code_of(factor.secret, totp.step_at(cast.clock.now) + later)


def set_up(cast: Cast) -> NewFactor:
    """Give the nurse a second factor, and let the clock reach the next code."""
    factor = second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    second_factor.confirm_second_factor(cast.house, cast.nurse, code_now(cast, factor))
    cast.clock.move(seconds=30)
    return factor


def demand(cast: Cast, *roles: Role) -> None:
    seen = clinic.read_clinic_settings(cast.house, cast.administrator).revision
    second_factor.demand_second_factor(cast.house, cast.administrator, roles, seen)


def test_it_is_asked_for_after_the_password_and_a_code_is_good_once(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = set_up(cast)

    with pytest.raises(SecondFactorAsked) as told:
        sign_in(cast)
    assert told.value.field == "code"
    with pytest.raises(NotSignedIn, match="login or the password is wrong"):
        people.sign_in_with_password(
            cast.house, "nurse", "not this one", code=code_now(cast, factor)
        )
    assert sign_in(cast, code_now(cast, factor)).actor.person_id == cast.nurse.person_id
    with pytest.raises(NotSignedIn, match="used already"):
        sign_in(cast, code_now(cast, factor))
    cast.clock.move(seconds=30)
    assert sign_in(cast, f" {code_now(cast, factor)[:3]} {code_now(cast, factor)[3:]}")


def test_the_code_that_confirmed_it_opens_no_door(cast: Cast) -> None:
    factor = second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    code = code_now(cast, factor)
    second_factor.confirm_second_factor(cast.house, cast.nurse, code)

    with pytest.raises(NotSignedIn, match="used already"):
        sign_in(cast, code)


def test_until_it_is_confirmed_nothing_is_asked_for(cast: Cast) -> None:
    second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)

    with pytest.raises(BadInput, match="The code is wrong"):
        second_factor.confirm_second_factor(cast.house, cast.nurse, "000000x")

    assert sign_in(cast)
    assert second_factor.read_second_factor(cast.house, cast.nurse).set_up_at is None
    assert not person(cast, cast.nurse).has_second_factor


def test_a_pin_on_a_known_device_asks_for_none_and_a_new_device_does(cast: Cast) -> None:
    device = sign_in(cast).device_token
    factor = set_up(cast)

    assert people.sign_in_with_pin(cast.house, device, cast.nurse.person_id, PINS["nurse"])
    with pytest.raises(SecondFactorAsked):
        sign_in(cast)
    with pytest.raises(SecondFactorAsked):
        sign_in(cast, device=device)
    assert sign_in(cast, code_now(cast, factor))


def test_each_recovery_code_opens_the_door_once(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = set_up(cast)
    assert len(set(factor.recovery_codes)) == RECOVERY_CODES

    assert sign_in(cast, factor.recovery_codes[0])
    with pytest.raises(NotSignedIn, match="used already"):
        sign_in(cast, factor.recovery_codes[0])
    assert sign_in(cast, factor.recovery_codes[1].lower().replace("-", " "))

    assert second_factor.read_second_factor(cast.house, cast.nurse).codes_left == 8
    used = [one for one in entries(cast) if one.action == "people:recovery_code:use"]
    assert [one.detail["left"] for one in used] == [9, 8]


def test_wrong_codes_are_counted_and_slowed_like_wrong_passwords(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = set_up(cast)

    for _ in range(5):
        with pytest.raises(NotSignedIn, match="The code is wrong"):
            sign_in(cast, "ABCD-EFGH")
    with pytest.raises(TooManyTries):
        sign_in(cast, code_now(cast, factor))
    with pytest.raises(TooManyTries):
        sign_in(cast)

    cast.clock.move(seconds=31)
    assert sign_in(cast, code_now(cast, factor))
    refused = [one for one in entries(cast) if one.action == "people:second_factor:refuse"]
    assert {one.subject_id for one in refused} == {cast.nurse.person_id}
    assert len(refused) == 5


def test_the_password_alone_forgives_no_wrong_code(cast: Cast) -> None:
    set_up(cast)

    for _ in range(5):
        with pytest.raises(NotSignedIn, match="The code is wrong"):
            sign_in(cast, "000000x")
        with pytest.raises((SecondFactorAsked, TooManyTries)):
            sign_in(cast)

    with pytest.raises(TooManyTries):
        sign_in(cast)


def test_asking_for_the_code_counts_as_no_wrong_try(cast: Cast) -> None:
    factor = set_up(cast)

    for _ in range(12):
        with pytest.raises(SecondFactorAsked):
            sign_in(cast)

    assert sign_in(cast, code_now(cast, factor))


def test_a_role_of_whom_it_is_demanded_sets_one_up_at_the_next_password(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    device = sign_in(cast).device_token
    demand(cast, Role.NURSE, Role.ADMINISTRATOR)

    assert people.sign_in_with_pin(cast.house, device, cast.nurse.person_id, PINS["nurse"])
    with pytest.raises(SecondFactorDemanded):
        sign_in(cast)
    with pytest.raises(NotSignedIn, match="login or the password is wrong"):
        people.begin_demanded_factor(cast.house, "nurse", "not this one")
    factor = people.begin_demanded_factor(cast.house, "nurse", PASSWORD)
    with pytest.raises(SecondFactorDemanded):
        sign_in(cast)
    with pytest.raises(NotSignedIn, match="The code is wrong"):
        sign_in(cast, "000000x")
    with pytest.raises(NotSignedIn, match="The code is wrong"):
        sign_in(cast, factor.recovery_codes[0])

    assert sign_in(cast, code_now(cast, factor))
    assert person(cast, cast.nurse).has_second_factor
    with pytest.raises(SecondFactorAsked):
        sign_in(cast)
    assert people.sign_in_with_password(cast.house, "physician", PASSWORD)


def _refused(cast: Cast) -> int:
    action = "people:second_factor:refuse"
    told = [one.subject_id for one in entries(cast) if one.action == action]
    assert set(told) <= {cast.nurse.person_id}
    return len(told)


def test_wrong_first_codes_at_ones_own_set_up_are_slowed(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    for _ in range(5):
        with pytest.raises(BadInput, match="The code is wrong"):
            second_factor.confirm_second_factor(cast.house, cast.nurse, "000000x")
    assert _refused(cast) == 5

    for _ in range(2):  # not even a right one is looked at, and waiting costs no further try
        with pytest.raises(TooManyTries):
            second_factor.confirm_second_factor(cast.house, cast.nurse, code_now(cast, factor))
    with pytest.raises(TooManyTries):
        second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    with pytest.raises(TooManyTries):
        sign_in(cast)
    assert second_factor.read_second_factor(cast.house, cast.nurse).set_up_at is None

    cast.clock.move(seconds=31)
    view = second_factor.confirm_second_factor(cast.house, cast.nurse, code_now(cast, factor))
    assert view.set_up_at == cast.clock.now
    assert _refused(cast) == 5


def test_each_further_wrong_first_code_waits_longer(cast: Cast) -> None:
    second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    looked_at = 0
    for _ in range(600):  # ten minutes, a try each second
        try:
            second_factor.confirm_second_factor(cast.house, cast.nurse, "000000x")
        except BadInput:
            looked_at += 1
        except TooManyTries:
            pass
        cast.clock.move(seconds=1)

    assert looked_at == 9  # five at once, then after 30 s, 1, 2 and 4 min


def test_a_right_first_code_forgives_itself_and_no_wrong_one(cast: Cast) -> None:
    factor = second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    for _ in range(4):
        with pytest.raises(BadInput):
            second_factor.confirm_second_factor(cast.house, cast.nurse, "000000x")
    second_factor.confirm_second_factor(cast.house, cast.nurse, code_now(cast, factor))

    with pytest.raises(NotPermitted, match="The password is wrong"):
        second_factor.take_own_second_factor(cast.house, cast.nurse, "not this one")
    with pytest.raises(TooManyTries):
        second_factor.take_own_second_factor(cast.house, cast.nurse, PASSWORD)


def test_a_code_for_which_nothing_is_being_set_up_is_no_try(cast: Cast) -> None:
    for _ in range(8):
        with pytest.raises(Conflict, match="No second factor is being set up"):
            second_factor.confirm_second_factor(cast.house, cast.nurse, "000000x")

    factor = set_up(cast)
    for _ in range(8):
        with pytest.raises(Conflict, match="No second factor is being set up"):
            second_factor.confirm_second_factor(cast.house, cast.nurse, code_now(cast, factor))
    assert _refused(cast) == 0
    assert sign_in(cast, code_now(cast, factor))


def test_wrong_first_codes_at_the_door_are_slowed_too(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    demand(cast, Role.NURSE)
    factor = people.begin_demanded_factor(cast.house, "nurse", PASSWORD)
    for _ in range(5):
        with pytest.raises(NotSignedIn, match="The code is wrong"):
            sign_in(cast, "000000x")
    assert _refused(cast) == 5

    with pytest.raises(TooManyTries):
        sign_in(cast, code_now(cast, factor))
    with pytest.raises(TooManyTries):
        people.begin_demanded_factor(cast.house, "nurse", PASSWORD)
    cast.clock.move(seconds=31)

    assert sign_in(cast, code_now(cast, factor))


def test_where_none_is_demanded_none_begins_at_the_door(cast: Cast) -> None:
    with pytest.raises(Conflict, match="No second factor is demanded"):
        people.begin_demanded_factor(cast.house, "nurse", PASSWORD)

    set_up(cast)
    demand(cast, Role.NURSE)
    with pytest.raises(SecondFactorAsked):
        people.begin_demanded_factor(cast.house, "nurse", PASSWORD)


def test_with_a_password_of_somebody_else_ones_own_is_chosen_after_the_code(cast: Cast) -> None:
    factor = set_up(cast)
    seen = person(cast, cast.nurse)
    roster.set_secrets(cast.house, cast.administrator, seen.id, FRESH_PASSWORD, None, seen.revision)

    def enter(code: str | None, own: OwnSecrets) -> SignedIn:
        return people.sign_in_with_password(cast.house, "nurse", FRESH_PASSWORD, None, own, code)

    with pytest.raises(SecondFactorAsked):
        enter(None, OwnSecrets("a phrase of my own"))
    with pytest.raises(ChooseOwn):
        enter(code_now(cast, factor), OwnSecrets())
    assert enter(code_now(cast, factor), OwnSecrets("a phrase of my own"))


def test_ones_own_is_taken_away_with_the_password(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    set_up(cast)

    with pytest.raises(NotPermitted, match="password is wrong; nothing was changed"):
        second_factor.take_own_second_factor(cast.house, cast.nurse, "not this one")
    with pytest.raises(Conflict, match="already"):
        second_factor.begin_second_factor(cast.house, cast.nurse, PASSWORD)
    with pytest.raises(SecondFactorAsked):
        sign_in(cast)

    second_factor.take_own_second_factor(cast.house, cast.nurse, PASSWORD)
    assert sign_in(cast)
    with pytest.raises(Conflict, match="You have no second factor"):
        second_factor.take_own_second_factor(cast.house, cast.nurse, PASSWORD)
    told = next(one for one in entries(cast) if one.action == "people:second_factor:take_away")
    assert told.detail == {"own": True}


def test_an_administrator_takes_a_lost_one_away(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    factor = set_up(cast)
    seen = person(cast, cast.nurse)
    assert seen.has_second_factor

    after = roster.take_second_factor(cast.house, cast.administrator, seen.id, seen.revision)
    assert not after.has_second_factor
    assert sign_in(cast)
    assert sign_in(cast, factor.recovery_codes[0]), "without a factor no code is looked at"
    with pytest.raises(Conflict, match="has no second factor"):
        roster.take_second_factor(cast.house, cast.administrator, seen.id, after.revision)
    told = [one for one in entries(cast) if one.action == "people:second_factor:take_away"]
    assert told[0].person_id == cast.administrator.person_id
    assert told[0].detail["before"]["second_factor"] is True


def test_an_access_token_changes_no_second_factor(cast: Cast) -> None:
    token = replace(cast.nurse, token_id="a token")

    with pytest.raises(NotPermitted, match="access token changes no second factor"):
        second_factor.begin_second_factor(cast.house, token, PASSWORD)


def test_no_secret_and_no_code_stands_in_the_audit_and_codes_only_as_hashes(cast: Cast) -> None:
    factor = set_up(cast)
    sign_in(cast, factor.recovery_codes[0])
    code = code_now(cast, factor)
    sign_in(cast, code)

    told = repr([tuple(one) for one in entries(cast)])
    secrets = [factor.secret, code, *factor.recovery_codes]
    assert not [one for one in secrets if one in told or one.replace("-", "") in told]
    with cast.house.engine.connect() as connection:
        kept = repr(connection.execute(text("SELECT * FROM recovery_codes")).all())
    plain = [one.replace("-", "") for one in factor.recovery_codes]
    assert kept.count(cast.nurse.person_id) == RECOVERY_CODES - 1
    assert not [one for one in plain if one in kept]


def test_a_recovery_code_is_too_long_to_be_guessed_from_its_hash(cast: Cast) -> None:
    """Of each letter of base 32 five bits: the standard asks for 112 where the hash is fast."""
    for code in set_up(cast).recovery_codes:
        letters = code.replace("-", "")
        assert len(letters) * 5 >= 112
        assert set(letters) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def test_another_clinics_demand_is_its_own(cast: Cast) -> None:
    demand(cast, Role.NURSE)

    assert people.sign_in_with_password(cast.house, "stranger", PASSWORD)
