"""The column left of the plot: what each row is. It stays as it is from one reading to the next."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.charts.timeline import Lane, Timeline
from monitor.clinical.state import Finding
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components.marks import Children
from monitor.web.pages.chart.kept_parts import part
from monitor.web.written import Written

KEY_EFFECTS = say("thickness and fill show the grade; ○ asked, none")
KEY_CRITERIA = say("bar while met; hatched while not assessed; ◇ earliest it can be met")


def names(timeline: Timeline, treatment: str, header: int) -> Written:
    """The column; ``header`` is how many rows the labels over the panels take."""
    made_of = _made_of(timeline, treatment, header)
    zero = timeline.axis.zero.isoformat()
    return part("names", zero, made_of, lambda: _left(timeline, treatment, header))


def _made_of(timeline: Timeline, treatment: str, header: int) -> tuple[object, ...]:
    """Everything that the left column is made from."""
    return (
        treatment,
        header,
        timeline.axis.counted,
        timeline.bands,
        timeline.state.baseline,
        tuple(_unusual(timeline)),
        timeline.ghost and timeline.ghost.label,
        tuple((panel.title, panel.variant) for panel in timeline.scales),
        timeline.effects,
        tuple((lane.label, is_met(lane)) for lane in timeline.lanes),
    )


def _left(timeline: Timeline, treatment: str, header: int) -> html.Div:
    bands = timeline.bands
    pressure = [
        html.B(tr("Blood pressure")),
        html.Span("mmHg"),
        html.Span(tr("▼ systolic"), className="beside__key"),
        html.Span(tr("▲ diastolic")),
        *_baseline_key(timeline),
        *_unusual_keys(timeline),
        *_ghost_key(timeline),
    ]
    heart = bands.get("heart_rate_bpm")
    reach = ""
    if heart is not None:
        middle = heart.baseline
        reach = f"{heart.low:g}-{heart.high:g}"
        if middle:
            reach = tr("band ±{beats}", beats=round(heart.high - middle))
    return html.Div(
        [
            row("top", tr("minutes from T0") if timeline.axis.counted else tr("before T0")),
            row(f"head beside__head--{header}", html.Span(treatment)),
            row("pressure", pressure),
            row("heart", [html.B(tr("Heart rate")), html.Span("/min"), html.Span(reach)]),
            row("spo2", [html.B("SpO₂"), html.Span("%")]),
            row("breathing", [html.B(tr("Breathing rate")), html.Span("/min")]),
            *(
                row("scale", [html.B(panel.title), html.Span(panel.variant)])
                for panel in timeline.scales
            ),
            heading(tr("Side effects"), tr(KEY_EFFECTS)),
            *(row("effect", effect.label) for effect in timeline.effects),
            heading(
                tr("Discharge criteria"),
                tr(KEY_CRITERIA) if timeline.lanes else tr("none before T0"),
            ),
            html.Div([_lane_name(lane) for lane in timeline.lanes], className="beside__lanes"),
            row("foot", tr("clock time")),
        ],
        className="beside__left",
    )


def _ghost_key(timeline: Timeline) -> list[html.Span]:
    """Which earlier session the dashes behind this one are."""
    if timeline.ghost is None:
        return []
    return [html.Span(f"┅ {timeline.ghost.label}", className="beside__ghost")]


def row(kind: str, words: Children) -> html.Div:
    """One row of a column."""
    return html.Div(words, className=f"beside__{kind}")


def heading(title: str, key: str) -> html.Div:
    """The words over a group of rows."""
    return html.Div([html.B(title), html.Span(key)] if title else None, className="beside__heading")


def _baseline_key(timeline: Timeline) -> list[Component]:
    baseline = timeline.state.baseline
    if baseline.systolic_mmhg is None:
        return [html.Span(tr("no baseline"), className="beside__key")]
    upper = timeline.bands["systolic_mmhg"]
    share = round((upper.high / baseline.systolic_mmhg - 1) * 100)
    return [
        html.Span(f"┄ {baseline.systolic_mmhg}/{baseline.diastolic_mmhg}", className="beside__key"),
        html.Span([html.I(className="beside__swatch"), f"±{share} %"]),
    ]


def _unusual_keys(timeline: Timeline) -> list[Component]:
    return [html.Span(key) for key in _unusual(timeline)]


def _unusual(timeline: Timeline) -> list[str]:
    """What hollow marks and crosses mean, where there are any."""
    late = any(
        fact.kind == "vitals" and fact.recorded_at - fact.at > timeline.late_after
        for fact in timeline.state.facts
    )
    struck = any(event.kind == "vitals" for event in timeline.struck)
    return ([tr("▽ entered late")] if late else []) + ([tr("✕ struck out")] if struck else [])


def _lane_name(lane: Lane) -> html.Div:
    return html.Div(
        lane.label, className="beside__lane" if is_met(lane) else "beside__lane is-pending"
    )


def is_met(lane: Lane) -> bool:
    """Whether the criterion is met now."""
    return lane.spans[-1].finding is Finding.MET
