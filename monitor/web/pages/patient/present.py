"""From what was typed to a correction, and from versions to words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from zoneinfo import ZoneInfo

from monitor.errors import BadInput
from monitor.language.reader import tr
from monitor.services.patient_corrections import PatientHistory, PatientVersion
from monitor.services.views import NewPatient, PatientCard
from monitor.services.wording import LONGEST_REASON
from monitor.web import entered
from monitor.web.pages.start.present import patient_lines, patient_typed, weight_words
from monitor.web.words import calendar_day, clock_time


def corrected_patient(typed: Mapping[str, object]) -> NewPatient:
    """Read the whole form; raises BadInput naming the field."""
    return patient_typed(typed, tuple(_identifiers(_list(typed["kinds"]), _list(typed["numbers"]))))


def reason_typed(typed: Mapping[str, object]) -> str:
    """Why the record said something else."""
    said = entered.text(typed["reason"], tr("Enter why it is corrected"), "reason")
    return entered.line(said, tr("Why it is corrected"), "reason", LONGEST_REASON)


def _list(said: object) -> Sequence[object]:
    return said if isinstance(said, list) else ()


def _identifiers(kinds: Sequence[object], numbers: Sequence[object]) -> Iterator[tuple[str, str]]:
    """Each number with its kind; a row left empty is none."""
    for row, (kind, number) in enumerate(zip_longest(kinds, numbers), start=1):
        called = entered.line(kind, kind_label(row), "identifiers")
        value = entered.line(number, number_label(row), "identifiers")
        if bool(called) != bool(value):
            message = tr(
                "{field} is empty: fill in kind and number, or neither; nothing was saved",
                field=number_label(row) if called else kind_label(row),
            )
            raise BadInput(message, field="identifiers")
        if called:
            yield entered.kind_of_number(called), value


def kind_label(row: int) -> str:
    """What the field of an identifier's kind is called."""
    return tr("Kind of number {row}", row=row)


def number_label(row: int) -> str:
    """What the field of an identifier is called."""
    return tr("Number {row}", row=row)


def version_head(version: PatientVersion, history: PatientHistory) -> str:
    """Since when, and by whom, the record said this."""
    day = calendar_day(version.said_at.astimezone(ZoneInfo(history.zone)).date())
    time = clock_time(version.said_at, history.zone)
    if not version.number:
        return tr("Registered {day}, {time}", day=day, time=time)
    return tr("Corrected {day}, {time}, {who}", day=day, time=time, who=version.said_by)


def changed_lines(version: PatientVersion, before: PatientVersion) -> list[tuple[str, str, str]]:
    """What a correction changed: the field, what it said and what it says."""
    was, now = dict(_whole(before.card)), dict(_whole(version.card))
    return [(field, was[field], now[field]) for field in now if was[field] != now[field]]


def _whole(card: PatientCard) -> list[tuple[str, str]]:
    """Every fact in words, those too that are told only where they are unusual."""
    told = dict(patient_lines(card))
    rhythm, scale = tr("Heart rhythm"), tr("SpO₂ scale")
    return [
        (tr("Name"), card.name),
        *((field, words) for field, words in told.items() if field not in {rhythm, scale}),
        (tr("Weight"), weight_words(card.weight_kg)),
        (rhythm, told.get(rhythm, tr("no known arrhythmia"))),
        (scale, told.get(scale, "1")),
    ]
