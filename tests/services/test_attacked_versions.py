"""What an attacker tries on a clinic's own versions: unseen words, rights kept, borrowed texts."""

from __future__ import annotations

from threading import Event as Flag
from typing import Any

import pytest
from sqlalchemy import update

from monitor.access.roles import Role
from monitor.clinical.casefile import read_case
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import BadInput, MonitorError, NotPermitted
from monitor.services import back_tests, discharge, roster, sessions
from monitor.services.admin_views import PersonChange
from monitor.services.back_test_views import NewBackTest
from monitor.services.protocol_versions import (
    draft_protocol,
    read_protocol_room,
    read_version_text,
    sign_protocol,
)
from monitor.services.protocol_views import NewDraft
from monitor.store.tables import protocol_versions
from tests.people import PINS, Cast
from tests.services.admin_acts import person
from tests.services.day import ready_session
from tests.services.test_protocol_versions import (
    IV,
    MINIMUM,
    WHY,
    director,
    drafted,
    released,
    signed,
    stand,
)

NAUSEA = "criteria.nausea.enabled"


def switched_off(cast: Cast) -> Cast:
    """The same clinic under a release whose file counts one criterion no more, no number other."""
    text = cast.house.protocols.text(IV)
    head, section, rest = text.partition("[criteria.nausea]")
    assert "enabled = true" in rest
    other = head + section + rest.replace("enabled = true", "enabled = false", 1)
    return released(cast, (text, other.replace("version = 3\n", "version = 4\n", 1)))


def test_a_criterion_that_counts_no_more_is_shown_to_who_signs_it(cast: Cast) -> None:
    signed(cast)
    later = switched_off(cast)
    seen = read_protocol_room(later.house, later.physician, IV).last_draft
    new = NewDraft(IV, {MINIMUM: 90}, "As it ships now", seen, based_on=4)
    room = draft_protocol(later.house, later.physician, new)
    assert room.draft is not None
    assert [(one.path, one.before, one.after) for one in room.draft.differences] == [
        (NAUSEA, True, False)
    ]
    after = sign_protocol(later.house, director(later), IV, room.last_draft, PINS["physician"])
    assert [one.path for one in after.history[0].differences] == [NAUSEA]


def test_without_a_version_in_force_to_read_every_number_of_the_draft_is_shown(cast: Cast) -> None:
    signed(cast)
    stricter = spoilt(cast)
    seen = read_protocol_room(stricter.house, stricter.physician, IV).last_draft
    new = NewDraft(IV, {MINIMUM: 45}, WHY, seen, based_on=3)
    room = draft_protocol(stricter.house, stricter.physician, new)
    assert room.in_force is None
    assert room.draft is not None
    told = {one.path: (one.before, one.after) for one in room.draft.differences}
    assert told[MINIMUM] == (None, 45)
    assert len(told) == len(room.numbers) > 50


def spoilt(cast: Cast) -> Cast:
    """A version in force that this program does not take: as after a stricter release."""
    with cast.house.engine.begin() as connection:
        without_triggers(connection, "protocol_versions")
        changed = update(protocol_versions).where(protocol_versions.c.version == 1001)
        connection.execute(changed.values(text="version = 1001\n"))
    return cast


def without_triggers(connection: Any, table: str) -> None:
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for (name,) in connection.exec_driver_sql(asked, (table,)).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    else:
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_who_is_no_physician_any_more_is_no_director_when_they_are_one_again(cast: Cast) -> None:
    room, who = drafted(cast), director(cast)
    for roles in (frozenset({Role.NURSE}), frozenset({Role.PHYSICIAN})):
        seen = person(cast, who)
        change = PersonChange(seen.name, roles, seen.phone)
        roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)
    with pytest.raises(NotPermitted, match="not named to sign"):
        sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])
    assert stand(cast).version == 3


def test_what_a_version_changed_is_still_told_when_the_file_before_it_is_gone(cast: Cast) -> None:
    signed(cast)
    later = released(cast, ("version = 3\n", "version = 4\n"))
    (kept,) = read_protocol_room(later.house, later.physician, IV).history
    assert [(one.path, one.before, one.after) for one in kept.differences] == [(MINIMUM, 120, 90)]
    assert "version = 3\n" in read_version_text(later.house, later.physician, IV, 3)


def test_a_director_keeps_the_right_when_only_the_telephone_changes(cast: Cast) -> None:
    who = director(cast)
    seen = person(cast, who)
    change = PersonChange(seen.name, seen.roles, "+1 555 0100")
    after = roster.change_person(cast.house, cast.administrator, seen.id, change, seen.revision)
    assert after.signs_protocols


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -1, 1e300, 10**30, True, None, "90", "90 } #", [90], {"a": 1}, []],
)
def test_no_crafted_number_becomes_a_text(cast: Cast, value: object) -> None:
    with pytest.raises(BadInput):
        drafted(cast, value)
    assert read_protocol_room(cast.house, cast.physician, IV).last_draft == 0


@pytest.mark.parametrize(
    "why",
    [
        '"\n[criteria.nausea]\nenabled = false\n#',
        "x\u2028[criteria.nausea]\u2028enabled = false",
        "x\x85version = 7",
        "\\\" } '''",
        "<script>alert(1)</script>",
        '{ value = 1, source = "news2" }',
    ],
)
def test_a_reason_says_nothing_in_the_text_but_itself(cast: Cast, why: str) -> None:
    before = cast.house.protocols[IV]
    who, room = director(cast), drafted(cast, 90, reason=why)
    sign_protocol(cast.house, who, IV, room.last_draft, PINS["physician"])
    again = drafted(cast, 80, reason=why)
    sign_protocol(cast.house, who, IV, again.last_draft, PINS["physician"])
    after = read_protocol(read_version_text(cast.house, who, IV, 1002), IV)
    assert after.version == 1002
    assert after.rules["nausea"].enabled
    assert after.sources["clinic_1002"].endswith(" ".join(why.split()))
    numbers = {one.path: one.value for one in before.quantities}
    assert {one.path: one.value for one in after.quantities} == {**numbers, MINIMUM: 80}


def test_a_case_cannot_borrow_the_text_of_another_protocol(cast: Cast) -> None:
    signed(cast)
    case = sessions.export_case(cast.house, cast.physician, cast.start().head.id).text
    assert f'protocol = "{IV}"' in case
    with pytest.raises(BadInput, match="the session followed esketamine"):
        read_case(case.replace(f'"{IV}"', '"esketamine"', 1), "crafted", read_nothing)


@pytest.mark.parametrize(
    "change",
    [
        ("value = 90,", "value = nan,"),
        ("value = 90,", "value = inf,"),
        ("value = 90,", "value = -1,"),
        ("value = 90,", f"value = {'9' * 4000},"),
        ("value = 90,", "value = 1979-05-27,"),
        ("[sources]\n", "[sources]\nx = " + "[" * 5000 + "\n"),
        ("[sources]\n", "[sources]\n[sources]\n"),
        ("version = 1001", "version = true"),
    ],
)
def test_a_crafted_text_in_a_case_is_refused_in_words(cast: Cast, change: tuple[str, str]) -> None:
    signed(cast)
    case = sessions.export_case(cast.house, cast.physician, cast.start().head.id).text
    head, mark, text = case.partition("protocol_text")
    assert change[0] in text
    with pytest.raises(BadInput) as refused:
        read_case(head + mark + text.replace(*change, 1), "crafted", read_nothing)
    assert len(refused.value.sentence()) < 2000


def read_nothing(name: str) -> Any:
    raise AssertionError(name)


def test_a_back_test_says_that_a_criterion_counts_no_more(cast: Cast) -> None:
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    signed(cast, 121)
    later, asked = switched_off(cast), NewBackTest(IV, {MINIMUM: 121}, version=4)
    stood = back_tests.run_back_test(
        later.house, later.physician, asked, lambda *_: None, Flag(), 0
    )
    assert [(one.path, one.before, one.after) for one in stood.differences] == [
        (NAUSEA, True, False)
    ]


@pytest.mark.parametrize("who", ["nurse", "administrator", "auditor"])
def test_nobody_else_reads_a_draft_or_a_text(cast: Cast, who: str) -> None:
    drafted(cast)
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted):
        read_protocol_room(cast.house, actor, IV)
    with pytest.raises(NotPermitted):
        read_version_text(cast.house, actor, IV, 3)


def test_another_clinics_draft_is_neither_seen_nor_signed_nor_tried(cast: Cast) -> None:
    room = drafted(cast)
    assert read_protocol_room(cast.house, cast.stranger, IV).draft is None
    with pytest.raises(MonitorError):
        sign_protocol(cast.house, cast.stranger, IV, room.last_draft, PINS["physician"])
    asked = NewBackTest(IV, {}, draft=room.last_draft)
    with pytest.raises(MonitorError):
        back_tests.run_back_test(cast.house, cast.stranger, asked, lambda *_: None, Flag(), 0)
