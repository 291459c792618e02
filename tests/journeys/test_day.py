"""A day in the room, on three tablets and a desk, at sixty times its speed wherever nobody taps.

`make day` plays it until the last patient who can leave has left, `DAY=morning` up to the handover;
`make test` leaves it out. docs/day.md tells the story.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.clinic import NURSE, PHYSICIAN, SECOND_NURSE
from tests.journeys.conftest import DESK, PATIENCE_MS, TABLET
from tests.journeys.day.hands import Screen
from tests.journeys.day.others import CALM, Entered, Others, Rounds, sign_off
from tests.journeys.day.room import (
    DANIEL,
    FREE_CHAIR,
    LIAM,
    MAYA,
    NADIA,
    NURSES,
    OLGA,
    PATIENTS,
    PHONE,
    RUTH,
    SAMUEL,
    THIRD_NURSE,
    TOVE,
    WATCHES,
    Patient,
    Room,
    opened,
)
from tests.journeys.looking import wait_until
from tests.journeys.record_form import Form

DAY = os.environ.get("DAY", "")
WHOLE = DAY == "whole"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not DAY, reason="played by make day, or with DAY=morning"),
]

SPEED = float(os.environ.get("DAY_SPEED", "60"))
BY_HAND = min(SPEED, float(os.environ.get("DAY_HAND", "10")))
PICTURES = os.environ.get("DAY_PICTURES")
RUNNING = {"alert": 6.0, "skew": 2.0}
CLIMBS_AFTER_MIN = 4.0  # an urgent alert unanswered climbs after three
KEPT = """
SELECT patients.name, session_events.kind, people.name FROM session_events
JOIN sessions ON sessions.id = session_events.session_id
JOIN patients ON patients.id = sessions.patient_id
JOIN people ON people.id = session_events.person_id
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    with opened(tmp_path_factory.mktemp("day"), SPEED, BY_HAND) as room:
        yield room


@dataclass
class Day:
    """The screens side by side, and what happens on them from eight o'clock on."""

    room: Room
    others: Others
    rounds: Rounds
    priya: Screen
    tess: Screen
    marco: Screen
    desk: Screen

    @property
    def screens(self) -> tuple[Screen, ...]:
        return (self.priya, self.tess, self.marco, self.desk)

    def tell(self, words: str) -> None:
        """A line for whoever watches (`pytest -s`), and a picture of every screen if wished."""
        clock = (
            f"{8 + int(self.room.time.minutes()) // 60}:{int(self.room.time.minutes()) % 60:02d}"
        )
        sys.stdout.write(f"{clock}  {words}\n")
        sys.stdout.flush()
        if PICTURES:
            for screen in self.screens:
                name = f"{clock.replace(':', '')}-{screen.person.login}.png"
                screen.page.screenshot(path=Path(PICTURES) / name)

    def open_the_room(self) -> None:
        """Everybody signs in; chairs are taken; a physician is on duty."""
        self.tess.sign_in_by_pin()
        self.priya.watch_over(*WATCHES[NURSE])
        self.desk.put_on_duty(PHYSICIAN)
        for nurse in (SECOND_NURSE, THIRD_NURSE):
            taken = [self.room.clinic.chairs[label] for label in WATCHES[nurse]]
            self.others.call(nurse, "POST", "/watch/take", json={"chair_ids": taken})
        self.tell("the room is open")

    def seat_everybody(self) -> None:
        """Maya and Ruth start on the screens, the others on tablets that nobody looks at."""
        self.rounds.runs_on.add(SAMUEL.name)
        for patient in (DANIEL, SAMUEL, TOVE, LIAM, NADIA):
            self.others.start(patient)
            self.others.record(patient.nurse, patient, *CALM)
            self.others.give_dose(patient)
        self.tell("five patients have come and had their dose")
        self.marco.screen_flagged(RUTH, "interacting_medicines", "lorazepam")
        self.desk.override_eligibility(RUTH, "Interacting medicines", "small dose, last night")
        self.marco.start_overridden(RUTH)
        self.others.record(RUTH.nurse, RUTH, *CALM)
        self.others.give_dose(RUTH)
        self.tell("Ruth's flag was overridden, and her infusion runs")
        self.priya.start(MAYA)
        self.others.record(MAYA.nurse, MAYA, *CALM)
        self.priya.begin_infusion(MAYA)
        self.tell("Maya's infusion runs")

    def stop_early(self) -> None:
        """An infusion is stopped before its time."""
        self.tess.stop_infusion(SAMUEL)
        self.tell("Samuel's infusion is stopped early")

    def answer_late(self) -> None:
        """Daniel's pressure is urgent; the ladder climbs twice before the physician answers."""
        self.rounds.leave_alone(DANIEL)
        self.priya.record_set(DANIEL, (204, 112))
        expect(self.priya.card("2")).to_contain_text("Urgent")
        self.tell("Daniel's systolic is 204")
        self._passes(CLIMBS_AFTER_MIN)
        self.priya.call_about(DANIEL, "No answer", "rang until the mailbox")
        self.tell("the physician was called in vain")
        self._passes(CLIMBS_AFTER_MIN)
        self.priya.call_about(DANIEL, "Reached", "comes now")
        self.desk.acknowledge(DANIEL, "Systolic 204", "seen at the chair, rest, repeat in 5 min")
        self.rounds.left_alone.remove(DANIEL.name)
        self.tell("the physician has answered")

    def go_otherwise_than_planned(self) -> None:
        """A change of chair, a late entry, a correction."""
        self.marco.change_chair(NADIA, FREE_CHAIR, "needs to lie down")
        self.tell("Nadia lies in chair 8")
        self.tess.record_set(TOVE, (126, 80), ago_min=15)
        self.tess.correct_rate(TOVE, 76, "read off the wrong line")
        self.tell("Tove's set came late and was corrected")

    def hand_over(self) -> None:
        """Priya's shift ends; Tess reads and signs on Priya's tablet."""
        self.priya.hand_over(SECOND_NURSE)
        self.tell("Tess watches over Priya's chairs")

    def afternoon(self) -> None:
        """A late-comer; everybody who may leave leaves, two of them with signatures on screens."""
        self.others.start(OLGA)
        self.others.record(OLGA.nurse, OLGA, *CALM)
        self.others.give_dose(OLGA)
        self.tell("Olga has come to chair 6")
        self._observed(MAYA)
        self.rounds.leave_alone(MAYA)
        self.tess.attest_everything(MAYA)
        self.others.answer_alerts(MAYA)
        self._leaves(MAYA, self.tess)
        self.tell("Maya has gone home")
        self._observed(RUTH)
        self.rounds.leave_alone(RUTH)
        self.others.attest(RUTH, THIRD_NURSE, walks=False)
        self.desk.override_criterion(RUTH, "Dizziness and walking", "walks with a frame at home")
        self._leaves(RUTH, self.marco)
        self.tell("Ruth has gone home, one criterion overridden")
        for patient in (TOVE, LIAM, NADIA, DANIEL):
            self._observed(patient)
            self.rounds.leave_alone(patient)
            self.others.release(patient)
            self.tell(f"{patient.name} has gone home")

    def _leaves(self, patient: Patient, nurse: Screen) -> None:
        """Both sign on their screens, each upon a set that is as fresh as it has to be."""
        for screen in (nurse, self.desk):
            self.others.record(nurse.person, patient, *CALM)
            screen.sign_out_of_care(patient)

    def _observed(self, patient: Patient) -> None:
        def is_over() -> bool:
            findings = self.others.state(patient)["findings"]
            waits = ("observation_time", "blood_pressure_trend", "hallucinations")
            return all(findings[name]["finding"] == "met" for name in waits if name in findings)

        wait_until(self.desk.page, is_over, within_s=600)

    def _passes(self, minutes: float) -> None:
        """Nobody does anything on a screen for so long."""
        until = self.room.time.minutes() + minutes
        wait_until(self.desk.page, lambda: self.room.time.minutes() >= until)

    def settle(self) -> None:
        """Stop going round, and wait until no device keeps anything."""
        self.rounds.end()
        for screen in self.screens:
            wait_until(screen.page, screen.keeps_nothing)
            Form(screen.page, "").all_sent()


@pytest.fixture(scope="module")
def day(browser: Browser, room: Room) -> Iterator[Day]:
    """Four devices side by side, and the rounds of all that nobody looks at, to the day's end."""
    room.time.begin()
    others = Others(room)
    screens: list[Screen] = []
    with Rounds(others) as rounds:
        for person in (*NURSES, PHYSICIAN):
            size = DESK if person is PHYSICIAN else TABLET
            context = browser.new_context(
                base_url=room.clinic.url,
                viewport={"width": size["width"], "height": size["height"]},
                has_touch=size is TABLET,
            )
            context.set_default_timeout(PATIENCE_MS)
            screens.append(Screen.of(context, person, room, others))
        yield Day(room, others, rounds, *screens)
    sign_off(others)
    for screen in screens:
        screen.page.context.close()


# One day in the order of its hours: each part goes on where the one before has ended.


def test_the_room_opens(day: Day) -> None:
    day.open_the_room()
    assert day.others.call(PHYSICIAN, "GET", "/watch")["duty"]["phone"] == PHONE


def test_patients_of_every_route_come_one_of_them_against_a_flag(day: Day) -> None:
    day.seat_everybody()
    assert set(day.room.sessions) == {one.name for one in PATIENTS if one is not OLGA}


def test_an_infusion_is_stopped_early(day: Day) -> None:
    day.stop_early()
    assert day.others.state(SAMUEL)["phase"] not in ("infusing", "paused")


def test_an_urgent_alert_is_answered_late(day: Day) -> None:
    day.answer_late()
    assert DANIEL.name not in day.rounds.left_alone
    check_the_late_answer(day.others)


def test_things_go_otherwise_than_planned(day: Day) -> None:
    day.go_otherwise_than_planned()
    (corrected,) = (one for one in day.others.entries(TOVE) if one["kind"] == "corrected")
    assert corrected["by"] == SECOND_NURSE.name


def test_a_shift_is_handed_over(day: Day) -> None:
    day.hand_over()
    held = day.others.call(PHYSICIAN, "GET", "/watch")["chairs"]
    assert NURSE.name not in {one["name"] for one in held}


@pytest.mark.skipif(not WHOLE, reason="make day plays on to the end of the day")
def test_who_may_go_home_goes_home(day: Day) -> None:
    day.afternoon()
    assert day.others.state(MAYA)["phase"] == "discharged"


def test_at_the_end_everything_stands_once_and_nothing_is_left(day: Day) -> None:
    day.settle()
    kinds = Counter(kind for _, kind, _ in day.others.entered.elements())
    day.tell(f"the day is over: {day.room.time.shares()}")
    day.tell(
        f"{kinds['vitals']} sets, {kinds['alert_acknowledged']} answers to alerts, "
        f"{kinds['call']} calls, {kinds.total()} entries"
    )
    assert day.rounds.failed == []
    assert [line for screen in day.screens for line in screen.complaints] == []
    check_entries(day.others)
    check_sessions(day.others)
    check_the_clocks(day.others)
    check_the_server(day.room)


def check_entries(others: Others) -> None:
    """Everything that was entered stands there once, under who entered it; and nothing else."""
    with closing(sqlite3.connect(others.room.clinic.folder / "monitor.db")) as kept:
        found: Counter[Entered] = Counter(kept.execute(KEPT))
    assert sorted((found - others.entered).items()) == []
    assert sorted((others.entered - found).items()) == []


def check_sessions(others: Others) -> None:
    """Who could leave has left, who is still here is open, each in the chair last taken."""
    open_now = {SAMUEL, OLGA} if WHOLE else {one for one in PATIENTS if one is not OLGA}
    for patient in PATIENTS:
        if patient.name in others.room.sessions:
            phase = others.state(patient)["phase"]
            assert (phase != "discharged") is (patient in open_now), f"{patient.name}: {phase}"
    board = others.call(PHYSICIAN, "GET", "/board")["cards"]
    seated = {
        card["chair"]["label"]: card["session"]["id"]
        for card in board
        if card["session"] and card["session"]["phase"] != "discharged"
    }
    moved = {NADIA: FREE_CHAIR}
    assert seated == {moved.get(one, one.chair): others.room.session(one) for one in open_now}


def check_the_late_answer(others: Others) -> None:
    """Two calls by the nurse, then the physician's note, later than two rungs of the ladder."""
    calls = [one for one in others.entries(DANIEL) if one["kind"] == "call"]
    assert [one["fields"]["answer"] for one in calls] == ["reached", "no_answer"]
    assert {one["fields"]["called"] for one in calls} == {PHYSICIAN.name}
    (alert,) = (
        one
        for one in others.state(DANIEL)["alerts"]
        if (one["code"], one["level"]) == ("systolic_high", "urgent")
    )
    (answer,) = (
        one
        for one in others.entries(DANIEL)
        if one["kind"] == "alert_acknowledged"
        and one["by"] == PHYSICIAN.name
        and one["fields"]["code"] == "systolic_high"
    )
    waited = _instant(answer["at"]) - _instant(alert["raised_at"])
    assert waited.total_seconds() / 60 > RUNNING["alert"]
    assert _instant(calls[0]["at"]) <= _instant(answer["at"])


def check_the_clocks(others: Others) -> None:
    """Tablet and server agree to within what an entry may lie in the future; one entry was late."""
    late = 0
    for patient in PATIENTS:
        if patient.name not in others.room.sessions:
            continue
        for entry in others.entries(patient):
            late += entry["late"]
            ahead = _instant(entry["tablet_recorded_at"] or entry["at"]) - _instant(
                entry["recorded_at"]
            )
            assert ahead.total_seconds() / 60 < RUNNING["skew"], entry
    assert late


def check_the_server(room: Room) -> None:
    """It never answered 5xx, and logged no error."""
    metrics = httpx.get(f"{room.clinic.url}/metrics", timeout=60).text
    log = (room.clinic.folder / "server.log").read_text(encoding="utf-8")
    assert [line for line in metrics.splitlines() if 'status="5' in line] == []
    assert "Traceback" not in log
    assert "error" not in log.lower()


def _instant(words: str) -> datetime:
    return datetime.fromisoformat(words)
