"""What the walk through the Spanish screens found in English, and the two it found misspoken."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

from monitor.api.entry_scales import items_of
from monitor.clinical.drug_register import Totals
from monitor.clinical.scales.forms import FORMS
from monitor.clinical.shifts import Shift
from monitor.language.reader import reading_in
from monitor.services.register_views import (
    LotTotals,
    OpenDraw,
    RegisterRow,
    RegisterView,
    ShiftTotals,
)
from monitor.store.data_files import shipped_questionnaire
from monitor.web.assets import words_script
from monitor.web.components.alerts import alert_name
from monitor.web.components.flags import replied
from monitor.web.pages.register.parts import lots_card, missing_card, rows_card, shifts_card
from monitor.web.words import medicine_name, numbers_of, shift_name
from tests.web.reading import words as words_of


def _told(part: str) -> dict[str, str]:
    script = words_script("es")
    told = script[script.index("|| {}, ") + len("|| {}, ") : script.rindex(")")]
    found: dict[str, str] = json.loads(told)[part]
    return found


def _terms() -> dict[str, str]:
    return _told("terms")


def test_every_flag_of_eligibility_is_named_on_the_entry_form() -> None:
    terms = _terms()
    labels = [question.label for question in shipped_questionnaire().questions]
    assert terms["Interacting medicines"] == "Medicamentos que interactúan"
    assert [label for label in labels if terms[label] == label] == []


def test_a_scale_is_asked_in_the_readers_language() -> None:
    with reading_in("es"):
        first = items_of(FORMS["phq9"])[0]
    assert first.label == "1 poco interés"
    assert [answer.words for answer in first.answers][1] == "varios días"


def test_an_answer_is_translated_and_what_was_noted_is_not() -> None:
    with reading_in("es"):
        assert replied("yes: lorazepam at night") == "sí: lorazepam at night"
        assert replied("no") == "no"
        assert replied("161/92") == "161/92"


def test_a_grade_stands_beside_what_it_grades_whatever_its_gender() -> None:
    with reading_in("es"):
        assert alert_name("anxiety", "moderate") == "Ansiedad: moderado"
    assert alert_name("anxiety", "moderate") == "Anxiety moderate"


def test_a_medicine_and_a_shift_are_named_to_the_reader_and_what_was_typed_is_not() -> None:
    words = _told("words")
    with reading_in("es"):
        assert medicine_name("hydralazine") == words["medicine|hydralazine"] == "hidralazina"
        assert medicine_name("night") == "night"
        assert shift_name("night") == "noche"
        assert shift_name("weekend") == "weekend"
    assert medicine_name("hydralazine") == "hydralazine"


def test_the_register_speaks_the_readers_language() -> None:
    at = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    drawn = RegisterRow("r", at, at, "ketamine", "K-1", "50 mg/mL", "drawn", 50.0, "Nora", "Jonas")
    told = Totals(drawn=50.0)
    shift = ShiftTotals(Shift("night", at, at + timedelta(hours=8)), "ketamine", told)
    lot = LotTotals("ketamine", "K-1", "50 mg/mL", told, at)
    view = RegisterView(
        date(2026, 3, 2), "UTC", at, 1, (drawn,), (shift,), (lot,), (OpenDraw(drawn, told),)
    )
    with reading_in("es"):
        cards = [shifts_card(view), lots_card(view), rows_card(view), *missing_card(view)]
        said = words_of(cards)
    assert "noche, de 06:30 a 14:30" in said
    assert "ketamina" in said
    assert "ketamine" not in said
    assert "night" not in said


def test_a_number_s_own_kind_is_told_and_a_typed_one_stays_as_it_was_typed() -> None:
    numbers = [("record number", "D-1001"), ("Tarjeta SNS", "77"), ("", "5")]

    with reading_in("es"):
        told = numbers_of(numbers)

    assert told == ["número de historia D-1001", "Tarjeta SNS 77", "5"]
    assert numbers_of(numbers) == ["record number D-1001", "Tarjeta SNS 77", "5"]
