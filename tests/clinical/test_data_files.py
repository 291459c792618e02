"""The questions and schedules are read whole, or refused by file, key and what is allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.clinical.eligibility import COURSE, SESSION, UNKNOWN
from monitor.clinical.eligibility_reading import read_questionnaire
from monitor.clinical.schedule_reading import read_schedule
from monitor.errors import InvalidDataFile
from monitor.store.data_files import load_schedules, shipped_questionnaire, shipped_schedules
from monitor.store.places import data_folder

Read = Callable[[str, str], object]
ASKED = (data_folder() / "vocabulary" / "eligibility.toml").read_text(encoding="utf-8")
SERIES = (data_folder() / "schedules" / "induction-then-monthly.toml").read_text(encoding="utf-8")
HOURS = 'session_answers = { value = 12, unit = "h", source = "clinic" }'
ALL_DAYS = "[0, 2, 4, 7, 10, 14, 21, 28]"
DAYS = 'days = { value = [0, 2, 4, 7, 10, 14, 21, 28], unit = "d", source = "clinic" }'
GAP = 'least_gap = { value = 1, unit = "d", source = "clinic" }'
ESCORT = 'flagged_by = ["no", "unknown"]'
FEW = settings(max_examples=150, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow])  # fmt: skip

QUESTION_MISTAKES = {
    "not TOML": ("version = 1", "version = ", "file", "TOML"),
    "an unknown key": ("version = 1", "version = 1\nnote = 1", "note", "validity"),
    "version 0": ("version = 1", "version = 0", "version", "from 1"),
    "version true": ("version = 1", "version = true", "version", "from 1"),
    "no id": ('id = "eligibility"', "", "id", "a text"),
    "no validity": ("[validity]\n", "[valid]\n", "valid", "validity"),
    "a bare number": (HOURS, "session_answers = 12", "validity.session_answers", "unit"),
    "another unit": (HOURS, HOURS.replace('"h"', '"d"'), "validity.session_answers", "'h'"),
    "too long": (HOURS, HOURS.replace("12", "49"), "validity.session_answers", "from 1 to 48"),
    "a fraction": (HOURS, HOURS.replace("12", "1.5"), "validity.session_answers", "whole"),
    "true hours": (HOURS, HOURS.replace("12", "true"), "validity.session_answers", "whole"),
    "no source of a number": (
        HOURS,
        HOURS.replace('"clinic"', '"nobody"'),
        "validity.session_answers.source",
        "label",
    ),
    "a missing number": (HOURS, "", "validity.session_answers", "value, unit, source"),
    "unknown does not flag": (ESCORT, 'flagged_by = ["no"]', "question 10.flagged_by", "unknown"),
    "every answer flags": (
        ESCORT,
        'flagged_by = ["yes", "no", "unknown"]',
        "question 10.flagged_by",
        "yes or no",
    ),
    "an unknown answer": (ESCORT, 'flagged_by = ["maybe"]', "question 10.flagged_by", "yes"),
    "an answer twice": (ESCORT, 'flagged_by = ["no", "no"]', "question 10.flagged_by", "list"),
    "no list of answers": (ESCORT, 'flagged_by = "no"', "question 10.flagged_by", "list"),
    "asked before nothing": ('before = ["course"]', "before = []", "question 2.before", "session"),
    "an id twice": ('id = "fasting"', 'id = "escort"', "question 11.id", "another"),
    "an id that is none": ('id = "fasting"', 'id = "not fasted"', "question 11.id", "letters"),
    "an unknown group": ('group = "mind"', 'group = "soul"', "question 1.group", "today"),
    "a word for a truth": (
        "may_be_unchanged = true",
        'may_be_unchanged = "yes"',
        "question 1.may_be_unchanged",
        "true",
    ),
    "no text": ('text = "Psychosis now, or ever before?"', 'text = " "', "question 1.text", "text"),
    "a source nobody tells": (
        'source = "county"',
        'source = "hearsay"',
        "question 11.source",
        "label",
    ),
    "a foreign key": (
        'label = "Escort"',
        'label = "Escort"\nflag = 1',
        "question 10.flag",
        "label",
    ),
}
SERIES_MISTAKES = {
    "a list that falls": (DAYS, DAYS.replace("[0, 2,", "[2, 0,"), "series.days", "rising"),
    "a day twice": (DAYS, DAYS.replace("[0, 2,", "[0, 0,"), "series.days", "rising"),
    "no first day": (DAYS, DAYS.replace("[0, 2,", "[1, 2,"), "series.days", "begins with 0"),
    "an empty list": (DAYS, DAYS.replace(ALL_DAYS, "[]"), "series.days", "rising"),
    "a number for a list": (DAYS, DAYS.replace(ALL_DAYS, "3"), "series.days", "rising"),
    "a day beyond a year": (DAYS, DAYS.replace("28]", "367]"), "series.days", "366"),
    "a distance without days": (DAYS, "", "series.then_every", "days first"),
    "no gap": (GAP, "", "series.least_gap", "value, unit, source"),
    "a gap of nothing": (GAP, GAP.replace("1", "0"), "series.least_gap", "from 1"),
    "an unknown day of the week": ('"friday"]', '"payday"]', "weekdays", "sunday"),
    "a day of the week twice": ('"friday"]', '"monday"]', "weekdays", "tuesday"),
    "a foreign key": ("[series]", "[series]\nweeks = 3", "series.weeks", "then_every"),
    "no place": ("place = 1", "", "place", "from 1"),
}


def refusal(read: Read, text: str) -> str:
    with pytest.raises(InvalidDataFile) as refused:
        read(text, "ours.toml")
    sentence = refused.value.sentence()
    assert sentence.startswith("ours.toml")
    assert "(allowed: " in sentence
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("mistake", QUESTION_MISTAKES)
def test_a_mistake_in_the_questions_is_refused(mistake: str) -> None:
    old, new, key, allowed = QUESTION_MISTAKES[mistake]
    assert old in ASKED

    sentence = refusal(read_questionnaire, ASKED.replace(old, new, 1))

    assert f", {key}: " in sentence
    assert allowed in sentence.split("(allowed: ")[1]


@pytest.mark.parametrize("mistake", SERIES_MISTAKES)
def test_a_mistake_in_a_schedule_is_refused(mistake: str) -> None:
    old, new, key, allowed = SERIES_MISTAKES[mistake]
    assert old in SERIES

    sentence = refusal(read_schedule, SERIES.replace(old, new, 1))

    assert f", {key}: " in sentence
    assert allowed in sentence.split("(allowed: ")[1]


@FEW
@given(st.integers(0, 400), st.sampled_from(["0", "-1", "1e300", "true", '""', "[]", "{}", "[1]"]))
def test_a_file_changed_anywhere_is_whole_or_refused_in_words(number: int, value: str) -> None:
    for read, text in ((read_questionnaire, ASKED), (read_schedule, SERIES)):
        lines = text.splitlines()
        line = lines[number % len(lines)]
        lines[number % len(lines)] = f"{line.split(' = ', 1)[0]} = {value}"
        try:
            said = f"ours.toml: {read(chr(10).join(lines), 'ours.toml')}"
        except InvalidDataFile as refused:
            said = refused.sentence()
        assert said.startswith("ours.toml")


def test_the_shipped_questions_ask_what_a_start_depends_on() -> None:
    asked = {one.id for one in shipped_questionnaire().questions}

    assert {
        "psychosis", "substance_use", "intracranial_pressure", "cardiovascular", "pregnancy",
        "allergies", "interacting_medicines", "escort", "fasting",
    } <= asked  # fmt: skip
    assert all(UNKNOWN in one.flagged_by for one in shipped_questionnaire().questions)


def test_the_form_before_a_session_is_shorter() -> None:
    questions = shipped_questionnaire()
    short = {one.id for one in questions.asked_before(SESSION)}
    carried = {one.id for one in questions.asked_before(COURSE)} - short

    assert carried == {"substance_use", "vascular_disease", "allergies"}
    assert not questions.question("fasting").may_be_unchanged
    with pytest.raises(KeyError):
        questions.question("nothing")


def test_the_schedules_are_those_of_the_files_in_their_order() -> None:
    assert list(shipped_schedules()) == ["induction-then-monthly", "six-in-three-weeks", "free"]
    for name, schedule in shipped_schedules().items():
        assert schedule.id == name
        assert {one.source for one in schedule.quantities} <= set(schedule.sources)


def test_a_folder_without_schedules_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidDataFile, match="no schedule file"):
        load_schedules(tmp_path)
