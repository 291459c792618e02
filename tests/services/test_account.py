"""One's own account: password and PIN changed with the password, own sign-ins seen and ended."""

from __future__ import annotations

import pytest

from monitor.access.actor import Actor
from monitor.errors import BadInput, NotFound, NotPermitted, NotSignedIn, TooManyTries
from monitor.services import account, open_sign_ins, people, tablets
from monitor.services.views import SignedIn
from tests.people import PASSWORD, PINS, Cast, is_said
from tests.services.admin_acts import signed_in
from tests.services.test_audit import entries

OWN_PASSWORD, OWN_PIN = "a phrase of my own", "8264"


def enter(cast: Cast, login: str = "nurse", password: str = PASSWORD) -> SignedIn:
    return people.sign_in_with_password(cast.house, login, password)


def here(cast: Cast, made: SignedIn) -> Actor:
    return people.identify(cast.house, made.sign_in_token)


def is_open(cast: Cast, made: SignedIn) -> bool:
    try:
        here(cast, made)
    except NotSignedIn:
        return False
    return True


def told(cast: Cast, action: str) -> list[object]:
    found = [entry.detail for entry in entries(cast) if entry.action == action]
    return [{key: said for key, said in one.items() if key != "rows"} for one in found]


def test_a_changed_password_ends_the_others_and_leaves_the_one_in_hand(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    mine, elsewhere, colleague = enter(cast), enter(cast), enter(cast, "physician")

    ended = account.change_own_password(cast.house, here(cast, mine), PASSWORD, OWN_PASSWORD)

    assert ended == 1
    assert [is_open(cast, one) for one in (mine, elsewhere, colleague)] == [True, False, True]
    with pytest.raises(NotSignedIn, match="wrong"):
        enter(cast)
    assert enter(cast, password=OWN_PASSWORD)
    assert told(cast, "people:secret:choose") == [{"password": True, "pin": False, "ended": 1}]
    kept = repr([(entry.action, entry.detail) for entry in entries(cast)])
    assert OWN_PASSWORD not in kept
    assert PASSWORD not in kept


def test_a_changed_pin_signs_and_the_old_one_does_not(cast: Cast) -> None:
    mine, elsewhere = enter(cast), enter(cast)

    assert account.change_own_pin(cast.house, here(cast, mine), PASSWORD, OWN_PIN) == 1

    assert not is_open(cast, elsewhere)
    person = cast.nurse.person_id
    with pytest.raises(NotSignedIn, match="The PIN is wrong"):
        people.sign_in_with_pin(cast.house, mine.device_token, person, PINS["nurse"])
    assert people.sign_in_with_pin(cast.house, mine.device_token, person, OWN_PIN)
    assert not is_said(OWN_PIN, repr([entry.detail for entry in entries(cast)]))


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("short", "too short"),
        ("password1234", "first that anybody would try"),
        (PASSWORD, "the password you have"),
        ("x" * 201, "too long"),
    ],
)
def test_a_new_password_that_is_none_changes_nothing(cast: Cast, new: str, why: str) -> None:
    elsewhere, who = enter(cast), signed_in(cast, "nurse")

    with pytest.raises(BadInput, match=why) as refused:
        account.change_own_password(cast.house, who, PASSWORD, new)

    assert refused.value.field == "new_password"
    assert is_open(cast, elsewhere)
    assert enter(cast)
    assert told(cast, "people:secret:choose") == []


@pytest.mark.parametrize("new", ["1234", "12", "abcd", PINS["nurse"]])
def test_a_new_pin_that_is_none_changes_nothing(cast: Cast, new: str) -> None:
    who = signed_in(cast, "nurse")

    with pytest.raises(BadInput) as refused:
        account.change_own_pin(cast.house, who, PASSWORD, new)

    assert refused.value.field == "new_pin"
    assert told(cast, "people:secret:choose") == []


def test_wrong_passwords_are_written_down_and_slowed_as_at_the_door(cast: Cast) -> None:
    mine = enter(cast)
    who = here(cast, mine)
    for _ in range(5):
        with pytest.raises(NotPermitted, match="The password is wrong; nothing was changed"):
            account.change_own_password(cast.house, who, "not this one", OWN_PASSWORD)

    with pytest.raises(TooManyTries):
        account.change_own_password(cast.house, who, PASSWORD, OWN_PASSWORD)
    with pytest.raises(TooManyTries):
        account.change_own_pin(cast.house, who, PASSWORD, OWN_PIN)
    with pytest.raises(TooManyTries):
        enter(cast)
    assert len(told(cast, "people:sign_in:refuse")) == 5
    cast.clock.move(minutes=1)
    assert account.change_own_password(cast.house, who, PASSWORD, OWN_PASSWORD) == 0


def test_the_pin_alone_changes_nothing(cast: Cast) -> None:
    who = signed_in(cast, "nurse")

    with pytest.raises(NotPermitted, match="password is wrong"):
        account.change_own_pin(cast.house, who, PINS["nurse"], OWN_PIN)


def test_ones_own_sign_ins_are_seen_and_nobody_elses(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    elsewhere = enter(cast)
    cast.clock.move(minutes=3)
    mine, _colleague = enter(cast), enter(cast, "physician")
    device = str(elsewhere.actor.device_id)
    tablets.name_tablet(cast.house, cast.administrator, device, "Window side", "")

    listed = account.list_own_sign_ins(cast.house, here(cast, mine))

    assert [one.id for one in listed] == [mine.actor.sign_in_id, elsewhere.actor.sign_in_id]
    assert [one.own for one in listed] == [True, False]
    assert {one.person_id for one in listed} == {cast.nurse.person_id}
    assert listed[1].device_name == "Window side"
    assert (listed[0].began_at - listed[1].seen_at).total_seconds() == 180


def test_one_or_all_others_are_ended_and_never_a_colleagues(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    mine, first, second, third = (enter(cast) for _ in range(4))
    colleague = enter(cast, "physician")
    who = here(cast, mine)

    account.end_own_sign_in(cast.house, who, str(first.actor.sign_in_id))
    with pytest.raises(NotFound, match="no such sign-in any more"):
        account.end_own_sign_in(cast.house, who, str(first.actor.sign_in_id))
    with pytest.raises(NotFound, match="no such sign-in any more"):
        account.end_own_sign_in(cast.house, who, str(colleague.actor.sign_in_id))
    assert [is_open(cast, one) for one in (mine, first, second, third)] == [True, False, True, True]

    assert account.end_other_sign_ins(cast.house, who) == 2
    assert [is_open(cast, one) for one in (mine, second, third, colleague)] == [
        True, False, False, True,
    ]  # fmt: skip
    assert [one["ended"] for one in told(cast, "people:sign_in:end_own")] == [1, 2]  # type: ignore[index]
    left = open_sign_ins.list_sign_ins(cast.house, cast.administrator)
    assert {one.id for one in left} == {mine.actor.sign_in_id, colleague.actor.sign_in_id}


def test_an_access_token_keeps_no_account(cast: Cast) -> None:
    made = people.create_token(cast.house, cast.nurse, "feed", 30)
    who = people.identify_token(cast.house, made.token)

    for act in (
        lambda: account.change_own_password(cast.house, who, PASSWORD, OWN_PASSWORD),
        lambda: account.change_own_pin(cast.house, who, PASSWORD, OWN_PIN),
        lambda: account.list_own_sign_ins(cast.house, who),
        lambda: account.end_own_sign_in(cast.house, who, "x"),
        lambda: account.end_other_sign_ins(cast.house, who),
    ):
        with pytest.raises(NotPermitted, match="An access token keeps no account"):
            act()
    assert enter(cast)
