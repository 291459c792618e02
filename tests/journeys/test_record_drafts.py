"""Half-typed sets, what they are posted as, and what an answer means, run in a real browser."""

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


DRAFT = """
  const d = await import('/assets/js/record/draft.js');
  const e = await import('/assets/js/record/events.js');
  let draft = d.newDraft('s1', { id: 'p1', name: 'P. Nair' }, { id: 'x', name: 'DEMO' }, 'key');
"""


def test_an_untouched_form_says_nothing(rules: Page) -> None:
    assert call(rules, "record/draft", DRAFT + "return e.toEvents(draft, 0);") == []


def test_everything_of_one_set_has_the_same_instant(rules: Page) -> None:
    body = (
        DRAFT
        + """
      draft = d.setText(draft, 'heart_rate_bpm', '77', 1000);
      draft = d.setGrade(draft, 'dizziness', 'mild', 9000);
      draft = d.choose(draft, 'moaas', 5, 12000);
      draft = d.setFlags(draft, [], 15000);
      return e.toEvents(draft, 20000);
    """
    )
    events = call(rules, "record/draft", body)
    assert [event["kind"] for event in events] == [
        "vitals",
        "side_effects",
        "consciousness",
        "red_flags",
    ]
    assert {event["at"] for event in events} == {"1970-01-01T00:00:01.000Z"}
    assert {event["recorded_at"] for event in events} == {"1970-01-01T00:00:20.000Z"}


def test_unchanged_copies_only_what_was_assessed_lately_and_what_was_tapped_stays(
    rules: Page,
) -> None:
    body = (
        DRAFT
        + """
      const at = (minutes) => new Date(3600000 - minutes * 60000).toISOString();
      const last = {
        dizziness: { value: 'mild', at: at(30) }, nausea: { value: 'none', at: at(31) },
        confusion: { value: 'none', at: at(1) }, high_blood_pressure: { value: 'mild', at: at(1) },
      };
      draft = d.setGrade(draft, 'confusion', 'moderate', 3600000);
      draft = d.unchanged(draft, last, 3600000, 30, 3600000);
      return [draft.grades, e.remark(draft)];
    """
    )
    grades, remark = call(rules, "record/draft", body)
    assert grades == {
        "dizziness": {"grade": "mild", "how": "unchanged"},
        "confusion": {"grade": "moderate", "how": "tapped"},
    }
    assert "Confirmed unchanged: dizziness mild" in remark


def test_all_none_answers_what_is_open_and_leaves_a_tapped_grade(rules: Page) -> None:
    body = (
        DRAFT
        + """
      draft = d.allNone(d.setGrade(draft, 'dizziness', 'mild', 1), 2);
      const said = Object.entries(draft.grades);
      return Object.fromEntries(said.map(([name, { grade }]) => [name, grade]));
    """
    )
    assert call(rules, "record/draft", body) == {
        "hallucinations": "none",
        "dizziness": "mild",
        "confusion": "none",
        "dissociation": "none",
        "nausea": "none",
    }


def test_a_reason_takes_the_value_away_and_a_value_takes_the_reason_away(rules: Page) -> None:
    body = (
        DRAFT
        + """
      draft = d.setText(draft, 'systolic_mmhg', '139', 1);
      draft = d.setNotMeasured(draft, 'diastolic_mmhg', 'equipment', '', 2);
      const without = e.toEvents(draft, 3)[0];
      draft = d.setText(draft, 'systolic_mmhg', '120', 4);
      return [without.not_measured, without.systolic_mmhg ?? null, draft.not_measured];
    """
    )
    said, systolic, left = call(rules, "record/draft", body)
    assert said == {"systolic_mmhg": "equipment", "diastolic_mmhg": "equipment"}
    assert systolic is None
    assert left == {}


@pytest.mark.parametrize(
    ("minutes", "moved"), [(2, True), (3, False), (-1440, True), (-1441, False)]
)
def test_the_instant_measured_stays_within_what_the_server_takes(
    rules: Page, minutes: int, moved: bool
) -> None:
    body = (
        DRAFT
        + """
      const rule = { future_minutes: 2, past_hours: 24, late_minutes: 10 };
      return d.nudgeTime(draft, given.minutes, 864000000, rule).refused;
    """
    )
    assert (call(rules, "record/draft", body, minutes=minutes) == "") is moved


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (201, {"received_at": "2026-11-24T22:16:00Z"}, "recorded"),
        (200, {"received_at": "2026-11-24T22:16:00Z", "replayed": True}, "recorded"),
        (200, None, "later"),
        (401, {"error": {"message": "x"}}, "sign_in"),
        (403, {"error": {"code": "not_permitted", "message": "x"}}, "refused"),
        (403, {"error": {"code": "not_permitted", "field": "X-CSRF-Token"}}, "sign_in"),
        (409, {"error": {"code": "session_closed", "message": "x"}}, "refused"),
        (400, {"error": {"code": "invalid_event", "message": "x"}}, "refused"),
        (429, None, "later"),
        (503, {"error": {"message": "x"}}, "later"),
        (500, None, "later"),
        (302, None, "later"),
    ],
)
def test_only_the_servers_acknowledgement_ends_the_waiting(
    rules: Page, status: int, answer: dict[str, Any] | None, outcome: str
) -> None:
    body = "return m.judge(given.status, given.answer)"
    assert call(rules, "outbox/send", body, status=status, answer=answer)["outcome"] == outcome


def test_the_chip_says_how_old_the_oldest_unsent_entry_is_from_a_minute_on(rules: Page) -> None:
    body = """
    const ago = (seconds) => new Date(Date.now() - seconds * 1000).toISOString();
    return given.seconds.map((age) => m.chipWords({ unsent: 3, oldest_at: ago(age) }).text);
    """
    assert call(rules, "outbox/chip", body, seconds=[5, 65, 725]) == [
        "3 unsent",
        "3 unsent, 1 min",
        "3 unsent, 12 min",
    ]


def test_the_chip_never_says_all_sent_while_something_waits(rules: Page) -> None:
    states = [
        {"unsent": 2},
        {"refused": 1, "unsent": 1},
        {"sending": "k", "unsent": 1},
        {"storage": "no"},
        {"offline_since": "x"},
        {"recent": "Recorded 14:32", "unsent": 1},
        {"recent": "Recorded 14:32"},
        {},
    ]
    body = "return given.states.map((state) => m.chipWords(state).text)"
    assert call(rules, "outbox/chip", body, states=states) == [
        "2 unsent",
        "1 needs you",
        "Sending",
        "Not kept here",
        "No connection",
        "1 unsent",
        "Recorded 14:32",
        "All sent",
    ]
