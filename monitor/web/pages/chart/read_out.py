"""The strip over the plot: one set in words; assets/js/chart.js shows the one pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from dash.development.base_component import Component

from monitor.charts.axis import elapsed_words
from monitor.charts.timeline import Band, Timeline
from monitor.clinical.state import Baseline
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part
from monitor.web.pages.chart import figures
from monitor.web.pages.chart.kept_rows import Ground, drawn, ground
from monitor.web.pages.chart.lateness import entered_words
from monitor.web.pages.chart.sets import ObservationSet
from monitor.web.spoken import (
    NAMES,
    NUMBERS,
    PRESSURE,
    air_said,
    change_said,
    heard,
    number_said,
    seen,
)
from monitor.web.written import Written, written

VALUES = (
    ("heart_rate_bpm", say("HR")),
    ("spo2_percent", "SpO₂"),
    ("respiratory_rate_per_min", say("RR")),
    ("temperature_c", say("Temp")),
)


def read_out(sets: Sequence[ObservationSet], timeline: Timeline) -> list[Written]:
    """Every set that counts, oldest first, the newest one shown."""
    counting = sorted((found for found in sets if not found.in_error), key=lambda found: found.at)
    if not counting:
        nothing = html.Span(tr("No readings yet."))
        return [written(html.Div(nothing, className="read__set is-shown"))]
    axis = timeline.axis
    beside = ground("strip", axis.zero, axis, timeline.state.baseline, timeline.bands)
    *before, newest = counting
    return [
        *(drawn("strip", one, beside, partial(_strip, one, timeline, beside)) for one in before),
        drawn(
            "newest_strip", newest, beside, partial(_strip, newest, timeline, beside, shown=True)
        ),
    ]


def _strip(
    found: ObservationSet, timeline: Timeline, beside: Ground, *, shown: bool = False
) -> html.Div:
    """What a set says is drawn once; it is said of the newest, and when another comes after it."""
    axis = timeline.axis
    share = (axis.position(found.at) - axis.start) / (axis.end - axis.start)
    return html.Div(
        drawn("said", found, beside, partial(_told, found, timeline)),
        className="read__set is-shown" if shown else "read__set",
        **attributes(data_share=f"{share:.5f}", data_at=found.at.isoformat()),
    )


def _told(found: ObservationSet, timeline: Timeline) -> list[Component]:
    axis, baseline = timeline.axis, timeline.state.baseline
    when = elapsed_words(axis.position(found.at)) if axis.counted else ""
    words = [
        html.Span([html.B(when), " ", axis.clock(found.at)], className="read__when"),
        *_pressure(found, baseline, timeline.bands),
        *(_value(found, field, name, baseline, timeline.bands) for field, name in VALUES),
        _moaas(found),
        html.Span(_entered(found, timeline), className="hide-mid"),
    ]
    told = [when, axis.clock(found.at), *_all_said(found, baseline, timeline.bands)]
    said = ". ".join(word for word in told if word)
    return [seen([word for word in words if word is not None]), heard(f"{said}.")]


def _all_said(
    found: ObservationSet, baseline: Baseline, bands: Mapping[str, Band]
) -> Iterator[str]:
    """Every reading of the set with unit, finding and change; assets/js/chart.js reads it out."""
    both, pair = figures.pressure(found, baseline, bands), figures.pressure_said(found)
    if both is not None:
        yield _said(tr(PRESSURE), pair or both.text, both)
    for field in NUMBERS:
        one = figures.shown(found, field, baseline, bands.get(field))
        if one is None:
            continue
        value = found.word(field).value
        number = number_said(field, value) if isinstance(value, int | float) else one.text
        air = figures.litres(found) if field == "spo2_percent" else None
        yield _said(tr(NAMES[field]), number, one, "" if air is None else air_said(air))
    moaas = found.word("moaas").value
    if moaas is not None:
        yield f"MOAA/S {moaas}"


def _said(name: str, number: str, shown: figures.Shown, more: str = "") -> str:
    change = change_said(shown.change) if shown.change else ""
    parts = (f"{name} {number}", shown.heard, more, change)
    return ", ".join(part for part in parts if part)


def _pressure(
    found: ObservationSet, baseline: Baseline, bands: Mapping[str, Band]
) -> list[Component]:
    said = figures.pressure(found, baseline, bands)
    if said is None:
        return []
    if not said.news:
        change = [" ", said.change] if said.change else []
        return [html.Span([tr("BP"), " ", html.B(said.text), *change])]
    percent = figures.percent_of(found, baseline)
    change = [f", {said.change} ({percent})"] if said.change else []
    return [
        html.Span(
            [tr("BP"), " ", html.B(said.text), f" {said.word}", *change],
            className=said.look,
        )
    ]


def _value(
    found: ObservationSet, field: str, name: str, baseline: Baseline, bands: Mapping[str, Band]
) -> html.Span | None:
    said = figures.shown(found, field, baseline, bands.get(field))
    if said is None:
        return None
    extra: list[str] = [said.word] if said.news else []
    extra += [said.change] if said.change not in ("", "0") else []
    if field == "spo2_percent" and (air := figures.oxygen(found)):
        extra.append(air)
    words: list[Part] = [f"{tr(name)} ", html.B(said.text)]
    words += [" " + ", ".join(extra)] if extra else []
    return html.Span(words, className=said.look)


def _moaas(found: ObservationSet) -> html.Span | None:
    value = found.word("moaas").value
    return None if value is None else html.Span(["MOAA/S ", html.B(str(value))])


def _entered(found: ObservationSet, timeline: Timeline) -> str:
    said = entered_words(
        timeline.axis, found.received_at, found.typed_at, found.measured_by, is_late=found.is_late
    )
    return ", ".join(word for word in (*found.people, said) if word)
