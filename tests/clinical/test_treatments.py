"""Medicines, other interventions and their effects; and the list that they are chosen from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.clinical.event import Event
from monitor.clinical.formulary import read_formulary
from monitor.clinical.running_kinds import read_running_fields
from monitor.clinical.treatments import treatments_of
from monitor.errors import InvalidEvent, InvalidSettings
from monitor.store.places import medicines_file

NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
RIGHT = 'name = "a"\nclass = "other"\nroute = "iv"\nunit = "mg"\n'


def at(minutes: float, kind: str, event_id: str, **fields: Any) -> Event:
    instant = NOON + timedelta(minutes=minutes)
    told = fields if kind == "medication" else read_running_fields(kind, fields)
    return Event(kind, instant, instant, told, event_id)


def test_the_latest_word_on_a_medicine_counts_and_the_earlier_ones_stay() -> None:
    given = at(0, "medication", "m", name="labetalol", dose_mg=10.0)
    done = at(1, "intervention", "i", what="reassurance")
    said = [
        at(0, "medication_details", "d", target="m", route="iv", ordered_by="Dr A"),
        at(2, "medication_details", "e", target="m", ordered_by="Dr B"),
        at(5, "intervention_effect", "f", target="m", effect="none"),
        at(15, "intervention_effect", "g", target="m", effect="partial"),
    ]
    first, second = treatments_of([done, *said], [given])

    assert (first.event, second.event) == (given, done)
    assert (first.said("route"), first.said("ordered_by"), first.said("dose_mg")) == (
        "iv",
        "Dr B",
        10.0,
    )
    assert first.effect == "partial"
    assert [event.id for event in first.effects] == ["f", "g"]
    assert second.effect is None


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("medication_details", {"target": "m"}, "route"),
        ("medication_details", {"target": "m", "amount": 5}, "unit"),
        ("medication_details", {"target": "m", "unit": "mL"}, "route"),
        ("medication_details", {"target": "m", "amount": 0, "unit": "mL"}, "amount"),
        ("medication_details", {"target": "m", "route": "by mouth"}, "route"),
        ("intervention", {}, "what"),
        ("intervention", {"what": "other"}, "text"),
        ("intervention", {"what": "prayer"}, "what"),
        ("intervention_effect", {"target": "m"}, "effect"),
        ("intervention_effect", {"target": "m", "effect": "some"}, "effect"),
    ],
)
def test_what_says_nothing_or_is_not_known_is_refused(
    kind: str, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEvent) as refused:
        read_running_fields(kind, fields)

    assert refused.value.field == field


def test_the_clinics_list_holds_names_and_classes_and_no_dose() -> None:
    text = medicines_file().read_text(encoding="utf-8")
    listed = read_formulary(text, "medicines.toml")

    assert {"ketamine", "labetalol", "ondansetron"} <= {one.name for one in listed}
    assert {one.name for one in listed if one.controlled} >= {"ketamine", "esketamine"}
    assert "dose_mg" not in text


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        ("", None, "no medicine"),
        ("medicine = 3", None, "no medicine"),
        ("[[medicine", None, "no TOML"),
        ("[[drug]]\n" + RIGHT, "drug", "not known"),
        ("[[medicine]]\n" + RIGHT + "dose_mg = 5", "dose_mg", "not known"),
        ("[[medicine]]\n" + RIGHT.replace('"a"', '""'), "name", "no name"),
        ("[[medicine]]\n" + RIGHT.replace('"iv"', '"vein"'), "route", "not known"),
        ("[[medicine]]\n" + RIGHT.replace('"other"', '"good"'), "class", "not known"),
        ("[[medicine]]\n" + RIGHT.replace('"mg"', '"spoon"'), "unit", "not known"),
        ("[[medicine]]\n" + RIGHT + 'controlled = "yes"', "controlled", "neither"),
        (("[[medicine]]\n" + RIGHT) * 2, None, "stands twice"),
    ],
)
def test_a_list_with_a_mistake_is_refused_naming_it(
    text: str, field: str | None, said: str
) -> None:
    with pytest.raises(InvalidSettings, match=said) as refused:
        read_formulary(text, "medicines.toml")

    assert refused.value.field == field
    assert "medicines.toml" in str(refused.value.where)
