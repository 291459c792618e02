"""From the scores between sessions to the bodies of the interface. Pure."""

from __future__ import annotations

from monitor.api.schemas.course_scores import ScoreShown, ScoreVersionShown
from monitor.clinical.course_scores import CourseScore, ScoreVersion


def show_score(score: CourseScore) -> ScoreShown:
    """Turn a score into its body."""
    said = score.measure
    return ScoreShown(
        id=score.id,
        scale=said.scale,
        taken_on=said.taken_on,
        total=said.total,
        item_9=said.item_9,
        counts=not score.struck,
        waits_for_answer=score.waits_for_answer,
        versions=[_version(one) for one in score.versions],
    )


def _version(one: ScoreVersion) -> ScoreVersionShown:
    said = one.measure
    return ScoreVersionShown(
        id=one.id,
        said=one.said,
        scale=said.scale,
        taken_on=said.taken_on,
        total=said.total,
        items=dict(said.items),
        recorded_at=one.recorded_at,
        recorded_by=one.recorded_by,
        reason=one.reason,
    )
