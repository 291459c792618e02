"""What the board says first of a chair, and that nothing that is the matter is said nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.clinical.ladder import NO_ANSWER, REACHED, Call, Climb, Rung
from monitor.clinical.order_state import OrderState
from monitor.clinical.prompts import Act, Prompt
from monitor.clinical.state import Alert, AlertState, Level, Schedule
from monitor.language.said import say
from monitor.services.running_views import OrderView, Running
from monitor.services.views import BoardCard
from monitor.web.pages.board.calls import calls, climbed
from monitor.web.pages.board.present import Row, present
from monitor.web.pages.board.standing import Standing, urgency
from monitor.web.written import written
from tests.web import room

SEEN = AlertState.ACKNOWLEDGED


def shown(
    alerts: tuple[Alert, ...], schedule: Schedule | None = None, running: Running | None = None
) -> Row:
    """A chair with these alerts as its card shows it; otherwise it is on schedule."""
    state = room.state(alerts=alerts, schedule=schedule or Schedule(room.ago(-10), 0.0, 0))
    session = room.view("3", "Maya Lindqvist", date(1987, 4, 14), state)
    if running is not None:
        session = replace(session, running=running)
    return present(BoardCard(session.head.chair, session), room.ZONE)


LONG_OVERDUE = room.alert("observation_overdue", Level.URGENT, 40, 25)
ARREST = room.alert("emergency", Level.URGENT, "cardiac_arrest", 1)
DESATURATED = room.alert("spo2_low", Level.URGENT, 88, 2)
HIGH = room.alert("systolic_high", Level.CAUTION, 165, 30)
LATE = Schedule(room.ago(40), 40.0, 0)


DECIDE = "Physician decision required."


@pytest.mark.parametrize(
    ("alerts", "detail", "first", "line"),
    [
        (
            (LONG_OVERDUE, ARREST),
            "Emergency: cardiac arrest",
            "emergency",
            f"{DECIDE} Also Overdue 40 min.",
        ),
        (
            (LONG_OVERDUE, DESATURATED, ARREST),
            "Emergency: cardiac arrest",
            "emergency",
            f"{DECIDE} Also 2 more.",
        ),
        ((LONG_OVERDUE, DESATURATED), "SpO₂ 88", "spo2_low", f"{DECIDE} Also Overdue 40 min."),
        (
            (LONG_OVERDUE, HIGH),
            "Overdue 40 min",
            "observation_overdue",
            "Not yet seen. Also Systolic 165.",
        ),
        ((LONG_OVERDUE,), "Overdue 40 min", "observation_overdue", ""),
    ],
)
def test_what_the_patient_has_is_named_before_a_set_that_nobody_took(
    alerts: tuple[Alert, ...], detail: str, first: str, line: str
) -> None:
    told = shown(alerts, LATE)

    assert (told.why.word, told.why.detail) == ("Urgent", detail)
    assert told.alerts[0].code == first  # that one the card acknowledges
    assert told.alert_line == line


def test_a_caution_under_an_overdue_set_is_named_beside_it() -> None:
    both = (room.alert("observation_overdue", Level.CAUTION, 9, 4), HIGH)

    told = shown(both, Schedule(room.ago(9), 9.0, 0))

    assert told.why.standing is Standing.OVERDUE
    assert told.alert_line == "Not yet seen. Also Systolic 165."


def test_a_chair_with_an_emergency_stands_before_one_that_is_overdue_for_longer() -> None:
    overdue, low, arrest = (shown((alert,), LATE) for alert in (LONG_OVERDUE, DESATURATED, ARREST))

    by_urgency = sorted((overdue, low, arrest), key=lambda one: urgency(one.card, one.why))

    assert by_urgency == [arrest, low, overdue]


SEEN_ARREST = room.alert("emergency", Level.URGENT, "cardiac_arrest", 15, SEEN)
SEEN_HIGH = room.alert("systolic_high", Level.CAUTION, 165, 40, SEEN)
NAUSEA = room.alert("nausea", Level.CAUTION, "moderate", 3)


@pytest.mark.parametrize(
    ("alerts", "schedule", "detail", "line"),
    [
        # Who has seen an alert is said of the one that the band names ...
        ((SEEN_HIGH,), None, "Systolic 165", "Acknowledged 13:42."),
        ((SEEN_HIGH, SEEN_ARREST), None, "Emergency: cardiac arrest", "Acknowledged 14:07."),
        # ... or with its name, where the band says something else.
        (
            (SEEN_ARREST, LONG_OVERDUE),
            LATE,
            "Overdue 40 min",
            "Emergency: cardiac arrest, acknowledged 14:07.",
        ),
        (
            (SEEN_HIGH, room.alert("observation_overdue", Level.CAUTION, 9, 4)),
            Schedule(room.ago(9), 9.0, 0),
            "set was due 14:12",
            "Systolic 165, acknowledged 13:42.",
        ),
        # An emergency that was seen is still one.
        (
            (SEEN_ARREST, NAUSEA),
            None,
            "Nausea moderate",
            "Not yet seen. Also Emergency: cardiac arrest.",
        ),
    ],
)
def test_what_was_seen_is_told_of_its_own_alert(
    alerts: tuple[Alert, ...], schedule: Schedule | None, detail: str, line: str
) -> None:
    told = shown(alerts, schedule)

    assert (told.why.detail, told.alert_line) == (detail, line)


@pytest.mark.parametrize("level", [Level.URGENT, Level.CAUTION])
def test_a_set_that_was_missed_is_not_said_to_be_overdue_by_nothing(level: Level) -> None:
    missed = room.alert("observation_overdue", level, 30, 20)

    told = shown((missed,), Schedule(room.ago(-10), 0.0, 1))

    assert told.why.detail == "Observation overdue"
    assert told.why.standing is (Standing.URGENT if level is Level.URGENT else Standing.CAUTION)
    assert told.alert_line in {"Physician decision required.", "Not yet seen."}


def unseen_order() -> Running:
    given = OrderState(
        "o", room.ago(1), ("blood_pressure",), "", 5 * room.MINUTE, None, None,
        due_at=room.ago(-4), overdue=0 * room.MINUTE, seen=None,
    )  # fmt: skip
    return Running(orders=(OrderView(given, "Dr A. Rahman"),))


def test_a_new_order_names_the_alerts_beside_it() -> None:
    told = shown((ARREST, DESATURATED), running=unseen_order())

    assert told.why.detail == "Emergency: cardiac arrest"
    assert told.alert_line == "BP every 5 min. Also SpO₂ 88."


def test_a_caution_under_a_new_order_is_named() -> None:
    told = shown((HIGH,), running=unseen_order())

    assert told.why.word == "New order"
    assert told.alert_line == "BP every 5 min. Also Systolic 165."


def test_a_decision_to_make_names_the_alerts_beside_it() -> None:
    stop = Prompt(Act.STOP, say("systolic 204 mmHg"), room.ago(1))
    high = room.alert("systolic_high", Level.URGENT, 204, 1)

    told = shown((high, DESATURATED), running=Running(prompts=(stop,)))

    assert told.alert_line.startswith("Stop: physician decision required. Systolic 204 mmHg.")
    assert told.alert_line.endswith("Also Systolic 204.") or told.alert_line.endswith(
        "Also SpO₂ 88."
    )


def climb(alert: Alert, minutes: float, rung: Rung, answer: str = "") -> Climb:
    made = (Call(alert.code, room.ago(1), "Dr Osei", answer),) if answer else ()
    return Climb(alert, room.ago(minutes), rung, None, made)


def waiting_for(*climbs: Climb) -> tuple[list[Climb], str]:
    """In which order is called, and what the top of the board is made of."""
    session = room.view("3", "Maya Lindqvist", date(1987, 4, 14), room.state())
    waiting = replace(session, running=Running(climbs=climbs))
    board = replace(room.board(), cards=(BoardCard(session.head.chair, waiting),))
    return [one for _, one in climbed(board)], written(calls(board)).utf8.decode()


def test_who_is_called_first_is_called_for_the_gravest_then_for_the_longest_waiting() -> None:
    arrest = climb(ARREST, 4, Rung.PHYSICIAN)
    low = climb(DESATURATED, 9, Rung.EVERYBODY)
    pressure = climb(room.alert("systolic_high", Level.URGENT, 204, 12), 12, Rung.PHYSICIAN)
    overdue = climb(LONG_OVERDUE, 25, Rung.EVERYBODY)
    at_the_bedside = climb(HIGH, 1, Rung.NURSE)

    ordered, _ = waiting_for(overdue, pressure, at_the_bedside, low, arrest)

    assert ordered == [arrest, low, pressure, overdue]


def test_a_call_that_reached_somebody_stands_behind_those_still_to_be_made() -> None:
    reached = climb(ARREST, 4, Rung.PHYSICIAN, REACHED)
    tried = climb(DESATURATED, 5, Rung.PHYSICIAN, NO_ANSWER)
    everybody = climb(LONG_OVERDUE, 25, Rung.EVERYBODY, REACHED)

    ordered, _ = waiting_for(reached, everybody, tried)

    assert ordered == [tried, everybody, reached]


def test_every_call_is_counted_in_words_that_are_seen_and_is_heard() -> None:
    _, top = waiting_for(climb(ARREST, 4, Rung.PHYSICIAN), climb(DESATURATED, 9, Rung.EVERYBODY))

    assert top.count("data-climbing") == 2
    assert top.count('"data-dialog"') == 1
    assert "+1 more" in top


def test_a_single_call_counts_no_others() -> None:
    _, top = waiting_for(climb(ARREST, 4, Rung.PHYSICIAN))

    assert top.count("data-climbing") == 1
    assert "more" not in top
