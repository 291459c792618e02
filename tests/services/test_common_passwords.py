"""A common word with digits and signs around it guards nothing, wherever it is chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.access.roles import Role
from monitor.errors import BadInput, NotSignedIn
from monitor.services import founding, people, roster
from monitor.services.common_passwords import is_common
from monitor.services.own_secrets import OwnSecrets
from monitor.services.views import NewPerson
from monitor.store.vocabulary_files import shipped_common_words
from tests.people import ZONE, Cast
from tests.services.admin_acts import FRESH_PASSWORD, person
from tests.services.test_audit import entries

COMMON = [
    "Password2026!",
    "P@55w0rd!!",
    "pa$$word123",
    "Passw0rd1234",
    "1qwertyuiop1",
    "1234567890",
    "2026-11-26-17",
    "0987654321x",
    "aaaaaaaaaaaa",
    "abababababab",
    "LetMeIn.2026",
    "Ketamine#2026",
    "K3tam1n3 K3tam1n3",
    "Clinic-Clinic-1",
    "contraseña2026",
    "CONTRASENA-99",
    "poiuytrewq77",
    "lkjhgfdsa!!!",
    "qazwsx123456",
    "summer20262026",
    "!!!!iloveyou!!!!",
    "nurse.password",
    "w3lc0m3w3lc0m3",
]
UNCOMMON = [
    "a long pass phrase",
    "wood-early-north-7",
    "lamp-river-chair-9",
    "first door only 1",
    "k7#9fQ2$81zz",
    "passwordless ferry",
    "a phrase of my own",
    "nine quiet herons",
    "ночной поезд идёт",
]


@pytest.mark.parametrize("password", COMMON)
def test_a_word_with_digits_and_signs_around_it_is_common(password: str) -> None:
    assert is_common(password, shipped_common_words())


@pytest.mark.parametrize("password", UNCOMMON)
def test_what_nobody_would_try_first_is_not(password: str) -> None:
    assert not is_common(password, shipped_common_words())


def test_the_file_holds_some_hundred_words_as_they_are_compared() -> None:
    words = shipped_common_words()

    assert len(words) > 400
    assert {"password", "qwerty", "letmein", "ketamine", "clinic", "contrasena"} <= words
    assert all(word == word.casefold() and word.isalpha() for word in words)


def newcomer(password: str) -> NewPerson:
    return NewPerson("mvance", "Mora Vance", frozenset({Role.NURSE}), password)


@pytest.mark.parametrize(
    "password", ["Password2026!", "mvance-2026-", "Mora Vance 26", "v@nce-v4nce-1", "Elsewhere2026"]
)
def test_nobody_is_added_with_a_common_password_or_their_own_name(
    cast: Cast, password: str
) -> None:
    before = len(roster.read_roster(cast.house, cast.stranger))

    with pytest.raises(BadInput, match="first that anybody would try; nothing was saved") as told:
        people.add_person(cast.house, cast.stranger, newcomer(password))

    assert told.value.field == "password"
    assert "no common word, name or row of keys" in str(told.value.allowed)
    assert len(roster.read_roster(cast.house, cast.stranger)) == before
    assert password not in repr([entry.detail for entry in entries(cast)])


def test_an_administrator_sets_no_common_password(cast: Cast) -> None:
    seen = person(cast, cast.nurse)

    for password in ("Welcome-12345", "Nair-nair-2026"):
        with pytest.raises(BadInput, match="first that anybody would try"):
            roster.set_secrets(
                cast.house, cast.administrator, seen.id, password, None, seen.revision
            )

    assert person(cast, cast.nurse).revision == seen.revision


def test_ones_own_choice_is_no_common_password_either(cast: Cast) -> None:
    seen = person(cast, cast.nurse)
    roster.set_secrets(cast.house, cast.administrator, seen.id, FRESH_PASSWORD, None, seen.revision)

    with pytest.raises(BadInput, match="first that anybody would try") as told:
        people.sign_in_with_password(
            cast.house, "nurse", FRESH_PASSWORD, None, OwnSecrets("Ketamine2026!")
        )

    assert told.value.field == "new_password"
    with pytest.raises(NotSignedIn):
        people.sign_in_with_password(cast.house, "nurse", "Ketamine2026!")


def test_no_clinic_is_founded_on_its_own_name(cast: Cast) -> None:
    first = NewPerson("keeper", "K. Hale", frozenset({Role.ADMINISTRATOR}), "Larkspur 2026!")

    with pytest.raises(BadInput, match="first that anybody would try"):
        founding.found_clinic(cast.house, "Larkspur Clinic", ZONE, first)


def test_a_demonstration_keeps_the_passwords_of_its_readme(cast: Cast) -> None:
    demo = replace(cast.house, demo=True)

    with pytest.raises(BadInput):
        people.add_person(cast.house, cast.administrator, newcomer("demo-mora-2026"))
    assert people.add_person(demo, cast.administrator, newcomer("demo-mora-2026"))
