"""The words beside the course's figure, and the table with the same numbers."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.analytics.course import Between, effects_of, scales_of
from monitor.charts.course import Matrix
from monitor.charts.course_rows import DOSE, EFFECT, ITEM, MINUTES, RISE, SCORE, Band
from monitor.clinical.outcomes import PHQ9, SCALES, Outcome
from monitor.clinical.terms import term
from monitor.language import writing
from monitor.language.reader import tr
from monitor.services.summary_views import SessionTold
from monitor.web import html
from monitor.web.components import Part
from monitor.web.pages.course.numbers import numbers_table
from monitor.web.pages.course.outcome_words import fall_words
from monitor.web.pages.course.review import ALWAYS, Reviewed, matrix_of
from monitor.web.words import SIDE_EFFECTS, signed

NOTHING = "\u2013"


def labels(told: Reviewed) -> list[Part]:
    """What each row shows; the first row stands beside the row of sessions."""
    matrix = matrix_of(told)
    return [
        html.Div(
            [html.B(head), *(html.Span(line) for line in lines)],
            className=f"matrix__label matrix__label--{band.kind}",
        )
        for band in matrix.bands
        for head, lines in [_label(band, told, matrix)]
    ]


def _label(band: Band, told: Reviewed, matrix: Matrix) -> tuple[str, list[str]]:
    if band.kind == SCORE:
        return SCALES[band.name].title, _score_lines(told, band.name)
    if band.kind == EFFECT:
        return tr(SIDE_EFFECTS[band.name]), []
    return {
        ITEM: (tr("Item 9"), []),
        DOSE: (tr("Dose"), [tr("mg"), tr("mg/kg")]),
        RISE: (tr("Peak BP rise"), _rise_lines(matrix)),
        MINUTES: (tr("Minutes to readiness"), _minutes_lines(matrix)),
    }[band.kind]


def _rise_lines(matrix: Matrix) -> list[str]:
    above = tr("mmHg above baseline")
    if matrix.caution is None:
        return [above]
    upper, lower = (f"{rise:g}" for rise in matrix.caution)
    return [above, tr("caution from +{upper} / +{lower}", upper=upper, lower=lower)]


def _minutes_lines(matrix: Matrix) -> list[str]:
    left = tr("▬ left the clinic")
    if matrix.minimum is None:
        return [left]
    minutes = f"{matrix.minimum:g}"
    return [tr("● ready, had there been no {minutes}-minute minimum", minutes=minutes), left]


def _score_lines(told: Reviewed, scale: str) -> list[str]:
    one = outcome_on(told.outcomes, scale)
    before = tr("before each session") if scale == PHQ9 else tr("total, as recorded")
    if one is None:
        return [before]
    change = tr("{first} to {latest}", first=one.first, latest=one.latest)
    outside = any(each.measure.scale == scale for each in told.placed)
    mark = [tr("\u25c7 between sessions")] if outside else []
    return [before, *mark, change, *fall_words(one).split(", ")]


def outcome_on(outcomes: Sequence[Outcome], scale: str) -> Outcome | None:
    """The outcome on one scale, if it was scored."""
    return next((one for one in outcomes if one.scale == scale), None)


def table(told: Reviewed) -> html.Details:
    """The figure's numbers, a row a session, for those who cannot see it."""
    scales, effects = scales_of(told.frame), effects_of(told.frame, ALWAYS)
    titles = [
        tr("Session"), tr("Day"), *(SCALES[one].title for one in scales), tr("Item 9"),
        tr("Dose, mg"), tr("mg/kg"), tr("Peak BP rise"), tr("Lowest SpO₂"), tr("Ready, min"),
        tr("Left, min"), *(tr(SIDE_EFFECTS[one]) for one in effects),
    ]  # fmt: skip
    held = dict(told.held)
    lines: list[tuple[float, list[str]]] = [
        (place, _cells(told, place, held.get(place), scales, effects))
        for place in range(len(told.course.sessions))
    ]
    width = 7 + len(effects)
    lines += [(one.place, _between_cells(one, scales, width)) for one in told.placed]
    lines.sort(key=lambda each: each[0])
    rows = [html.Tr([html.Td(cell) for cell in cells]) for _, cells in lines]
    summary, label = tr("The same numbers as a table"), tr("Session by session, as numbers")
    return numbers_table(summary, label, titles, rows)


def _cells(
    told: Reviewed,
    place: int,
    session: SessionTold | None,
    scales: Sequence[str],
    effects: Sequence[str],
) -> list[str]:
    planned = told.course.sessions[place]
    head = [str(planned.number or NOTHING), writing.day_and_month(planned.day)]
    if session is None:
        return [*head, *[""] * (len(scales) + 7 + len(effects))]
    row, summary = told.frame.loc[place], session.told.summary
    rises = [summary.rises.get(name) for name in ("systolic_mmhg", "diastolic_mmhg")]
    return [
        *head,
        *(_number(row[scale]) for scale in scales),
        _number(row["item_9"]),
        _number(row["dose_mg"], 1),
        _number(row["mg_per_kg"], 2),
        NOTHING if None in rises else " / ".join(signed(one) for one in rises if one is not None),
        _number(row["lowest_spo2"]),
        _number(row["ready"], 0),
        _number(row["left"], 0),
        *(tr(term(summary.grades[one])) if one in summary.grades else "?" for one in effects),
    ]


def _between_cells(one: Between, scales: Sequence[str], width: int) -> list[str]:
    """A row of its own: what was scored between sessions, and nothing else."""
    said = one.measure
    ninth = NOTHING if said.item_9 is None else str(said.item_9)
    return [
        tr("between sessions"),
        writing.day_and_month(said.taken_on),
        *(str(said.total) if scale == said.scale else "" for scale in scales),
        ninth if said.scale == PHQ9 else "",
        *[""] * (width - 1),
    ]


def _number(value: object, digits: int = 0) -> str:
    if not isinstance(value, int | float) or value != value:  # noqa: PLR0124  (a missing one)
        return NOTHING
    return writing.number(round(float(value), digits))
