"""What the criteria said through a session, told by the rules themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from monitor.charts.lanes import Instant, Told, arrange, findings_turned, history, joined, spans
from monitor.charts.rows import FEWEST_LANES, FIRST_SCREEN, lanes_that_fit, lay_rows
from monitor.charts.timeline import Span
from monitor.clinical.patient import PatientFacts
from monitor.clinical.session import evaluate
from monitor.clinical.state import Finding, SessionState
from tests.charts import sample, view
from tests.charts.sample import LANES, MET, NOT_MET, UNKNOWN, ZERO, at, lane

ROOM = 13


def states_asked(until: datetime = sample.NOW, known: Told = ()) -> tuple[list[timedelta], Told]:
    asked: list[timedelta] = []
    protocol, facts = view.protocol(), sample.facts()

    def state_at(instant: datetime) -> SessionState:
        asked.append(instant - ZERO)
        return evaluate(protocol, PatientFacts(), facts, instant)

    instants = {fact.recorded_at for fact in facts}
    told = history(state_at, instants, ZERO, until, known)
    return asked, told


def test_every_instant_at_which_something_changed_is_told_and_few_others() -> None:
    asked, told = states_asked()
    protocol, facts = view.protocol(), sample.facts()
    known = [(instant, findings) for instant, findings, *_ in told]

    for minute in range(106):
        instant = at(minute)
        state = evaluate(protocol, PatientFacts(), facts, instant)
        last = [findings for when, findings in known if when <= instant][-1]
        assert {key: said.finding for key, said in state.findings.items()} == last, minute
    assert len(asked) < 150


def test_a_history_is_continued_by_what_came_since_and_by_nothing_else() -> None:
    whole_asked, whole = states_asked()
    _, half = states_asked(at(60))

    asked, continued = states_asked(known=half)

    assert continued == whole
    assert 0 < len(half) < len(whole)
    assert asked == whole_asked[len(half) :]


def test_neighbouring_findings_of_the_same_kind_are_one_span() -> None:
    told = tuple(
        Instant(at(minute), {"oxygen": finding})
        for minute, finding in ((0, UNKNOWN), (5, MET), (9, MET), (30, NOT_MET), (31, MET))
    )

    found = spans(told, "oxygen", at(40))

    assert [(span.finding, span.start, span.end) for span in found] == [
        (UNKNOWN, at(0), at(5)),
        (MET, at(5), at(30)),
        (NOT_MET, at(30), at(31)),
        (MET, at(31), at(40)),
    ]


def test_a_criterion_that_falls_silent_and_says_the_same_again_has_not_turned() -> None:
    told = tuple(
        Instant(at(minute), findings)
        for minute, findings in (
            (0, {"oxygen": MET, "escort": UNKNOWN}),
            (5, {"escort": UNKNOWN}),
            (9, {"oxygen": MET, "escort": MET}),
            (12, {"escort": MET}),
            (15, {"oxygen": NOT_MET, "escort": MET}),
        )
    )

    turned = findings_turned(told)

    assert turned == {
        "oxygen": [(at(0), MET), (at(15), NOT_MET)],
        "escort": [(at(0), UNKNOWN), (at(9), MET)],
    }


def test_several_lanes_are_one_whose_finding_is_the_worst_of_theirs_at_every_minute() -> None:
    chance = Random(7)
    for _ in range(200):
        lanes = []
        for number in range(chance.randint(1, 5)):
            edges = sorted(chance.sample(range(30), chance.randint(2, 8)))
            stretches = [
                (start, end, chance.choice((MET, NOT_MET, UNKNOWN)))
                for start, end in pairwise(edges)
                if chance.random() < 0.8
            ] or [(edges[0], edges[-1], MET)]
            lanes.append(lane(f"Lane {number}", *stretches))

        found = joined(lanes)

        first = min(span.start for one in lanes for span in one.spans)
        last = max(span.end for one in lanes for span in one.spans)
        assert (found[0].start, found[-1].end) == (first, last)
        assert all(one.end == after.start for one, after in pairwise(found))
        assert all(one.finding is not after.finding for one, after in pairwise(found))
        for minute in range(30):
            instant = at(minute)
            if first <= instant < last:
                said = {_finding(one.spans, instant) for one in lanes}
                worst = next(each for each in (NOT_MET, UNKNOWN, MET) if each in said)
                assert _finding(found, instant) is worst


def _finding(told: tuple[Span, ...], instant: datetime) -> Finding:
    """What is said at an instant; where nothing is, it is not assessed."""
    return next((one.finding for one in told if one.start <= instant < one.end), UNKNOWN)


def test_pending_criteria_stand_on_top_and_the_unknown_first() -> None:
    arranged = arrange(LANES, ROOM)

    assert arranged[0].spans[-1].finding is UNKNOWN
    pending = [one.spans[-1].finding is not MET for one in arranged]
    assert pending == sorted(pending, reverse=True)


def test_criteria_met_all_along_share_a_lane_that_counts_them() -> None:
    steady = [lane(f"Steady {number}", (0, 106, MET)) for number in range(5)]

    arranged = arrange([*LANES[:4], *steady], ROOM)

    assert arranged[-1].label == "5 others"
    assert len(arranged) == 5


def test_a_shared_lane_is_met_only_while_all_of_it_is() -> None:
    first = lane("First", (0, 20, MET), (20, 40, NOT_MET), (40, 60, MET))
    second = lane("Second", (0, 10, UNKNOWN), (10, 60, MET))

    found = joined([first, second])

    assert [span.finding for span in found] == [UNKNOWN, MET, NOT_MET, MET]
    assert [span.start for span in found] == [at(0), at(10), at(20), at(40)]


def test_more_pending_criteria_than_room_share_a_lane_and_those_with_a_history_keep_theirs() -> (
    None
):
    silent = [lane(f"Silent {number}", (0, 106, UNKNOWN)) for number in range(12)]
    told = lane("Told", (0, 50, MET), (50, 106, UNKNOWN))
    steady = [lane(f"Steady {number}", (0, 106, MET)) for number in range(3)]

    arranged = arrange([*silent, told, *LANES[1:4], *steady], 8)

    assert len(arranged) == 8
    names = [one.label for one in arranged]
    assert {"Told", "Observation time", "Hallucinations", "BP near baseline"} <= set(names)
    assert names[-2:] == ["10 not assessed", "3 others"]
    assert arranged[-2].spans[-1].finding is UNKNOWN


def test_lanes_that_are_pending_for_different_reasons_are_not_called_unknown() -> None:
    lanes = [lane(f"Late {n}", (0, 106, NOT_MET), earliest=110 + n) for n in range(3)]

    shared = arrange(lanes, 2)[-1]

    assert shared.label == "2 others pending"
    assert shared.earliest_at == at(112)


def test_the_clock_axis_stays_on_the_first_screen_whatever_is_pending() -> None:
    for header in range(1, 6):
        for effects in (7, 8, 9):
            rows = lay_rows(header, effects, lanes_that_fit(header, effects))
            assert rows.figure_height <= FIRST_SCREEN
    assert lanes_that_fit(5, 14) == FEWEST_LANES
