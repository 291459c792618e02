"""From a session to what its chart shows. Pure: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.charts.axis import TimeAxis
from monitor.charts.bands import bands
from monitor.charts.derived import derived_checks
from monitor.charts.lanes import Told, arrange, findings_turned, stretches
from monitor.charts.marks import place
from monitor.charts.packing import rows_used
from monitor.charts.rows import lanes_that_fit
from monitor.charts.timeline import Effect, Ghost, Lane, Moment, Timeline
from monitor.clinical.state import Finding, SessionState
from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web.pages.chart.sets import earlier_versions
from monitor.web.pages.chart.told import interpretations_of
from monitor.web.pages.chart.treatments import marked, outcomes
from monitor.web.words import ALERTS, SIDE_EFFECTS, decimal, route_name

ALWAYS_SHOWN = (
    "dissociation",
    "hallucinations",
    "dizziness",
    "confusion",
    "nausea",
    "high_blood_pressure",
    "irregular_heart_rate",
)


@dataclass(frozen=True, slots=True)
class Behind:
    """The axis that stays while a past minute is drawn, and an earlier session."""

    frame: TimeAxis | None = None
    ghost: Ghost | None = None


def timeline_of(
    view: SessionView,
    zone: str,
    now: datetime,
    told: Told,
    behind: Behind | None = None,
) -> Timeline:
    """The session as the figure takes it, on the axis and over the session that lie behind it."""
    state = view.state
    behind = behind or Behind()
    timeline = Timeline(
        state=state,
        zone=ZoneInfo(zone),
        now=now,
        late_after=view.protocol.late_entry.duration("after"),
        dose=dose_words(view),
        bands=bands(view.protocol, state.baseline),
        effects=effects_of(state),
        minimum_at=minimum_at(view),
        moments=(
            *(Moment(note.event.at, str(note.event.fields["text"])) for note in view.notes),
            *(Moment(done.at, words) for done, words in marked(view)),
        ),
        outcomes=outcomes(view),
        alert_words={code: tr(words) for code, words in ALERTS.items()},
        struck=earlier_versions(view),
        read_checks=derived_checks(state.facts, view.protocol),
        checks_count_for=view.protocol.freshness.duration("checks"),
        interpretations=interpretations_of(view),
        frame=behind.frame,
        ghost=behind.ghost,
    )
    placed = place(timeline, timeline.axis)
    most = lanes_that_fit(rows_used(placed), len(timeline.effects))
    return replace(timeline, lanes=lanes_of(view, now, told, most), placed=placed)


def dose_words(view: SessionView) -> str:
    """``36 mg, 0.5 mg/kg``."""
    per_kilogram = decimal(round(view.head.dose_mg_per_kg, 2))
    return f"{decimal(view.head.dose_mg)} mg, {per_kilogram} mg/kg"


def route_words(view: SessionView) -> str:
    """What the bar over the panels is, for the words beside it."""
    if view.state.time_zero is None:
        return tr("No infusion yet") if view.protocol.has_infusion else tr("No dose yet")
    if not view.protocol.has_infusion:
        return tr("Doses")
    return tr("Infusion {route}", route=route_name(view.head.route))


def effects_of(state: SessionState) -> tuple[Effect, ...]:
    """The side effects that are always asked about, then every other one that was ever felt."""
    felt = {episode.side_effect for episode in state.episodes}
    more = [code for code in SIDE_EFFECTS if code in felt and code not in ALWAYS_SHOWN]
    return tuple(Effect(code, tr(SIDE_EFFECTS[code])) for code in (*ALWAYS_SHOWN, *more))


def lanes_of(view: SessionView, now: datetime, told: Told, most: int) -> tuple[Lane, ...]:
    """Every enabled criterion through the session, the pending ones on top, in so many lanes."""
    state = view.state
    if state.time_zero is None:
        return ()
    end = now if state.discharged_to is None else state.clock
    turned = findings_turned(told)
    lanes = [
        Lane(
            rule.id,
            tr(rule.label),
            stretches(turned.get(rule.id, ()), end),
            state.findings[rule.id].earliest_at if rule.id in state.findings else None,
        )
        for rule in view.protocol.criteria
    ]
    return arrange([lane for lane in lanes if lane.spans], most)


def minimum_at(view: SessionView) -> datetime | None:
    """When the shortest observation time is over, as far as it can be said."""
    state, numbers = view.state, view.protocol.rules["observation_time"].numbers
    verdict = state.findings.get("observation_time")
    if verdict is not None and verdict.finding is not Finding.MET and verdict.earliest_at:
        return verdict.earliest_at if state.dosing_ended_at is not None else None
    if state.time_zero is None or "since_time_zero" not in numbers:
        return None
    return state.time_zero + numbers.duration("since_time_zero")
