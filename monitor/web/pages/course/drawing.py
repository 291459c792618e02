"""The course's figures with their words: drawn once for each reader while nothing has changed."""

from __future__ import annotations

from typing import Any

from dash import no_update

from monitor.charts.course import course_figure
from monitor.charts.overlay import overlay_figure
from monitor.charts.palette import Scheme
from monitor.web.context import actor, house
from monitor.web.kept import Kept
from monitor.web.pages.course.after import overlay_words
from monitor.web.pages.course.looking import Looked, look
from monitor.web.pages.course.matrix import labels, table
from monitor.web.pages.course.parts import above, below, row
from monitor.web.pages.course.review import matrix_of, overlay_of, reviewed
from monitor.web.still import Still
from monitor.web.unchanged import reader_key
from monitor.web.written import data, written

KEPT = 96
MINUTE = "%Y%m%d%H%M"
_drawn: Kept[tuple[Any, ...], tuple[Any, ...]] = Kept(KEPT)


def page_parts(patient_id: str, course_id: str) -> tuple[Any, ...]:
    """Head, row and what stands below; a head with a form that may be filled stays."""
    looked = look(house(), actor(), patient_id, course_id)
    if looked.shown is None:
        return no_update, no_update, no_update
    head = Still(above(looked)) if looked.courses.open is not None else no_update
    return head, Still(row(looked.shown)), Still(below(looked))


def matrix_parts(scheme: str, patient_id: str, course_id: str) -> tuple[Any, ...]:
    """The words beside the matrix, the figure, and the table of its numbers."""
    key = ("matrix", patient_id, course_id, scheme, *reader_key(house(), actor(), MINUTE))
    known = _drawn.take(key)
    if known is None:
        looked = look(house(), actor(), patient_id, course_id)
        known = _drawn.keep(key, _matrix(looked, scheme))
    return known


def overlay_parts(scheme: str, field: str, patient_id: str, course_id: str) -> tuple[Any, ...]:
    """The sessions laid over each other, with the table of their readings."""
    key = ("overlay", patient_id, course_id, field, scheme, *reader_key(house(), actor(), MINUTE))
    known = _drawn.take(key)
    if known is None:
        looked = look(house(), actor(), patient_id, course_id)
        known = _drawn.keep(key, _overlay(looked, scheme, field))
    return known


def _scheme(said: str) -> Scheme:
    return Scheme.DIM if said == Scheme.DIM else Scheme.LIGHT


def _matrix(looked: Looked, scheme: str) -> tuple[Any, ...]:
    if looked.review is None or looked.shown is None:
        return no_update, no_update, no_update
    told = reviewed(looked.review, looked.shown)
    figure = course_figure(matrix_of(told), _scheme(scheme))
    return written(Still(labels(told))), data(figure), written(Still(table(told)))


def _overlay(looked: Looked, scheme: str, field: str) -> tuple[Any, ...]:
    if looked.review is None or looked.shown is None:
        return no_update, no_update
    overlay = overlay_of(reviewed(looked.review, looked.shown), field)
    figure = overlay_figure(overlay, _scheme(scheme))
    return data(figure), written(Still(overlay_words(overlay)))
