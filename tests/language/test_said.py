"""Sentences: in English for the record, in the reader's language for the reader."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

import pytest

from monitor.errors import Conflict
from monitor.language import writing
from monitor.language.catalogue import browser_words, languages, own_name
from monitor.language.reader import reader, reading_in, tr, tr_in, translated
from monitor.language.said import Said, say, say_in, say_list, say_plural


def test_a_sentence_is_its_english_text() -> None:
    said = say("Earliest {time}", time="14:35")

    assert said == "Earliest 14:35"
    assert isinstance(said, str)
    assert json.dumps({"reason": said}) == '{"reason": "Earliest 14:35"}'


def test_a_sentence_is_told_in_the_readers_language() -> None:
    said = say("Waiting for {criteria}.", criteria=say("infusion end"))

    assert tr(said) == "Waiting for infusion end."
    with reading_in("es"):
        assert tr(said) == "Falta: fin de la infusión."


def test_copies_of_a_sentence_can_still_be_told() -> None:
    said = say("Earliest {time}", time="14:35")

    for again in (copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert isinstance(again, Said)
        assert translated(again, "es") == "Como pronto 14:35"


def test_a_row_of_sentences_is_told_part_by_part() -> None:
    row = say_list([say("no baseline"), "", say("not yet")], "; ")

    assert row == "no baseline; not yet"
    assert translated(row, "es") == "sin basal; aún no"


def test_open_places_of_a_sentence_out_of_a_table_are_filled_when_it_is_told() -> None:
    with reading_in("es"):
        assert tr(say("{count} urgent"), count=2) == "2 urgentes"


def test_context_tells_equal_english_words_apart() -> None:
    with reading_in("es"):
        assert tr_in("emergency", "other") == "otra"
        assert tr(say_in("grade", "none")) == "no"


@pytest.mark.parametrize(("number", "english"), [(1, "1 error"), (0, "0 errors"), (2, "2 errors")])
def test_what_is_counted_has_its_form(number: int, english: str) -> None:
    assert say_plural("{number} error", "{number} errors", number) == english


def test_a_number_has_the_readers_decimal_mark_and_a_whole_one_no_grouping() -> None:
    said = say("Temperature {value} °C", value=36.5)

    assert said == "Temperature 36.5 °C"
    assert translated(said, "es") == "Temperatura 36,5 °C"
    assert translated(say("{count} urgent", count=12345), "es") == "12345 urgentes"
    with reading_in("es"):
        assert writing.number(0.5) == "0,5"
        assert tr("Temperature {value} °C", value=float(7)) == "Temperatura 7,0 °C"


def test_dates_are_written_as_the_reader_does() -> None:
    assert writing.day(date(1987, 4, 14)) == "14 Apr 1987"
    with reading_in("es"):
        assert writing.day(date(1987, 4, 14)) == "14 abr 1987"


def test_what_has_no_translation_stands_in_english() -> None:
    assert translated("Priya Nair {x}", "es") == "Priya Nair {x}"
    assert translated(say("No such sentence of {name}", name="ours"), "es") == (
        "No such sentence of ours"
    )


def test_an_unknown_language_is_read_in_english_and_the_reader_is_forgotten_after() -> None:
    with reading_in("../etc"):
        assert reader() == "en"
    with reading_in("es"):
        assert reader() == "es"
    assert reader() == "en"


def test_an_error_is_told_whole() -> None:
    error = Conflict(say("Chair free"), field="chair", allowed=say("no session"))

    assert error.sentence() == "chair: Chair free (allowed: no session)"
    assert translated(error.sentence(), "es") == "chair: Sillón libre (permitido: sin sesión)"


def test_languages_name_themselves() -> None:
    assert [own_name(language) for language in languages()] == ["English", "Español"]
    assert browser_words("en") == {}
