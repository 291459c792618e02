"""What a card says about its chair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.clinical.event import Event
from monitor.clinical.order_state import OrderState
from monitor.clinical.state import AlertState, Finding, Level, Schedule
from monitor.language.reader import reading_in
from monitor.services.running_views import OrderView, Running
from monitor.services.views import Board, BoardCard, SessionView
from monitor.services.wording import chair_order
from monitor.web.pages.board.kept_cards import kept_row
from monitor.web.pages.board.present import (
    BY_CHAIR,
    Row,
    next_change,
    present,
    rows,
    tally,
)
from monitor.web.pages.board.standing import Standing, urgency
from tests.web import room


@pytest.fixture(scope="module")
def board() -> Board:
    return room.board()


def row(board: Board, chair: str) -> Row:
    return next(each for each in rows(board) if each.chair == chair)


def shown(state: object, **fields: object) -> Row:
    session = room.view("3", "Maya Lindqvist", date(1987, 4, 14), room.state(**fields))
    return present(BoardCard(session.head.chair, session), room.ZONE)


def test_the_most_urgent_chair_stands_first_and_free_ones_last(board: Board) -> None:
    assert [each.chair for each in rows(board)] == ["5", "2", "7", "1", "6", "3", "8", "4", "9"]


def test_the_room_order_counts_chairs_as_people_do(board: Board) -> None:
    assert [each.chair for each in rows(board, BY_CHAIR)] == list("123456789")
    assert sorted(["10", "2", "B", "1"], key=chair_order) == ["1", "2", "10", "B"]


@pytest.mark.parametrize(
    ("chair", "standing", "word", "detail"),
    [
        ("5", Standing.URGENT, "Urgent", "Systolic 184"),
        ("2", Standing.OVERDUE, "Overdue 6 min", "set was due 14:15"),
        ("7", Standing.CAUTION, "Caution", "SpO₂ 93"),
        ("1", Standing.DUE, "Due now", "set at T+10"),
        ("6", Standing.READY, "Criteria met", "not yet decided"),
        ("3", Standing.QUIET, "On schedule", "no open alert"),
        ("8", Standing.QUIET, "Before the dose", "no baseline yet"),
        ("4", Standing.CLOSED, "Discharged", "14:12, Dr A. Rahman"),
        ("9", Standing.FREE, "Chair free", "no session"),
    ],
)
def test_the_band_says_why_the_card_is_where_it_is(
    board: Board, chair: str, standing: Standing, word: str, detail: str
) -> None:
    why = row(board, chair).why
    assert (why.standing, why.word, why.detail) == (standing, word, detail)


def test_an_acknowledged_urgent_alert_is_caution_and_still_named() -> None:
    seen = room.alert("systolic_high", Level.URGENT, 184, 5, AlertState.ACKNOWLEDGED)
    why = shown(None, alerts=(seen,)).why
    assert (why.standing, why.word, why.detail) == (
        Standing.CAUTION,
        "Urgent, seen",
        "Systolic 184",
    )


def test_a_resolved_alert_leaves_the_band_quiet() -> None:
    gone = room.alert("systolic_high", Level.URGENT, 184, 30, AlertState.RESOLVED)
    assert shown(None, alerts=(gone,)).why.standing is Standing.QUIET


def test_a_set_late_by_less_than_the_protocol_bears_is_due_not_overdue() -> None:
    why = shown(None, schedule=Schedule(room.ago(4), 4.0, 0)).why
    assert why.standing is Standing.DUE


def test_an_open_urgent_alert_outranks_an_overdue_set() -> None:
    both = (
        room.alert("observation_overdue", Level.CAUTION, 9, 4),
        room.alert("spo2_low", Level.URGENT, 88, 1),
    )
    why = shown(None, alerts=both, schedule=Schedule(room.ago(9), 9.0, 0)).why
    assert (why.standing, why.detail) == (Standing.URGENT, "SpO₂ 88")


def test_quiet_chairs_stand_by_what_is_due_first_ordered_or_not() -> None:
    sooner = ordered(2, seen=True)
    later = room.view(
        "5", "Owen Park", date(1987, 4, 14), room.state(schedule=Schedule(room.ago(-3), 0.0, 0))
    )
    two = [present(BoardCard(one.head.chair, one), room.ZONE) for one in (later, sooner)]

    assert {one.why.standing for one in two} == {Standing.QUIET}
    assert min(two, key=lambda one: urgency(one.card, one.why)).chair == "3"


def test_vitals_show_value_change_and_the_air_breathed(board: Board) -> None:
    vitals = row(board, "3").vitals
    assert vitals is not None
    assert [(cell.value, cell.beside) for cell in vitals.cells] == [
        ("139/87", "+11 / +7"),
        ("77", "+5"),
        ("98", "0, air"),
    ]
    assert vitals.compared == "vs baseline 128/80"


def test_a_value_under_an_alert_says_high_or_low_in_words(board: Board) -> None:
    urgent, flagged = row(board, "5").vitals, row(board, "7").vitals
    assert urgent is not None
    assert flagged is not None
    assert (urgent.cells[0].tone, urgent.cells[0].word) == ("high", "critically high")
    assert (flagged.cells[2].tone, flagged.cells[2].word) == ("flagged", "low")


@pytest.mark.parametrize(
    ("systolic", "latest", "tone", "word"),
    [
        (205, Level.URGENT, "high", "critically high"),
        (182, Level.URGENT, "high", "critically high"),
        (172, Level.CAUTION, "flagged", "peak 205"),
        (139, None, "past", "peak 205"),
    ],
)
def test_a_pressure_is_marked_by_what_it_is_now_beside_the_worst(
    systolic: int, latest: Level | None, tone: str, word: str
) -> None:
    seen = room.alert(
        "systolic_high", Level.URGENT, 205, 30, AlertState.ACKNOWLEDGED, latest=latest
    )
    current = room.measured((systolic, 91), 77, 98, 3)
    vitals = shown(None, alerts=(seen,), current=current).vitals
    assert vitals is not None
    assert (vitals.cells[0].tone, vitals.cells[0].word) == (tone, word)


def test_a_pressure_that_fell_too_far_after_its_peak_is_critically_low() -> None:
    peak = room.alert("systolic_high", Level.URGENT, 204, 30)
    fallen = room.alert("systolic_low", Level.URGENT, 72, 3, latest=Level.URGENT)
    current = room.measured((72, 58), 77, 98, 3)
    vitals = shown(None, alerts=(peak, fallen), current=current).vitals
    assert vitals is not None
    assert (vitals.cells[0].tone, vitals.cells[0].word) == ("high", "critically low")


def test_a_saturation_that_is_better_and_still_far_too_low_stays_marked() -> None:
    low = room.alert("spo2_low", Level.URGENT, 66, 12, latest=Level.URGENT)
    vitals = shown(None, alerts=(low,), current=room.measured((122, 78), 77, 72, 3)).vitals
    assert vitals is not None
    cell = vitals.cells[2]
    assert (cell.tone, cell.word) == ("high", "critically low")
    assert cell.beside.endswith("very\N{NO-BREAK SPACE}low")


def test_a_saturation_that_has_recovered_is_plain_and_the_band_remembers() -> None:
    row = shown(None, alerts=(room.alert("spo2_low", Level.CAUTION, 92, 10),))
    assert row.vitals is not None
    assert (row.vitals.cells[2].tone, row.vitals.cells[2].beside) == ("", "0, air")
    assert row.why.detail == "SpO₂ 92"


def test_old_values_are_marked_stale_and_fresh_ones_are_not(board: Board) -> None:
    old, fresh = row(board, "2").vitals, row(board, "3").vitals
    assert old is not None
    assert fresh is not None
    assert old.stale
    assert all(cell.stale for cell in old.cells)
    assert not fresh.stale


def test_the_age_shown_is_that_of_the_oldest_value() -> None:
    current = {**room.measured((139, 87), 77, 98, 3), "spo2_percent": room.word(98, 9)}
    vitals = shown(None, current=current).vitals
    assert vitals is not None
    assert vitals.oldest_at == room.ago(9)


def test_what_was_never_measured_is_not_shown_as_a_value(board: Board) -> None:
    vitals = row(board, "8").vitals
    assert vitals is not None
    assert [cell.value for cell in vitals.cells] == ["126/82", "not yet", "not yet"]
    assert [cell.measured for cell in vitals.cells] == [True, False, False]


def test_what_could_not_be_measured_says_why() -> None:
    current = {
        **room.measured((139, 87), 77, 98, 3),
        "heart_rate_bpm": room.word(None, 1, why="refused"),
    }
    vitals = shown(None, current=current).vitals
    assert vitals is not None
    assert (vitals.cells[1].value, vitals.cells[1].measured) == ("refused", False)


def test_side_effects_never_asked_are_not_assessed(board: Board) -> None:
    felt = row(board, "8").felt
    assert felt is not None
    assert (felt.effects, felt.sentence) == ((), "Side effects not assessed yet")


def test_all_none_is_said_with_the_time_of_asking(board: Board) -> None:
    felt = row(board, "6").felt
    assert felt is not None
    assert (felt.sentence, felt.asked) == ("None reported", "asked 14:16")


def test_an_effect_never_asked_is_told_apart_from_those_that_are_none() -> None:
    asked = room.graded(3, hallucinations="none", confusion="none", dissociation="none")
    felt = shown(None, current={**asked, "nausea": room.word(None, 3, "checks", "asleep")}).felt
    assert felt is not None
    assert (felt.sentence, felt.unassessed) == ("None reported", ("dizziness", "nausea"))
    all_asked = room.graded(3, dizziness="none", nausea="mild")
    known = shown(None, current={**asked, **all_asked}).felt
    assert known is not None
    assert (known.sentence, known.unassessed) == ("", ())


def test_a_saturation_held_by_oxygen_is_urgent_and_not_called_low() -> None:
    held = room.alert("spo2_low", Level.URGENT, 97, 3, latest=Level.URGENT)
    words = {97: "needs oxygen", 90: "critically low"}
    for percent, word in words.items():
        row = shown(None, alerts=(held,), current=room.measured((121, 80), 70, percent, 3))
        assert row.vitals is not None
        assert (row.vitals.cells[2].tone, row.vitals.cells[2].word) == ("high", word)


def test_an_effect_that_could_not_be_asked_is_never_none() -> None:
    current = {"dizziness": room.word(None, 2, "checks", "asleep")}
    felt = shown(None, current=current).felt
    assert felt is not None
    assert felt.sentence == "Side effects not assessed"


def test_side_effects_stand_worst_first_with_alertness_below_five(board: Board) -> None:
    urgent, sleepy = row(board, "5").felt, row(board, "7").felt
    assert urgent is not None
    assert sleepy is not None
    assert urgent.effects == (("dissociation", "moderate"), ("dizziness", "mild"))
    assert sleepy.alertness == "4 of 5"


def test_readiness_has_one_form(board: Board) -> None:
    readiness = row(board, "3").readiness
    assert readiness is not None
    assert readiness.strong == "19 of 22 met, 1 not assessed."
    assert readiness.rest.startswith(" Waiting for ")
    assert readiness.rest.endswith(" and 1 more. Earliest 14:35")


def test_readiness_met_asks_for_the_clinician_and_says_until_when(board: Board) -> None:
    readiness = row(board, "6").readiness
    assert readiness is not None
    assert readiness.strong == "22 of 22 met."
    assert readiness.rest == " Clinician decision required. These vitals count until 14:31"


def test_no_earliest_time_is_said_not_guessed() -> None:
    unknown = room.findings(19, 1, None)
    readiness = shown(None, findings=unknown, earliest_ready_at=None).readiness
    assert readiness is not None
    assert readiness.rest.endswith("No earliest time yet")


def test_what_has_no_earliest_time_is_named_first() -> None:
    verdicts = room.findings(22, 0, room.NOW)
    verdicts["nausea"] = verdicts["nausea"]._replace(finding=Finding.NOT_MET, earliest_at=room.NOW)
    verdicts["red_flags"] = verdicts["red_flags"]._replace(
        finding=Finding.NOT_MET, earliest_at=None
    )
    readiness = shown(None, findings=verdicts, earliest_ready_at=None).readiness
    assert readiness is not None
    label = room.protocol().criterion("red_flags").label
    assert readiness.rest.lower().startswith(f" waiting for {label.lower()}, ")


def test_before_the_dose_nothing_is_judged(board: Board) -> None:
    readiness = row(board, "8").readiness
    assert readiness is not None
    assert not readiness.has_gauge


def test_an_acknowledgement_names_who_gave_it(board: Board) -> None:
    assert row(board, "7").alert_line == "Acknowledged 14:20, P. Nair."


def test_an_urgent_alert_asks_for_a_physician_and_names_the_others(board: Board) -> None:
    assert row(board, "5").alert_line == "Physician decision required."
    two = (
        room.alert("systolic_high", Level.URGENT, 184, 5),
        room.alert("spo2_low", Level.CAUTION, 93, 2),
    )
    assert shown(None, alerts=two).alert_line == "Physician decision required. Also SpO₂ 93."


def test_several_further_alerts_are_counted_on_one_line() -> None:
    codes = ("diastolic_high", "systolic_high", "spo2_low", "heart_rate_high")
    four = tuple(room.alert(code, Level.CAUTION, 93, 2) for code in codes)
    assert shown(None, alerts=four).alert_line == "Not yet seen. Also 3 more."


def test_a_closed_session_offers_no_alert_to_acknowledge(board: Board) -> None:
    assert row(board, "4").alerts == ()


def test_the_tally_counts_each_kind_and_leaves_out_zero(board: Board) -> None:
    assert [words for words, _, _ in tally(rows(board))] == [
        "1 urgent",
        "1 overdue",
        "1 caution",
        "1 due",
        "1 to decide",
    ]
    assert tally([row(board, "3")]) == []


def test_the_next_change_is_the_earliest_of_the_room(board: Board) -> None:
    assert next_change(board) == room.NOW + 9 * room.MINUTE
    assert next_change(replace(board, cards=board.cards[8:])) is None


def ordered(due_in: float, *, seen: bool, overdue: float = 0) -> SessionView:
    """A quiet chair with an order of a physician."""
    session = room.view("3", "Maya Lindqvist", date(1987, 4, 14), room.state())
    given = Event("order", room.ago(30), room.ago(30), {}, "o")
    due_at = room.NOW + due_in * room.MINUTE
    state = OrderState(
        "o", room.ago(30), ("blood_pressure",), "", 5 * room.MINUTE, None, None,
        due_at=due_at, overdue=overdue * room.MINUTE, seen=given if seen else None,
    )  # fmt: skip
    running = Running(orders=(OrderView(state, "Dr A. Rahman"),))
    return replace(session, running=running)


@pytest.mark.parametrize(
    ("session", "standing", "word", "detail"),
    [
        (ordered(3, seen=False), Standing.DUE, "New order", "ordered by Dr A. Rahman"),
        (ordered(-1, seen=True), Standing.DUE, "Due now", "BP, ordered by Dr A. Rahman"),
        (
            ordered(-7, seen=True, overdue=7),
            Standing.OVERDUE,
            "Overdue 7 min",
            "BP, ordered by Dr A. Rahman",
        ),
        (ordered(300, seen=True), Standing.QUIET, "On schedule", "no open alert"),
    ],
)
def test_what_a_physician_ordered_is_a_reason_of_its_own(
    session: SessionView, standing: Standing, word: str, detail: str
) -> None:
    why = present(BoardCard(session.head.chair, session), room.ZONE).why

    assert (why.standing, why.word, why.detail) == (standing, word, detail)


def test_an_order_nobody_has_seen_stands_whole_on_its_card() -> None:
    session = ordered(3, seen=False)
    line = present(BoardCard(session.head.chair, session), room.ZONE).alert_line

    assert line == "BP every 5 min"


def test_a_chair_is_presented_again_when_its_session_was_folded_anew_or_has_another_head() -> None:
    card = next(each for each in room.board().cards if each.session is not None)
    assert card.session is not None
    view = card.session
    row = kept_row(card, room.ZONE)
    folded = replace(card, session=replace(view, state=replace(view.state)))
    elsewhere = replace(card, chair=replace(card.chair, label="99"))
    told = replace(view.head, dose_mg=view.head.dose_mg + 1)

    assert row == present(card, room.ZONE)
    assert kept_row(replace(card, session=replace(view)), room.ZONE) is row
    assert kept_row(folded, room.ZONE) is not row
    assert kept_row(elsewhere, room.ZONE).chair == "99"
    assert kept_row(replace(card, session=replace(view, head=told)), room.ZONE) is not row
    with reading_in("es"):
        assert kept_row(card, room.ZONE) is not row
