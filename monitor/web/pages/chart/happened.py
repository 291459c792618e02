"""What happened beside the sets: doses, medicines, attestations, corrections and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from dash.development.base_component import Component

from monitor.charts.axis import TimeAxis
from monitor.clinical.running_kinds import CONCERN, RATING
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.entries import CHAIR_CHANGED
from monitor.services.views import SessionView, StoredEvent
from monitor.web import html
from monitor.web.components.marks import Part
from monitor.web.pages.chart.lateness import entered_words
from monitor.web.words import decimal, field_name, medicine_name, record_word, route_name

HAPPENED = {
    "arrived": say("Arrived"),
    "infusion_started": say("Infusion started"),
    "infusion_paused": say("Infusion paused"),
    "infusion_resumed": say("Infusion resumed"),
    "infusion_ended": say("Infusion ended"),
    "dose_given": say("Dose given"),
    "medication": say("Medicine"),
    "attested": say("Attested"),
    "mobility": say("Walk test"),
    "emergency": say("Emergency"),
    "baseline_accepted": say("Baseline accepted"),
    "red_flags_cleared": say("Red flags cleared"),
    "corrected": say("Correction"),
    "entered_in_error": say("Entered in error"),
    "discharged": say("Session closed"),
    "intervention": say("Intervention"),
    "intervention_effect": say("Effect"),
    "medication_details": say("How it was given"),
    RATING: say("Total of a scale"),
    CONCERN: say("Misuse concern"),
    CHAIR_CHANGED: say("Change of chair"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """What the card is made from: entries, newest first, and those of them that were struck out.

    ``copied`` says who measured what was copied from paper; an entry is late when it came more than
    ``late_after`` after it happened.
    """

    entries: tuple[StoredEvent, ...]
    struck: frozenset[str]
    copied: Mapping[str, str]
    late_after: timedelta


def happened_in(view: SessionView) -> Happened:
    """Doses, medicines, attestations, corrections and notes: all that is no observation set."""
    gone = view.running.struck
    struck = {event.id for event in view.state.struck} - {fact.id for fact in view.state.facts}
    struck |= {entry.event.id for entry in gone}
    entries = [entry for entry in view.entries if entry.event.kind in HAPPENED]
    noted = (entry for kind in (RATING, CONCERN) for entry in view.running.of(kind))
    entries += [
        *view.notes,
        *noted,
        *view.moves,
        *(entry for entry in gone if entry.event.kind != "order"),
    ]
    entries.sort(key=lambda entry: entry.event.at, reverse=True)
    ids = {entry.event.id for entry in entries}
    copied = {key: name for key, name in view.from_paper.items() if key in ids}
    late_after = view.protocol.late_entry.duration("after")
    return Happened(tuple(entries), frozenset(struck & ids), copied, late_after)


def happened_card(found: Happened, axis: TimeAxis) -> html.Section:
    """What happened beside the sets, newest first, with who and when."""
    rows: list[Component] = []
    for entry in found.entries:
        event = entry.event
        text: list[Part] = [
            html.B(tr(HAPPENED.get(event.kind, say("Note")))),
            " ",
            _moved(event.fields) if event.kind == CHAIR_CHANGED else details(event.fields),
        ]
        rows.append(
            html.Li(
                [
                    html.Span(axis.clock(event.at), className="happened__when"),
                    html.S(text) if event.id in found.struck else html.Span(text),
                    html.Span(_who(entry, found, axis), className="faint"),
                ],
                className="happened",
            )
        )
    if not rows:
        rows = [html.Li(tr("Nothing noted yet."), className="soft happened happened--words")]
    return html.Section(
        [html.H2(tr("Events and notes")), html.Ul(rows)], className="card below__card"
    )


def _who(entry: StoredEvent, found: Happened, axis: TimeAxis) -> str:
    event, copied = entry.event, found.copied.get(entry.event.id)
    late = entry.received_at - event.at > found.late_after
    typed, measured_by = entry.tablet_recorded_at, [copied] if copied else []
    said = entered_words(axis, entry.received_at, typed, measured_by, is_late=late)
    return ", ".join(word for word in (entry.person_name, said) if word)


TYPED = frozenset({"name", "phone", "reason", "note", "text", "ordered_by"})
"""Fields that a person wrote in his own words."""


def _moved(fields: Mapping[str, object]) -> str:
    return tr(
        "from {old} to {new}, {name} watches over it: {reason}",
        old=fields["from_chair"],
        new=fields["to_chair"],
        name=fields["responsible"],
        reason=fields["reason"],
    )


def details(fields: Mapping[str, object]) -> str:
    """What an entry says, field by field, without what it speaks of."""
    said = [_detail(name, value) for name, value in fields.items() if name != "target"]
    return ", ".join(word for word in said if word)


def _detail(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(_detail(key, inner) for key, inner in value.items())
    if name == "dose_mg":
        return f"{decimal(value)} mg" if isinstance(value, int | float) else ""
    if isinstance(value, bool):
        said = tr("yes") if value else tr("no")
        return f"{field_name(name)}: {said}"
    if isinstance(value, int | float):
        return f"{field_name(name)} {decimal(value)}"
    if isinstance(value, tuple | list):
        return ", ".join(record_word(item) for item in value)
    return _worded(name, str(value))


def _worded(name: str, value: str) -> str:
    if name == "route":
        return route_name(value)
    if name == "name":
        return medicine_name(value)
    return value if name in TYPED else record_word(value)
