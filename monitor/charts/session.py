"""The session chart: panels, ribbons and criteria over one time axis, as one figure.

The figure is a plain mapping that Plotly reads as it is: checking every key again while drawing
costs ten times the drawing. A test hands it to ``go.Figure``, which checks all of it.
"""

from __future__ import annotations

from functools import partial

from monitor.charts import criteria, marks, ribbons, vital_news, vitals
from monitor.charts.axis import TimeAxis
from monitor.charts.ghost import ghosts
from monitor.charts.packing import rows_used
from monitor.charts.palette import Palette, Scheme
from monitor.charts.rows import Row, Rows, lay_rows
from monitor.charts.scales import scale_axes, scale_traces
from monitor.charts.theme import TICK_SIZE, Part, base_layout, line, palette_of, quiet_axis, scatter
from monitor.charts.timeline import Timeline
from monitor.charts.vitals import BREATHING, HEART_RATE, PANELS, PRESSURE, SPO2, Panel, Point

PANEL_ROWS = ("pressure", "heart_rate", "spo2", "breathing")
FIELDS = tuple(field for panel in PANELS for field in panel.fields)
Words = dict[str, tuple[Point, ...]]


def session_figure(timeline: Timeline, scheme: Scheme) -> Part:
    """Everything about one session on one time axis, in the colours of the room."""
    axis, look = timeline.axis, palette_of(scheme)
    placed = marks.place(timeline, axis)
    strips = (len(timeline.effects), len(timeline.lanes), len(timeline.scales))
    rows = lay_rows(rows_used(placed), *strips)
    said = _said(timeline, axis)
    now = axis.position(timeline.clock)
    asked = ribbons.checks(timeline.checks, axis)
    lasting = ribbons.ribbons_of(timeline, asked, axis)
    layout = base_layout(look, rows.figure_height)
    layout.update(_time_axes(axis, look))
    layout.update(_value_axes(timeline, said, rows, look))
    layout.update(scale_axes(timeline.scales, rows, look))
    layout["shapes"] = [
        *_bands(timeline, said, rows, look),
        *marks.shapes(timeline, axis, rows, look),
        *_frames(rows, look),
    ]
    layout["annotations"] = [
        *marks.texts(placed, rows, look),
        *marks.minimum_text(timeline, axis, rows, look),
        *_news(timeline, said, axis, look),
        *vitals.standing_words(said["systolic_mmhg"], rows.domain(rows.pressure)[0], look),
        *ribbons.effect_words(lasting, axis, look),
    ]
    data = [
        _top_axis_holder(axis),
        *ghosts(timeline, axis, look),
        *_vital_traces(timeline, said, axis, look),
        *scale_traces(timeline.scales, look),
        *ribbons.effect_traces(timeline, asked, lasting, look),
        *criteria.lane_traces(timeline.lanes, axis, now, look),
    ]
    return {"data": data, "layout": layout}


def _said(timeline: Timeline, axis: TimeAxis) -> Words:
    taken = [fact for fact in timeline.state.facts if fact.kind == "vitals"]
    late_after, judged = timeline.late_after, timeline.interpretations
    return vitals.readings_of(taken, FIELDS, axis, late_after, judged)


def _time_axes(axis: TimeAxis, look: Palette) -> Part:
    ticks = axis.ticks()
    shared = {
        **quiet_axis(look),
        "range": [axis.start, axis.end],
        "tickvals": [tick.minutes for tick in ticks],
        "showticklabels": True,
    }
    return {
        "xaxis": {
            **shared,
            "ticktext": [tick.clock for tick in ticks],
            "anchor": "y6",
            "showgrid": True,
            "gridcolor": look.plot_grid,
            "layer": "below traces",
        },
        "xaxis2": {
            **shared,
            "ticktext": [f"<b>{tick.elapsed}</b>" for tick in ticks],
            "tickfont": {"size": TICK_SIZE + 1, "color": look.ink},
            "overlaying": "x",
            "matches": "x",
            "side": "top",
            "anchor": "free",
            "position": 1,
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": look.line_strong,
        },
    }


def _value_axes(timeline: Timeline, said: Words, rows: Rows, look: Palette) -> Part:
    axes: Part = {}
    for panel, name in zip(PANELS, PANEL_ROWS, strict=True):
        points = [point for field in panel.fields for point in said[field]]
        reach = vitals.fixed_range(panel, points)
        ticks = _ticks(panel, timeline, reach[1])
        axes["yaxis" + panel.axis[1:]] = {
            **quiet_axis(look),
            "domain": rows.domain(getattr(rows, name)),
            "range": reach,
            "showticklabels": True,
            "tickvals": ticks,
            "ticktext": [f"{tick:g} " for tick in ticks],
        }
    for key, row in (("yaxis5", rows.effects), ("yaxis6", rows.lanes)):
        axes[key] = {
            **quiet_axis(look),
            "domain": rows.domain(row),
            "range": [max(row.height, 1), 0],
        }
    return axes


def _ticks(panel: Panel, timeline: Timeline, top: float) -> list[float]:
    """The written values: the panel's own, and the baseline in place of one it would touch."""
    bands = (timeline.bands.get(field) for field in panel.fields)
    lines = [band.baseline for band in bands if band is not None and band.baseline is not None]
    room = (panel.high - panel.low) / 9 if panel is PRESSURE else (panel.high - panel.low) / 4
    kept = [tick for tick in panel.ticks if all(abs(tick - value) >= room for value in lines)]
    more = [tick for tick in panel.more_ticks if tick < top and tick > panel.high]
    return sorted({*kept, *more, *lines} if panel is not SPO2 else {*panel.ticks, *more})


def _bands(timeline: Timeline, said: Words, rows: Rows, look: Palette) -> list[Part]:
    across = (timeline.axis.start, timeline.axis.end)
    drawn: list[Part] = []
    for panel, name in zip(PANELS, PANEL_ROWS, strict=True):
        points = [point for field in panel.fields for point in said[field]]
        depth = partial(_depth, rows.domain(getattr(rows, name)), vitals.fixed_range(panel, points))
        for field in panel.fields:
            if (band := timeline.bands.get(field)) is not None:
                drawn += vitals.band_shapes(band, depth, across, look)
    return drawn


def _depth(domain: list[float], reach: list[float], value: float) -> float:
    """Where a value of a panel lies on paper; beyond the panel's range, at its edge."""
    share = (value - reach[0]) / (reach[1] - reach[0])
    return domain[0] + min(max(share, 0.0), 1.0) * (domain[1] - domain[0])


def _frames(rows: Rows, look: Palette) -> list[Part]:
    strips: list[Row] = [getattr(rows, name) for name in (*PANEL_ROWS, "effects", "lanes")]
    strips += rows.scales
    return [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": rows.domain(strip)[0],
            "y1": rows.domain(strip)[1],
            "line": line(look.line, 1),
            "layer": "below",
        }
        for strip in strips
    ]


def _vital_traces(timeline: Timeline, said: Words, axis: TimeAxis, look: Palette) -> list[Part]:
    traces = [vitals.stems(said["systolic_mmhg"], said["diastolic_mmhg"], look)]
    old = vitals.readings_of(timeline.struck, FIELDS, axis, timeline.late_after)
    for panel in PANELS:
        middle = (panel.low + panel.high) / 2
        for field in panel.fields:
            symbol = _symbol(field)
            points, band = said[field], timeline.bands.get(field)
            traces.append(vitals.trend(points, panel, look))
            traces.append(vitals.marks(points, panel, band, look, symbol))
            if any(point.value is not None for point in old[field]):
                traces.append(vitals.struck(old[field], panel, look))
            if field != "diastolic_mmhg" and any(point.value is None for point in points):
                traces.append(vitals.not_measured(points, panel, middle, look))
    return traces


def _symbol(field: str) -> str:
    return {"systolic_mmhg": "triangle-down", "diastolic_mmhg": "triangle-up"}.get(field, "circle")


def _news(timeline: Timeline, said: Words, axis: TimeAxis, look: Palette) -> list[Part]:
    bands = timeline.bands
    ground = vital_news.Ground(axis, axis.position(timeline.clock), look)
    words = vital_news.pressure_news(
        said["systolic_mmhg"],
        said["diastolic_mmhg"],
        (bands.get("systolic_mmhg"), bands.get("diastolic_mmhg")),
        ground,
    )
    for panel in (HEART_RATE, SPO2, BREATHING):
        field = panel.fields[0]
        words += vital_news.news(said[field], bands.get(field), panel, ground)
    return words


def _top_axis_holder(axis: TimeAxis) -> Part:
    """An axis without a trace is not drawn; this one draws nothing."""
    return {**scatter([axis.start], [None], "y", "markers", name="elapsed"), "xaxis": "x2"}
