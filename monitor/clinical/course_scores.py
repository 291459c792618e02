"""Scores of depression taken outside sessions: their limits, their versions, when they count.

The limits are those of the published scales: PHQ-9 0 to 27 out of nine items of 0 to 3, MADRS 0 to
60, QIDS-SR16 0 to 27. A score is told by its day; it counts at the end of that day, so that one
taken on the day of a session comes after what was scored at the session.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.clinical.outcomes import PHQ9, SCALES
from monitor.clinical.scales.showing import SELF_HARM, needs_person
from monitor.errors import BadInput
from monitor.language.said import say

RECORDED, CORRECTED, STRUCK = "recorded", "corrected", "struck"
NO_CONCERN, CONCERN = "no_concern", "concern"
SAID = (RECORDED, CORRECTED, STRUCK, NO_CONCERN, CONCERN)
ANSWERS = (NO_CONCERN, CONCERN)
PHQ9_ITEMS = tuple(f"item_{number}" for number in range(1, 10))
ITEM_HIGHEST = 3
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """What was scored on which day; ``items`` are PHQ-9's, all nine, the ninth alone, or none."""

    scale: str
    total: int
    items: Mapping[str, int]
    taken_on: date

    @property
    def item_9(self) -> int | None:
        """PHQ-9's ninth item; None where it is not known, or on another scale."""
        return self.items.get(SELF_HARM)

    @property
    def needs_person(self) -> bool:
        """Whether the ninth item alone has somebody speak with the patient."""
        ninth = self.item_9
        return ninth is not None and needs_person(self.scale, SELF_HARM, ninth)


@dataclass(frozen=True, slots=True)
class ScoreVersion:
    """One thing that was said of a score: when, by whom, why."""

    id: str
    said: str
    measure: Measure
    recorded_at: datetime
    recorded_by: str
    reason: str | None


Link = tuple[str | None, ScoreVersion]
"""The id of the version that one replaces, None for the first, and the version."""


@dataclass(frozen=True, slots=True)
class CourseScore:
    """A score between sessions as it stands: its latest version, with all that came before."""

    course_id: str
    versions: tuple[ScoreVersion, ...]

    @property
    def id(self) -> str:
        """The id of the version that stands; whoever changes it names it."""
        return self.versions[-1].id

    @property
    def measure(self) -> Measure:
        """What counts now."""
        return self.versions[-1].measure

    @property
    def struck(self) -> bool:
        """Whether it was entered in error and counts for nothing."""
        return self.versions[-1].said == STRUCK

    @property
    def answer(self) -> ScoreVersion | None:
        """A physician's answer for the ninth item as it is now; another value asks anew."""
        found: ScoreVersion | None = None
        known: int | None = None
        for one in self.versions:
            if one.measure.item_9 != known:
                found, known = None, one.measure.item_9
            if one.said in ANSWERS:
                found = one
        return found

    @property
    def waits_for_answer(self) -> bool:
        """Whether the ninth item is above 0 and no physician has answered for it."""
        return not self.struck and self.measure.needs_person and self.answer is None

    def counts_at(self, zone: ZoneInfo) -> datetime:
        """The end of its day on the clinic's wall."""
        return end_of_day(self.measure.taken_on, zone)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day on the clinic's wall."""
    return datetime.combine(day + _DAY, time(), zone) - timedelta(seconds=1)


def in_order(scores: Iterable[CourseScore]) -> tuple[CourseScore, ...]:
    """By the day they were taken, whenever they were typed in."""
    first = [(one.measure.taken_on, one.versions[0].recorded_at, one.id, one) for one in scores]
    return tuple(one for *_, one in sorted(first, key=lambda each: each[:3]))


def chained(links: Sequence[Link]) -> tuple[tuple[ScoreVersion, ...], ...]:
    """Versions by what each replaces, in any order, as one row for each score."""
    after = {before: one for before, one in links if before is not None}
    found: list[tuple[ScoreVersion, ...]] = []
    for before, one in links:
        if before is None:
            row = [one]
            while row[-1].id in after:
                row.append(after[row[-1].id])
            found.append(tuple(row))
    return tuple(found)


def checked_measure(
    scale: str, total: int | None, items: Mapping[str, int], taken_on: date
) -> Measure:
    """A score inside the limits of its scale, or BadInput; all nine items give the total."""
    if scale not in SCALES:
        allowed = ", ".join(SCALES)
        raise BadInput(say("That is no scale; nothing was saved"), field="scale", allowed=allowed)
    _check_items(scale, items)
    found = total
    if len(items) == len(PHQ9_ITEMS):
        summed = sum(items.values())
        found = summed if total is None else total
        _check_sum(found, summed)
    if found is None:
        message = say("The total is missing; nothing was saved")
        raise BadInput(message, field="total", allowed=_range(scale))
    if not 0 <= found <= SCALES[scale].highest:
        title = SCALES[scale].title
        message = say("{total} is no total of {scale}; nothing was saved", total=found, scale=title)
        raise BadInput(message, field="total", allowed=_range(scale))
    _check_ninth(found, items)
    return Measure(scale, found, dict(items), taken_on)


def _range(scale: str) -> str:
    return say("0 to {highest}", highest=SCALES[scale].highest)


def _check_items(scale: str, items: Mapping[str, int]) -> None:
    if not items:
        return
    if scale != PHQ9:
        message = say("Only PHQ-9 is kept with its items; nothing was saved")
        raise BadInput(message, field="items", allowed=say("the total alone"))
    if set(items) not in ({SELF_HARM}, set(PHQ9_ITEMS)):
        message = say("Some items are missing or unknown; nothing was saved")
        raise BadInput(message, field="items", allowed=say("all nine, item 9 alone, or none"))
    for name, score in items.items():
        if not 0 <= score <= ITEM_HIGHEST:
            message = say("{score} is no answer to an item; nothing was saved", score=score)
            allowed = say("0 to {highest}", highest=ITEM_HIGHEST)
            raise BadInput(message, field=f"items.{name}", allowed=allowed)


def _check_sum(total: int, summed: int) -> None:
    if total != summed:
        message = say(
            "The nine items come to {summed}, not to {total}; nothing was saved",
            summed=summed,
            total=total,
        )
        raise BadInput(message, field="total", allowed=say("{summed}, or none", summed=summed))


def _check_ninth(total: int, items: Mapping[str, int]) -> None:
    """The other eight items come to 24 at most, and to no less than 0."""
    ninth = items.get(SELF_HARM)
    rest = ITEM_HIGHEST * (len(PHQ9_ITEMS) - 1)
    if ninth is not None and not ninth <= total <= ninth + rest:
        message = say(
            "A total of {total} does not go with {ninth} for item 9; nothing was saved",
            total=total,
            ninth=ninth,
        )
        allowed = say("{lowest} to {highest}", lowest=ninth, highest=ninth + rest)
        raise BadInput(message, field="total", allowed=allowed)
