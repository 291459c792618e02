"""What the invented nurses and physicians do next: a pure decision from the session as it stands.

The same decision plans whole past sessions and moves the live demo on, so that somebody who joins
in by hand (a set, an acknowledgement, a signature) is simply met with the next sensible act.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.state import Alert, AlertState, Level, Phase
from monitor.demo.physiology import FULL_INFUSION_MINUTES
from monitor.demo.scene import NURSE, PHYSICIAN, Entry, Scene
from monitor.demo.sets import mood_questionnaire, observation_set

ENTRY_TAKES = timedelta(seconds=40)
LEAST_GAP = timedelta(seconds=45)
BASELINE_SETS = 2
BASELINE_AT = (timedelta(minutes=7), timedelta(minutes=15))
ESCORT_AT, START_AT = timedelta(minutes=18), timedelta(minutes=24)
LINE_OUT_AFTER = timedelta(minutes=55)
TALK_AT_MINUTES = 112.0
SECOND_SIGNATURE_AFTER = timedelta(minutes=2)
OTHER_NOTES = ("Seen at the chair, reassured.", "Seen, comfortable. Repeat reading asked for.")
SAFETY = {"suicide_safety": "no_concern", "instructions_given": True}

Body = dict[str, object]


def next_entry(scene: Scene) -> Entry | None:
    """The next act in this session and when it is done; None once the patient has left."""
    if scene.state.phase is Phase.DISCHARGED:
        return None
    entries = sorted(_wishes(scene), key=lambda entry: entry.at)
    if not entries:
        return None
    first = entries[0]
    earliest = scene.since + LEAST_GAP
    return first if first.at >= earliest else Entry(earliest, first.by, _moved(first, earliest))


def _moved(entry: Entry, at: datetime) -> tuple[Body, ...]:
    measured_at = at - ENTRY_TAKES
    return tuple({**body, "at": measured_at} for body in entry.bodies)


def _wishes(scene: Scene) -> Iterator[Entry]:
    if scene.state.time_zero is None:
        yield from _before_the_dose(scene)
    else:
        yield from _infusion(scene)
        yield from _sets(scene)
        yield from _answers(scene)
        yield from _before_leaving(scene)


def _entry(at: datetime, by: str, *bodies: Body) -> Entry:
    return Entry(at + ENTRY_TAKES, by, tuple({"at": at, **body} for body in bodies))


def _before_the_dose(scene: Scene) -> Iterator[Entry]:
    arrived = scene.first("arrived")
    if arrived is None:
        at = scene.booking.started_at + scene.story.arrives_after
        yield _entry(at, NURSE, {"kind": "arrived"}, mood_questionnaire(scene, at))
    elif scene.count("vitals") < BASELINE_SETS:
        at = arrived.at + BASELINE_AT[scene.count("vitals")] + _seconds(scene, "baseline", 60)
        at = max(at, _soonest(scene))
        yield _entry(at, NURSE, *observation_set(scene, at))
    elif not scene.said("escort"):
        escort = {"name": "DEMO escort", "phone": "555 0100"}
        yield _entry(arrived.at + ESCORT_AT, NURSE, {"kind": "attested", "escort": escort})
    else:
        start = {"kind": "infusion_started", "dose_mg": scene.booking.dose_mg}
        yield _entry(arrived.at + START_AT, NURSE, start)


def _infusion(scene: Scene) -> Iterator[Entry]:
    zero = scene.state.time_zero
    if zero is None or scene.state.infusion_ended_at is not None:
        return
    pause, length = scene.story.pause or (0.0, 0.0)
    if scene.state.phase is Phase.PAUSED:
        yield _entry(_last(scene, "infusion_paused").at + _minutes(length), NURSE, _RESUMED)
    elif length and not scene.count("infusion_paused"):
        yield _entry(zero + _minutes(pause), NURSE, {"kind": "infusion_paused"})
    else:
        paused = _paused_for(scene)
        end = zero + _minutes(FULL_INFUSION_MINUTES) + paused
        yield _entry(end + _seconds(scene, "end", 50), NURSE, {"kind": "infusion_ended"})


_RESUMED: Body = {"kind": "infusion_resumed"}


def _paused_for(scene: Scene) -> timedelta:
    total, since = timedelta(), None
    for fact in scene.state.facts:
        if fact.kind == "infusion_paused":
            since = fact.at
        elif fact.kind == "infusion_resumed" and since is not None:
            total, since = total + (fact.at - since), None
    return total


def _sets(scene: Scene) -> Iterator[Entry]:
    due = scene.state.schedule.next_due_at
    zero = scene.state.time_zero
    if due is None or zero is None:
        return
    at = due + timedelta(seconds=scene.chance("set").uniform(-50, 140))
    start, end = scene.story.neglect or (0.0, 0.0)
    if start <= scene.minute(due) < end:
        at = zero + _minutes(end)
    at = max(at, _soonest(scene))
    yield _entry(at, NURSE, *observation_set(scene, at))


def _answers(scene: Scene) -> Iterator[Entry]:
    for alert in scene.state.alerts:
        if _waits(alert):
            by = PHYSICIAN if alert.level is Level.URGENT else NURSE
            known = alert.reopened_at or alert.known_at
            at = known + scene.story.answers_after + _seconds(scene, alert.code, 90)
            note = scene.chance(alert.code).choice(OTHER_NOTES)
            yield _entry(at, by, {"kind": "alert_acknowledged", "code": alert.code, "note": note})


def _waits(alert: Alert) -> bool:
    if alert.code == "observation_overdue" and alert.state is not AlertState.OPEN:
        return False
    if alert.state is AlertState.WITHDRAWN:
        return False
    return alert.state is AlertState.OPEN or (alert.level is Level.URGENT and not alert.answered)


def _before_leaving(scene: Scene) -> Iterator[Entry]:
    ended, zero = scene.state.infusion_ended_at, scene.state.time_zero
    if ended is None or zero is None:
        return
    if not scene.said("line_removed"):
        yield _entry(ended + LINE_OUT_AFTER, NURSE, {"kind": "attested", "line_removed": True})
    if not scene.said("suicide_safety"):
        yield _entry(zero + _minutes(TALK_AT_MINUTES), NURSE, {"kind": "attested", **SAFETY})
    if scene.state.met:
        yield from _signatures(scene)


def _signatures(scene: Scene) -> Iterator[Entry]:
    if NURSE not in scene.signed_by:
        yield Entry(scene.since + scene.story.signs_after, NURSE)
    elif PHYSICIAN not in scene.signed_by:
        yield Entry(scene.since + SECOND_SIGNATURE_AFTER, PHYSICIAN)


def _soonest(scene: Scene) -> datetime:
    return scene.since + LEAST_GAP - ENTRY_TAKES


def _last(scene: Scene, kind: str) -> Event:
    return [fact for fact in scene.state.facts if fact.kind == kind][-1]


def _minutes(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


def _seconds(scene: Scene, purpose: str, most: float) -> timedelta:
    return timedelta(seconds=scene.chance(purpose).uniform(0, most))
