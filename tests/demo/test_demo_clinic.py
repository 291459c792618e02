"""The demo opens with a chair in every phase, and moves on as time passes."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

from monitor.demo.clinic import read_clinic
from monitor.services.people import sign_in_with_password
from monitor.services.recording import record_events
from monitor.services.views import Board
from monitor.services.watch import read_watch
from tests.databases import url_for
from tests.demo.conftest import OPENED_AT, SEED, Demo, kept, open_demo, open_today

PHASES = {
    "1": "expected",
    "2": "arrived",
    "3": "infusing",
    "4": "infusing",
    "5": "paused",
    "6": "observing",
    "7": "criteria_met",
    "8": "discharged",
}


def _phases(board: Board) -> dict[str, str]:
    return {
        card.chair.label: card.session.state.phase.value if card.session else "free"
        for card in board.cards
    }


def _alerts(board: Board, chair: str) -> set[tuple[str, str]]:
    for card in board.cards:
        if card.chair.label == chair and card.session:
            return {(alert.code, alert.level.value) for alert in card.session.state.open_alerts()}
    return set()


def test_the_demo_opens_with_a_chair_in_every_phase(demo: Demo) -> None:
    board = demo.board()

    assert _phases(board) == PHASES
    assert ("systolic_high", "urgent") in _alerts(board, "4")
    assert _alerts(board, "3") == set()
    assert ("observation_overdue", "caution") in _alerts(board, "6")
    assert board.demo


def _values(demo: Demo) -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    return [
        (
            card.chair.label,
            tuple(
                (
                    entry.event.kind,
                    entry.event.at.isoformat(),
                    str(sorted(entry.event.fields.items())),
                )
                for entry in card.session.entries
                if entry.event.kind != "session_started"
            ),
        )
        for card in demo.board().cards
        if card.session
    ]


def test_the_same_seed_gives_the_same_clinic_and_another_seed_another(
    demo: Demo, tmp_path: Path
) -> None:
    again = open_demo(url_for(tmp_path / "again.db"))
    other = open_today(url_for(tmp_path / "other.db"), seeded_with=6)

    assert _values(again) == _values(demo)
    assert _values(open_today(url_for(tmp_path / "today.db"), SEED)) == _values(demo)
    assert kept(again) == kept(demo)
    assert _values(other) != _values(demo)
    assert _phases(other.board()) == PHASES


def test_everybody_is_plainly_invented(demo: Demo) -> None:
    sessions = [card.session for card in demo.board().cards if card.session]

    assert len(sessions) == 8
    for session in sessions:
        assert dict(session.head.patient.identifiers)["DEMO"].startswith("DEMO-")
    assert "Demo" in demo.board().clinic_name


def test_a_chair_is_open_on_every_route(demo: Demo) -> None:
    open_chairs = {
        card.session.protocol.id
        for card in demo.board().cards
        if card.session and card.session.head.closed_at is None
    }

    assert open_chairs == {
        "ketamine-iv", "ketamine-im", "ketamine-sublingual", "esketamine-nasal"
    }  # fmt: skip


def test_somebody_watches_over_every_chair_and_the_urgent_alert_climbs(demo: Demo) -> None:
    stage = demo.people.stage
    watch = read_watch(demo.house, stage.nurse)
    alert = next(card.session for card in demo.board().cards if card.chair.label == "4")

    assert {one.name for one in watch.chairs.values()} == {"Nora Fielding", "Jonas Brandt"}
    assert set(watch.chairs) == set(stage.chair_ids.values())
    assert watch.duty is not None
    assert watch.duty.name == "Dr Amara Osei"
    assert alert is not None
    assert [climb.alert.code for climb in alert.running.climbs] == ["systolic_high"]


def test_session_numbers_are_those_of_a_course(demo: Demo) -> None:
    told = {one.guest.name: one.session_number for one in read_clinic().openings}

    shown = {
        card.session.head.patient.name: card.session.head.session_number
        for card in demo.board().cards
        if card.session
    }

    assert shown == told


def test_everybody_can_sign_in_with_the_words_that_are_printed(demo: Demo) -> None:
    for person in read_clinic().people:
        assert (
            sign_in_with_password(demo.house, person.login, person.password).actor.roles
            == person.roles
        )


def test_the_demo_moves_on_for_three_hours_and_stays_plausible(demo: Demo) -> None:
    seen: Counter[str] = Counter()
    longest_wait = 0.0
    for _ in range(9):
        demo.pass_minutes(20)
        board = demo.board()
        seen.update(_phases(board).values())
        waits = [
            card.session.state.schedule.overdue_minutes for card in board.cards if card.session
        ]
        longest_wait = max([longest_wait, *waits])

    patients = {card.session.head.patient.name for card in demo.board().cards if card.session}
    opened_with = {one.guest.name for one in read_clinic().openings}

    assert {"arrived", "infusing", "observing", "discharged"} <= set(seen)
    assert longest_wait < 10
    assert len(patients - opened_with) >= 3


def test_a_set_recorded_by_hand_is_met_with_the_next_sensible_act(demo: Demo) -> None:
    demo.pass_minutes(2)
    card = next(card for card in demo.board().cards if card.chair.label == "3")
    assert card.session is not None
    at = (demo.clock.now - timedelta(seconds=30)).isoformat()
    body = {
        "kind": "vitals",
        "at": at,
        "systolic_mmhg": 205,
        "diastolic_mmhg": 118,
        "heart_rate_bpm": 98,
    }

    actor = demo.people.stage.nurse
    record_events(
        demo.house, actor, card.session.head.id, "by-hand", [{**body, "spo2_percent": 97}]
    )
    assert ("systolic_high", "urgent") in _alerts(demo.board(), "3")
    demo.pass_minutes(8)

    assert ("systolic_high", "urgent") not in _alerts(demo.board(), "3")


def test_a_demo_started_again_soon_goes_on_where_it_was(demo_url: str) -> None:
    before = _values(open_demo(demo_url))

    again = open_demo(demo_url, OPENED_AT + timedelta(minutes=2))

    assert _values(again) == before
    again.pass_minutes(30)
    assert _phases(again.board())["8"] != "discharged"


def test_a_demo_left_alone_overnight_begins_a_new_day(demo_url: str) -> None:
    board = open_demo(demo_url, OPENED_AT + timedelta(hours=15)).board()

    numbers = {
        card.chair.label: card.session.head.session_number for card in board.cards if card.session
    }
    assert _phases(board) == PHASES
    assert numbers["3"] == 5
