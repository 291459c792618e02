"""The screens of protocols: what they show, and what a form makes of whatever is sent to it."""

from __future__ import annotations

from dataclasses import replace
from threading import Event as Flag
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.services import back_tests, discharge, protocol_versions
from monitor.services.back_test_views import NewBackTest
from monitor.services.protocol_views import NewDraft
from monitor.store.protocol_files import ProtocolShelf
from monitor.web.pages.back_test.result import stand_parts
from monitor.web.pages.protocols.callbacks import aside, save
from monitor.web.pages.protocols.layout import every, one
from monitor.web.pages.protocols.present import address, asked, new_draft
from monitor.web.pages.start.present import new_session
from tests.people import PINS, Cast
from tests.services.admin_acts import name_director
from tests.services.day import ready_session
from tests.services.test_attacked_versions import switched_off
from tests.services.test_protocol_versions import IV, MINIMUM, WHY, director, drafted, signed
from tests.web.reading import find, words
from tests.web.test_callbacks import act

ANYTHING: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def page(cast: Cast, who: Any = None, **query: Any) -> Any:
    return act(cast, who or cast.physician, one, protocol_id=IV, **query)


def typed(cast: Cast, value: object, seen: int = 0, reason: object = WHY) -> Any:
    return act(
        cast, cast.physician, save, taps=1,
        about={"protocol": IV, "base": 3, "seen": seen},
        values=[value], named=[{"type": "protocol-number", "path": MINIMUM}], reason=reason,
    )  # fmt: skip


def test_every_protocol_stands_with_its_version(cast: Cast) -> None:
    drafted(cast)
    drawn = words(act(cast, cast.physician, every))
    assert "Ketamine infusion" in drawn
    assert "Version 3, as the program ships it" in drawn
    assert "Draft 1 waits" in drawn


def test_a_number_stands_with_unit_bounds_and_source(cast: Cast) -> None:
    drawn = page(cast)
    fields = {one.id["path"]: one for one in find(drawn, "TextInput")}
    assert fields[MINIMUM].description == "now 120 min; 0 to 1440 min"
    assert fields[MINIMUM].value == "120"
    assert "SPRAVATO" in words(drawn)


def test_a_draft_is_saved_and_stands_with_its_difference(cast: Cast) -> None:
    href, said = typed(cast, "90")
    assert (href, said) == (f"/protocols/{IV}?saved=1", "")
    drawn = words(page(cast))
    assert "Difference to version 3, in force" in drawn
    assert "120 min" in drawn
    assert "90 min" in drawn
    assert "Sign into force" not in drawn
    assert "The medical director signs it" in drawn
    name_director(cast, cast.administrator, "")
    assert "Sign into force" in words(page(cast))


def test_what_is_refused_is_said_beside_the_button(cast: Cast) -> None:
    assert "5000 is not allowed" in typed(cast, "5000")[1]
    assert "No number is different" in typed(cast, "120")[1]
    assert "empty, too long" in typed(cast, "90", reason="")[1]
    assert "changed by somebody else" in typed(cast, "90", seen=4)[1]
    assert "changed by somebody else" in typed(cast, "90", seen=-1)[1]


def test_a_draft_is_set_aside_from_the_screen(cast: Cast) -> None:
    drafted(cast)
    href, said = act(cast, cast.physician, aside, taps=1, about={"protocol": IV, "seen": 1})
    assert (href, said) == (f"/protocols/{IV}?aside=2", "")
    assert "Draft 1, by" not in words(page(cast))


def test_the_history_opens_each_version_with_its_difference(cast: Cast) -> None:
    name_director(cast, cast.administrator, "")
    drafted(cast)
    pin = PINS["physician"]
    protocol_versions.sign_protocol(cast.house, cast.physician, IV, 1, pin)
    drawn = page(cast)
    told = words(drawn)
    assert "Version 1001, in force since 2 Mar 2026, 12:00, signed by Dr A. Demo Rahman" in told
    assert "Difference to version 3" in told
    links = {link.href for link in find(drawn, "A")}
    assert f"/protocols/{IV}?from=3" in links
    assert f"/back-test?protocol={IV}&version=3" in links
    assert f"/api/v1/protocol-versions/{IV}/1001" in links
    again = words(page(cast, **{"from": "3"}))
    assert "The numbers of version 3." in again


def test_a_nurse_is_told_who_may(cast: Cast) -> None:
    drawn = words(page(cast, cast.nurse))
    assert "For physicians" in drawn
    assert MINIMUM not in drawn
    assert "For physicians" in words(act(cast, cast.administrator, every))


def test_an_address_of_nothing_says_so(cast: Cast) -> None:
    assert "There is no protocol" in words(act(cast, cast.physician, one, protocol_id="none"))
    assert "There is no version 77" in words(page(cast, **{"from": "77"}))


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_whatever_is_sent_is_read_or_counts_for_nothing(
    about: object, values: object, named: object, reason: object
) -> None:
    new = new_draft(about, values, named, reason)
    assert isinstance(new, NewDraft)
    assert isinstance(new.reason, str)
    assert all(isinstance(path, str) for path in new.numbers)


@given(ANYTHING)
def test_an_address_by_hand_is_read(said: object) -> None:
    read = asked({"from": said, "numbers": said})
    assert read.base is None or read.base > 0


def test_addresses() -> None:
    assert address("a/b", saved=2) == "/protocols/a%2Fb?saved=2"
    assert asked({"from": "1001", "numbers": f"{MINIMUM}:90"}).numbers == {MINIMUM: "90"}


@pytest.mark.parametrize(
    ("shown", "version"), [({IV: 3}, 3), ({IV: "3"}, None), ({}, None), (None, None), ([3], None)]
)
def test_a_start_says_which_version_it_showed(shown: object, version: int | None) -> None:
    chosen: dict[str, object] = {
        "patient": "p", "chair": "c", "protocol": IV, "dose": 35.0, "weight": 70.0,
        "number": None, "planned": "", "versions": shown,
    }  # fmt: skip
    assert new_session(chosen, confirmed=False).protocol_version == version


def test_a_criterion_that_counts_no_more_stands_in_the_difference_in_words(cast: Cast) -> None:
    signed(cast)
    later = switched_off(cast)
    seen = protocol_versions.read_protocol_room(later.house, later.physician, IV).last_draft
    new = NewDraft(IV, {MINIMUM: 90}, WHY, seen, based_on=4)
    protocol_versions.draft_protocol(later.house, director(later), new)
    rows = [words(one) for one in find(page(later), "Tr")]
    told = [one for one in rows if one.endswith("enabledyesno")]
    assert len(told) == 2  # at the draft, and once more where it is signed


def test_a_back_test_of_a_protocol_that_ships_no_more_is_still_shown(cast: Cast) -> None:
    session_id = ready_session(cast)
    discharge.sign(cast.house, cast.nurse, session_id, PINS["nurse"])
    discharge.sign(cast.house, cast.physician, session_id, PINS["physician"])
    signed(cast)
    asked_of = NewBackTest(IV, {MINIMUM: 45})
    stood = back_tests.run_back_test(
        cast.house, cast.physician, asked_of, lambda *_: None, Flag(), 0
    )
    shelf = cast.house.protocols
    others = ProtocolShelf({one: shelf.text(one) for one in shelf if one != IV})
    without = replace(cast.house, protocols=others)
    drawn = words(stand_parts(without, stood, "UTC"))
    assert f"{MINIMUM} 90" in " ".join(drawn.split())
