"""An earlier session behind this one: its vital signs as thin dashes, laid on it at time zero."""

from __future__ import annotations

from dataclasses import replace

from monitor.charts import vitals
from monitor.charts.axis import TimeAxis
from monitor.charts.palette import Palette
from monitor.charts.theme import Part, line, scatter
from monitor.charts.timeline import Timeline
from monitor.charts.vitals import PANELS

DASHES = "5px,4px"
WIDTH = 1.6


def ghosts(timeline: Timeline, axis: TimeAxis, palette: Palette) -> list[Part]:
    """One line for each vital sign; none where either session has no time zero.

    Only the line: a mark with its news belongs to the session that the chart is about.
    """
    ghost = timeline.ghost
    if ghost is None or not axis.counted:
        return []
    own = replace(axis, zero=ghost.zero)
    drawn = []
    for panel in PANELS:
        for field in panel.fields:
            points = vitals.readings(ghost.facts, field, own, timeline.late_after)
            seated = [point for point in points if not point.standing]
            drawn.append(
                scatter(
                    [point.minutes for point in seated],
                    [point.value for point in seated],
                    panel.axis,
                    "lines",
                    name=f"earlier {field}",
                    line=line(palette.ink_3, WIDTH, DASHES),
                )
            )
    return drawn
