"""What the walk through the Spanish screens found in English, and the two it found misspoken."""

from __future__ import annotations

import json

from monitor.api.entry_scales import items_of
from monitor.clinical.scales.forms import FORMS
from monitor.language.reader import reading_in
from monitor.store.data_files import shipped_questionnaire
from monitor.web.assets import words_script
from monitor.web.components.alerts import alert_name
from monitor.web.components.flags import replied


def _terms() -> dict[str, str]:
    script = words_script("es")
    told = script[script.index("|| {}, ") + len("|| {}, ") : script.rindex(")")]
    terms: dict[str, str] = json.loads(told)["terms"]
    return terms


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
