"""One drawing of the chart: read, or taken from memory while nothing in it would differ."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.language.reader import reader
from monitor.web.kept import Kept
from monitor.web.looking import Looked
from monitor.web.pages.chart.below import below
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.present import route_words, timeline_of
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.chart.told import told_of
from monitor.web.still import Still
from monitor.web.written import Written, data, written

KEPT_SCREENS = 48
ScreenKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the chart that does not depend on who looks, as it travels to the browser."""

    figure: Written
    beside: Written
    read_out: Written
    rail: Written
    below: Written


def key_of(looked: Looked, scheme: Scheme) -> ScreenKey:
    """What a drawing is made from: session, what was told of it, minute, colours, language."""
    head, look = looked.view.head, f"{scheme.value} {reader()}"
    return (head.clinic_id, head.id, looked.told(), f"{looked.now:%Y%m%d%H%M}", look)


_screens: Kept[ScreenKey, Screen] = Kept(KEPT_SCREENS)


def draw(looked: Looked, scheme: Scheme) -> Screen:
    """The drawing, made anew only where something in it would differ."""
    key = key_of(looked, scheme)
    return _screens.take(key) or _screens.keep(key, _drawn(looked, scheme))


def _drawn(looked: Looked, scheme: Scheme) -> Screen:
    view, zone = looked.view, looked.zone
    timeline = timeline_of(view, zone, looked.now, told_of(looked))
    sets = observation_sets(view, timeline.interpretations)
    return Screen(
        figure=data(session_figure(timeline, scheme)),
        beside=written(Still(beside(timeline, route_words(view)))),
        read_out=written(Still(read_out(sets, timeline))),
        rail=written(Still(rail(view, zone))),
        below=written(Still(below(view, sets, timeline, zone))),
    )
