"""One drawing of the chart: read, or taken from memory while nothing in it would differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.services.sessions import read_session
from monitor.services.views import SessionView
from monitor.web.pages.chart.below import below
from monitor.web.pages.chart.beside import beside
from monitor.web.pages.chart.kept import Kept
from monitor.web.pages.chart.present import Told, route_words, settled, tell, timeline_of
from monitor.web.pages.chart.rail import rail
from monitor.web.pages.chart.read_out import read_out
from monitor.web.pages.chart.sets import observation_sets

KEPT_SCREENS = 48
KEPT_HISTORIES = 256
Known = frozenset[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the chart that does not depend on who looks."""

    figure: dict[str, Any]
    beside: list[Component]
    read_out: list[Component]
    rail: list[Component]
    below: list[Component]


@dataclass(frozen=True, slots=True)
class Looked:
    """A session as read for one look at it."""

    view: SessionView
    zone: str
    now: datetime

    def key(self, scheme: Scheme) -> tuple[str, str, int, str, str]:
        """What a drawing is made from: session, version, minute, phase and colours."""
        head, state = self.view.head, self.view.state
        minute = f"{self.now:%Y%m%d%H%M}{state.met}{state.changes_at}"
        return (head.clinic_id, head.id, self.view.version, minute, scheme.value)


_screens: Kept[tuple[str, str, int, str, str], Screen] = Kept(KEPT_SCREENS)
_histories: Kept[tuple[str, str], tuple[Known, Told]] = Kept(KEPT_HISTORIES)


def look(house: House, actor: Actor, session_id: str) -> Looked:
    """Read one session with the clinic's zone."""
    view = read_session(house, actor, session_id)
    return Looked(view, read_clinic(house, actor).zone, house.clock())


def draw(looked: Looked, scheme: Scheme) -> Screen:
    """The drawing, made anew only where something in it would differ."""
    key = looked.key(scheme)
    return _screens.take(key) or _screens.keep(key, _drawn(looked, scheme))


def _drawn(looked: Looked, scheme: Scheme) -> Screen:
    view, zone = looked.view, looked.zone
    timeline = timeline_of(view, zone, looked.now, told_of(looked))
    sets = observation_sets(view)
    return Screen(
        figure=session_figure(timeline, scheme),
        beside=beside(timeline, route_words(view)),
        read_out=read_out(sets, timeline),
        rail=rail(view, zone),
        below=below(view, sets, timeline, zone),
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
