"""A protocol with other numbers, tried on sessions that are over: what would have been different.

Each session is folded twice, with the protocol as it is and as it might be; nothing is changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.analytics.frames import pd
from monitor.clinical.event import Event
from monitor.clinical.first_met import first_met
from monitor.clinical.patient import PatientFacts
from monitor.clinical.protocol import Protocol
from monitor.clinical.session import evaluator
from monitor.clinical.state import AlertState

MINUTE = timedelta(minutes=1)
SAME_WITHIN_MIN = 0.5
"""Less than half a minute apart is the same minute on every clock of the clinic."""

EARLIER, LATER, SAME, NEWLY_READY, NO_MORE_READY, NEVER_READY = (
    "earlier",
    "later",
    "same",
    "newly_ready",
    "no_more_ready",
    "never_ready",
)
CHANGED_SIDES = (NEWLY_READY, NO_MORE_READY)


@dataclass(frozen=True, slots=True)
class Past:
    """One session that is over, as it was known when the patient left."""

    session_id: str
    patient: PatientFacts
    events: tuple[Event, ...]
    until: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """One session with both protocols: minutes from time zero to every criterion met, and alerts.

    None is *never while the patient was here*. ``appeared`` and ``vanished`` name an alert as often
    as it has one episode more or less; a graver level is another alert.
    """

    session_id: str
    before: float | None
    after: float | None
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()

    @property
    def side(self) -> str:
        """What became of the session."""
        if self.before is None or self.after is None:
            if self.before is self.after:
                return NEVER_READY
            return NEWLY_READY if self.before is None else NO_MORE_READY
        shift = self.after - self.before
        if abs(shift) < SAME_WITHIN_MIN:
            return SAME
        return EARLIER if shift < 0 else LATER

    @property
    def differs(self) -> bool:
        """Whether anything would have been different."""
        return self.side not in {SAME, NEVER_READY} or bool(self.appeared or self.vanished)


@dataclass(frozen=True, slots=True)
class Shift:
    """How many sessions would have been ready earlier (or later), and by how many minutes."""

    sessions: int
    median: float | None = None
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class AlertShift:
    """One alert over all sessions: episodes before, that appear and that vanish."""

    alert: str
    appeared: int
    vanished: int


@dataclass(frozen=True, slots=True)
class BackTest:
    """What the changed numbers would have meant."""

    sessions: int
    earlier: Shift
    later: Shift
    same: int
    never_ready: int
    newly_ready: int
    no_more_ready: int
    alerts: tuple[AlertShift, ...]
    outcomes: tuple[Outcome, ...]
    """The sessions that differ, those that change sides first, then by how far they move."""


def tried(past: Past, before: Protocol, after: Protocol) -> Outcome:
    """One session with both protocols."""
    ready, had = _folded(past, before)
    would_be, has = _folded(past, after)
    return Outcome(
        past.session_id,
        ready,
        would_be,
        tuple(sorted((has - had).elements())),
        tuple(sorted((had - has).elements())),
    )


def told(outcomes: Iterable[Outcome]) -> BackTest:
    """All sessions together."""
    listed = tuple(outcomes)
    frame = pd.DataFrame(
        {
            "side": pd.Series([one.side for one in listed], dtype="object"),
            "shift": pd.Series([_shift(one) for one in listed], dtype="float64"),
        }
    )
    count = frame["side"].value_counts()
    return BackTest(
        sessions=len(listed),
        earlier=_shifted(frame, EARLIER),
        later=_shifted(frame, LATER),
        same=int(count.get(SAME, 0)),
        never_ready=int(count.get(NEVER_READY, 0)),
        newly_ready=int(count.get(NEWLY_READY, 0)),
        no_more_ready=int(count.get(NO_MORE_READY, 0)),
        alerts=_alert_shifts(listed),
        outcomes=tuple(sorted((one for one in listed if one.differs), key=_weight)),
    )


def _folded(past: Past, protocol: Protocol) -> tuple[float | None, Counter[str]]:
    """Minutes until every criterion was met, and the episodes of each alert that stood."""
    at = evaluator(protocol, past.patient, past.events)
    last = at(past.until)
    alerts = Counter(
        f"{alert.code} {alert.level.value}"
        for alert in last.alerts
        if alert.state is not AlertState.WITHDRAWN
    )
    met = first_met(at, protocol, past.events, last)
    if met is None or last.time_zero is None:
        return None, alerts
    return (met - last.time_zero) / MINUTE, alerts


def _shift(one: Outcome) -> float | None:
    return None if one.before is None or one.after is None else one.after - one.before


def _shifted(frame: pd.DataFrame, side: str) -> Shift:
    minutes = frame.loc[frame["side"] == side, "shift"].abs()
    if minutes.empty:
        return Shift(0)
    return Shift(len(minutes), float(minutes.median()), float(minutes.min()), float(minutes.max()))


def _alert_shifts(outcomes: Sequence[Outcome]) -> tuple[AlertShift, ...]:
    appeared = Counter(alert for one in outcomes for alert in one.appeared)
    vanished = Counter(alert for one in outcomes for alert in one.vanished)
    shifts = [AlertShift(alert, appeared[alert], vanished[alert]) for alert in appeared | vanished]
    return tuple(sorted(shifts, key=lambda one: (-one.appeared - one.vanished, one.alert)))


def _weight(one: Outcome) -> tuple[bool, float, str]:
    return one.side not in CHANGED_SIDES, -abs(_shift(one) or 0.0), one.session_id
