"""How parts become a finding: one that fails, else one that cannot be judged, else met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol as Shape
from typing import TypeVar

from monitor.clinical.chronicle import Word
from monitor.clinical.protocol import CriterionRule
from monitor.clinical.situation import Situation
from monitor.clinical.state import Alert, AlertState, Finding, Verdict
from monitor.language.said import say

Answer = bool | None
"""True favourable, False not, None cannot be judged."""

_MINUTE = timedelta(minutes=1)

NEVER = say("not assessed since the dose")


class Dated(Shape):
    """Anything with an instant and the fact it stands in."""

    @property
    def at(self) -> datetime:
        """When it was measured."""
        ...


D = TypeVar("D", bound=Dated)


def finding_of(parts: Sequence[Answer]) -> Finding:
    """Put the parts of a criterion together: unknown never becomes met."""
    if False in parts:
        return Finding.NOT_MET
    return Finding.NOT_ASSESSED if None in parts else Finding.MET


def verdict(  # noqa: PLR0913  (one word for each part of a verdict)
    rule: CriterionRule,
    finding: Finding,
    reason: str,
    earliest_at: datetime | None,
    *,
    value: str = "",
    seen: Sequence[Word] = (),
    at: datetime | None = None,
) -> Verdict:
    """Make a verdict; ``seen`` are the words it rests on, the decisive one last."""
    evidence = tuple([word.fact.event.id for word in seen])
    if at is None and seen:
        at = seen[-1].at
    return Verdict(rule.id, finding, reason, earliest_at, evidence, value, at, rule.limit)


def not_before(now: datetime, at: datetime | None) -> datetime:
    """Return the later of now and an instant that may be missing."""
    return now if at is None or at < now else at


def latest(situation: Situation, name: str) -> Word | None:
    """Return the latest word on a field since the dose; a heart rate measured standing is none."""
    words = situation.words_after_zero(name)
    return words[-1] if words else None


def judged(
    situation: Situation, word: Word | None, kind: str, good: Callable[[object], bool]
) -> Answer:
    """Judge one latest word: None where never said, not measured or too old."""
    if word is None or word.value is None or situation.is_stale(word.at, kind):
        return None
    return good(word.value)


def why_unjudged(situation: Situation, word: Word | None, kind: str, what: str) -> str:
    """Say why a latest word cannot be judged."""
    if word is None:
        return say("{what} not assessed since the dose", what=what)
    if word.value is None:
        return say("{what} not measured", what=what)
    if situation.is_stale(word.at, kind):
        return say("{what} too old", what=what)
    return ""


def sets_finding(
    words: Sequence[D],
    judge: Callable[[D], Answer],
    *,
    apart: timedelta,
    is_stale: Callable[[datetime], bool],
    is_measured: Callable[[D], bool],
) -> tuple[Finding, str]:
    """Judge "both sets": the latest, the most recent one at least ``apart`` before it, all between.

    Only the latest must be fresh, and with it stale or not measured nothing is judged. One of them
    outside is not met, even without the earlier one; without an earlier one it is not assessed.
    """
    if not words:
        return Finding.NOT_ASSESSED, NEVER
    last = words[-1]
    if not is_measured(last):
        return Finding.NOT_ASSESSED, say("not measured at the latest check")
    if is_stale(last.at):
        return Finding.NOT_ASSESSED, say("the latest is too old")
    parts: list[Answer] = []
    reached = False
    for word in reversed(words):
        parts.append(judge(word))
        if last.at - word.at >= apart:
            reached = True
            break
    if not reached:
        parts.append(None)
    finding = finding_of(parts)
    if finding is Finding.NOT_ASSESSED and not reached:
        return finding, say("no second check yet")
    return finding, ""


def sets_earliest(
    words: Sequence[D], judge: Callable[[D], Answer], *, apart: timedelta, clock: datetime
) -> datetime:
    """Return when both sets could be favourable, were each check from now on favourable."""
    start: datetime | None = None
    for word in reversed(words):
        if judge(word) is not True:
            break
        start = word.at
        if clock - start >= apart:
            break  # long enough for both: how much longer says nothing
    return not_before(clock, (start if start is not None else clock) + apart)


def unanswered(alerts: Iterable[Alert], code: str) -> list[Alert]:
    """Return the alerts of one code that no physician has answered with a note."""
    return [
        alert
        for alert in alerts
        if alert.code == code and alert.state is not AlertState.WITHDRAWN and not alert.answered
    ]


def minutes(duration: timedelta) -> str:
    """Write a duration in whole minutes, as people read it."""
    return f"{whole_minutes(duration)} min"


def then(words: Sequence[str]) -> str:
    """Say one word, or two in the order in which they came."""
    if len(words) < 2:  # noqa: PLR2004  (a pair)
        return words[0] if words else ""
    return say("{first}, then {second}", first=words[-2], second=words[-1])


def whole_minutes(duration: timedelta) -> int:
    """Count the full minutes of a duration."""
    return duration // _MINUTE
