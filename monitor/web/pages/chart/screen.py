"""One drawing of the chart: read, or taken from memory while nothing in it would differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from monitor.charts.axis import TimeAxis, session_axis
from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.charts.timeline import Ghost
from monitor.language.reader import reader, tr
from monitor.web.kept import Kept
from monitor.web.looking import Looked
from monitor.web.pages.chart.asked import Beside
from monitor.web.pages.chart.below import below
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.look_back import known_words
from monitor.web.pages.chart.panels import panels_of, scored_of, switches
from monitor.web.pages.chart.present import Behind, route_words, timeline_of
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.chart.told import told_of
from monitor.web.still import Still
from monitor.web.written import Written, data, written

KEPT_SCREENS = 48
ScreenKey = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the chart that does not depend on who looks, as it travels to the browser."""

    figure: Written
    beside: Written
    read_out: Written
    rail: Written
    below: Written
    switches: Written


def key_of(looked: Looked, scheme: Scheme, beside: str = "") -> ScreenKey:
    """What a drawing is made from: session, what was told of it, minute, colours, language.

    And ``beside``: what of the past was asked for.
    """
    head, look = looked.view.head, f"{scheme.value} {reader()}"
    return (head.clinic_id, head.id, looked.told(), f"{looked.now:%Y%m%d%H%M}", look, beside)


_screens: Kept[ScreenKey, Screen] = Kept(KEPT_SCREENS)


def draw(looked: Looked, scheme: Scheme, shown: Beside | None = None) -> Screen:
    """The drawing, made anew only where something in it would differ.

    ``looked`` is the session as it stands, ``shown`` what of the past is asked for.
    """
    shown = shown or Beside(looked)
    key = key_of(looked, scheme, shown.key())
    return _screens.take(key) or _screens.keep(key, _drawn(looked, scheme, shown))


def _drawn(present: Looked, scheme: Scheme, shown: Beside) -> Screen:
    looked = shown.looked
    view, zone = looked.view, looked.zone
    behind = Behind(_frame(present) if shown.asked.is_past else None, _ghost(shown))
    timeline = timeline_of(view, zone, looked.now, told_of(looked), behind)
    wanted = shown.asked.panels
    scored = scored_of(view) if wanted else {}
    timeline = replace(timeline, scales=panels_of(view, scored, wanted, timeline.axis))
    sets = observation_sets(view, timeline.interpretations)
    return Screen(
        figure=data(session_figure(timeline, scheme)),
        beside=written(Still(beside(timeline, route_words(view)))),
        read_out=written(Still(read_out(sets, timeline))),
        rail=written(Still(rail(view, zone, known_words(shown, present)))),
        switches=written(Still(switches(view, wanted))),
        below=written(Still(below(view, sets, timeline, zone, scored))),
    )


def _frame(present: Looked) -> TimeAxis:
    """The axis of the session as it stands: it does not move while a past minute is drawn."""
    state = present.view.state
    first = min((fact.at for fact in state.facts), default=present.now)
    return session_axis(state.time_zero, first, present.clock, ZoneInfo(present.zone))


def _ghost(shown: Beside) -> Ghost | None:
    if shown.ghost is None or shown.ghost.state.time_zero is None:
        return None
    words = tr("Session {number}", number=shown.ghost.head.session_number)
    return Ghost(words, shown.ghost.state.time_zero, shown.ghost.state.facts)
