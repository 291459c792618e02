"""A protocol file is read whole, or refused by file, key and what is allowed."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.clinical.protocol_form import ALERT_NUMBERS, CRITERION_NUMBERS, RISING, SECTIONS
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.words import CRITERIA
from monitor.errors import InvalidProtocol
from monitor.store.places import protocols_folder
from tests.clinical.protocol_mistakes import MISTAKES

FILES = sorted(protocols_folder().glob("*.toml"))
IV = (protocols_folder() / "ketamine-iv.toml").read_text(encoding="utf-8")
IM = (protocols_folder() / "ketamine-im.toml").read_text(encoding="utf-8")

MANY = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def changed(old: str, new: str, text: str = IV) -> str:
    assert text.count(old) >= 1, old
    return text.replace(old, new, 1)


def refusal(text: str) -> str:
    with pytest.raises(InvalidProtocol) as refused:
        read_protocol(text, "ours.toml")
    sentence = refused.value.sentence()
    assert sentence.startswith("ours.toml")
    assert "(allowed: " in sentence
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_protocol_is_named_like_its_file_and_complete(file: Path) -> None:
    protocol = read_protocol(file.read_text(encoding="utf-8"), file.name)

    assert protocol.id == file.stem
    assert tuple(protocol.rules) == CRITERIA
    assert set(protocol.alerts) == set(ALERT_NUMBERS)
    assert {quantity.source for quantity in protocol.quantities} <= set(protocol.sources)
    assert all(quantity.unit for quantity in protocol.quantities)


def test_only_the_extended_protocol_enables_all_twenty_six() -> None:
    enabled = {
        file.stem: [
            rule.id for rule in read_protocol(file.read_text(encoding="utf-8"), file.name).criteria
        ]
        for file in FILES
    }

    assert enabled["ketamine-iv-extended"] == list(CRITERIA)
    assert enabled["ketamine-iv"] == list(CRITERIA[:22])
    assert enabled["ketamine-im"] == [one for one in CRITERIA[:22] if one != "line_removed"]


def test_numbers_are_read_with_their_kind() -> None:
    protocol = read_protocol(IV, "ours.toml")

    assert protocol.freshness.duration("vital_signs") == timedelta(minutes=15)
    assert protocol.alerts["temperature_high"].number("caution_from") == 38.1
    assert protocol.schedule.durations("after_dosing") == tuple(
        timedelta(minutes=number) for number in (15, 30, 45, 60)
    )
    assert protocol.criterion("escort").label == "Escort"
    with pytest.raises(KeyError):
        protocol.criterion("aldrete")


@pytest.mark.parametrize("bound", [1, 150])
def test_a_number_at_its_very_bounds_is_taken(bound: int) -> None:
    step = 'step = { value = 10, unit = "mmHg", source = "clinic" }'
    text = changed(step, step.replace("10", str(bound)))

    assert read_protocol(text, "ours.toml").alerts["systolic_high"].number("step") == bound


def test_the_first_version_is_1() -> None:
    assert read_protocol(changed("version = 3", "version = 1"), "ours.toml").version == 1


def test_what_may_not_be_overridden_is_read_so() -> None:
    protocol = read_protocol(IV, "ours.toml")

    fixed = {rule.id for rule in protocol.criteria if not rule.override}
    assert fixed == {"red_flags", "open_alerts"}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_by_file_key_and_what_is_allowed(mistake: str) -> None:
    old, new, key, allowed = MISTAKES[mistake]

    sentence = refusal(changed(old, new))

    assert f", {key}: " in sentence
    assert allowed in sentence.split("(allowed: ")[1]


def without(section: str) -> str:
    """The file without a table, and without those inside it."""
    tables = re.split(r"^(?=\[)", IV, flags=re.MULTILINE)
    kept = [one for one in tables if not one.startswith((f"[{section}]", f"[{section}."))]
    assert len(kept) < len(tables)
    return "".join(kept)


@pytest.mark.parametrize(
    "section", ["sources", "criteria", "criteria.escort", "alerts", "alerts.agitation", "schedule"]
)
def test_a_table_that_is_missing_is_refused_by_its_name(section: str) -> None:
    sentence = refusal(without(section))

    assert f", {section}: it is missing" in sentence
    assert f"(allowed: a table [{section}])" in sentence


@pytest.mark.parametrize("section", ["criteria", "pre_dose", "infusion_prompts"])
def test_a_table_that_is_a_number_is_refused_by_its_name(section: str) -> None:
    sentence = refusal(f"{section} = 1\n{without(section)}")

    assert f", {section}: it is no table" in sentence
    assert f"(allowed: a table [{section}])" in sentence


def test_a_file_from_before_the_limits_before_the_dose_is_read_without_them() -> None:
    older = IV[: IV.index("[pre_dose]")]

    assert read_protocol(older, "ours.toml").pre_dose is None
    assert read_protocol(IV, "ours.toml").pre_dose is not None
    assert read_protocol(IV, "ours.toml").infusion_prompts is not None


def test_prompts_of_an_infusion_do_not_fit_an_injection() -> None:
    section = IV[IV.index("[infusion_prompts]") :]

    assert ", infusion_prompts: " in refusal(IM + "\n" + section)


def test_slots_during_an_infusion_do_not_fit_an_injection() -> None:
    slots = 'during_dosing_every = { value = 10, unit = "min", source = "cadence" }\nafter_dosing'

    assert "schedule.during_dosing_every" in refusal(changed("after_dosing", slots, IM))


def test_a_line_cannot_be_asked_for_where_nothing_is_infused() -> None:
    head, tail = IM.split("[criteria.line_removed]")
    text = head + "[criteria.line_removed]" + changed("enabled = false", "enabled = true", tail)

    assert ", criteria.line_removed.enabled: " in refusal(text)


def test_an_observation_time_without_any_duration_is_refused() -> None:
    text = "\n".join(line for line in IV.splitlines() if not line.startswith("since_"))

    assert ", criteria.observation_time: " in refusal(text)


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "x = " + "[" * 5000, f"version = {'9' * 5000}", "[sources]\n[sources]", "id = 1"],
    ids=["empty", "null", "nested", "long number", "twice", "only an id"],
)
def test_what_is_no_protocol_at_all_is_refused_in_words(text: str) -> None:
    refusal(text)


@pytest.mark.parametrize(("section", "low", "high"), RISING)
def test_every_pair_of_limits_must_rise(section: str, low: str, high: str) -> None:
    whole = tomllib.loads(IV)
    group, name = section.split(".")
    entry = whole[group][name]
    head, tail = IV.split(f"[{section}]\n", 1)
    body, sign, rest = tail.partition("\n[")
    same = body.replace(
        f"{low} = {{ value = {entry[low]['value']},", f"{low} = {{ value = {entry[high]['value']},"
    )
    assert same != body

    sentence = refusal(f"{head}[{section}]\n{same}{sign}{rest}")

    assert f", {section}.{low}: " in sentence


VALUES = st.sampled_from(
    ["0", "-1", "1e300", "nan", "true", '""', "[]", "{}", "[1, 2]", "2026-03-02", '"x"', "99999"]
)


def with_change(number: int, value: str, change: str) -> str:
    """The file with one line dropped, doubled, or saying something else."""
    lines = IV.splitlines()
    line = lines[number]
    if change == "drop":
        del lines[number]
    elif change == "twice":
        lines.insert(number, line)
    elif change == "value" and ", unit" in line:
        name, _, rest = line.partition(" = ")
        lines[number] = f"{name} = {{ value = {value}, unit{rest.split(', unit', 1)[1]}"
    elif " = " in line:
        lines[number] = f"{line.split(' = ', 1)[0]} = {value}"
    return "\n".join(lines)


@MANY
@given(
    st.integers(0, IV.count("\n") - 1), VALUES, st.sampled_from(["value", "line", "drop", "twice"])
)
def test_a_file_changed_anywhere_is_a_whole_protocol_or_refused(
    number: int, value: str, change: str
) -> None:
    try:
        protocol = read_protocol(with_change(number, value, change), "ours.toml")
    except InvalidProtocol as refused:
        said = refused.sentence()
    else:
        said = f"ours.toml holds {len(protocol.rules)} criteria"
        assert set(protocol.rules) == set(CRITERIA)

    assert said.startswith("ours.toml")


@MANY
@given(st.text(max_size=200))
def test_any_text_is_a_protocol_or_refused(text: str) -> None:
    with pytest.raises(InvalidProtocol):
        read_protocol(text, "ours.toml")


def test_every_number_has_bounds_and_a_unit() -> None:
    forms = [*SECTIONS.values(), *CRITERION_NUMBERS.values(), *ALERT_NUMBERS.values()]

    for form in forms:
        for number in form.values():
            assert number.unit
            assert number.lowest < number.highest


def test_a_protocol_may_leave_out_the_usual_dose() -> None:
    head, rest = IV.split("[dose]", 1)
    without = head + rest[rest.index("[schedule]") :]

    assert read_protocol(IV, "ketamine-iv").unlikely_dose_mg_per_kg == 1.0
    assert read_protocol(without, "ketamine-iv").unlikely_dose_mg_per_kg is None


def test_a_set_may_wait_so_long_to_the_instant_itself() -> None:
    protocol = read_protocol(
        (protocols_folder() / "ketamine-iv.toml").read_text(encoding="utf-8"), "ketamine-iv"
    )
    lets = protocol.alerts["observation_overdue"].duration("caution_after")

    assert not protocol.is_overdue(lets)
    assert protocol.is_overdue(lets + timedelta(microseconds=1))
