"""What the session chart draws: a session's state with the words and bands that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from monitor.charts.axis import TimeAxis, session_axis
from monitor.charts.packing import Placed
from monitor.charts.scales import ScalePanel
from monitor.clinical.event import Event
from monitor.clinical.interpretation import Interpretations
from monitor.clinical.state import Finding, SessionState


@dataclass(frozen=True, slots=True)
class Band:
    """The shaded range of one vital sign, the line in its middle, and where caution begins."""

    low: float
    high: float
    baseline: float | None = None
    caution_from: float | None = None

    def holds(self, value: float) -> bool:
        """Both ends belong to the band."""
        return self.low <= value <= self.high


class Span(NamedTuple):
    """A stretch of time over which one criterion said the same."""

    start: datetime
    end: datetime
    finding: Finding


@dataclass(frozen=True, slots=True)
class Lane:
    """One criterion through the session."""

    criterion: str
    label: str
    spans: tuple[Span, ...]
    earliest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One side effect as the chart names it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Moment:
    """Something noted at an instant, in a few words."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Ghost:
    """An earlier session that is drawn behind this one, laid on it at time zero."""

    label: str
    zero: datetime
    facts: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """One session, ready to be drawn.

    An entry is late when it came more than ``late_after`` after it was measured; ``minimum_at`` is
    when the shortest observation is over, ``checks_count_for`` how long an answer about a side
    effect counts; ``read_checks`` were read from the vital signs, nobody graded them; ``struck``
    is what was said and no longer counts; ``outcomes`` says what came of each medicine;
    ``interpretations`` which readings were beyond a limit of an alert. ``frame`` is the axis of the
    session as it stands, where less of it is drawn; ``ghost`` an earlier session behind it;
    ``scales`` are the panels that were switched on.
    """

    state: SessionState
    zone: ZoneInfo
    now: datetime
    late_after: timedelta
    dose: str = ""
    bands: Mapping[str, Band] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    lanes: tuple[Lane, ...] = ()
    minimum_at: datetime | None = None
    moments: tuple[Moment, ...] = ()
    alert_words: Mapping[str, str] = field(default_factory=dict)
    struck: tuple[Event, ...] = ()
    read_checks: tuple[Event, ...] = ()
    checks_count_for: timedelta | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    interpretations: Interpretations = field(default_factory=dict)
    frame: TimeAxis | None = None
    ghost: Ghost | None = None
    scales: tuple[ScalePanel, ...] = ()
    placed: tuple[Placed, ...] | None = None
    """The labels over the panels, where they are laid already (marks.py)."""

    axis: TimeAxis = field(init=False)
    """The time axis, from the first thing known to a little after now."""

    def __post_init__(self) -> None:
        """Lay the axis once: every mark asks for it."""
        object.__setattr__(self, "axis", self.frame or self._own_axis())

    def _own_axis(self) -> TimeAxis:
        first = min((fact.at for fact in self.state.facts), default=self.now)
        return session_axis(self.state.time_zero, first, self.clock, self.zone)

    @property
    def clock(self) -> datetime:
        """Now, or the instant the patient left: everything runs to it."""
        return self.now if self.state.discharged_to is None else self.state.clock

    @property
    def checks(self) -> tuple[Event, ...]:
        """What was asked about side effects, and what was read from the vital signs instead."""
        asked = [fact for fact in self.state.facts if fact.kind == "side_effects"]
        return tuple(sorted((*asked, *self.read_checks), key=lambda fact: fact.at))
