"""Every number that a medical director may change is named in words, in both languages."""

from __future__ import annotations

import pytest

from monitor.clinical.protocol import Protocol
from monitor.language.reader import reading_in
from monitor.services.back_tests import numbers_of
from monitor.web.number_words import NUMBERS, PLACED, SECTIONS, name_in_words
from monitor.web.pages.back_test.present import name_of
from tools.clinical_rules import read_protocols

PATHS = sorted({one.path for protocol in read_protocols() for one in numbers_of(protocol)})


@pytest.fixture(params=read_protocols(), ids=lambda one: str(one.id))
def protocol(request: pytest.FixtureRequest) -> Protocol:
    shipped: Protocol = request.param
    return shipped


@pytest.mark.parametrize("path", PATHS)
def test_every_number_has_words_and_they_are_not_its_key(path: str) -> None:
    key = path.rpartition(".")[2]
    with reading_in("en"):
        english = name_in_words(path)
    with reading_in("es"):
        spanish = name_in_words(path)
    assert path in PLACED or key in NUMBERS
    assert "_" not in english
    assert "_" not in spanish
    assert english != spanish


def test_no_words_are_kept_for_a_number_that_there_is_not() -> None:
    keys = {path.rpartition(".")[2] for path in PATHS}
    assert set(NUMBERS) <= keys
    assert set(PLACED) <= set(PATHS)


def test_no_two_numbers_of_one_rule_are_named_alike(protocol: Protocol) -> None:
    with reading_in("en"):
        names = [(name_of(protocol, one.path), one.form.unit) for one in numbers_of(protocol)]
    assert len(set(names)) == len(names)


def test_a_number_of_a_newer_program_keeps_its_own_name() -> None:
    assert name_in_words("alerts.systolic_high.never_heard_of") == "never_heard_of"


def test_the_part_of_the_file_is_named_too(protocol: Protocol) -> None:
    with reading_in("en"):
        told = name_of(protocol, "freshness.checks")
    assert told == f"{SECTIONS['freshness']}: checks, too old after"
