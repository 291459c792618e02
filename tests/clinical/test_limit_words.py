"""A limit in words says what its numbers say, in the shipped files and after every change."""

from __future__ import annotations

import pytest

from monitor.clinical.limit_words import limit_in_words
from monitor.clinical.own_sources import own_source_words, source_in_words
from monitor.clinical.protocol_changes import bounds_of, own_version, with_numbers
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol
from monitor.language.said import Said
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import ProtocolShelf, load_protocols

SHELF = load_protocols(protocols_folder())
RULES = [
    (protocol.id, rule.id)
    for protocol in SHELF.values()
    for rule in protocol.rules.values()
    if rule.numbers.values
]
SILENT = {
    "criteria.blood_pressure_trend.peak_above_baseline_max",
    "criteria.orthostatic.seated_within",
    "criteria.orthostatic.fresh_for",
}
"""Numbers that no limit in words names: they say how readings are taken, or when one is enough."""


@pytest.mark.parametrize(("protocol", "rule"), RULES)
def test_the_shipped_words_are_those_that_the_numbers_make(protocol: str, rule: str) -> None:
    found = SHELF[protocol].rules[rule]
    assert found.limit == limit_in_words(rule, found.numbers.values)
    assert isinstance(found.limit, Said)


@pytest.mark.parametrize("protocol", SHELF)
def test_whichever_number_of_a_criterion_is_changed_its_words_change(protocol: str) -> None:
    text = SHELF.text(protocol)
    for one in SHELF[protocol].quantities:
        if not one.path.startswith("criteria.") or one.path in SILENT:
            continue
        assert isinstance(one.value, int)
        form = bounds_of(one)
        other = one.value + 1 if one.value < form.highest else one.value - 1
        rule = one.path.split(".")[1]
        after = read_protocol(with_numbers(text, protocol, {one.path: other}), protocol)
        assert str(other) in after.rules[rule].limit, one.path
        assert after.rules[rule].limit != SHELF[protocol].rules[rule].limit, one.path


def test_words_that_would_no_longer_fit_are_refused() -> None:
    text = SHELF.text("ketamine-iv").replace(
        'since_last_dose = { value = 120, unit = "min", source = "label" }\n', ""
    )
    path = "criteria.observation_time.since_time_zero"
    with pytest.raises(InvalidProtocol, match="would no longer fit"):
        with_numbers(text, "ketamine-iv", {path: 90})
    assert "value = 20" in with_numbers(text, "ketamine-iv", {"freshness.checks": 20})


def test_a_reason_of_any_letters_stands_in_the_text() -> None:
    shelf: ProtocolShelf = SHELF
    reason = 'a "quoted" \\ reason, ünï \x7f'
    text = own_version(
        shelf.text("ketamine-iv"), "ketamine-iv", {"freshness.checks": 20}, 1001, reason,
        shelf["ketamine-iv"],
    )  # fmt: skip
    read = read_protocol(text, "ketamine-iv")
    words = read.sources["clinic_1001"]
    assert words == f"This clinic's own, version 1001: {reason}"
    assert isinstance(words, Said)
    assert words.wording.values["reason"] == reason


def test_only_what_the_program_wrote_is_told_in_other_languages() -> None:
    assert type(source_in_words("label", "SPRAVATO")) is str
    assert type(source_in_words("clinic_1001", "typed by hand")) is str
    whole = own_source_words(1001, "why")
    assert isinstance(source_in_words("clinic_1001", str(whole)), Said)
