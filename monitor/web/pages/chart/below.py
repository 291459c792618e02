"""Under the chart: alerts by episode, every observation set, what was given and noted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dash.development.base_component import Component

from monitor.charts.timeline import Timeline
from monitor.clinical.scales.through import Scored
from monitor.services.views import SessionView
from monitor.web.pages.chart.alerts import alerts_card
from monitor.web.pages.chart.happened import happened_card
from monitor.web.pages.chart.panels import panels_table
from monitor.web.pages.chart.scales import scales_card
from monitor.web.pages.chart.sets import ObservationSet
from monitor.web.pages.chart.sets_table import sets_card
from monitor.web.pages.chart.treatments import treatments_card


def below(
    view: SessionView,
    sets: Sequence[ObservationSet],
    timeline: Timeline,
    zone: str,
    scored: Mapping[str, tuple[Scored, ...]],
) -> list[Component]:
    """Alerts first, then the sets, then everything else that happened."""
    return [
        alerts_card(view, zone),
        *treatments_card(view, zone),
        sets_card(view, sets, timeline),
        scales_card(view, timeline.axis, panels_table(view, scored, timeline)),
        happened_card(view, timeline),
    ]
