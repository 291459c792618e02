"""Every kind of event a session record may hold, and what each carries. One table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.clinical import words as w
from monitor.clinical.fields import (
    Check,
    dose,
    free_text,
    table,
    text,
    truth,
    vital,
    word,
    words,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What an event of one kind carries.

    ``needed`` fields must be there; where ``says`` is given, at least one of those must be.
    """

    fields: Mapping[str, Check]
    needed: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    physician_only: bool = False


_MEASURED: dict[str, Check] = {
    **{field: vital(field) for field in w.VITAL_SIGNS if field != "rhythm"},
    "rhythm": word(*w.RHYTHMS),
}
_NOT_MEASURED = table({field: word(*w.NOT_MEASURED_REASONS) for field in w.VITAL_SIGNS})
_GRADES = table({effect: word(*w.GRADES) for effect in w.SIDE_EFFECTS})


def _scale_items(field: str, value: object) -> object:
    """Read items of any scale; :mod:`monitor.clinical.reading_events` checks them by scale."""
    return table({key: _any for items in w.SCALE_ITEMS.values() for key in items})(field, value)


def _any(_field: str, value: object) -> object:
    return value


def _plain(**fields: Check) -> Kind:
    """Make a kind whose fields are all needed."""
    return Kind(fields, needed=tuple(fields))


KINDS: dict[str, Kind] = {
    "arrived": Kind({}),
    "vitals": Kind(
        {**_MEASURED, "position": word(*w.POSITIONS), "not_measured": _NOT_MEASURED},
        says=(*w.VITAL_SIGNS, "not_measured"),
    ),
    "side_effects": Kind({"grades": _GRADES}, needed=("grades",), says=("grades",)),
    "consciousness": Kind(
        {
            "moaas": vital("moaas"),
            "acvpu": word(*w.ACVPU),
            "rass": vital("rass"),
            "amt4_errors": vital("amt4_errors"),
        },
        says=w.CONSCIOUSNESS,
    ),
    "red_flags": _plain(present=words(*w.RED_FLAGS)),
    "emergency": _plain(what=word(*w.EMERGENCIES)),
    "mobility": _plain(gait=word(*w.GAITS)),
    "scale": Kind(
        {"name": word(*w.SCALE_ITEMS), "items": _scale_items},
        needed=("name", "items"),
        says=("items",),
    ),
    "medication": Kind(
        {"name": text, "dose_mg": dose, "medication_class": word(*w.MEDICATION_CLASSES)},
        needed=("name", "medication_class"),
    ),
    "infusion_started": _plain(dose_mg=dose),
    "infusion_paused": Kind({}),
    "infusion_resumed": Kind({}),
    "infusion_ended": Kind({}),
    "dose_given": _plain(dose_mg=dose, route=word(*w.DOSE_ROUTES)),
    "attested": Kind(
        {
            "escort": table({"name": text, "phone": text}, whole=True),
            "instructions_given": truth,
            "line_removed": truth,
            "suicide_safety": word(*w.SUICIDE_SAFETY),
        },
        says=("escort", "instructions_given", "line_removed", "suicide_safety"),
    ),
    "alert_acknowledged": Kind({"code": word(*w.ALERT_CODES), "note": free_text}, needed=("code",)),
    "baseline_accepted": Kind({"reason": text}, needed=("reason",), physician_only=True),
    "red_flags_cleared": Kind({"reason": text}, needed=("reason",), physician_only=True),
    "discharged": _plain(to=word(*w.DESTINATIONS)),
    "corrected": Kind({"target": text, "reason": text}, needed=("target", "reason")),
    "entered_in_error": _plain(target=text, reason=text),
}

INFUSION_KINDS = ("infusion_started", "infusion_paused", "infusion_resumed", "infusion_ended")
CORRECTING_KINDS = ("corrected", "entered_in_error")
ENVELOPE = ("kind", "at", "recorded_at", "id", "by")
"""The keys any event may carry besides the fields of its kind."""

MERGED_TABLES = ("grades", "items", "not_measured")
"""Tables that a correction replaces key by key; everything else it replaces whole."""
