"""The marks that every screen shares."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.state import Alert, AlertState, Finding, Level
from monitor.errors import NotPermitted
from monitor.web.components import (
    Frame,
    acknowledge_button,
    age,
    alert_words,
    elapsed,
    error_panel,
    finding_glyph,
    findings_count,
    freshness,
    grade_bars,
    patient_banner,
    readiness_gauge,
    tick_words,
)
from monitor.web.components.ticking import age_in
from tests.web import room
from tests.web.reading import attribute, find, words

NURSE = Actor("p", "c", "Priya Nair", frozenset({Role.NURSE}))


def frame(demo: bool) -> Frame:
    return Frame(room.NOW, room.ZONE, NURSE, demo)


@pytest.mark.parametrize(
    ("form", "minutes_ago", "said"),
    [
        ("old", 2.9, "2 min old"),
        ("ago", 0, "0 min ago"),
        ("open", 2, "open 2 min"),
        ("elapsed", 38.99, "T+38"),
        ("due", -9, "In 9 min"),
        ("due", -0.1, "In 1 min"),
        ("due", 0, "Now"),
        ("due", 0.99, "Now"),
        ("due", 6, "6 min over"),
        ("overdue", 17.9, "Overdue 17 min"),
    ],
)
def test_ticking_words_count_whole_minutes(form: str, minutes_ago: float, said: str) -> None:
    assert tick_words(form, room.ago(minutes_ago), room.NOW) == said


def test_an_old_age_is_marked() -> None:
    assert "is-stale" in attribute(age(room.ago(21), room.NOW, stale=True), "className")
    assert "is-stale" not in attribute(age(room.ago(2), room.NOW), "className")


def test_an_age_stands_still_once_the_patient_has_left() -> None:
    running, left = room.state(), room.discharged()

    assert attribute(age_in(running, room.ago(2)), "data-tick") == "old"
    assert words(age_in(left, left.clock - timedelta(minutes=6))) == "6 min old"
    assert not hasattr(age_in(left, left.clock, stale=True), "data-tick")
    assert "is-stale" in attribute(age_in(left, left.clock, stale=True), "className")


def test_elapsed_time_ticks_stands_still_or_has_not_begun() -> None:
    assert attribute(elapsed(room.state()), "data-tick") == "elapsed"
    assert words(elapsed(room.state())) == "T+106"
    assert words(elapsed(room.discharged())) == "T+131"
    assert not hasattr(elapsed(room.discharged()), "data-tick")
    assert words(elapsed(room.before_dose())) == "T –"  # noqa: RUF001


def test_a_grade_is_one_two_or_three_bars() -> None:
    shapes = [attribute(grade_bars(grade), "className") for grade in ("none", "mild", "severe")]
    assert shapes == ["grade grade--0", "grade grade--1", "grade grade--3"]


def test_the_gauge_has_one_cell_for_each_criterion_and_says_the_counts() -> None:
    gauge = readiness_gauge(room.overdue())
    cells = [attribute(cell, "className") for cell in attribute(gauge, "children")]
    assert cells == ["is-met"] * 8 + ["is-unknown"] * 9 + ["is-unmet"] * 5
    assert attribute(gauge, "aria-label") == "8 met, 5 not met, 9 not assessed"


def test_counts_cover_all_three_findings() -> None:
    assert findings_count(room.ready()) == {
        Finding.MET: 22,
        Finding.NOT_MET: 0,
        Finding.NOT_ASSESSED: 0,
    }


def test_not_assessed_never_looks_met() -> None:
    unknown, met = finding_glyph(Finding.NOT_ASSESSED), finding_glyph(Finding.MET)
    assert attribute(unknown, "className") == "g g--unknown finding finding--not_assessed"
    assert attribute(met, "className") == "g g--met finding finding--met"


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("systolic_high", 184, "Systolic 184"),
        ("temperature_high", 38.4, "Temperature 38.4 °C"),
        ("dizziness", "moderate", "Dizziness moderate"),
        ("red_flag", ("chest_pain", "syncope"), "Red flag: chest pain, fainting"),
        ("emergency", "respiratory_arrest", "Emergency: respiratory arrest"),
        ("observation_overdue", 6, "Observation overdue"),
        ("something_new", None, "something_new"),
    ],
)
def test_an_alert_is_named_with_its_value(code: str, value: object, said: str) -> None:
    at = room.ago(2)
    alert = Alert(code, Level.CAUTION, AlertState.OPEN, at, value, 0.0, at, False)
    assert alert_words(alert) == said


def test_acknowledging_opens_the_dialog_of_that_alert_and_session() -> None:
    button = acknowledge_button(room.urgent().alerts[0], "session-5")
    assert attribute(button, "data-dialog") == "acknowledge"
    assert attribute(button, "data-session") == "session-5"
    assert attribute(button, "data-code") == "systolic_high"


def test_the_patient_banner_keeps_its_order() -> None:
    view = room.board().cards[2].session
    assert view is not None
    said = words(patient_banner(frame(demo=False), view.head, view.state))
    places = [said.index(part) for part in ("3", "Maya Lindqvist", "born 14 Apr 1987", "T+106")]
    assert places == sorted(places)
    assert "14:21" in said


def test_the_demo_mark_stands_on_demo_screens_only() -> None:
    view = room.board().cards[2].session
    assert view is not None
    assert "DEMO" in words(patient_banner(frame(demo=True), view.head, view.state))
    assert "DEMO" not in words(patient_banner(frame(demo=False), view.head, view.state))


def test_a_screen_that_cannot_be_shown_says_why_and_offers_to_try_again() -> None:
    panel = error_panel(NotPermitted("not allowed to read the board"), "/")
    assert "not allowed to read the board" in words(panel)
    assert any(attribute(link, "href") == "/" for link in find(panel, "A"))


def test_freshness_tells_version_instant_and_next_change() -> None:
    mark = freshness(42, room.NOW, room.NOW + timedelta(minutes=9))
    assert attribute(mark, "data-live-version") == "42"
    assert attribute(mark, "data-changes-at") == "2026-11-24T22:30:00+00:00"
    assert attribute(freshness(42, room.NOW, None), "data-changes-at") == ""
