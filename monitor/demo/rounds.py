"""The sets after the dose, and what goes otherwise than planned with some of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.demo.acts import ENTRY_TAKES, Body, entered, minutes, soonest
from monitor.demo.scene import NURSE, Entry, Scene
from monitor.demo.sets import observation_set

LATE, REFUSED, MISTYPED, FLAGGED = "late", "refused", "mistyped", "flagged"
TYPED_TWICE_PER_MIN = 30  # 44 for 14: the second digit was typed twice
PUT_RIGHT_AFTER = timedelta(seconds=90)
REFUSED_TOO = {"systolic_mmhg": "refused", "diastolic_mmhg": "refused"}


def due_set(scene: Scene) -> Iterator[Entry]:
    """The next set, about when it is due; a neglected one when somebody comes again."""
    due, zero = scene.state.schedule.next_due_at, scene.state.time_zero
    if due is None or zero is None:
        return
    at = due + timedelta(seconds=scene.chance("set").uniform(-50, 140))
    start, end = scene.story.neglect or (0.0, 0.0)
    if start <= scene.minute(due) < end:
        at = zero + minutes(end)
    at = max(at, soonest(scene))
    yield _late(scene, due) or entered(at, NURSE, *_bodies(scene, at, due))


def corrections(scene: Scene) -> Iterator[Entry]:
    """What was mistyped is put right as soon as it is seen."""
    wrong = scene.marked(MISTYPED)
    said = wrong.fields.get("respiratory_rate_per_min") if wrong else None
    if wrong is None or not isinstance(said, int) or said <= TYPED_TWICE_PER_MIN:
        return
    right: Body = {
        "kind": "corrected",
        "target": wrong.id,
        "reason": "A digit was typed twice.",
        "respiratory_rate_per_min": said - TYPED_TWICE_PER_MIN,
    }
    yield entered(wrong.recorded_at + PUT_RIGHT_AFTER, NURSE, right)


def _late(scene: Scene, due: datetime) -> Entry | None:
    told = scene.story.dirt.late
    if told is None or not _is_turn(scene, LATE, told[0], due):
        return None
    at = due + ENTRY_TAKES
    bodies = _named(scene, LATE, observation_set(scene, at))
    return entered(at, NURSE, *bodies, later=minutes(told[1]))


def _bodies(scene: Scene, at: datetime, due: datetime) -> tuple[Body, ...]:
    dirt, bodies = scene.story.dirt, observation_set(scene, at)
    if dirt.refuses is not None and _is_turn(scene, REFUSED, dirt.refuses, due):
        kept = {key: value for key, value in bodies[0].items() if key not in REFUSED_TOO}
        refused: Body = {**kept, "not_measured": REFUSED_TOO}
        bodies = _named(scene, REFUSED, (refused, *bodies[1:]))
    if dirt.mistypes is not None and _is_turn(scene, MISTYPED, dirt.mistypes, due):
        rate = bodies[0]["respiratory_rate_per_min"]
        assert isinstance(rate, int)
        wrong: Body = {**bodies[0], "respiratory_rate_per_min": rate + TYPED_TWICE_PER_MIN}
        bodies = _named(scene, MISTYPED, (wrong, *bodies[1:]))
    if dirt.red_flag is not None and _is_turn(scene, FLAGGED, dirt.red_flag[0], due):
        found: Body = {"kind": "red_flags", "at": at, "present": [dirt.red_flag[1]]}
        others = tuple(body for body in bodies if body["kind"] != "red_flags")
        bodies = (*others, *_named(scene, FLAGGED, (found,)))
    return bodies


def _is_turn(scene: Scene, purpose: str, minute: float, due: datetime) -> bool:
    return scene.minute(due) >= minute and scene.marked(purpose) is None


def _named(scene: Scene, purpose: str, bodies: tuple[Body, ...]) -> tuple[Body, ...]:
    return ({**bodies[0], "id": scene.booking.mark(purpose)}, *bodies[1:])
