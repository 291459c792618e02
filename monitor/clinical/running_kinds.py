"""Kinds of events of the running system: kept like every entry, and never seen by the fold.

They are no part of case files and change no answer of ``monitor replay``. Corrected and struck out
like all others: with a reason, the old version readable.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.event import Event
from monitor.clinical.fields import free_text, instant, refuse, shown, table, text, word, words
from monitor.clinical.kinds import CORRECTING_KINDS, KINDS, Kind
from monitor.clinical.ladder import ANSWERS
from monitor.clinical.order_words import (
    MEASURE_OF,
    MEASURES,
    check_order,
    count,
    number,
    per_minute,
)
from monitor.clinical.outcomes import MADRS, QIDS, SCALES
from monitor.clinical.reading_events import check_instants, read_kind
from monitor.clinical.treatment_words import EFFECTS, INTERVENTIONS, ROUTES, UNITS
from monitor.clinical.words import ALERT_CODES
from monitor.language.said import say

NOTE, ORDER = "note", "order"
ORDER_SEEN, ORDER_DONE = "order_acknowledged", "order_done"
ORDER_CLOSED, ORDER_CANCELLED = "order_closed", "order_cancelled"
DETAILS, INTERVENTION, EFFECT = "medication_details", "intervention", "intervention_effect"
CALL = "call"
FROM_PAPER = "from_paper"
RATING, CONCERN = "rating", "misuse_concern"
RATED = (MADRS, QIDS)
"""Scales of which only the total is kept: what was asked stands elsewhere."""


def _instant(field: str, value: object) -> object:
    """Read an instant; it is kept as text, as JSON holds it."""
    return instant(field, value).isoformat()


def _total(field: str, value: object) -> object:
    """Read the total of a scale; how high it may be is the scale's own."""
    highest = max(one.highest for one in SCALES.values())
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
        allowed = say("a whole number from {lowest} to {highest}", lowest=0, highest=highest)
        raise refuse(field, say("{shown} is no such total", shown=shown(value)), allowed)
    return value


def above_zero(field: str, value: object) -> object:
    """Read an amount in a unit of its own."""
    clean = number(field, value)
    if not clean:
        raise refuse(field, say("0 is no amount"), say("a number above 0"))
    return clean


_UNTIL = table({"field": word(*MEASURE_OF), "below": number, "at_least": number, "count": count})

RUNNING_KINDS: dict[str, Kind] = {
    NOTE: Kind({"text": text}, needed=("text",)),
    ORDER: Kind(
        {
            "measure": words(*MEASURES),
            "text": text,
            "every_minutes": per_minute,
            "until": _UNTIL,
            "until_at": _instant,
        },
        says=("measure", "text"),
    ),
    ORDER_SEEN: Kind({"target": text}, needed=("target",)),
    ORDER_DONE: Kind({"target": text, "note": free_text}, needed=("target",)),
    ORDER_CLOSED: Kind({"target": text, "note": text}, needed=("target", "note")),
    ORDER_CANCELLED: Kind({"target": text, "reason": text}, needed=("target", "reason")),
    DETAILS: Kind(
        {
            "target": text,
            "route": word(*ROUTES),
            "amount": above_zero,
            "unit": word(*UNITS),
            "ordered_by": text,
        },
        needed=("target",),
        says=("route", "amount", "ordered_by"),
    ),
    INTERVENTION: Kind(
        {"what": word(*INTERVENTIONS), "text": text, "ordered_by": text}, needed=("what",)
    ),
    EFFECT: Kind(
        {"target": text, "effect": word(*EFFECTS), "note": text}, needed=("target", "effect")
    ),
    CALL: Kind(
        {
            "code": word(*ALERT_CODES),
            "called": text,
            "phone": free_text,
            "answer": word(*ANSWERS),
            "words": free_text,
        },
        needed=("code", "called", "answer"),
    ),
    FROM_PAPER: Kind({"target": text, "measured_by": text}, needed=("target", "measured_by")),
    RATING: Kind({"scale": word(*RATED), "total": _total}, needed=("scale", "total")),
    CONCERN: Kind({"text": text}, needed=("text",)),
}

SPEAKS_OF: Mapping[str, tuple[str, ...]] = {
    ORDER_SEEN: (ORDER,),
    ORDER_DONE: (ORDER,),
    ORDER_CLOSED: (ORDER,),
    ORDER_CANCELLED: (ORDER,),
    DETAILS: ("medication", "dose_given", "infusion_started"),
    EFFECT: ("medication", INTERVENTION),
    FROM_PAPER: (*(kind for kind in KINDS if kind not in CORRECTING_KINDS), NOTE, INTERVENTION),
}
"""The kinds that the ``target`` of each may be of."""


def read_running_fields(kind: str, said: Mapping[str, object]) -> dict[str, object]:
    """Check the fields of one event and return them clean; raise InvalidEvent."""
    clean = read_kind(kind, RUNNING_KINDS[kind], said)
    check_running(kind, clean)
    return clean


def check_running(kind: str, fields: Mapping[str, object]) -> None:
    """Refuse an event whose fields contradict each other or say nothing."""
    says = RUNNING_KINDS[kind].says
    if says and not any(fields.get(key) for key in says):
        raise refuse(
            says[0],
            say("the {kind} says nothing", kind=kind),
            say("any of {words}", words=", ".join(says)),
        )
    if kind == ORDER:
        check_order(fields)
    if kind == RATING:
        _check_total(SCALES[str(fields["scale"])].highest, fields["total"])
    if kind == DETAILS and ("amount" in fields) != ("unit" in fields):
        raise refuse("unit", say("an amount needs its unit"), say("amount and unit, or neither"))
    if kind == INTERVENTION and fields["what"] == "other" and not fields.get("text"):
        raise refuse("text", say("it is missing"), say("what was done, in words"))


def _check_total(highest: int, total: object) -> None:
    if isinstance(total, int) and total > highest:
        allowed = say("a whole number from {lowest} to {highest}", lowest=0, highest=highest)
        raise refuse("total", say("{shown} is no such total", shown=total), allowed)


def check_running_version(event: Event) -> None:
    """Refuse a corrected version that would itself have been refused."""
    check_instants("new_at", event.at, event.recorded_at)
    check_running(event.kind, event.fields)
