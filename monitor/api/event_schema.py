"""The event bodies for the OpenAPI document, from the same words and limits that check them."""

from __future__ import annotations

from typing import Any

from monitor.api.schemas.asks import SeenBody
from monitor.clinical import words
from monitor.clinical.ladder import ANSWERS
from monitor.clinical.limits import ENTRY_LIMITS
from monitor.clinical.order_words import (
    FEWEST_MINUTES,
    MEASURE_OF,
    MEASURES,
    MOST_MINUTES,
    MOST_READINGS,
)
from monitor.clinical.outcomes import SCALES
from monitor.clinical.running_kinds import RATED
from monitor.clinical.treatment_words import EFFECTS, INTERVENTIONS, ROUTES, UNITS
from monitor.services.bodies import AUTHORS
from monitor.services.identities import EVENT_ID, LONGEST_EVENT_ID
from monitor.services.recording import MOST_EVENTS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 2000}
HIGHEST_TOTAL = max(SCALES[one].highest for one in RATED)
TRUTH: Schema = {"type": "boolean"}
DOSE: Schema = {"type": "number", "exclusiveMinimum": 0, "description": "mg"}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "description": "ISO instant; the offset is required.",
}
_ID: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_EVENT_ID,
    "pattern": f"^{EVENT_ID.pattern}$",
    "description": "Unlike every other in the session; the server gives one where it is left out.",
}
_BY: Schema = {
    "type": "string",
    "enum": [role.value for role in AUTHORS],
    "description": "Which of the two the sender acts as; it must be a role that they have.",
}
_SEEN: Schema = {
    "title": "seen",
    "description": "What stood on the tablet; what is left out is not asked about.",
    **{key: said for key, said in SeenBody.model_json_schema().items() if key != "title"},
}


def event_body_schema() -> Schema:
    """One event, or several that are saved all or none."""
    one = {"oneOf": [_of_kind(kind) for kind in _KINDS]}
    events = {"type": "array", "minItems": 1, "maxItems": MOST_EVENTS, "items": one}
    several = _table({"events": events, "seen": _SEEN}, "events")
    return {"anyOf": [one, several]}


def _of_kind(kind: str) -> Schema:
    fields, required = _KINDS[kind]
    common: Schema = {
        "kind": {"const": kind},
        "at": INSTANT,
        "recorded_at": INSTANT,
        "id": _ID,
        "by": _BY,
    }
    schema = _table({**common, **fields}, "kind", "at", *required)
    return {"title": kind, **schema}


def _table(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _one_of(allowed: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(allowed)}


def _each(keys: tuple[str, ...], value: Schema) -> Schema:
    properties = dict.fromkeys(keys, value)
    return {**_table(properties), "minProperties": 1}


def _number(field: str) -> Schema:
    limits = ENTRY_LIMITS[field]
    kind: Schema = {"type": "number", "multipleOf": 0.1} if limits.decimals else {"type": "integer"}
    bounds = {"minimum": limits.lowest, "maximum": limits.highest}
    return {**kind, **bounds, **({"description": limits.unit} if limits.unit else {})}


def _list_of(allowed: tuple[str, ...]) -> Schema:
    return {"type": "array", "uniqueItems": True, "items": _one_of(allowed)}


_VITALS: Schema = {
    field: _number(field) for field in words.VITAL_SIGNS if field in ENTRY_LIMITS
} | {
    "rhythm": _one_of(words.RHYTHMS),
    "position": _one_of(words.POSITIONS),
    "not_measured": _each(words.VITAL_SIGNS, _one_of(words.NOT_MEASURED_REASONS)),
}
_GRADES: Schema = {"grades": _each(words.SIDE_EFFECTS, _one_of(words.GRADES))}
_CONSCIOUSNESS: Schema = {
    "acvpu": _one_of(words.ACVPU),
    **{field: _number(field) for field in ("moaas", "rass", "amt4_errors")},
}
_SCALE: Schema = {
    "name": _one_of(tuple(words.SCALE_ITEMS)),
    "items": {"type": "object", "additionalProperties": {"type": "integer"}},
}
_ATTESTED: Schema = {
    "escort": _table({"name": TEXT, "phone": TEXT}, "name", "phone"),
    "instructions_given": TRUTH,
    "line_removed": TRUTH,
    "suicide_safety": _one_of(words.SUICIDE_SAFETY),
}
_MEDICATION: Schema = {
    "name": TEXT,
    "dose_mg": DOSE,
    "medication_class": _one_of(words.MEDICATION_CLASSES),
}
_ABOUT: Schema = {"target": {**TEXT, "description": "The id of the entry it speaks of."}}
_ORDER: Schema = {
    "measure": _list_of(tuple(MEASURES)),
    "text": TEXT,
    "every_minutes": {"type": "integer", "minimum": FEWEST_MINUTES, "maximum": MOST_MINUTES},
    "until": {
        **_table(
            {
                "field": _one_of(tuple(MEASURE_OF)),
                "below": {"type": "number"},
                "at_least": {"type": "number"},
                "count": {"type": "integer", "minimum": 1, "maximum": MOST_READINGS},
            },
            "field",
        ),
        "description": "So many readings in a row, either below or at_least.",
    },
    "until_at": INSTANT,
}
_DETAILS: Schema = {
    "route": _one_of(ROUTES),
    "amount": {"type": "number", "exclusiveMinimum": 0},
    "unit": _one_of(UNITS),
    "ordered_by": TEXT,
}
_INTERVENTION: Schema = {"what": _one_of(INTERVENTIONS), "text": TEXT, "ordered_by": TEXT}
_RATING: Schema = {
    "scale": _one_of(RATED),
    "total": {
        "type": "integer",
        "minimum": 0,
        "maximum": max(SCALES[one].highest for one in RATED),
    },
}
_EFFECT: Schema = {"effect": _one_of(EFFECTS), "note": TEXT}
_CALL: Schema = {
    "code": _one_of(words.ALERT_CODES),
    "called": TEXT,
    "phone": TEXT,
    "answer": _one_of(ANSWERS),
    "words": TEXT,
}
_CORRECTED: Schema = {"target": TEXT, "reason": TEXT, "new_at": INSTANT}
# Each kind with its fields and those of them that it cannot do without.
_KINDS: dict[str, tuple[Schema, tuple[str, ...]]] = {
    "arrived": ({}, ()),
    "vitals": (_VITALS, ()),
    "side_effects": (_GRADES, ("grades",)),
    "consciousness": (_CONSCIOUSNESS, ()),
    "red_flags": ({"present": _list_of(words.RED_FLAGS)}, ("present",)),
    "emergency": ({"what": _one_of(words.EMERGENCIES)}, ("what",)),
    "mobility": ({"gait": _one_of(words.GAITS)}, ("gait",)),
    "scale": (_SCALE, ("name", "items")),
    "medication": (_MEDICATION, ("name", "medication_class")),
    "infusion_started": ({"dose_mg": DOSE}, ("dose_mg",)),
    "infusion_paused": ({}, ()),
    "infusion_resumed": ({}, ()),
    "infusion_ended": ({}, ()),
    "dose_given": ({"dose_mg": DOSE, "route": _one_of(words.DOSE_ROUTES)}, ("dose_mg", "route")),
    "attested": (_ATTESTED, ()),
    "alert_acknowledged": ({"code": _one_of(words.ALERT_CODES), "note": TEXT}, ("code",)),
    "baseline_accepted": ({"reason": TEXT}, ("reason",)),
    "red_flags_cleared": ({"reason": TEXT}, ("reason",)),
    "corrected": (
        {**_VITALS, **_GRADES, **_CONSCIOUSNESS, **_SCALE, **_ATTESTED, **_MEDICATION}
        | {**_ORDER, **_DETAILS, **_EFFECT, "what": _one_of(INTERVENTIONS), **_CORRECTED}
        | {"present": _list_of(words.RED_FLAGS), "gait": _one_of(words.GAITS)}
        | {**_RATING, "measured_by": TEXT},
        ("target", "reason"),
    ),
    "entered_in_error": ({"target": TEXT, "reason": TEXT}, ("target", "reason")),
    "note": ({"text": TEXT}, ("text",)),
    "order": (_ORDER, ()),
    "order_acknowledged": (_ABOUT, ("target",)),
    "order_done": ({**_ABOUT, "note": TEXT}, ("target",)),
    "order_closed": ({**_ABOUT, "note": TEXT}, ("target", "note")),
    "order_cancelled": ({**_ABOUT, "reason": TEXT}, ("target", "reason")),
    "medication_details": ({**_ABOUT, **_DETAILS}, ("target",)),
    "intervention": (_INTERVENTION, ("what",)),
    "intervention_effect": ({**_ABOUT, **_EFFECT}, ("target", "effect")),
    "call": (_CALL, ("code", "called", "answer")),
    "from_paper": ({**_ABOUT, "measured_by": TEXT}, ("target", "measured_by")),
    "rating": (_RATING, ("scale", "total")),
    "misuse_concern": ({"text": TEXT}, ("text",)),
}
