"""What each criterion said through the session: spans of one finding after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from monitor.charts.timeline import Lane, Span
from monitor.clinical.first_met import next_turn
from monitor.clinical.state import Finding, SessionState, Verdict
from monitor.language.reader import tr

Findings = Mapping[str, Finding]
MOST_INSTANTS = 2000
SMALLEST_STEP = timedelta(seconds=1)


class Instant(NamedTuple):
    """What every criterion said at one instant, and when that would differ without an event."""

    at: datetime
    findings: Findings
    changes_at: datetime | None = None
    verdicts: Mapping[str, Verdict] = MappingProxyType({})


Told = tuple[Instant, ...]
Turn = tuple[datetime, Finding]


def history(
    state_at: Callable[[datetime], SessionState],
    events: Iterable[datetime],
    start: datetime,
    end: datetime,
    known: Told = (),
) -> Told:
    """The findings at every instant from ``start`` to ``end`` at which they may have changed.

    Between two events a state names the next instant at which it would differ (``changes_at``), so
    only those are evaluated; what was known at a past instant never changes, so a caller may keep
    the answer and have it continued.
    """
    pending = sorted({instant for instant in events if start < instant <= end})
    told = list(known)
    instant = _after(told[-1], pending) if told else start
    while instant is not None and instant <= end and len(told) < MOST_INSTANTS:
        state = state_at(instant)
        findings = {key: said.finding for key, said in state.findings.items()}
        told.append(Instant(instant, findings, state.changes_at, state.findings))
        instant = _after(told[-1], pending)
    return tuple(told)


def spans(told: Iterable[Instant], criterion: str, end: datetime) -> tuple[Span, ...]:
    """One criterion's stretches, neighbours with the same finding joined."""
    return stretches(findings_turned(told).get(criterion, ()), end)


def findings_turned(told: Iterable[Instant]) -> Mapping[str, Sequence[Turn]]:
    """The instants at which each criterion began to say something else, in one walk over all."""
    turned: dict[str, list[Turn]] = {}
    before: Findings = {}
    for one in told:
        if one.findings == before:  # most often so, and then no criterion need be asked
            continue
        for criterion, finding in one.findings.items():
            if before.get(criterion) is not finding:
                known = turned.setdefault(criterion, [])
                if not known or known[-1][1] is not finding:
                    known.append((one.at, finding))
        before = one.findings
    return turned


def stretches(turned: Sequence[Turn], end: datetime) -> tuple[Span, ...]:
    """What was said from each turn to the next, the last of them till ``end``."""
    ends = [*(at for at, _ in turned[1:]), end]
    pairs = zip(turned, ends, strict=False)
    return tuple(Span(start, until, said) for (start, said), until in pairs if start < until)


def turns(told: Iterable[Instant], criterion: str) -> tuple[tuple[datetime, Verdict], ...]:
    """The instants at which a criterion began to say something else, with what it said then."""
    changed: list[tuple[datetime, Verdict]] = []
    for instant in told:
        verdict = instant.verdicts.get(criterion)
        if verdict is not None and not (changed and changed[-1][1].finding is verdict.finding):
            changed.append((instant.at, verdict))
    return tuple(changed)


def _after(last: Instant, pending: Sequence[datetime]) -> datetime | None:
    """What comes next, an event or what its state named; always some way ahead."""
    following = next_turn(last.changes_at, last.at, pending)
    return None if following is None else max(following, last.at + SMALLEST_STEP)


def arrange(lanes: Sequence[Lane], most: int) -> tuple[Lane, ...]:
    """What is not met stands on top, then what was met lately; the steadiest share a lane.

    Where more is pending than there is room for, those that never said anything else share one.
    """
    pending = [lane for lane in lanes if not _is_met(lane)]
    pending.sort(key=lambda lane: lane.spans[-1].finding is Finding.NOT_MET)
    met = [lane for lane in lanes if _is_met(lane)]
    met.sort(key=lambda lane: (lane.spans[-1].start, len(lane.spans)), reverse=True)
    pending = _with_room(pending, most - bool(met))
    room = max(most - len(pending) - 1, 0)
    alone, together = met[:room], met[room:]
    while alone and len(alone[-1].spans) == 1:
        together.insert(0, alone.pop())
    if len(together) > 1:
        together = [_shared(together, tr("{count} others", count=len(together)))]
    return (*pending, *alone, *together)


def _with_room(pending: list[Lane], room: int) -> list[Lane]:
    """At most so many lanes: the last one stands for what has the least to tell."""
    if len(pending) <= room:
        return pending
    telling = sorted(pending, key=_tells_little)[: room - 1]
    silent = [lane for lane in pending if lane not in telling]
    unknown = all(lane.spans[-1].finding is Finding.NOT_ASSESSED for lane in silent)
    words = (
        tr("{count} not assessed", count=len(silent))
        if unknown
        else tr("{count} others pending", count=len(silent))
    )
    return [*(lane for lane in pending if lane in telling), _shared(silent, words)]


def _tells_little(lane: Lane) -> tuple[bool, bool]:
    never_changed = len(lane.spans) == 1
    return never_changed, lane.spans[-1].finding is Finding.NOT_ASSESSED


def _shared(lanes: Sequence[Lane], label: str) -> Lane:
    """One lane for several; it is possible at the earliest when the last of them is."""
    times = [lane.earliest_at for lane in lanes if lane.earliest_at is not None]
    earliest = max(times) if len(times) == len(lanes) else None
    return Lane("", label, joined(lanes), earliest)


def joined(lanes: Sequence[Lane]) -> tuple[Span, ...]:
    """Several criteria as one: met only while all are, not met where any is not."""
    edges = sorted({at for lane in lanes for span in lane.spans for at in (span.start, span.end)})
    place = {at: index for index, at in enumerate(edges)}
    worst = [Finding.MET] * (len(edges) - 1)
    for lane in lanes:
        told_until = 0
        for span in lane.spans:
            start, end = place[span.start], place[span.end]
            _worsen(worst, range(told_until, start), Finding.NOT_ASSESSED)
            _worsen(worst, range(start, end), span.finding)
            told_until = end
        _worsen(worst, range(told_until, len(worst)), Finding.NOT_ASSESSED)
    turned: list[Turn] = []
    for start_at, finding in zip(edges, worst, strict=False):
        if not turned or turned[-1][1] is not finding:
            turned.append((start_at, finding))
    return stretches(turned, edges[-1])


def _worsen(worst: list[Finding], where: range, finding: Finding) -> None:
    """Not met outweighs not assessed, and both outweigh met."""
    if finding is Finding.MET:
        return
    for index in where:
        if worst[index] is not Finding.NOT_MET:
            worst[index] = finding


def _is_met(lane: Lane) -> bool:
    return bool(lane.spans) and lane.spans[-1].finding is Finding.MET
