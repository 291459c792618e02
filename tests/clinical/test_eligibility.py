"""What stops the start, what a physician's override speaks of, and what counts for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.clinical.eligibility import (
    ANSWERS,
    COURSE,
    NO,
    NO_LIMITS,
    NOT_ASKED,
    NOT_MEASURED,
    SESSION,
    TOO_OLD,
    UNKNOWN,
    YES,
    Decided,
    PreDose,
    Reply,
    Screening,
    Since,
    Standing,
    carried_since,
    changes,
    counted_since,
    counted_since_before_course,
    judge,
)
from monitor.clinical.pre_dose import above_guide, check_possible, judge_readings, taken_since
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import BadInput
from monitor.store.data_files import shipped_questionnaire
from monitor.store.places import protocols_folder

NOW = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALL = shipped_questionnaire()
SINCE = Since(session=NOW - 12 * HOUR, course=NOW - 40 * DAY)
NOTHING: Mapping[str, str | Reply | None] = {}
CALM = PreDose(122, 78, 72, 98, 14)


def protocol() -> Protocol:
    text = (protocols_folder() / "ketamine-iv.toml").read_text(encoding="utf-8")
    return read_protocol(text, "ketamine-iv")


def quiet() -> dict[str, Reply]:
    """The answer of each question that raises no flag."""
    return {
        one.id: Reply(next(word for word in ANSWERS if word not in one.flagged_by))
        for one in ALL.questions
    }


def but(question: str, word: str | Reply | None) -> Screening:
    """Unremarkable, but for one answer."""
    return screening(replies={question: word})


def screening(
    ago: timedelta = timedelta(),
    readings: PreDose = CALM,
    replies: Mapping[str, str | Reply | None] = NOTHING,
) -> Screening:
    said: dict[str, Reply] = quiet()
    for question, word in replies.items():
        if word is None:
            del said[question]
        else:
            said[question] = word if isinstance(word, Reply) else Reply(word)
    return Screening(f"s{ago}", NOW - ago, said, readings)


def stands(
    *screenings: Screening, overrides: tuple[Decided, ...] = (), since: Since = SINCE
) -> Mapping[str, Standing]:
    judged = judge(ALL, ALL.questions, screenings, overrides, since)
    return {one.id: one for one in judged}


def reads(
    *screenings: Screening, overrides: tuple[Decided, ...] = (), by: Protocol | None = None
) -> Mapping[str, Standing]:
    judged = judge_readings(by or protocol(), screenings, overrides, SINCE, NOW)
    return {one.id: one for one in judged}


def test_nothing_asked_flags_everything() -> None:
    assert {one.word for one in stands().values()} == {NOT_ASKED}
    assert {one.word for one in reads().values()} == {NOT_MEASURED}
    assert all(one.stops for one in (*stands().values(), *reads().values()))


def test_unremarkable_answers_and_readings_stop_nothing() -> None:
    asked = screening()

    assert not any(one.flagged for one in stands(asked).values())
    assert not any(one.flagged for one in reads(asked).values())


@pytest.mark.parametrize("question", [one.id for one in ALL.questions])
def test_each_question_flags_unknown_and_one_of_yes_and_no(question: str) -> None:
    flagged = {word: stands(but(question, word))[question].stops for word in (YES, NO, UNKNOWN)}

    wants_yes = question in {"escort", "fasting"}
    assert flagged == {YES: not wants_yes, NO: wants_yes, UNKNOWN: True}


@pytest.mark.parametrize("question", [one.id for one in ALL.questions])
def test_a_question_left_out_is_flagged_as_not_asked(question: str) -> None:
    found = stands(but(question, None))

    assert found[question].word == NOT_ASKED
    assert [one.id for one in found.values() if one.stops] == [question]


@pytest.mark.parametrize(
    ("reading", "change", "stops"),
    [
        ("blood_pressure", {"systolic_mmhg": 159}, False),
        ("blood_pressure", {"systolic_mmhg": 160}, True),
        ("blood_pressure", {"systolic_mmhg": 90}, False),
        ("blood_pressure", {"systolic_mmhg": 89}, True),
        ("blood_pressure", {"diastolic_mmhg": 99}, False),
        ("blood_pressure", {"diastolic_mmhg": 100}, True),
        ("blood_pressure", {"diastolic_mmhg": None}, True),
        ("heart_rate", {"heart_rate_bpm": 110}, False),
        ("heart_rate", {"heart_rate_bpm": 111}, True),
        ("heart_rate", {"heart_rate_bpm": 50}, False),
        ("heart_rate", {"heart_rate_bpm": 49}, True),
        ("heart_rate", {"heart_rate_bpm": None}, True),
        ("spo2", {"spo2_percent": 94}, False),
        ("spo2", {"spo2_percent": 93}, True),
        ("spo2", {"spo2_percent": None}, True),
        ("respiratory_rate", {"respiratory_rate_per_min": 24}, False),
        ("respiratory_rate", {"respiratory_rate_per_min": 25}, True),
        ("respiratory_rate", {"respiratory_rate_per_min": 10}, False),
        ("respiratory_rate", {"respiratory_rate_per_min": 9}, True),
        ("respiratory_rate", {"respiratory_rate_per_min": None}, True),
    ],
)
def test_a_reading_stops_beyond_its_limit(
    reading: str, change: dict[str, int | None], stops: bool
) -> None:
    found = reads(screening(readings=replace(CALM, **change)))

    assert found[reading].stops is stops
    assert [one.id for one in found.values() if one.stops] == ([reading] if stops else [])


def test_a_broken_limit_is_named_with_its_number() -> None:
    found = reads(screening(readings=replace(CALM, systolic_mmhg=164)))

    assert found["blood_pressure"].word == "164/78"
    assert found["blood_pressure"].limit == "hold from systolic 160"


@pytest.mark.parametrize(
    ("pressure", "above"), [((140, 90), False), ((141, 90), True), ((140, 91), True)]
)
def test_the_labels_guide_is_told_and_flags_nothing(pressure: tuple[int, int], above: bool) -> None:
    readings = replace(CALM, systolic_mmhg=pressure[0], diastolic_mmhg=pressure[1])

    assert above_guide(protocol(), readings) is above
    assert not reads(screening(readings=readings))["blood_pressure"].flagged


def test_readings_count_for_an_hour() -> None:
    assert not reads(screening(ago=HOUR))["spo2"].stops
    assert reads(screening(ago=HOUR + timedelta(seconds=1)))["spo2"].word == TOO_OLD


def test_a_protocol_without_limits_judges_no_reading_as_fine() -> None:
    found = reads(screening(), by=replace(protocol(), pre_dose=None))

    assert {one.word for one in found.values()} == {NO_LIMITS}
    assert all(one.stops for one in found.values())
    assert not above_guide(replace(protocol(), pre_dose=None), PreDose(200, 120))


def test_answers_may_come_in_parts_and_the_latest_of_each_counts() -> None:
    morning = screening(ago=4 * HOUR, readings=PreDose(), replies={"fasting": UNKNOWN})
    later = Screening("later", NOW, {"fasting": Reply(YES)}, CALM)

    assert not any(one.stops for one in stands(morning, later).values())
    assert not any(one.stops for one in reads(morning, later).values())
    assert stands(later, morning)["fasting"].at == NOW


def test_what_is_asked_before_each_session_does_not_count_from_the_last_one() -> None:
    found = stands(screening(ago=2 * DAY))

    too_old = {one.id for one in found.values() if one.word == TOO_OLD}
    assert too_old == {one.id for one in ALL.asked_before(SESSION)}
    assert {one.id for one in found.values() if not one.stops} == {
        one.id for one in ALL.questions if one.before == (COURSE,)
    }


class TestOverrides:
    def test_one_of_exactly_this_answer_lets_the_start_pass_and_the_flag_stays(self) -> None:
        asked = screening(ago=HOUR, replies={"psychosis": Reply(YES, "in 2009")})
        decided = Decided(NOW, {"psychosis": "yes: in 2009"}, "remitted", "Dr A")

        found = stands(asked, overrides=(decided,))["psychosis"]

        assert (found.flagged, found.stops) == (True, False)
        assert found.decided == decided

    @pytest.mark.parametrize(
        "said", [Reply(YES), Reply(YES, "in 2019"), Reply(UNKNOWN, "in 2009"), Reply(UNKNOWN)]
    )
    def test_another_answer_was_never_decided_about(self, said: Reply) -> None:
        decided = Decided(NOW, {"psychosis": "yes: in 2009"})

        assert stands(screening(ago=HOUR, replies={"psychosis": said}), overrides=(decided,))[
            "psychosis"
        ].stops

    def test_one_made_before_the_answer_does_not_count(self) -> None:
        decided = Decided(NOW - HOUR, {"psychosis": YES})

        assert stands(screening(replies={"psychosis": YES}), overrides=(decided,))[
            "psychosis"
        ].stops

    def test_what_is_asked_again_is_decided_again(self) -> None:
        before = screening(ago=2 * DAY, replies={"psychosis": YES, "substance_use": YES})
        decided = Decided(NOW - 2 * DAY, {"psychosis": YES, "substance_use": YES})
        today = Screening("today", NOW, {"psychosis": Reply(YES, unchanged=True)}, CALM)

        found = stands(before, today, overrides=(decided,))

        assert found["psychosis"].stops
        assert not found["substance_use"].stops

    def test_a_reading_taken_anew_is_decided_anew(self) -> None:
        high, decided = replace(CALM, systolic_mmhg=164), Decided(NOW, {"blood_pressure": "164/78"})
        first = screening(ago=timedelta(minutes=20), readings=high)
        higher = Screening("h", NOW, {}, replace(high, systolic_mmhg=182))

        assert not reads(first, overrides=(decided,))["blood_pressure"].stops
        assert reads(first, higher, overrides=(decided,))["blood_pressure"].stops

    def test_not_asked_can_be_decided_but_only_for_this_session(self) -> None:
        decided = Decided(NOW - HOUR, {"fasting": NOT_ASKED})
        earlier = replace(decided, at=NOW - 13 * HOUR)
        asked = screening(ago=2 * HOUR, replies={"fasting": None})

        assert not stands(asked, overrides=(decided,))["fasting"].stops
        assert stands(asked, overrides=(earlier,))["fasting"].stops


class TestCarrying:
    def test_without_a_course_nothing_is_carried(self) -> None:
        assert carried_since(ALL, None, NOW - DAY, SINCE.session, NOW) == SINCE.session

    def test_a_course_carries_what_it_opened_on(self) -> None:
        opened = NOW - 50 * DAY

        since = carried_since(ALL, opened, NOW - 7 * DAY, SINCE.session, NOW)

        assert since == opened - 30 * DAY

    @pytest.mark.parametrize(("rested", "carries"), [(60, True), (61, False)])
    def test_after_a_long_rest_everything_is_asked_again(self, rested: int, carries: bool) -> None:
        last = NOW - rested * DAY

        since = carried_since(ALL, NOW - 200 * DAY, last, SINCE.session, NOW)

        assert (since < NOW - 30 * DAY) is carries


def test_what_changed_is_told_in_order_with_both_instants() -> None:
    before = screening(ago=20 * DAY, replies={"pregnancy": UNKNOWN})
    yes = screening(ago=HOUR, replies={"psychosis": YES})
    back = screening()

    told = [(one.id, one.before, one.now) for one in changes((back, before, yes), SINCE.session)]

    assert told == [
        ("psychosis", NO, YES),
        ("pregnancy", UNKNOWN, NO),
        ("psychosis", YES, NO),
    ]
    assert changes((before, yes), SINCE.session)[0].before_at == before.at
    assert changes((before,), SINCE.session) == ()


TICK = timedelta(microseconds=1)


def counts(at: datetime, last_session_at: datetime | None = None) -> bool:
    """Whether what was said at this instant counts for a session now."""
    return at >= counted_since(ALL, None, last_session_at, NOW).session


def test_an_answer_counts_for_as_long_as_the_questions_say_and_no_longer() -> None:
    oldest = NOW - ALL.session_answers

    assert counts(oldest)
    assert not counts(oldest - TICK)


def test_an_answer_counts_from_just_after_the_last_session_began() -> None:
    began = NOW - HOUR

    assert counts(began + TICK, began)
    assert not counts(began, began)
    assert not counts(NOW - ALL.session_answers - TICK, NOW - 30 * DAY)


def test_for_a_course_answers_count_as_long_as_the_questions_say() -> None:
    since = counted_since_before_course(ALL, NOW)

    assert (since.session, since.course) == (NOW - ALL.before_course, NOW - ALL.before_course)


@pytest.mark.parametrize(
    ("field", "lowest", "highest"),
    [
        ("heart_rate_bpm", 20, 300),
        ("spo2_percent", 30, 100),
        ("respiratory_rate_per_min", 0, 80),
    ],
)
def test_a_reading_is_possible_up_to_both_its_ends(field: str, lowest: int, highest: int) -> None:
    for value in (lowest, highest):
        check_possible(PreDose(**{field: value}))
    for value in (lowest - 1, highest + 1):
        with pytest.raises(BadInput) as refused:
            check_possible(PreDose(**{field: value}))
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("systolic", "diastolic", "field"),
    [
        (40, 35, None), (39, 34, "systolic_mmhg"),
        (300, 200, None), (301, 200, "systolic_mmhg"),
        (60, 20, None), (60, 19, "diastolic_mmhg"),
        (205, 200, None), (210, 201, "diastolic_mmhg"),
        (122, 117, None), (122, 118, "diastolic_mmhg"),
        (122, None, "diastolic_mmhg"), (None, 78, "diastolic_mmhg"),
        (None, None, None),
    ],
)  # fmt: skip
def test_a_blood_pressure_is_possible_whole_and_at_least_5_mmhg_apart(
    systolic: int | None, diastolic: int | None, field: str | None
) -> None:
    pressure = PreDose(systolic, diastolic)
    if field is None:
        check_possible(pressure)
        return
    with pytest.raises(BadInput) as refused:
        check_possible(pressure)
    assert refused.value.field == field


def test_of_each_reading_the_latest_taken_for_this_session_is_shown() -> None:
    earlier = screening(2 * HOUR, PreDose(heart_rate_bpm=70, spo2_percent=97))
    later = screening(HOUR, PreDose(heart_rate_bpm=80))
    at_the_edge = Screening("edge", SINCE.session, {}, PreDose(respiratory_rate_per_min=14))
    before = Screening("before", SINCE.session - TICK, {}, PreDose(122, 78))

    taken = taken_since([later, before, at_the_edge, earlier], SINCE)

    assert taken == PreDose(heart_rate_bpm=80, spo2_percent=97, respiratory_rate_per_min=14)


@pytest.mark.parametrize("word", [NOT_ASKED, NOT_MEASURED, TOO_OLD, NO_LIMITS])
def test_what_was_never_said_waits_for_an_answer_and_not_for_a_physician(word: str) -> None:
    assert Standing("x", word, flagged=True).is_unanswered
    assert not Standing("x", YES, flagged=True).is_unanswered
