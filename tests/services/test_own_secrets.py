"""A password or PIN that somebody else set opens one door: the one to choosing one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from monitor.access.roles import Role
from monitor.errors import BadInput, ChooseOwn, NotPermitted, NotSignedIn
from monitor.services import discharge, people, roster, secrets
from monitor.services.own_secrets import OwnSecrets
from monitor.services.views import NewPerson, SignedIn
from tests.people import PASSWORD, PINS, Cast
from tests.services.acts import make_ready
from tests.services.admin_acts import FRESH_PASSWORD, FRESH_PIN, person
from tests.services.test_audit import entries

OWN_PASSWORD, OWN_PIN = "a phrase of my own", "8264"


def set_for_nurse(
    cast: Cast, password: str | None = FRESH_PASSWORD, pin: str | None = None
) -> None:
    seen = person(cast, cast.nurse)
    roster.set_secrets(cast.house, cast.administrator, seen.id, password, pin, seen.revision)


def sign_in(cast: Cast, own: OwnSecrets | None = None, password: str = FRESH_PASSWORD) -> SignedIn:
    return people.sign_in_with_password(cast.house, "nurse", password, None, own or OwnSecrets())


def test_a_password_set_by_somebody_else_signs_in_only_with_ones_own(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    set_for_nurse(cast)

    with pytest.raises(ChooseOwn) as refused:
        sign_in(cast)
    assert refused.value.field == "new_password"
    assert sign_in(cast, OwnSecrets(OWN_PASSWORD)).actor.person_id == cast.nurse.person_id

    with pytest.raises(NotSignedIn, match="wrong"):
        sign_in(cast)
    assert sign_in(cast, password=OWN_PASSWORD)
    assert "people:secret:choose" in [entry.action for entry in entries(cast)]
    assert OWN_PASSWORD not in repr([entry.detail for entry in entries(cast)])


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen while the next password or PIN is being looked at."""
    look = secrets.fits

    def slowly(hasher: PasswordHasher, kept: str | None, said: str) -> bool:
        monkeypatch.undo()
        act()
        return look(hasher, kept, said)

    monkeypatch.setattr("monitor.services.sign_in.fits", slowly)


def test_a_password_set_by_somebody_else_is_good_for_one_of_two_at_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_for_nurse(cast)
    meanwhile(monkeypatch, lambda: sign_in(cast, OwnSecrets(OWN_PASSWORD)))

    with pytest.raises(NotSignedIn, match="wrong"):
        sign_in(cast, OwnSecrets("a phrase of another"))

    assert sign_in(cast, password=OWN_PASSWORD)


def test_whoever_is_deactivated_while_their_pin_is_looked_at_stays_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = sign_in(cast, password=PASSWORD).device_token
    seen = person(cast, cast.nurse)
    house, keeper = cast.house, cast.administrator
    meanwhile(monkeypatch, lambda: roster.deactivate_person(house, keeper, seen.id, seen.revision))

    with pytest.raises(NotSignedIn, match="cannot sign in with a PIN"):
        people.sign_in_with_pin(house, device, seen.id, PINS["nurse"])


def test_a_new_person_chooses_both_at_once_or_neither(cast: Cast) -> None:
    new = NewPerson(
        "newcomer", "N. Demo", frozenset({Role.NURSE}), PASSWORD, FRESH_PIN, temporary=True
    )
    people.add_person(cast.house, cast.administrator, new)

    def enter(own: OwnSecrets) -> SignedIn:
        return people.sign_in_with_password(cast.house, "newcomer", PASSWORD, None, own)

    for given, missing in (
        (OwnSecrets(), "new_password, new_pin"),
        (OwnSecrets(OWN_PASSWORD), "new_pin"),
        (OwnSecrets(None, OWN_PIN), "new_password"),
    ):
        with pytest.raises(ChooseOwn) as refused:
            enter(given)
        assert refused.value.field == missing
    signed_in = enter(OwnSecrets(OWN_PASSWORD, OWN_PIN))

    device, nurse = signed_in.device_token, signed_in.actor.person_id
    assert people.sign_in_with_pin(cast.house, device, nurse, OWN_PIN)


@pytest.mark.parametrize(
    ("own", "field"),
    [
        (OwnSecrets("short", OWN_PIN), "new_password"),
        (OwnSecrets(FRESH_PASSWORD, OWN_PIN), "new_password"),
        (OwnSecrets(OWN_PASSWORD, "1234"), "new_pin"),
        (OwnSecrets(OWN_PASSWORD, FRESH_PIN), "new_pin"),
    ],
)
def test_what_somebody_else_knows_or_guesses_is_no_choice(
    cast: Cast, own: OwnSecrets, field: str
) -> None:
    set_for_nurse(cast, pin=FRESH_PIN)

    with pytest.raises(BadInput) as refused:
        sign_in(cast, own)

    assert refused.value.field == field
    assert person(cast, cast.nurse).password_temporary
    assert person(cast, cast.nurse).pin_temporary


def test_right_tries_that_choose_nothing_do_not_lock_the_door(cast: Cast) -> None:
    set_for_nurse(cast)
    for _ in range(8):
        with pytest.raises(ChooseOwn):
            sign_in(cast)

    assert sign_in(cast, OwnSecrets(OWN_PASSWORD))


def test_a_pin_set_by_somebody_else_opens_a_known_tablet_once(cast: Cast) -> None:
    device = people.sign_in_with_password(cast.house, "physician", PASSWORD).device_token
    set_for_nurse(cast, None, FRESH_PIN)
    nurse = cast.nurse.person_id

    with pytest.raises(ChooseOwn) as refused:
        people.sign_in_with_pin(cast.house, device, nurse, FRESH_PIN)
    assert refused.value.field == "new_pin"
    assert people.sign_in_with_pin(cast.house, device, nurse, FRESH_PIN, OWN_PIN)

    assert people.sign_in_with_pin(cast.house, device, nurse, OWN_PIN)
    with pytest.raises(NotSignedIn):
        people.sign_in_with_pin(cast.house, device, nurse, FRESH_PIN)


def test_a_pin_opens_nothing_while_the_password_is_somebody_elses(cast: Cast) -> None:
    device = people.sign_in_with_password(cast.house, "physician", PASSWORD).device_token
    set_for_nurse(cast)

    with pytest.raises(NotSignedIn, match="set anew"):
        people.sign_in_with_pin(cast.house, device, cast.nurse.person_id, PINS["nurse"])


def test_a_pin_that_somebody_else_knows_signs_nothing(cast: Cast) -> None:
    session_id = cast.start().head.id
    make_ready(cast, session_id)
    set_for_nurse(cast, None, FRESH_PIN)

    with pytest.raises(NotPermitted, match="set by somebody else"):
        discharge.sign(cast.house, cast.nurse, session_id, FRESH_PIN)
