from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from monitor.access.roles import Role
from monitor.errors import BadInput, Conflict, NotFound, NotPermitted, NotSignedIn, TooManyTries
from monitor.services import people, roster, sessions
from monitor.services.admin_views import PersonChange
from monitor.services.founding import console_actor, found_clinic, is_founded
from monitor.services.views import NewPerson, SignedIn
from monitor.services.waiting import KEPT_STRANGERS, Strangers
from monitor.store.engine import for_writing
from monitor.store.tables import metadata
from tests.people import PASSWORD, PINS, ZONE, Cast
from tests.services.acts import record


def by_password(cast: Cast, login: str = "nurse", device: str | None = None) -> SignedIn:
    return people.sign_in_with_password(cast.house, login, PASSWORD, device)


def by_pin(cast: Cast, device: str, pin: str = PINS["nurse"]) -> SignedIn:
    return people.sign_in_with_pin(cast.house, device, cast.nurse.person_id, pin)


def test_a_password_signs_in_and_makes_the_device_known(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    signed_in = by_password(cast, " NURSE ")

    actor = people.identify(cast.house, signed_in.sign_in_token)

    assert actor == signed_in.actor
    assert (actor.person_id, actor.roles) == (
        cast.nurse.person_id,
        frozenset({Role.NURSE}),
    )
    assert by_pin(cast, signed_in.device_token).actor.device_id == actor.device_id


def test_a_known_device_is_not_registered_again(cast: Cast) -> None:
    first = by_password(cast)
    second = by_password(cast, "physician", first.device_token)

    assert second.device_token == first.device_token
    assert second.actor.device_id == first.actor.device_id


def test_a_pin_opens_nothing_on_an_unknown_device(cast: Cast) -> None:
    with pytest.raises(NotSignedIn, match="not known"):
        by_pin(cast, "a made-up token")
    assert people.tiles(cast.house, "a made-up token").clinic is None
    assert people.tiles(cast.house, None).tiles == ()


def test_a_device_of_one_clinic_signs_nobody_of_another_in(cast: Cast) -> None:
    elsewhere = people.sign_in_with_password(cast.house, "stranger", PASSWORD).device_token

    with pytest.raises(NotSignedIn):
        by_pin(cast, elsewhere)
    assert [tile.name for tile in people.tiles(cast.house, elsewhere).tiles] == [cast.stranger.name]


@pytest.mark.parametrize(("login", "password"), [("nurse", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_login_and_a_wrong_password_sound_the_same(
    cast: Cast, login: str, password: str
) -> None:
    with pytest.raises(NotSignedIn, match="The login or the password is wrong"):
        people.sign_in_with_password(cast.house, login, password)


def test_a_token_that_names_another_clinic_opens_none(cast: Cast) -> None:
    token = by_password(cast).sign_in_token
    secret = token.partition(".")[2]

    for forged in (f"{cast.stranger.clinic_id}.{secret}", secret, f".{secret}", "", "."):
        with pytest.raises(NotSignedIn):
            people.identify(cast.house, forged)
        with pytest.raises(NotSignedIn):
            people.identify_token(cast.house, forged)


def test_three_wrong_pins_need_the_password(cast: Cast) -> None:
    device = by_password(cast).device_token
    for _ in range(2):
        with pytest.raises(NotSignedIn, match="PIN is wrong"):
            by_pin(cast, device, "0000")
    with pytest.raises(NotSignedIn, match="3 wrong PINs in a row; sign in with your password"):
        by_pin(cast, device, "0000")

    with pytest.raises(NotSignedIn, match="password"):
        by_pin(cast, device)
    by_password(cast, device=device)
    assert by_pin(cast, device).actor.person_id == cast.nurse.person_id


def test_after_five_wrong_passwords_every_further_one_has_to_wait(cast: Cast) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            people.sign_in_with_password(cast.house, "nurse", "wrong")

    with pytest.raises(TooManyTries):
        by_password(cast)
    cast.clock.move(seconds=31)
    assert by_password(cast).actor.person_id == cast.nurse.person_id


def test_a_login_that_nobody_has_waits_like_one_that_somebody_has(cast: Cast) -> None:
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            people.sign_in_with_password(cast.house, "Nobody", "wrong")

    with pytest.raises(TooManyTries) as refused:
        people.sign_in_with_password(cast.house, " nobody", PASSWORD)
    assert refused.value.allowed == "one try after 31 s"
    with pytest.raises(NotSignedIn):
        people.sign_in_with_password(cast.house, "nobody-else", "wrong")
    cast.clock.move(seconds=31)
    with pytest.raises(NotSignedIn):
        people.sign_in_with_password(cast.house, "nobody", "wrong")


def test_of_logins_that_nobody_has_only_the_latest_are_remembered(cast: Cast) -> None:
    strangers = Strangers()
    for number in range(KEPT_STRANGERS + 10):
        strangers.reserve_try(f"nobody-{number}", cast.clock.now)

    assert len(strangers._kept) == KEPT_STRANGERS


def test_a_sign_in_ends_by_signing_out_or_locking(cast: Cast) -> None:
    for end in (people.sign_out, people.lock):
        signed_in = by_password(cast)
        end(cast.house, signed_in.actor)
        with pytest.raises(NotSignedIn, match="ended"):
            people.identify(cast.house, signed_in.sign_in_token)


def test_the_next_person_on_a_device_ends_the_one_before(cast: Cast) -> None:
    nurse = by_password(cast)
    physician = by_password(cast, "physician", nurse.device_token)

    with pytest.raises(NotSignedIn):
        people.identify(cast.house, nurse.sign_in_token)
    assert people.identify(cast.house, physician.sign_in_token) == physician.actor


def test_a_sign_in_lies_idle_and_ends_unless_somebody_acts(cast: Cast) -> None:
    token = by_password(cast).sign_in_token
    idle = cast.house.idle_after
    for _ in range(3):
        cast.clock.move(seconds=idle.total_seconds() - 1)
        people.identify(cast.house, token)

    cast.clock.move(seconds=idle.total_seconds() - 1)
    people.identify(cast.house, token, active=False)  # a screen asking by itself
    cast.clock.move(seconds=2)
    with pytest.raises(NotSignedIn, match="nothing was heard"):
        people.identify(cast.house, token)


def test_even_a_busy_sign_in_ends_after_the_longest_shift(cast: Cast) -> None:
    token = by_password(cast).sign_in_token
    for _ in range(14 * 6):
        people.identify(cast.house, token)
        cast.clock.move(minutes=10)
    cast.clock.move(minutes=1)

    with pytest.raises(NotSignedIn):
        people.identify(cast.house, token)


def test_a_token_acts_for_its_owner_until_it_expires(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    made = people.create_token(cast.house, cast.nurse, "monitor feed", 30)

    actor = people.identify_token(cast.house, made.token)

    assert (actor.person_id, actor.token_id) == (cast.nurse.person_id, made.id)
    session_id = cast.start().head.id
    record(cast, actor, session_id, cast.body("mobility", gait="steady"))
    cast.clock.move(days=30)
    with pytest.raises(NotSignedIn, match="expired"):
        people.identify_token(cast.house, made.token)
    with pytest.raises(NotSignedIn):
        people.identify_token(cast.house, made.token + "x")


def test_a_token_of_before_somebody_became_an_auditor_reads_and_records_no_more(
    cast: Cast,
) -> None:
    """It acts with the roles that its owner has now, never with those of when it was made."""
    token = people.create_token(cast.house, cast.nurse, "feed", 30).token
    session_id = cast.start().head.id
    known = roster.read_roster(cast.house, cast.administrator)
    nurse = next(one for one in known if one.id == cast.nurse.person_id)
    as_auditor = PersonChange(nurse.name, frozenset({Role.AUDITOR}))
    roster.change_person(cast.house, cast.administrator, nurse.id, as_auditor, nurse.revision)

    actor = people.identify_token(cast.house, token)

    assert actor.roles == {Role.AUDITOR}
    with pytest.raises(NotPermitted):
        sessions.read_session(cast.house, actor, session_id)
    with pytest.raises(NotPermitted):
        record(cast, actor, session_id, cast.body("mobility", gait="steady"))
    with pytest.raises(NotPermitted):
        people.create_token(cast.house, actor, "another", 30)


def test_a_token_has_no_sign_in_to_end(cast: Cast) -> None:
    made = people.create_token(cast.house, cast.nurse, "feed", 30)

    with pytest.raises(BadInput):
        people.sign_out(cast.house, people.identify_token(cast.house, made.token))


def test_a_busy_database_signs_nobody_out(cast: Cast) -> None:
    token = by_password(cast).sign_in_token
    cast.clock.move(minutes=5)
    with for_writing(cast.house.engine).connect() as other, other.begin():
        assert people.identify(cast.house, token).person_id == cast.nurse.person_id


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_does_not_last_for_ever(cast: Cast, days: int) -> None:
    with pytest.raises(BadInput):
        people.create_token(cast.house, cast.nurse, "x", days)


def test_no_secret_is_kept_in_the_clear(cast: Cast) -> None:
    signed_in = by_password(cast)
    made = people.create_token(cast.house, cast.nurse, "feed", 30)
    secrets = [
        PASSWORD,
        *PINS.values(),
        signed_in.sign_in_token,
        signed_in.device_token,
        made.token,
    ]

    with cast.house.engine.connect() as connection:
        kept = [
            str(value)
            for table in metadata.tables.values()
            for row in connection.execute(select(table))
            for value in row
        ]

    assert len(kept) > 100
    assert not [value for value in kept if value in secrets]
    assert sum(value.startswith("$argon2id$") for value in kept) >= 8


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPerson("x", "N. Demo", frozenset({Role.NURSE}), PASSWORD), "login"),
        (NewPerson("no spaces", "N. Demo", frozenset({Role.NURSE}), PASSWORD), "login"),
        (NewPerson("new", " ", frozenset({Role.NURSE}), PASSWORD), "name"),
        (NewPerson("new", "N. Demo", frozenset(), PASSWORD), "roles"),
        (NewPerson("new", "N. Demo", frozenset({Role.NURSE}), "short"), "password"),
        (NewPerson("new", "N. Demo", frozenset({Role.NURSE}), "\ud800" * 10), "password"),
        (NewPerson("new", "N. Demo", frozenset({Role.NURSE}), PASSWORD, "12a4"), "pin"),
        (NewPerson("new", "N. Demo", frozenset({Role.NURSE}), PASSWORD, "123"), "pin"),
    ],
)
def test_a_person_must_make_sense(cast: Cast, new: NewPerson, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        people.add_person(cast.house, cast.administrator, new)
    assert refused.value.field == field


def test_a_login_belongs_to_one_person_on_the_whole_server(cast: Cast) -> None:
    new = NewPerson("Stranger", "N. Demo", frozenset({Role.NURSE}), PASSWORD)

    with pytest.raises(Conflict):
        people.add_person(cast.house, cast.administrator, new)


def test_the_first_person_of_a_clinic_is_an_administrator(cast: Cast) -> None:
    nurse = NewPerson("first", "F. Demo", frozenset({Role.NURSE}), PASSWORD)
    keeper = NewPerson("first", "F. Demo", frozenset({Role.ADMINISTRATOR}), PASSWORD)

    with pytest.raises(BadInput):
        found_clinic(cast.house, "DEMO Third", ZONE, nurse)
    with pytest.raises(BadInput, match="no zone"):
        found_clinic(cast.house, "DEMO Third", "Mars/Olympus", keeper)
    founder = found_clinic(cast.house, "DEMO Third", ZONE, keeper)

    assert is_founded(cast.house)
    assert console_actor(cast.house, "first") == founder
    with pytest.raises(NotFound):
        console_actor(cast.house, "nobody")


def test_a_locked_screen_shows_urgent_alerts_by_chair_and_no_patient(cast: Cast) -> None:
    device = by_password(cast).device_token
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("vitals", systolic_mmhg=210, diastolic_mmhg=99))

    shown = people.tiles(cast.house, device)

    assert shown.clinic is not None
    assert shown.clinic.name == "DEMO Clinic"
    assert [(each.chair, each.code, each.level) for each in shown.urgent] == [
        ("3", "systolic_high", "urgent")
    ]
    assert cast.patient.name not in repr(shown)
    assert [(t.initials, t.roles) for t in shown.tiles if t.person_id == cast.nurse.person_id] == [
        ("PN", ("nurse",))
    ]
    assert cast.clock.now - shown.urgent[0].raised_at < timedelta(seconds=1)
