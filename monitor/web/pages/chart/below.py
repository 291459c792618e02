"""Under the chart: alerts by episode, every observation set, what was given and noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.charts.timeline import Timeline
from monitor.clinical.scales.through import Scored
from monitor.services.views import SessionView
from monitor.web.components.marks import Part
from monitor.web.pages.chart.alerts import alerts_card
from monitor.web.pages.chart.happened import happened_card, happened_in
from monitor.web.pages.chart.kept_parts import part
from monitor.web.pages.chart.panels import panels_table
from monitor.web.pages.chart.scales import asked_of, not_asked, scales_card
from monitor.web.pages.chart.sets import ObservationSet
from monitor.web.pages.chart.sets_table import sets_card
from monitor.web.pages.chart.treatments import people_of, treatments_card


def below(
    view: SessionView,
    sets: Sequence[ObservationSet],
    timeline: Timeline,
    zone: str,
    scored: Mapping[str, tuple[Scored, ...]],
) -> list[Part]:
    """Alerts first, then the sets, then everything else that happened."""
    session, axis = view.head.id, timeline.axis
    happened = happened_in(view)
    is_open, allergies = view.head.closed_at is None, view.head.patient.allergies
    treated = (view.running.treatments, people_of(view), is_open, allergies)
    return [
        part("alerts", session, (view.state.alerts, zone), lambda: alerts_card(view, zone)),
        part("treated", session, (*treated, zone), lambda: treatments_card(view, zone)),
        sets_card(view, sets, timeline),
        _scales(view, timeline, scored),
        part("happened", session, (happened, axis), lambda: happened_card(happened, axis)),
    ]


def _scales(
    view: SessionView, timeline: Timeline, scored: Mapping[str, tuple[Scored, ...]]
) -> Part:
    axis, asked = timeline.axis, asked_of(view)
    waiting = not_asked(view, asked)
    if timeline.scales:
        return scales_card(asked, waiting, axis, panels_table(view, scored, timeline))
    made_of = (asked, tuple(waiting), axis)
    return part("scales", view.head.id, made_of, lambda: scales_card(asked, waiting, axis))
