"""The table of all observation sets on paper, oldest first, with the numbers of its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.charts.axis import elapsed_words
from monitor.charts.timeline import Timeline
from monitor.clinical.event import Event
from monitor.clinical.state import SessionState
from monitor.interop.document import Row, Span, Table, Words
from monitor.language.reader import tr, tr_in
from monitor.web.pages.chart import figures
from monitor.web.pages.chart.happened import details
from monitor.web.pages.chart.lateness import entered_words
from monitor.web.pages.chart.sets import ObservationSet, Word
from monitor.web.papers.corrections import IN_ERROR, MOVED
from monitor.web.words import SIDE_EFFECTS, field_name, record_word

Marks = Mapping[tuple[str, str], str]
WIDTHS = (1.25, 0.85, 1.5, 1.15, 0.95, 1.15, 0.95, 1.1, 2.6, 2.2, 1.7)
OWN_COLUMN = frozenset(
    {
        "systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spo2_percent", "oxygen_l_min",
        "respiratory_rate_per_min", "moaas", "not_measured",
    }
)  # fmt: skip
FELT_NOTHING = "none"


def sets_table(sets: Sequence[ObservationSet], timeline: Timeline, marks: Marks) -> Table:
    """Every set that was entered; what was struck out stays readable."""
    head = [
        tr("Measured"), "T+", tr("BP mmHg"), tr("change"), tr("HR/min"), "SpO₂ %, O₂",
        tr("RR/min"), "MOAA/S", tr("Side effects"), tr("Also"), tr_in("column", "By"),
    ]  # fmt: skip
    # A scale asked by itself has a table of its own.
    shown = [found for found in sets if {event.kind for event in found.events} != {"scale"}]
    oldest_first = sorted(shown, key=lambda found: found.at)
    return Table(head, WIDTHS, [_row(found, timeline, marks) for found in oldest_first])


def _row(found: ObservationSet, timeline: Timeline, marks: Marks) -> Row:
    axis, baseline = timeline.axis, timeline.state.baseline
    both = figures.pressure(found, baseline, timeline.bands)
    cells: list[Words] = [
        [Span(axis.clock(found.at), bold=True, mark=_marked(found, (MOVED, IN_ERROR), marks))],
        elapsed_words(axis.position(found.at)) if axis.counted else "",
        _pressure(found, both, marks),
        both.change if both else "",
        _number(found, "heart_rate_bpm", timeline, marks),
        [*_number(found, "spo2_percent", timeline, marks), *_oxygen(found, marks)],
        _number(found, "respiratory_rate_per_min", timeline, marks),
        _number(found, "moaas", timeline, marks),
        _effects(found, timeline.state, marks),
        _also(found, marks),
        _by(found, timeline),
    ]
    return Row(cells, struck=found.in_error)


def _marked(found: ObservationSet, fields: Sequence[str], marks: Marks) -> str:
    numbers = [marks.get((event.id, field), "") for event in found.events for field in fields]
    return ",".join(dict.fromkeys(number for number in numbers if number))


def _pressure(found: ObservationSet, both: figures.Shown | None, marks: Marks) -> list[Span]:
    upper, lower = found.word("systolic_mmhg"), found.word("diastolic_mmhg")
    old = [
        Span(f"{_before(upper, place)}/{_before(lower, place)} ", struck=True)
        for place in range(max(len(upper.before), len(lower.before)))
    ]
    if both is None:
        return [*old, Span(tr("not taken"))]
    mark = _marked(found, ("systolic_mmhg", "diastolic_mmhg"), marks)
    return [*old, Span(_with_word(both), bold=both.news is not None, mark=mark)]


def _before(word: Word, place: int) -> object:
    return word.before[place] if place < len(word.before) else word.value


def _with_word(shown: figures.Shown) -> str:
    return f"{shown.text} {shown.word}".strip()


def _number(found: ObservationSet, field: str, timeline: Timeline, marks: Marks) -> list[Span]:
    word = found.word(field)
    old = [Span(f"{record_word(value)} ", struck=True) for value in word.before]
    baseline, band = timeline.state.baseline, timeline.bands.get(field)
    shown = figures.shown(found, field, baseline, band)
    mark = _marked(found, (field,), marks)
    if shown is None:
        said = tr("not taken") if not word.said else record_word(word.value)
        return [*old, Span(said, mark=mark)]
    return [*old, Span(_with_word(shown), bold=shown.news is not None, mark=mark)]


def _oxygen(found: ObservationSet, marks: Marks) -> list[Span]:
    said = figures.oxygen(found)
    mark = _marked(found, ("oxygen_l_min",), marks)
    return [Span(f" {said}", mark=mark)] if said else []


def _effects(found: ObservationSet, state: SessionState, marks: Marks) -> list[Span]:
    """What was felt, then what was asked and not felt: unknown is never written as none."""
    asked = [effect for effect in SIDE_EFFECTS if found.grade(effect).said]
    if not asked:
        return [Span(tr("not asked"))]
    felt, absent = [], []
    for effect in asked:
        word, mark = found.grade(effect), _marked(found, (effect,), marks)
        name = tr(SIDE_EFFECTS[effect])
        old = [Span(f"{record_word(value)} ", struck=True) for value in word.before]
        if word.value in (None, FELT_NOTHING) and not old:
            absent.append((name, mark))
        else:
            grade = "" if word.value is None else record_word(word.value)
            felt += [Span(f"{name} "), *old, Span(grade, bold=True, mark=mark), Span("; ")]
    none = ", ".join(name for name, _ in absent)
    return [*felt, Span(tr("none: {effects}", effects=none.lower()))] if none else felt[:-1]


def _also(found: ObservationSet, marks: Marks) -> list[Span]:
    """What has no column of its own: rhythm, temperature, position, orientation, walk, flags."""
    said: list[Span] = []
    for event in found.events:
        for words, field in _rest(event):
            said += [Span("; ")] if said else []
            said.append(Span(words, mark=_marked(found, (field,), marks)))
    return said


def _rest(event: Event) -> list[tuple[str, str]]:
    if event.kind in {"side_effects", "scale"}:
        return []
    if event.kind == "red_flags":
        named = details(event.fields)
        return [(tr("red flags: {flags}", flags=named or tr("none")), "present")]
    return [
        (f"{field_name(field)} {record_word(value)}", field)
        for field, value in event.fields.items()
        if field not in OWN_COLUMN
    ]


def _by(found: ObservationSet, timeline: Timeline) -> str:
    entered = entered_words(
        timeline.axis,
        found.received_at,
        found.typed_at,
        found.measured_by,
        is_late=found.is_late,
    )
    return ", ".join(word for word in (*found.people, entered) if word)
