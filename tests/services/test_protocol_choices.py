"""A clinic offers protocols and withholds overrides; it can narrow a file, never widen it."""

from __future__ import annotations

import pytest

from monitor.access.audit import AuditAction
from monitor.errors import BadInput, ChangedMeanwhile, Conflict, NotFound, NotPermitted
from monitor.services import discharge, protocol_choices, roster, sessions
from monitor.services.founding import found_clinic
from monitor.services.views import NewPerson
from tests.people import PASSWORD, PINS, ZONE, Cast
from tests.services.acts import record
from tests.services.admin_acts import choice, person
from tests.services.roles import ADMINISTRATOR
from tests.services.test_audit import entries

IV = "ketamine-iv"


def offer(cast: Cast, protocol_id: str, offered: bool) -> None:
    seen = choice(cast, protocol_id).revision
    protocol_choices.offer_protocol(cast.house, cast.administrator, protocol_id, offered, seen)


def withhold(cast: Cast, *criteria: str, protocol_id: str = IV) -> None:
    seen = choice(cast, protocol_id).revision
    protocol_choices.withhold_overrides(cast.house, cast.administrator, protocol_id, criteria, seen)


def override(cast: Cast, session_id: str, *criteria: str) -> object:
    return discharge.override(
        cast.house, cast.physician, session_id, criteria, "usual for her", PINS["physician"]
    )


def test_a_session_starts_only_on_a_protocol_that_is_offered(cast_anywhere: Cast) -> None:
    cast = cast_anywhere
    offer(cast, IV, False)

    with pytest.raises(Conflict, match="not offered in this clinic") as refused:
        cast.start()

    assert refused.value.field == "protocol_id"
    assert "ketamine-im" in (refused.value.allowed or "")
    listed = [one.id for one in sessions.list_protocols(cast.house, cast.nurse)]
    assert IV not in listed
    assert len(listed) == len(cast.house.protocols) - 1
    last = entries(cast)[-1]
    assert last.action == AuditAction.PROTOCOL_OFFERED
    assert (last.subject_id, last.detail["before"]["offered"], last.detail["after"]["offered"]) == (
        IV,
        True,
        False,
    )


def test_a_running_session_keeps_a_protocol_that_is_offered_no_more(cast: Cast) -> None:
    session_id = cast.start().head.id

    offer(cast, IV, False)

    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    assert sessions.read_session(cast.house, cast.nurse, session_id).protocol.id == IV


def test_what_one_clinic_offers_says_nothing_of_another(cast: Cast) -> None:
    offer(cast, IV, False)

    assert IV in [one.id for one in sessions.list_protocols(cast.house, cast.stranger)]


def test_a_clinic_that_offers_nothing_says_who_must_decide(cast: Cast) -> None:
    first = NewPerson("third", "T. Demo", ADMINISTRATOR, PASSWORD)
    keeper = found_clinic(cast.house, "DEMO Third", ZONE, first, offered=())

    assert sessions.list_protocols(cast.house, keeper) == ()
    kept = protocol_choices.read_protocol_choices(cast.house, keeper)
    assert [(one.offered, one.revision) for one in kept] == [(False, 0)] * len(kept)
    protocol_choices.offer_protocol(cast.house, keeper, IV, True, 0)
    assert [one.id for one in sessions.list_protocols(cast.house, keeper)] == [IV]
    with pytest.raises(ChangedMeanwhile):
        protocol_choices.offer_protocol(cast.house, keeper, IV, False, 0)


def test_an_unknown_protocol_is_not_found(cast: Cast) -> None:
    house, keeper = cast.house, cast.administrator
    with pytest.raises(NotFound):
        protocol_choices.offer_protocol(house, keeper, "no-such", True, 0)
    with pytest.raises(NotFound):
        protocol_choices.withhold_overrides(house, keeper, "no-such", ["rhythm"], 0)


def test_a_withheld_criterion_is_overridden_by_nobody_and_the_others_still_are(
    cast_anywhere: Cast,
) -> None:
    cast = cast_anywhere
    session_id = cast.start().head.id
    withhold(cast, "rhythm")

    with pytest.raises(NotPermitted, match="This clinic lets nobody override Heart rhythm"):
        override(cast, session_id, "rhythm")
    with pytest.raises(NotPermitted):
        override(cast, session_id, "oxygen", "rhythm")
    override(cast, session_id, "oxygen")

    rights = protocol_choices.read_override_rights(cast.house, cast.physician, IV)
    assert (rights.withheld, rights.person_may) == (frozenset({"rhythm"}), True)
    overrides = [
        sorted(entry.detail["criteria"])
        for entry in entries(cast)
        if entry.action == AuditAction.CRITERION_OVERRIDDEN
    ]
    assert overrides == [["oxygen"]]
    withhold(cast)
    assert override(cast, session_id, "rhythm")


def test_a_clinic_never_widens_what_the_file_allows(cast: Cast) -> None:
    fixed = [rule.id for rule in cast.house.protocols[IV].rules.values() if not rule.override]
    assert fixed

    with pytest.raises(BadInput, match="lets nobody override") as refused:
        withhold(cast, fixed[0])
    assert refused.value.field == "withheld"
    with pytest.raises(BadInput):
        withhold(cast, "no such criterion")
    session_id = cast.start().head.id
    with pytest.raises(NotPermitted, match="The protocol lets nobody override"):
        override(cast, session_id, fixed[0])


def test_what_is_withheld_of_one_protocol_says_nothing_of_another(cast: Cast) -> None:
    withhold(cast, "rhythm", protocol_id="ketamine-im")

    assert override(cast, cast.start().head.id, "rhythm")


def test_a_physician_without_the_right_overrides_nothing(cast: Cast) -> None:
    session_id = cast.start().head.id
    seen = person(cast, cast.physician)
    away = roster.allow_override(cast.house, cast.administrator, seen.id, False, seen.revision)

    with pytest.raises(NotPermitted, match="no right to override in this clinic"):
        override(cast, session_id, "rhythm")
    rights = protocol_choices.read_override_rights(cast.house, cast.physician, IV)
    assert rights.person_may is False
    last = entries(cast)[-2]
    assert last.action == AuditAction.OVERRIDE_RIGHT_CHANGED
    assert (last.detail["before"]["may_override"], last.detail["after"]["may_override"]) == (
        True,
        False,
    )

    roster.allow_override(cast.house, cast.administrator, seen.id, True, away.revision)
    assert override(cast, session_id, "rhythm")


def test_the_later_of_two_administrators_is_told(cast: Cast) -> None:
    seen = choice(cast).revision
    withhold(cast, "rhythm")

    with pytest.raises(ChangedMeanwhile):
        protocol_choices.withhold_overrides(cast.house, cast.administrator, IV, [], seen)
    with pytest.raises(ChangedMeanwhile):
        protocol_choices.offer_protocol(cast.house, cast.administrator, IV, False, seen)
    assert choice(cast).withheld == frozenset({"rhythm"})
    assert choice(cast).offered
