"""What is heard by who does not see the screen: value, unit, age, finding, in each language."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.language.reader import reading_in
from monitor.web.pages.board.cards import card
from monitor.web.pages.board.present import rows
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
        "+46 sobre +28 respecto a la basal, de hace 2 min",
        "Frecuencia cardiaca: 104 por minuto, +22 respecto a la basal, de hace 2 min",
        "Saturación de oxígeno: 96 por ciento, con aire, "
        "\u22122 respecto a la basal, de hace 2 min",
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
