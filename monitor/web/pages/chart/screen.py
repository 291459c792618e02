"""One drawing of the chart: read, or taken from memory while nothing in it would differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.language.reader import reader
from monitor.services.views import SessionView
from monitor.web.kept import Kept
from monitor.web.looking import Looked
from monitor.web.pages.chart.below import below
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.present import Told, route_words, settled, tell, timeline_of
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.plain import plain

KEPT_SCREENS = 48
KEPT_HISTORIES = 256
Known = frozenset[tuple[str, datetime]]
ScreenKey = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the chart that does not depend on who looks, as it travels to the browser."""

    figure: dict[str, Any]
    beside: list[Any]
    read_out: list[Any]
    rail: list[Any]
    below: list[Any]


def key_of(looked: Looked, scheme: Scheme) -> ScreenKey:
    """What a drawing is made from: session, what was told of it, minute, colours, language."""
    head, look = looked.view.head, f"{scheme.value} {reader()}"
    return (head.clinic_id, head.id, looked.told(), f"{looked.now:%Y%m%d%H%M}", look)


_screens: Kept[ScreenKey, Screen] = Kept(KEPT_SCREENS)
_histories: Kept[tuple[str, str], tuple[Known, Told]] = Kept(KEPT_HISTORIES)


def draw(looked: Looked, scheme: Scheme) -> Screen:
    """The drawing, made anew only where something in it would differ."""
    key = key_of(looked, scheme)
    return _screens.take(key) or _screens.keep(key, _drawn(looked, scheme))


def _drawn(looked: Looked, scheme: Scheme) -> Screen:
    view, zone = looked.view, looked.zone
    timeline = timeline_of(view, zone, looked.now, told_of(looked))
    sets = observation_sets(view)
    return Screen(
        figure=session_figure(timeline, scheme),
        beside=plain(beside(timeline, route_words(view))),
        read_out=plain(read_out(sets, timeline)),
        rail=plain(rail(view, zone)),
        below=plain(below(view, sets, timeline, zone)),
    )


def told_of(looked: Looked) -> Told:
    """The findings through the session; what is settled is told once and then only continued."""
    view = looked.view
    key = (view.head.clinic_id, view.head.id)
    known, told = _histories.take(key) or (frozenset(), ())
    until = told[-1][0] if told else None
    same = until is not None and known == _known(view, until)
    told = tell(view, looked.now, told if same else ())
    rest = settled(told, looked.now)
    if rest:
        _histories.keep(key, (_known(view, rest[-1][0]), rest))
    return told


def _known(view: SessionView, until: datetime) -> Known:
    return frozenset(
        (entry.event.id, entry.event.recorded_at)
        for entry in view.entries
        if entry.event.recorded_at <= until
    )
