"""What the invented nurses and physicians do next: a pure decision from the session as it stands.

The same decision plans whole past sessions and moves the live demo on, so that somebody who joins
in by hand (a set, an acknowledgement, a signature) is simply met with the next sensible act.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.clinical.state import Alert, AlertState, Level, Phase
from monitor.demo.acts import LEAST_GAP, Body, entered, minutes, put_off, seconds, soonest
from monitor.demo.giving import dosing, first_dose
from monitor.demo.ordering import orders
from monitor.demo.rounds import corrections, due_set
from monitor.demo.scene import ESCORT, NURSE, PHYSICIAN, Entry, Scene
from monitor.demo.sets import mood_questionnaire, observation_set

BASELINE_SETS = 2
BASELINE_AT = (timedelta(minutes=7), timedelta(minutes=15))
ESCORT_AT, START_AT = timedelta(minutes=18), timedelta(minutes=24)
LINE_OUT_AFTER = timedelta(minutes=55)
TALK_AT_MINUTES = 112.0
SECOND_SIGNATURE_AFTER = timedelta(minutes=2)
OTHER_NOTES = ("Seen at the chair, reassured.", "Seen, comfortable. Repeat reading asked for.")
SAFETY = {"suicide_safety": "no_concern", "instructions_given": True}
CALLED_AFTER = (timedelta(seconds=200), timedelta(seconds=310))
PHYSICIANS_PHONE = "555 0142"
LEFT_UNSEEN = "left_unseen"


def next_entry(scene: Scene) -> Entry | None:
    """The next act in this session and when it is done; None once the patient has left."""
    if scene.state.phase is Phase.DISCHARGED:
        return None
    entries = sorted(_wishes(scene), key=lambda entry: entry.at)
    if not entries:
        return None
    first = entries[0]
    earliest = scene.since + LEAST_GAP
    return first if first.at >= earliest else put_off(first, earliest)


def _wishes(scene: Scene) -> Iterator[Entry]:
    if scene.state.time_zero is None:
        yield from _before_the_dose(scene)
    else:
        yield from dosing(scene)
        yield from due_set(scene)
        yield from corrections(scene)
        yield from _answers(scene)
        yield from orders(scene)
        yield from _before_leaving(scene)


def _before_the_dose(scene: Scene) -> Iterator[Entry]:
    arrived = scene.first("arrived")
    if arrived is None:
        at = scene.booking.started_at + scene.story.arrives_after
        yield entered(at, NURSE, {"kind": "arrived"}, mood_questionnaire(scene, at))
    elif scene.count("vitals") < BASELINE_SETS:
        at = arrived.at + BASELINE_AT[scene.count("vitals")] + seconds(scene, "baseline", 60)
        at = max(at, soonest(scene))
        yield entered(at, NURSE, *observation_set(scene, at))
    elif not scene.said(ESCORT) and not scene.story.dirt.alone:
        escort = {"name": "DEMO escort", "phone": "555 0100"}
        yield entered(arrived.at + ESCORT_AT, NURSE, {"kind": "attested", "escort": escort})
    else:
        yield first_dose(scene, arrived.at + START_AT)


def _answers(scene: Scene) -> Iterator[Entry]:
    for alert in scene.state.alerts:
        if _waits(alert):
            known = alert.reopened_at or alert.known_at
            by = PHYSICIAN if alert.level is Level.URGENT else NURSE
            at = known + scene.story.answers_after + seconds(scene, alert.code, 90)
            note = scene.chance(alert.code).choice(OTHER_NOTES)
            yield entered(at, by, {"kind": "alert_acknowledged", "code": alert.code, "note": note})
            if by == PHYSICIAN and scene.story.dirt.calls:
                yield from _call(scene, alert, known)


def _waits(alert: Alert) -> bool:
    if alert.code == "observation_overdue" and alert.state is not AlertState.OPEN:
        return False
    if alert.state is AlertState.WITHDRAWN:
        return False
    return alert.state is AlertState.OPEN or (alert.level is Level.URGENT and not alert.answered)


def _call(scene: Scene, alert: Alert, known: datetime) -> Iterator[Entry]:
    """The ladder: the physician is called, in vain at first, then reached."""
    if scene.calls < len(CALLED_AFTER):
        answer = "reached" if scene.calls else "no_answer"
        said: Body = {"kind": "call", "code": alert.code, "answer": answer}
        whom = {"called": "Dr Amara Osei", "phone": PHYSICIANS_PHONE}
        yield entered(known + CALLED_AFTER[scene.calls], NURSE, {**said, **whom})


def _before_leaving(scene: Scene) -> Iterator[Entry]:
    zero, ends = scene.state.time_zero, scene.story.dirt.ends
    if zero is None:
        return
    if ends is not None:
        by = NURSE if ends.to == LEFT_UNSEEN else PHYSICIAN
        yield Entry(zero + minutes(ends.minute), by, reason=ends.reason, to=ends.to)
    ended = scene.state.infusion_ended_at
    if ended is not None and not scene.said("line_removed"):
        yield entered(ended + LINE_OUT_AFTER, NURSE, {"kind": "attested", "line_removed": True})
    if not scene.said("suicide_safety"):
        yield entered(zero + minutes(TALK_AT_MINUTES), NURSE, {"kind": "attested", **SAFETY})
    if scene.may_leave:
        yield from _signatures(scene)


def _signatures(scene: Scene) -> Iterator[Entry]:
    if scene.waiting:
        at = scene.since + SECOND_SIGNATURE_AFTER
        yield Entry(at, PHYSICIAN, reason=scene.story.dirt.alone)
    elif NURSE not in scene.signed_by:
        yield Entry(scene.since + scene.story.signs_after, NURSE)
    elif PHYSICIAN not in scene.signed_by:
        yield Entry(scene.since + SECOND_SIGNATURE_AFTER, PHYSICIAN)
