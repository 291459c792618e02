"""What is heard by who does not see the screen: value, unit, age, finding, in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.clinical.ladder import Climb, Rung
from monitor.clinical.state import Level
from monitor.language.reader import reading_in
from monitor.services.running_views import Running
from monitor.services.watch_views import Duty, Watch
from monitor.web.components.ladder import strips
from monitor.web.looking import Looked
from monitor.web.pages.board.cards import card
from monitor.web.pages.board.present import rows
from monitor.web.pages.chart import present
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.discharge.present import groups_of
from monitor.web.pages.discharge.rows import group_card
from tests.charts import sample, view
from tests.web import room
from tests.web.reading import attribute, find, walk, words


def drawn(chair: str, language: str) -> Any:
    with reading_in(language):
        row = next(each for each in rows(room.board()) if each.chair == chair)
        return card(row, room.NOW, room.ZONE)


def heard(part: Any) -> str:
    """The words of a tree as a screen reader takes them: without what is hidden from it."""
    if isinstance(part, list | tuple):
        return "".join(heard(each) for each in part)
    found = next(walk(part), None)
    if isinstance(found, str | int | float) or found is None:
        return str(found or "")
    if getattr(found, "aria-hidden", None) == "true":
        return ""
    return heard(getattr(found, "children", None))


def readings(chair: str, language: str) -> list[str]:
    names, values = find(drawn(chair, language), "Dt"), find(drawn(chair, language), "Dd")
    return [f"{heard(n)}: {heard(v)}" for n, v in zip(names, values, strict=True)]


URGENT = {
    "en": [
        "Blood pressure: 184 over 112 mmHg, critically high, +46 over +28 from baseline, 2 min old",
        "Heart rate: 104 per minute, +22 from baseline, 2 min old",
        "Oxygen saturation: 96 percent, on air, \u22122 from baseline, 2 min old",
    ],
    "es": [
        "Presión arterial: 184 sobre 112 mmHg, críticamente alta, "
        "+46 sobre +28 respecto a la basal, hace 2 min",
        "Frecuencia cardiaca: 104 por minuto, +22 respecto a la basal, hace 2 min",
        "Saturación de oxígeno: 96 por ciento, con aire, \u22122 respecto a la basal, hace 2 min",
    ],
}
BANDS = {
    "en": "Urgent, Systolic 184 mmHg. T+38, Infusing. Open the chart of chair 5",
    "es": "Urgente, Sistólica 184 mmHg. T+38, En infusión. Abrir la gráfica del sillón 5",
}
CALLED = {
    "en": "Urgent, chair 5: Systolic 184 mmHg.",
    "es": "Urgente, sillón 5: Sistólica 184 mmHg.",
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_reading_is_heard_with_unit_finding_change_and_age(language: str) -> None:
    assert readings("5", language) == URGENT[language]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_band_and_the_alert_are_heard_with_the_unit(language: str) -> None:
    urgent = drawn("5", language)
    called = [attribute(each, "data-said") for each in walk(urgent) if hasattr(each, "data-said")]
    assert attribute(find(urgent, "A")[0], "aria-label") == BANDS[language]
    assert called == [CALLED[language]]
    assert not [each for each in walk(drawn("7", language)) if hasattr(each, "data-urgent")]


def test_what_is_too_old_says_so_and_what_was_never_measured_too() -> None:
    assert readings("2", "en")[0].endswith("21 min old, too old to count")
    assert readings("4", "en")[0].endswith("from baseline, at 14:01")
    assert readings("8", "en")[1:] == [
        "Heart rate: not measured yet",
        "Oxygen saturation: not measured yet",
    ]


def test_nothing_on_a_card_is_heard_twice() -> None:
    told = heard(drawn("5", "en"))
    assert told.count("2 min old") == len(URGENT["en"])
    assert "184/112" in words(drawn("5", "en"))
    assert "184/112" not in told
    assert "BP" not in told


READ_OUT = {
    "en": "T+85. 14:00. Blood pressure 155 over 97 mmHg, above the band, "
    "+27 over +17 from baseline. Heart rate 84 per minute, +12 from baseline. "
    "Oxygen saturation 98 percent, "
    "0 from baseline. Breathing rate 15 per minute.",
    "es": "T+85. 14:00. Presión arterial 155 sobre 97 mmHg, sobre la banda, "
    "+27 sobre +17 respecto a la basal. Frecuencia cardiaca 84 por minuto, "
    "+12 respecto a la basal. Saturación de oxígeno "
    "98 por ciento, 0 respecto a la basal. Frec. resp. 15 por minuto.",
}
RAIL = {
    "en": [
        "Observation time. Not met. 106 of 120 min",
        "Dizziness and walking. not assessed",
        "Instructions. Met. given, 5 min old",
        "No open alert. Met. none open, now",
    ],
    "es": [
        "Tiempo de observación. No cumplido. 106 of 120 min",
        "Mareo, marcha. sin valorar",
        "Instrucciones. Cumplido. administrado, hace 5 min",
        "Sin alertas abiertas. Cumplido. ninguna abierta, ahora",
    ],
}
CRITERIA = {
    "en": [
        "Observation time. Not met. 66 min since infusion end",
        "Dizziness and walking. Not assessed. Dizziness mild at 14:15, walk test not done",
        "Escort. Met. Jonas Lindqvist, 555 0142",
    ],
    "es": [
        "Tiempo de observación. No cumplido. 66 min since infusion end",
        "Mareo, marcha. Sin valorar. Dizziness mild at 14:15, walk test not done",
        "Acompañante. Cumplido. Jonas Lindqvist, 555 0142",
    ],
}
"""Reasons and values stand here as the sample has them, in English."""

CLIMBED = {
    "en": ("Systolic high, unanswered: call Dr Osei, 555 0142.", "Called …"),
    "es": ("Sistólica alta, sin respuesta: llamar a Dr Osei, 555 0142.", "Llamada …"),
}


def chart_parts(language: str) -> tuple[list[str], list[str], list[str]]:
    """What is heard of the sample's sets, of its rail and of its discharge criteria."""
    shown = view.view()
    looked = Looked(shown, room.ZONE, sample.NOW)
    with reading_in(language):
        timeline = present.timeline_of(shown, room.ZONE, sample.NOW, ())
        sets = [heard(each) for each in read_out(observation_sets(shown), timeline)]
        items = [heard(each) for each in find(rail(shown, room.ZONE), "Li")]
        cards = [group_card(group, looked) for group in groups_of(shown)]
        return sets, items, [heard(each) for each in find(cards, "Summary")]


def begins(heard_of: list[str], sentence: str) -> bool:
    return any(each.startswith(sentence) for each in heard_of)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_set_that_is_pointed_at_is_heard_whole(language: str) -> None:
    sets, _, _ = chart_parts(language)
    assert READ_OUT[language] in sets


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_criterion_of_the_rail_is_heard_with_its_finding_value_and_age(language: str) -> None:
    _, items, _ = chart_parts(language)
    assert [said for said in RAIL[language] if not begins(items, said)] == []
    assert len(items) == len(view.findings())


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_discharge_criterion_is_heard_with_finding_and_reason(language: str) -> None:
    _, _, criteria = chart_parts(language)
    assert [said for said in CRITERIA[language] if not begins(criteria, said)] == []
    assert len(criteria) == len(view.findings())
    assert [each for each in criteria if each.count("5 min") > 1] == []


def climbing(minutes: float, language: str) -> Any:
    """The strip over a chart while an alert has waited so long for the physician."""
    waits = room.alert("systolic_high", Level.URGENT, 204, 0)
    climb = Climb(waits, room.NOW, Rung.PHYSICIAN, None)
    shown = replace(view.view(), running=Running(climbs=(climb,)))
    now = room.NOW + timedelta(minutes=minutes)
    duty = Duty("o", "Dr Osei", "555 0142", room.NOW, now + timedelta(hours=8))
    with reading_in(language):
        return strips(Looked(shown, room.ZONE, now, watch=Watch(duty=duty)))[0]


@pytest.mark.parametrize("language", ["en", "es"])
def test_whom_to_call_is_said_when_it_appears_and_not_each_minute_again(language: str) -> None:
    first, later = climbing(4, language), climbing(5, language)
    assert not hasattr(first, "role")
    assert attribute(first, "data-said") == CLIMBED[language][0]
    for name in ("data-said", "data-urgent"):
        assert attribute(first, name) == attribute(later, name)
    assert words(first) != words(later)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_button_that_writes_a_call_down_is_named_with_the_words_on_it(language: str) -> None:
    (button,) = find(climbing(4, language), "Button")
    assert words(button) == CLIMBED[language][1]
    assert attribute(button, "aria-label").startswith(CLIMBED[language][1])
