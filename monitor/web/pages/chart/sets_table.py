"""The table of observation sets: one row a set, the values before it struck through beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from dash.development.base_component import Component

from monitor.charts.axis import TimeAxis, elapsed_words
from monitor.charts.timeline import Band, Timeline
from monitor.clinical.state import Baseline
from monitor.language.reader import tr, tr_in
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.by_words import by_words
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part
from monitor.web.pages.chart import figures
from monitor.web.pages.chart.kept_rows import drawn, ground
from monitor.web.pages.chart.lateness import entered_words
from monitor.web.pages.chart.sets import ObservationSet, Word
from monitor.web.spoken import heard, seen
from monitor.web.words import SIDE_EFFECTS, record_word

EFFECT_COLUMNS = ("dissociation", "hallucinations", "dizziness", "confusion", "nausea")


def sets_card(
    view: SessionView, sets: Sequence[ObservationSet], timeline: Timeline
) -> html.Section:
    """The table of sets, newest first; those entered in error appear on demand, struck through."""
    gone = sum(found.in_error for found in sets)
    title: list[Component] = [
        html.H2(tr("Observation sets, newest first")),
        html.Span(className="grow"),
    ]
    if gone:
        title.append(
            html.Button(
                [html.I(), tr("Entered in error ({gone})", gone=gone)],
                type="button",
                role="switch",
                className="toggle",
                **attributes(data_show_errors="", aria_checked="false"),
            )
        )
    shared = (timeline.axis, view.state.baseline, timeline.bands, view.head.id)
    beside = ground("row", timeline.axis.zero, *shared)
    body = [drawn("row", found, beside, partial(_set_row, found, view, timeline)) for found in sets]
    table = html.Table(
        [
            html.Caption(tr("Observation sets, newest first"), className="spoken"),
            _head(),
            html.Tbody(body or [html.Tr(html.Td(tr("No readings yet."), colSpan=len(_titles())))]),
        ]
    )
    return html.Section(
        [
            html.Div(title, className="below__title"),
            html.Div(
                table,
                className="sets__scroll",
                tabIndex=0,
                role="region",
                **attributes(aria_label=tr("Table of observation sets")),
            ),
        ],
        className="card below__card sets",
        id="sets",
    )


@by_words(most=8)
def _head() -> html.Thead:
    return html.Thead(html.Tr([html.Th(word, scope="col") for word in _titles()]))


def _titles() -> list[Part]:
    head: list[Part] = [tr("Measured"), _short("T+", tr("minutes from T0"))]
    head += [_short(tr("BP"), tr("Blood pressure, mmHg")), tr("change")]
    head += [
        _short(tr("HR"), tr("Heart rate per minute")),
        _short("SpO₂", tr("Oxygen saturation, percent")),
        _short(tr("RR"), tr("Breaths per minute")),
        "MOAA/S",
    ]
    head += [tr(SIDE_EFFECTS[effect]) for effect in EFFECT_COLUMNS]
    head += [tr_in("column", "By"), tr("Entered")]
    return [*head, heard(tr("Correct"))]


def _short(shown: str, said: str) -> html.Span:
    """A short heading; the whole one with the unit is heard."""
    return html.Span([seen(shown), heard(said)])


def _set_row(found: ObservationSet, view: SessionView, timeline: Timeline) -> html.Tr:
    axis, state, bands = timeline.axis, view.state, timeline.bands
    minutes = axis.position(found.at)
    both = figures.pressure(found, state.baseline, bands)
    cells = [
        html.Th([axis.clock(found.at), *_origin(found)], scope="row"),
        html.Td(elapsed_words(minutes) if axis.counted else ""),
        _pressure_cell(found, both),
        html.Td(both.change if both else "", className=both.look if both else None),
        *(_number_cell(found, field, state.baseline, bands) for field in _NUMBERS),
        html.Td(_with_before(found.word("moaas"))),
        *(_grade_cell(found.grade(effect)) for effect in EFFECT_COLUMNS),
        html.Td(", ".join(found.people), className="is-quiet"),
        html.Td(_entered(found, axis), className="is-quiet sets__entered"),
        html.Td(None if found.in_error else _correct_button(found, view, axis)),
    ]
    return html.Tr(cells, className="is-in-error" if found.in_error else None)


def _origin(found: ObservationSet) -> list[Part]:
    """A word beside the time, which stays in sight where the end of the row is scrolled away."""
    if not found.measured_by and not found.is_late:
        return []
    word = tr("from paper") if found.measured_by else tr("late")
    return [html.Small(word, className="sets__origin")]


def _entered(found: ObservationSet, axis: TimeAxis) -> str:
    return entered_words(
        axis, found.received_at, found.typed_at, found.measured_by, is_late=found.is_late
    )


_NUMBERS = ("heart_rate_bpm", "spo2_percent", "respiratory_rate_per_min")


def _pressure_cell(found: ObservationSet, both: figures.Shown | None) -> html.Td:
    upper, lower = found.word("systolic_mmhg"), found.word("diastolic_mmhg")
    old: list[Component | str] = []
    for index in range(max(len(upper.before), len(lower.before))):
        was = [_at(word, index) for word in (upper, lower)]
        old += [html.S(f"{was[0]}/{was[1]}"), " "]
    if both is None:
        return html.Td(old or tr("not taken"), className="is-quiet")
    words = f"{both.text} {both.word}".strip()
    if not both.measured:
        return html.Td([*old, both.text], className="is-quiet")
    return html.Td([*old, words], className=both.look)


def _at(word: Word, index: int) -> object:
    return word.before[index] if index < len(word.before) else word.value


def _number_cell(
    found: ObservationSet, field: str, baseline: Baseline, bands: Mapping[str, Band]
) -> html.Td:
    word, shown = found.word(field), figures.shown(found, field, baseline, bands.get(field))
    if word.not_measured is not None:
        reason = tr(figures.NOT_MEASURED.get(word.not_measured, figures.NOT_MEASURED["other"]))
        return html.Td(_with_before(Word(reason, word.before, said=True)), className="is-quiet")
    if not word.said:
        return html.Td(tr("not taken"), className="is-quiet")
    if shown is None or shown.news is None:
        return html.Td(_with_before(word))
    return html.Td([*_with_before(word), f" {shown.word}"], className=shown.look)


def _grade_cell(word: Word) -> html.Td:
    if not word.said:
        return html.Td(tr("not asked"), className="is-quiet")
    felt = word.value not in (None, "none")
    return html.Td(_with_before(word), className="is-effect" if felt else "is-quiet")


def _with_before(word: Word) -> list[Part]:
    """The value now, after those it replaced, struck through but readable."""
    now = "" if word.value is None else record_word(word.value)
    old: list[Part] = [part for value in word.before for part in (html.S(record_word(value)), " ")]
    return [*old, now]


def _correct_button(found: ObservationSet, view: SessionView, axis: TimeAxis) -> html.Button:
    return html.Button(
        tr("Correct …"),
        type="button",
        className="btn btn--quiet",
        **attributes(
            data_dialog="correct",
            data_session=view.head.id,
            data_target=found.target,
            aria_label=tr("Correct the set of {clock}", clock=axis.clock(found.at)),
        ),
    )
