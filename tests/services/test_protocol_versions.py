"""A clinic's own versions: drafted, compared, signed; who starts uses them, who runs does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag

import pytest

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.roles import Role
from monitor.cli.replaying import HOLDS, INVALID, replay_files
from monitor.clinical.casefile import read_case
from monitor.clinical.session import evaluate
from monitor.errors import (
    BadInput,
    ChangedMeanwhile,
    ChangedSinceShown,
    Conflict,
    InvalidProtocol,
    NotFound,
    NotPermitted,
)
from monitor.services import (
    back_tests,
    chairs,
    day,
    discharge,
    eligibility,
    patient_record,
    patients,
    people,
    protocol_choices,
    roster,
    sessions,
)
from monitor.services.back_test_views import NewBackTest
from monitor.services.protocol_versions import (
    IN_FORCE,
    draft_protocol,
    list_protocol_stands,
    read_protocol_room,
    read_version_text,
    set_draft_aside,
    sign_protocol,
)
from monitor.services.protocol_views import NewDraft, ProtocolRoom, ProtocolStand
from monitor.services.views import NewPatient, NewPerson, SessionView
from monitor.store.protocol_files import ProtocolShelf
from tests.fit import fit, reading
from tests.people import PASSWORD, PINS, Cast, maya
from tests.services.admin_acts import person
from tests.services.day import ready_session
from tests.services.test_audit import entries

IV = "ketamine-iv"
MINIMUM = "criteria.observation_time.since_time_zero"
WHY = "Ninety minutes are enough here"


def director(cast: Cast) -> Actor:
    """The physician, named to sign."""
    seen = person(cast, cast.physician)
    if not seen.signs_protocols:
        roster.name_director(cast.house, cast.administrator, seen.id, True, seen.revision)
    return cast.physician


def drafted(cast: Cast, value: object = 90, **changed: object) -> ProtocolRoom:
    seen = read_protocol_room(cast.house, cast.physician, IV).last_draft
    new = NewDraft(IV, {MINIMUM: value}, WHY, seen)
    return draft_protocol(cast.house, cast.physician, replace(new, **changed))  # type: ignore[arg-type]


def signed(cast: Cast, value: object = 90) -> ProtocolRoom:
    who, room = director(cast), drafted(cast, value)
    return sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])


def stand(cast: Cast) -> ProtocolStand:
    found = list_protocol_stands(cast.house, cast.physician)
    return next(one for one in found if one.id == IV)


def second_patient(cast: Cast) -> str:
    new: NewPatient = replace(maya(), name="DEMO Jon Aker", identifiers=(("MRN", "D-1002"),))
    chairs.add_chair(cast.house, cast.administrator, "4", "East")
    return patients.register_patient(cast.house, cast.nurse, new).id


def start_again(cast: Cast) -> SessionView:
    patient = second_patient(cast)
    free = chairs.list_chairs(cast.house, cast.nurse)[-1]
    new = replace(cast.new_session(), patient_id=patient, chair_id=free.id)
    return sessions.start_session(cast.house, cast.nurse, new)


def test_a_clinic_begins_with_the_files_of_the_program(cast: Cast) -> None:
    assert (stand(cast).version, stand(cast).is_own, stand(cast).since) == (3, False, None)
    room = read_protocol_room(cast.house, cast.physician, IV)
    assert (room.draft, room.history, room.base) == (None, (), 3)
    number = next(one for one in room.numbers if one.path == MINIMUM)
    assert (number.value, number.form.unit, number.form.highest) == (120, "min", 1440)
    assert "SPRAVATO" in number.cited


def test_a_draft_shows_its_difference_and_changes_nothing(cast: Cast) -> None:
    room = drafted(cast)
    assert room.draft is not None
    (one,) = room.draft.differences
    assert (one.path, one.before, one.after, one.unit) == (MINIMUM, 120, 90, "min")
    assert (room.draft.version, room.draft.replaces, room.draft.draft) == (1001, 3, 1)
    assert stand(cast).version == 3
    assert cast.start().protocol.version == 3


def test_a_signature_puts_it_in_force_for_new_sessions_and_no_running_one(cast: Cast) -> None:
    running = cast.start()
    room = signed(cast)
    (kept,) = room.history
    assert (kept.version, kept.replaces, kept.reason) == (1001, 3, WHY)
    assert (kept.signed_by, kept.role, kept.signed_at) == (
        cast.physician.name, "physician", cast.clock.now,
    )  # fmt: skip
    fresh = start_again(cast)
    assert fresh.protocol.version == 1001
    assert fresh.protocol.rules["observation_time"].numbers.duration(
        "since_time_zero"
    ) == timedelta(minutes=90)
    again = sessions.read_session(cast.house, cast.nurse, running.head.id)
    assert (again.head.protocol_version, again.protocol.version) == (3, 3)
    assert again.protocol.rules["observation_time"].numbers.duration(
        "since_time_zero"
    ) == timedelta(minutes=120)


def test_the_words_of_the_limit_and_the_source_follow_the_number(cast: Cast) -> None:
    signed(cast)
    fresh = cast.start().protocol
    rule = fresh.rules["observation_time"]
    assert rule.limit.startswith("90 min from start and 60 min from end")
    assert fresh.sources[rule.source] == f"This clinic's own, version 1001: {WHY}"
    other = fresh.rules["respiration"]
    assert other.source == "news2"


def test_a_number_set_back_cites_its_own_source_again(cast: Cast) -> None:
    signed(cast)
    signed(cast, 120)
    rule = cast.start().protocol.rules["observation_time"]
    assert (rule.source, rule.limit[:7]) == ("label", "120 min")


def test_a_return_is_a_new_version_with_a_signature(cast: Cast) -> None:
    signed(cast)
    seen = read_protocol_room(cast.house, cast.physician, IV).last_draft
    new = NewDraft(IV, {}, "Back to what it was", seen, based_on=3)
    room = draft_protocol(cast.house, cast.physician, new)
    assert room.draft is not None
    assert [(one.before, one.after) for one in room.draft.differences] == [(90, 120)]
    after = sign_protocol(cast.house, cast.physician, IV, room.last_draft, PINS["physician"])
    assert [one.version for one in after.history] == [1002, 1001]
    assert cast.start().protocol.version == 1002


def test_every_lookup_goes_by_the_version_in_force(cast: Cast) -> None:
    path = "pre_dose.rate_hold_above"
    who = director(cast)
    seen = read_protocol_room(cast.house, who, IV).last_draft
    room = draft_protocol(cast.house, who, NewDraft(IV, {path: 75, MINIMUM: 60}, WHY, seen))
    sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])
    house = cast.house
    assert {one.id: one.version for one in sessions.list_protocols(house, cast.nurse)}[IV] == 1001
    choices = protocol_choices.read_protocol_choices(house, cast.administrator)
    assert {one.protocol.id: one.protocol.version for one in choices}[IV] == 1001
    numbers = back_tests.list_numbers(house, who, IV)
    assert next(one.value for one in numbers if one.path == MINIMUM) == 60
    given = fit(reading(heart_rate_bpm=80))
    found = eligibility.answer_eligibility(house, cast.nurse, cast.patient.id, given, IV)
    assert [one.limit for one in found.readings if one.flagged] == ["hold above 75"]
    assert day.read_day(house, cast.nurse).lines == ()


def test_a_screen_that_showed_the_version_before_is_asked_again(cast: Cast) -> None:
    new = replace(cast.new_session(), protocol_version=3)
    signed(cast)
    with pytest.raises(ChangedSinceShown, match="Version 1001 of Ketamine infusion came into"):
        sessions.start_session(cast.house, cast.nurse, new)
    assert sessions.list_sessions(cast.house, cast.nurse) == ()
    started = sessions.start_session(cast.house, cast.nurse, replace(new, protocol_version=1001))
    assert started.head.protocol_version == 1001


def test_a_draft_that_is_wrong_is_refused_in_words(cast: Cast) -> None:
    for value in (5000, "ninety", [1, 2], True, None):
        with pytest.raises(InvalidProtocol):
            drafted(cast, value)
    against = NewDraft(IV, {"alerts.systolic_high.caution_from": 210}, WHY, 0)
    with pytest.raises(InvalidProtocol, match="not below"):
        draft_protocol(cast.house, cast.physician, against)
    with pytest.raises(BadInput, match="No number is different"):
        drafted(cast, 120)
    with pytest.raises(BadInput) as reasonless:
        drafted(cast, 90, reason=" ")
    assert reasonless.value.field == "reason"
    with pytest.raises(InvalidProtocol, match="no number of that name"):
        drafted(cast, numbers={"criteria.observation_time.source": 3})
    with pytest.raises(NotFound):
        drafted(cast, protocol_id="nothing", seen=0)
    with pytest.raises(NotFound):
        drafted(cast, based_on=7)
    assert read_protocol_room(cast.house, cast.physician, IV).last_draft == 0


def test_two_directors_at_once(cast: Cast) -> None:
    who = director(cast)
    first = drafted(cast)
    with pytest.raises(ChangedMeanwhile):
        drafted(cast, 80, seen=0)
    drafted(cast, 80)
    with pytest.raises(ChangedMeanwhile):
        sign_protocol(cast.house, who, IV, first.last_draft, PINS["physician"])
    assert stand(cast).version == 3


def test_what_is_signed_once_is_not_signed_again(cast: Cast) -> None:
    room = signed(cast)
    with pytest.raises(NotFound, match="No draft waits"):
        sign_protocol(cast.house, cast.physician, IV, room.last_draft, PINS["physician"])


def test_a_draft_set_aside_waits_no_more(cast: Cast) -> None:
    who, room = director(cast), drafted(cast)
    after = set_draft_aside(cast.house, who, IV, room.last_draft)
    assert (after.draft, after.last_draft) == (None, 2)
    with pytest.raises(ChangedMeanwhile):
        sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])
    with pytest.raises(NotFound):
        sign_protocol(cast.house, who, IV, after.last_draft, PINS["physician"])
    with pytest.raises(Conflict):
        set_draft_aside(cast.house, who, IV, after.last_draft)
    assert drafted(cast, 80).last_draft == 3


def test_a_wrong_pin_signs_nothing(cast: Cast) -> None:
    who, room = director(cast), drafted(cast)
    with pytest.raises(NotPermitted, match="PIN is wrong"):
        sign_protocol(cast.house, who, IV, room.last_draft, "0000")
    assert stand(cast).version == 3
    assert not [one for one in entries(cast) if one.action == AuditAction.PROTOCOL_SIGNED]


def test_only_a_physician_who_was_named_signs(cast: Cast) -> None:
    room = drafted(cast)
    with pytest.raises(NotPermitted, match="not named to sign"):
        sign_protocol(cast.house, cast.physician, IV, room.last_draft, PINS["physician"])
    assert not room.may_sign
    seen = person(cast, cast.nurse)
    with pytest.raises(Conflict, match="no physician"):
        roster.name_director(cast.house, cast.administrator, seen.id, True, seen.revision)
    with pytest.raises(NotPermitted):
        sign_protocol(cast.house, cast.nurse, IV, room.last_draft, PINS["nurse"])
    with pytest.raises(NotPermitted):
        sign_protocol(cast.house, cast.administrator, IV, room.last_draft, PINS["administrator"])
    director(cast)
    assert read_protocol_room(cast.house, cast.physician, IV).may_sign
    named = person(cast, cast.physician)
    roster.name_director(cast.house, cast.administrator, named.id, False, named.revision)
    assert not read_protocol_room(cast.house, cast.physician, IV).may_sign


def test_another_physician_drafts_and_does_not_sign(cast: Cast) -> None:
    new = NewPerson("other", "Dr O. Demo", frozenset({Role.PHYSICIAN}), PASSWORD, "8642")
    other = Actor(
        people.add_person(cast.house, cast.administrator, new),
        cast.physician.clinic_id, new.name, new.roles,
    )  # fmt: skip
    room = draft_protocol(cast.house, other, NewDraft(IV, {MINIMUM: 90}, WHY, 0))
    after = sign_protocol(cast.house, director(cast), IV, room.last_draft, PINS["physician"])
    assert after.history[0].signed_by == cast.physician.name


def test_another_clinic_goes_on_as_it_did(cast: Cast) -> None:
    signed(cast)
    found = list_protocol_stands(cast.house, cast.stranger)
    assert {one.version for one in found if one.id == IV} == {3}
    assert read_protocol_room(cast.house, cast.stranger, IV).history == ()
    with pytest.raises(NotFound):
        read_version_text(cast.house, cast.stranger, IV, 1001)


def test_each_step_leaves_its_entry(cast: Cast) -> None:
    signed(cast)
    told = {one.action: one for one in entries(cast)}
    draft, sign = told[AuditAction.PROTOCOL_DRAFTED], told[AuditAction.PROTOCOL_SIGNED]
    assert draft.detail["digest"] == sign.detail["digest"]
    assert sign.detail["rows"].keys() == {"protocol_versions", "protocol_signatures"}
    assert (sign.subject_id, sign.detail["version"], sign.detail["replaces"]) == (IV, 1001, 3)
    assert AuditAction.DIRECTOR_NAMED in told
    assert IN_FORCE == "protocol_in_force"


def test_an_exported_case_carries_the_version_it_followed(cast: Cast, tmp_path: Path) -> None:
    signed(cast)
    running = cast.start()
    signed(cast, 60)
    exported = sessions.export_case(cast.house, cast.physician, running.head.id)
    assert "protocol_version = 1001" in exported.text

    def not_asked(name: str) -> object:
        raise AssertionError(name)

    case = read_case(exported.text, "exported", not_asked)  # type: ignore[arg-type]
    view = sessions.read_session(cast.house, cast.nurse, running.head.id)
    assert case.protocol == view.protocol
    again = evaluate(case.protocol, case.patient, case.events, cast.clock.now)
    assert replace(again, facts=()) == replace(view.state, facts=())
    file = tmp_path / "case.toml"
    asked = f"\n[[ask]]\nat = {cast.clock.now.isoformat()}\n"
    file.write_text(exported.text + asked, encoding="utf-8")
    lines, complaints, status = replay_files([file])
    assert (len(lines), complaints, status) == (1, [], HOLDS)
    record = patient_record.export_patient(cast.house, cast.physician, cast.patient.id)
    assert "This clinic's own, version 1001" in record.text


def test_a_case_of_another_version_is_refused_and_not_guessed(cast: Cast, tmp_path: Path) -> None:
    exported = sessions.export_case(cast.house, cast.physician, cast.start().head.id)
    assert "protocol_version = 3\n" in exported.text
    assert "protocol_text" not in exported.text
    file = tmp_path / "case.toml"
    file.write_text(exported.text.replace("protocol_version = 3", "protocol_version = 2"))
    _, complaints, status = replay_files([file])
    assert status == INVALID
    assert "followed version 2, and ketamine-iv is version 3 here" in complaints[0]


def test_the_back_test_holds_a_draft_against_the_version_in_force(cast: Cast) -> None:
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    who, room = director(cast), drafted(cast, 30)
    asked = NewBackTest(IV, {}, draft=room.last_draft)
    stood = back_tests.begin_back_test(cast.house, who, asked, 0)
    while stood.is_running:
        found = back_tests.read_back_test(cast.house, who)
        assert found is not None
        stood = found
    assert [(one.before, one.after) for one in stood.differences] == [(120, 30)]
    after = sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])
    assert after.history[0].tried is not None
    assert after.history[0].tried["sessions"] == 1
    again = back_tests.run_back_test(
        cast.house, who, NewBackTest(IV, {}, version=3), lambda *_: None, Flag(), 0
    )
    assert [(one.before, one.after) for one in again.differences] == [(30, 120)]
    with pytest.raises(NotFound):
        back_tests.run_back_test(
            cast.house, who, NewBackTest(IV, {}, draft=9), lambda *_: None, Flag(), 0
        )


def released(cast: Cast, change: tuple[str, str]) -> Cast:
    """The same clinic under a later release of the program, whose file was changed."""
    shelf = cast.house.protocols
    texts = {one: shelf.text(one) for one in shelf}
    assert change[0] in texts[IV]
    texts[IV] = texts[IV].replace(*change)
    return replace(cast, house=replace(cast.house, protocols=ProtocolShelf(texts)))


def test_a_clinic_keeps_its_own_when_the_program_ships_another_and_is_told(cast: Cast) -> None:
    signed(cast)
    assert stand(cast).ships is None
    later = released(cast, ("version = 3\n", "version = 4\n"))
    assert (stand(later).version, stand(later).ships) == (1001, 4)
    assert later.start().protocol.version == 1001
    seen = read_protocol_room(later.house, later.physician, IV).last_draft
    new = NewDraft(IV, {}, "As the program ships it now", seen, based_on=4)
    room = draft_protocol(later.house, later.physician, new)
    sign_protocol(later.house, later.physician, IV, room.last_draft, PINS["physician"])
    assert (stand(later).version, stand(later).ships) == (1002, None)


def test_a_draft_from_before_another_version_came_is_drafted_anew(cast: Cast) -> None:
    who, room = director(cast), drafted(cast)
    later = released(cast, ("version = 3\n", "version = 4\n"))
    draft = read_protocol_room(later.house, who, IV).draft
    assert draft is not None
    assert draft.problem.startswith("Version 4 came into force after this draft")
    with pytest.raises(Conflict, match="draft it anew; nothing was signed"):
        sign_protocol(later.house, who, IV, room.last_draft, PINS["physician"])
    after = draft_protocol(later.house, who, NewDraft(IV, {MINIMUM: 90}, WHY, room.last_draft))
    assert after.draft is not None
    assert after.draft.problem == ""
