"""A protocol with other numbers is the same text but for them, and is read as strictly."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import bounds_of, differences, with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol
from monitor.store.places import protocols_folder

TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in protocols_folder().glob("*.toml")}
PROTOCOLS = {name: read_protocol(text, name) for name, text in TEXTS.items()}
MINIMUM = "criteria.observation_time.since_time_zero"
IV = "ketamine-iv"


def changed(numbers: dict[str, object], name: str = IV) -> Protocol:
    return read_protocol(with_numbers(TEXTS[name], name, numbers), name)


def test_one_number_is_changed_and_nothing_else() -> None:
    text = with_numbers(TEXTS[IV], IV, {MINIMUM: 90})
    lines = zip(TEXTS[IV].splitlines(), text.splitlines(), strict=True)
    words, number = [(old, new) for old, new in lines if old != new]
    assert words[0].startswith("limit = ")
    assert number[0].startswith("since_time_zero")
    for old, new in (words, number):
        assert new == old.replace("120", "90", 1)
    (one,) = differences(PROTOCOLS[IV], changed({MINIMUM: 90}))
    assert (one.path, one.before, one.after, one.unit) == (MINIMUM, 120, 90, "min")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_number_of_every_protocol_can_be_said_again(name: str) -> None:
    numbers = {one.path: one.value for one in PROTOCOLS[name].quantities}
    assert with_numbers(TEXTS[name], name, numbers) == TEXTS[name]
    assert differences(PROTOCOLS[name], changed(numbers, name)) == ()


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_number_has_bounds_and_lies_within_them(name: str) -> None:
    for one in PROTOCOLS[name].quantities:
        form = bounds_of(one)
        values: list[float] = one.value if isinstance(one.value, list) else [one.value]  # type: ignore[list-item]
        assert all(form.lowest <= value <= form.highest for value in values), one.path
        assert form.unit == one.unit


def test_a_list_is_changed_as_a_whole() -> None:
    after = changed({"schedule.after_dosing": [10, 20]})
    (one,) = differences(PROTOCOLS[IV], after)
    assert one.after == [10, 20]
    assert len(after.schedule.durations("after_dosing")) == 2


def test_a_comment_behind_a_number_stays() -> None:
    text = with_numbers(TEXTS[IV], IV, {"schedule.early": 3})
    assert 'early = { value = 3, unit = "min", source = "clinic" }  # a set' in text


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (MINIMUM, 9000, "0 to 1440"),
        (MINIMUM, -1, "0 to 1440"),
        (MINIMUM, "ninety", "whole number"),
        (MINIMUM, True, "whole number"),
        (MINIMUM, None, "whole number"),
        (MINIMUM, 90.5, "whole number"),
        (MINIMUM, [90], "whole number"),
        (MINIMUM, math.nan, "whole number"),
        (MINIMUM, math.inf, "whole number"),
        ("criteria.blood_pressure_absolute.systolic_min", 170, "below"),
        ("criteria.observation_time.nothing", 1, "a number of this protocol"),
        ("nowhere.at_all", 1, "a number of this protocol"),
        ("", 1, "a number of this protocol"),
        ("version", 1, "a number of this protocol"),
        ("criteria.observation_time.label", 1, "a number of this protocol"),
    ],
)
def test_what_is_not_allowed_is_said_with_its_place(path: str, value: object, said: str) -> None:
    with pytest.raises(InvalidProtocol) as refused:
        with_numbers(TEXTS[IV], IV, {path: value})
    assert said in refused.value.sentence()
    assert IV in refused.value.sentence()


@given(
    path=st.sampled_from([one.path for one in PROTOCOLS[IV].quantities]) | st.text(max_size=40),
    value=st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.lists(st.integers(-5, 2000), max_size=4),
)
def test_any_number_is_taken_as_it_is_or_refused_in_words(path: str, value: object) -> None:
    try:
        after = changed({path: value})
    except InvalidProtocol:
        return
    told = {one.path: one.value for one in after.quantities}
    assert told[path] == value
    assert {one.path for one in differences(PROTOCOLS[IV], after)} <= {path}
