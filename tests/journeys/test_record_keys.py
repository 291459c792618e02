"""Keys and limits of the entry form, run in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.record_rules import call, rules_page

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def rules(browser: Browser) -> Iterator[Page]:
    with rules_page(browser) as page:
        yield page


def typed(rules: Page, field: str, keys: str) -> dict[str, Any]:
    """Type keys one after the other; stop where one is refused or ends the number."""
    body = """
      let now = { text: "", done: false, refused: "" }, used = 0;
      for (const key of given.keys) {
        now = m.press(given.field, now.text, key, limits);
        used += 1;
        if (now.refused || now.done) break;
      }
      return { ...now, used };
    """
    found: dict[str, Any] = call(rules, "record/keys", body, field=field, keys=keys)
    return found


@pytest.mark.parametrize(
    ("field", "keys", "used"),
    [
        ("systolic_mmhg", "1397", 3),
        ("diastolic_mmhg", "877", 2),
        ("diastolic_mmhg", "1049", 3),
        ("diastolic_mmhg", "309", 2),
        ("diastolic_mmhg", "2001", 3),
        ("heart_rate_bpm", "771", 2),
        ("heart_rate_bpm", "1204", 3),
        ("heart_rate_bpm", "2991", 3),
        ("spo2_percent", "988", 2),
        ("spo2_percent", "1001", 3),
        ("respiratory_rate_per_min", "145", 2),
        ("respiratory_rate_per_min", "001", 2),
        ("temperature_c", "36.55", 4),
    ],
)
def test_a_number_ends_by_itself_after_as_many_digits_as_it_can_have(
    rules: Page, field: str, keys: str, used: int
) -> None:
    found = typed(rules, field, keys)
    assert found["refused"] == ""
    assert found["done"]
    assert found["used"] == used


@pytest.mark.parametrize(
    ("field", "keys", "bounds"),
    [
        ("systolic_mmhg", "301", "40 to 300"),
        ("systolic_mmhg", "920", "40 to 300"),
        ("diastolic_mmhg", "19", ""),
        ("diastolic_mmhg", "201", "20 to 200"),
        ("heart_rate_bpm", "301", ""),
        ("spo2_percent", "2", "30 to 100"),
        ("spo2_percent", "101", "30 to 100"),
        ("respiratory_rate_per_min", "81", "0 to 80"),
        ("oxygen_l_min", "16", "0 to 15"),
        ("temperature_c", "46", "25 to 45"),
    ],
)
def test_a_key_that_leads_to_an_impossible_number_is_refused_with_the_bounds(
    rules: Page, field: str, keys: str, bounds: str
) -> None:
    found = typed(rules, field, keys)
    if bounds:
        assert bounds in found["refused"]
        assert found["text"] == ""  # half of it would be another number
    else:
        assert found["refused"] == ""  # the number may still grow, or has ended before


def test_zero_breaths_can_be_typed_because_they_are_an_emergency(rules: Page) -> None:
    body = """
      const first = m.press("respiratory_rate_per_min", "", "0", limits);
      return m.complete("respiratory_rate_per_min", first.text, limits);
    """
    assert call(rules, "record/keys", body) is True


@pytest.mark.parametrize(
    ("start", "step", "ends"), [("300", 1, "300"), ("299", 1, "300"), ("40", -1, "40")]
)
def test_a_nudge_stops_at_the_bounds(rules: Page, start: str, step: int, ends: str) -> None:
    body = "return m.nudge('systolic_mmhg', given.start, given.step, limits)"
    assert call(rules, "record/keys", body, start=start, step=step)["text"] == ends


def test_a_nudge_never_starts_from_the_last_value(rules: Page) -> None:
    body = "return m.nudge('systolic_mmhg', '', 5, limits)"
    assert call(rules, "record/keys", body)["text"] == ""


@pytest.mark.parametrize(
    ("field", "value", "pair", "asks"),
    [
        ("systolic_mmhg", 190, [190, None], None),
        ("systolic_mmhg", 191, [191, None], "systolic_mmhg"),
        ("systolic_mmhg", 85, [85, None], None),
        ("systolic_mmhg", 84, [84, None], "systolic_mmhg"),
        ("spo2_percent", 93, [None, None], None),
        ("spo2_percent", 92, [None, None], "spo2_percent"),
        ("diastolic_mmhg", 80, [100, 80], None),
        ("diastolic_mmhg", 81, [100, 81], "pulse_pressure_mmhg"),
        ("diastolic_mmhg", 70, [170, 70], None),
        ("diastolic_mmhg", 70, [171, 70], "pulse_pressure_mmhg"),
        ("oxygen_l_min", 4, [None, None], None),
    ],
)
def test_an_unlikely_value_is_asked_back_and_a_likely_one_is_not(
    rules: Page, field: str, value: int, pair: list[int | None], asks: str | None
) -> None:
    body = """
      const asked = m.doubt(given.field, given.value, given.pair, limits);
      return asked && asked.field;
    """
    assert call(rules, "record/limits", body, field=field, value=value, pair=pair) == asks


def test_a_very_low_saturation_adds_check_the_probe_and_no_breaths_ask_for_apnoea(
    rules: Page,
) -> None:
    body = """
      const breaths = "respiratory_rate_per_min";
      return [69, 70].map((value) => m.doubt("spo2_percent", value, [null, null], limits).probe)
        .concat([5, 6].map((value) => m.doubt(breaths, value, [null, null], limits).apnoea));
    """
    assert call(rules, "record/limits", body) == [True, False, True, False]


@pytest.mark.parametrize(
    ("pair", "wrong"), [([120, 115], False), ([120, 116], True), ([80, 120], True)]
)
def test_a_pair_that_cannot_be_a_blood_pressure_is_refused(
    rules: Page, pair: list[int], wrong: bool
) -> None:
    body = "return m.pairProblem(given.pair[0], given.pair[1], limits)"
    assert bool(call(rules, "record/limits", body, pair=pair)) is wrong


@pytest.mark.parametrize(
    ("values", "grades", "flags", "count"),
    [
        ({"systolic_mmhg": 199}, {}, None, 0),
        ({"systolic_mmhg": 200}, {}, None, 1),
        ({"systolic_mmhg": 90}, {}, None, 0),
        ({"systolic_mmhg": 89}, {}, None, 1),
        ({"moaas": 2}, {}, None, 1),
        ({"acvpu": "V"}, {}, None, 0),
        ({"acvpu": "P"}, {}, None, 1),
        ({}, {"hallucinations": "moderate"}, [], 0),
        ({}, {"hallucinations": "severe"}, ["chest_pain"], 2),
    ],
)
def test_urgent_is_what_the_server_said_is_urgent(
    rules: Page, values: dict[str, Any], grades: dict[str, str], flags: list[str] | None, count: int
) -> None:
    urgent = {
        "systolic_mmhg": {"at_least": 200, "at_most": 89},
        "moaas": {"at_most": 2},
        "acvpu": {"one_of": ["P", "U"]},
        "grades": {"hallucinations": "severe"},
        "red_flags": True,
    }
    body = "return m.urgentIn(given.values, given.grades, given.flags, given.urgent)"
    found = call(
        rules, "record/limits", body, values=values, grades=grades, flags=flags, urgent=urgent
    )
    assert len(found) == count
