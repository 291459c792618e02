"""People are changed, deactivated and brought back; somebody can always administer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.access.audit import AuditAction
from monitor.errors import (
    BadInput,
    ChangedMeanwhile,
    Conflict,
    NotFound,
    NotPermitted,
    NotSignedIn,
)
from monitor.services import open_sign_ins, people, roster, sessions
from monitor.services.admin_views import PersonChange
from monitor.services.views import NewPerson
from tests.people import PASSWORD, PINS, Cast, is_said
from tests.services.acts import record
from tests.services.admin_acts import FRESH_PASSWORD, FRESH_PIN, person
from tests.services.roles import ADMINISTRATOR, NURSE, PHYSICIAN
from tests.services.test_audit import entries


def test_a_change_is_kept_counted_and_written_down_with_before_and_after(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    seen = person(cast, cast.physician)
    change = PersonChange("Dr A. Demo Rahman-Vey", PHYSICIAN | NURSE, " +1 (555)  010-0199 ")

    kept = roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    assert kept == person(cast, cast.physician)
    assert (kept.name, kept.roles, kept.phone, kept.revision) == (
        "Dr A. Demo Rahman-Vey",
        PHYSICIAN | NURSE,
        "+1 (555) 010-0199",
        seen.revision + 1,
    )
    last = entries(cast)[-1]
    assert (last.action, last.person_id, last.subject_id) == (
        AuditAction.PERSON_CHANGED,
        cast.administrator.person_id,
        seen.id,
    )
    assert last.detail["before"]["roles"] == ["physician"]
    assert last.detail["after"]["roles"] == ["nurse", "physician"]
    assert last.detail["after"]["phone"] == "+1 (555) 010-0199"
    assert last.detail["own"] is False


def test_roles_count_from_the_next_request_on(cast: Cast) -> None:
    token = people.sign_in_with_password(cast.house, "nurse", PASSWORD).sign_in_token
    seen = person(cast, cast.nurse)
    change = PersonChange(seen.name, PHYSICIAN)

    roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    assert people.identify(cast.house, token).roles == PHYSICIAN


def test_the_later_of_two_administrators_is_told_and_overwrites_nothing(cast: Cast) -> None:
    seen = person(cast, cast.nurse)
    first, second = PersonChange("P. Demo First", NURSE), PersonChange("P. Demo Second", NURSE)
    roster.change_person(cast.house, cast.administrator, seen.id, first, seen.revision)

    with pytest.raises(ChangedMeanwhile, match="changed by somebody else"):
        roster.change_person(cast.house, cast.administrator, seen.id, second, seen.revision)
    with pytest.raises(ChangedMeanwhile):
        roster.deactivate_person(cast.house, cast.administrator, seen.id, seen.revision)

    assert person(cast, cast.nurse).name == "P. Demo First"
    assert person(cast, cast.nurse).active


def test_whoever_is_deactivated_is_out_at_once_and_keeps_their_name(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("mobility", gait="steady"))
    signed_in = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    token = people.create_token(cast.house, cast.nurse, "feed", 30).token
    seen = person(cast, cast.nurse)

    roster.deactivate_person(cast.house, cast.administrator, seen.id, seen.revision)

    with pytest.raises(NotSignedIn):
        people.identify(cast.house, signed_in.sign_in_token)
    with pytest.raises(NotSignedIn):
        people.identify_token(cast.house, token)
    with pytest.raises(NotSignedIn, match="login or the password is wrong"):
        people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    with pytest.raises(NotSignedIn):
        people.sign_in_with_pin(cast.house, signed_in.device_token, seen.id, PINS["nurse"])
    assert seen.id not in {
        tile.person_id for tile in people.tiles(cast.house, signed_in.device_token).tiles
    }
    view = sessions.read_session(cast.house, cast.physician, session_id)
    assert {entry.person_name for entry in view.entries} == {cast.nurse.name}


def test_whoever_is_brought_back_signs_in_with_the_old_words_but_not_on_the_old_sign_in(
    cast: Cast,
) -> None:
    signed_in = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    seen = person(cast, cast.nurse)
    house, keeper = cast.house, cast.administrator
    away = roster.deactivate_person(house, keeper, seen.id, seen.revision)

    roster.bring_back_person(house, keeper, seen.id, away.revision)

    with pytest.raises(NotSignedIn):
        people.identify(house, signed_in.sign_in_token)
    assert people.sign_in_with_password(house, "nurse", PASSWORD).actor.roles == NURSE
    with pytest.raises(Conflict, match="at work already"):
        roster.bring_back_person(house, keeper, seen.id, away.revision + 1)


def test_an_access_token_of_whoever_was_deactivated_never_acts_again(cast_anywhere: Cast) -> None:
    house, keeper = cast_anywhere.house, cast_anywhere.administrator
    token = people.create_token(house, cast_anywhere.nurse, "feed", 30).token
    of_another = people.create_token(house, cast_anywhere.physician, "feed", 30).token
    seen = person(cast_anywhere, cast_anywhere.nurse)

    away = roster.deactivate_person(house, keeper, seen.id, seen.revision)
    roster.bring_back_person(house, keeper, seen.id, away.revision)

    with pytest.raises(NotSignedIn, match="not known"):
        people.identify_token(house, token)
    assert people.identify_token(house, of_another).person_id == cast_anywhere.physician.person_id


def test_the_last_administrator_is_neither_removed_nor_demoted(cast: Cast) -> None:
    house, keeper = cast.house, cast.administrator
    second = people.add_person(
        house, keeper, NewPerson("second", "S. Demo", ADMINISTRATOR, PASSWORD)
    )
    helper = replace(keeper, person_id=second)
    roster.deactivate_person(house, keeper, second, 1)
    seen = person(cast, keeper)

    with pytest.raises(Conflict, match="last administrator"):
        roster.change_person(house, keeper, seen.id, PersonChange(seen.name, NURSE), seen.revision)
    with pytest.raises(Conflict, match="last administrator"):
        roster.deactivate_person(house, helper, seen.id, seen.revision)
    roster.bring_back_person(house, keeper, second, 2)
    with pytest.raises(Conflict, match="Nobody deactivates themselves"):
        roster.deactivate_person(house, keeper, seen.id, seen.revision)
    demoted = roster.change_person(
        house, keeper, seen.id, PersonChange(seen.name, NURSE), seen.revision
    )
    assert demoted.roles == NURSE


def test_raising_ones_own_rights_stands_out_in_the_audit(cast: Cast) -> None:
    seen = person(cast, cast.administrator)
    change = PersonChange(seen.name, ADMINISTRATOR | PHYSICIAN)

    roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    last = entries(cast)[-1]
    assert (last.action, last.detail["own"]) == (AuditAction.OWN_RIGHTS_CHANGED, True)
    assert last.detail["after"]["roles"] == ["administrator", "physician"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (PersonChange("", NURSE), "name"),
        (PersonChange("   ", NURSE), "name"),
        (PersonChange("x" * 201, NURSE), "name"),
        (PersonChange("\u202egnisrever", NURSE), "name"),
        (PersonChange("half \ud800", NURSE), "name"),
        (PersonChange("N. Demo", frozenset()), "roles"),
        (PersonChange("N. Demo", NURSE, "call me"), "phone"),
        (PersonChange("N. Demo", NURSE, "1"), "phone"),
        (PersonChange("N. Demo", NURSE, "5" * 41), "phone"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_nothing_is_kept(
    cast: Cast, change: PersonChange, field: str
) -> None:
    seen = person(cast, cast.nurse)

    with pytest.raises(BadInput) as refused:
        roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)

    assert refused.value.field == field
    assert refused.value.allowed
    assert person(cast, cast.nurse) == seen


@pytest.mark.parametrize("name", ['<b>Nora</b> & "Co"', "نورة الحسن", "Zoë 🌷 Ødegård", "x" * 200])
def test_names_are_taken_as_typed(cast: Cast, name: str) -> None:
    seen = person(cast, cast.nurse)

    kept = roster.change_person(
        cast.house, cast.administrator, seen.id, PersonChange(name, NURSE), seen.revision
    )

    assert kept.name == name


@pytest.mark.parametrize("login", ["NURSE", " Nurse ", "nurse", "Stranger"])
def test_a_login_is_the_same_in_whatever_letter_case(cast: Cast, login: str) -> None:
    with pytest.raises(Conflict) as refused:
        people.add_person(
            cast.house, cast.administrator, NewPerson(login, "N. Demo", NURSE, PASSWORD)
        )
    assert refused.value.field == "login"


def test_the_login_of_a_deactivated_person_stays_theirs(cast: Cast) -> None:
    seen = person(cast, cast.nurse)
    roster.deactivate_person(cast.house, cast.administrator, seen.id, seen.revision)

    with pytest.raises(Conflict, match="taken"):
        people.add_person(
            cast.house, cast.administrator, NewPerson("nurse", "N. Demo", NURSE, PASSWORD)
        )


def test_setting_secrets_ends_the_sign_ins_of_that_person_alone(cast: Cast) -> None:
    nurse = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    other = people.sign_in_with_password(cast.house, "nurse_too", PASSWORD)
    seen = person(cast, cast.nurse)

    kept = roster.set_secrets(
        cast.house, cast.administrator, seen.id, FRESH_PASSWORD, FRESH_PIN, seen.revision
    )

    assert (kept.password_temporary, kept.pin_temporary) == (True, True)
    with pytest.raises(NotSignedIn):
        people.identify(cast.house, nurse.sign_in_token)
    assert people.identify(cast.house, other.sign_in_token) == other.actor
    told = repr(entries(cast)[-1].detail)
    assert FRESH_PASSWORD not in told
    assert not is_said(FRESH_PIN, told)
    assert "argon2" not in told


def test_an_administrator_stays_signed_in_over_their_own_new_password(cast: Cast) -> None:
    own = people.sign_in_with_password(cast.house, "administrator", PASSWORD)
    elsewhere = people.sign_in_with_password(cast.house, "administrator", PASSWORD)
    seen = person(cast, cast.administrator)

    roster.set_secrets(cast.house, own.actor, seen.id, FRESH_PASSWORD, None, seen.revision)

    assert people.identify(cast.house, own.sign_in_token) == own.actor
    with pytest.raises(NotSignedIn):
        people.identify(cast.house, elsewhere.sign_in_token)


@pytest.mark.parametrize(
    ("password", "pin", "field"),
    [
        (None, None, "password"),
        ("short", None, "password"),
        ("x" * 201, None, "password"),
        (None, "123", "pin"),
        (None, "12345", "pin"),
        (None, "12a4", "pin"),
        (None, "٤٧١١", "pin"),
        (None, "0000", "pin"),
        (None, "7777", "pin"),
        (None, "1234", "pin"),
        (None, "4321", "pin"),
        (None, "8901", "pin"),
        (None, "2109", "pin"),
        (FRESH_PASSWORD, "1111", "pin"),
    ],
)
def test_a_password_or_pin_that_anybody_would_guess_is_refused_whole(
    cast: Cast, password: str | None, pin: str | None, field: str
) -> None:
    seen = person(cast, cast.nurse)

    with pytest.raises(BadInput) as refused:
        roster.set_secrets(cast.house, cast.administrator, seen.id, password, pin, seen.revision)

    assert refused.value.field == field
    assert person(cast, cast.nurse) == seen
    assert people.sign_in_with_password(cast.house, "nurse", PASSWORD)


def test_sign_ins_are_seen_and_ended(cast: Cast) -> None:
    nurse = people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    keeper = people.sign_in_with_password(cast.house, "administrator", PASSWORD)
    people.sign_in_with_password(cast.house, "stranger", PASSWORD)

    seen = open_sign_ins.list_sign_ins(cast.house, keeper.actor)

    assert {(one.name, one.own) for one in seen} == {
        (cast.nurse.name, False),
        (cast.administrator.name, True),
    }
    open_sign_ins.end_sign_in(cast.house, keeper.actor, str(nurse.actor.sign_in_id))
    with pytest.raises(NotSignedIn):
        people.identify(cast.house, nurse.sign_in_token)
    with pytest.raises(NotFound):
        open_sign_ins.end_sign_in(cast.house, keeper.actor, str(nurse.actor.sign_in_id))
    assert [one.own for one in open_sign_ins.list_sign_ins(cast.house, keeper.actor)] == [True]
    assert entries(cast)[-1].action == AuditAction.SIGN_IN_ENDED


def test_a_sign_in_that_lies_idle_is_not_listed(cast: Cast) -> None:
    people.sign_in_with_password(cast.house, "nurse", PASSWORD)
    cast.clock.move(seconds=cast.house.idle_after.total_seconds() + 1)

    assert open_sign_ins.list_sign_ins(cast.house, cast.administrator) == ()


def test_somebody_of_another_clinic_sees_only_their_own_people(cast: Cast) -> None:
    seen = roster.read_roster(cast.house, cast.stranger)

    assert [one.name for one in seen] == [cast.stranger.name]


def test_an_administrator_without_another_role_still_decides_nothing_clinical(cast: Cast) -> None:
    session_id = cast.start().head.id
    with pytest.raises(NotPermitted):
        sessions.read_session(cast.house, cast.administrator, session_id)
