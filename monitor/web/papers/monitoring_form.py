"""The monitoring form for esketamine, with everything filled in that the record knows.

Its questions are those of the SPRAVATO REMS patient monitoring form. What the record does not know,
and what only a clinician can judge, is left to be ticked and written by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.clinical.event import Event
from monitor.clinical.release_time import would_have_been_ready_at
from monitor.clinical.state import Finding, SideEffectEpisode
from monitor.interop.document import (
    Block,
    Checks,
    Document,
    Fields,
    Heading,
    Lines,
    Row,
    Table,
)
from monitor.language.reader import tr
from monitor.services.printing import Printing
from monitor.web.looking import Looked
from monitor.web.pages.chart.told import told_of
from monitor.web.papers.frame import day_and_time, day_of, framed
from monitor.web.words import MINUS, MINUTE, calendar_day, clock_time, decimal, record_word

DEVICE_MG = 28
NEAR = timedelta(minutes=10)
FORTY = timedelta(minutes=40)
SLOW_BREATHING = frozenset({"respiration_low", "spo2_low"})
FULL_ALERTNESS = 5


def form_document(printing: Printing) -> Document:
    """The form on one page."""
    blocks: list[Block] = [
        Fields(_who(printing)),
        Heading(tr("Medicines taken at the same time")),
        _checks([(words, None) for words in _concomitant()]),
        Heading(tr("Treatment and monitoring")),
        Fields(_treatment(printing)),
        Fields(_minutes(printing), 1),
        Heading(tr("Vital signs")),
        _checks(_acceptable(printing)),
        _pressures(printing),
        Heading(tr("Side effects under observation")),
        _effects(printing),
        Heading(tr("Serious adverse event")),
        _checks([(tr("A serious adverse event occurred (then report it separately)"), None)]),
        Lines([tr("Name and signature of who monitored"), tr("Date")]),
    ]
    notes = [
        tr(
            "Minutes count from the first device. What is empty is not in the record, or is for a "
            "clinician to judge. Nothing is sent: the form is due within 7 days of the treatment."
        )
    ]
    return framed(printing, tr("Monitoring form, esketamine"), blocks, notes=notes)


def _checks(rows: list[tuple[str, bool | None]]) -> Checks:
    return Checks(rows, tr("yes"), tr("no"))


def _concomitant() -> list[str]:
    return [
        tr("Benzodiazepines"),
        tr("Other hypnotics or sedatives, opioids"),
        tr("Psychostimulants"),
        tr("Monoamine oxidase inhibitors"),
    ]


def _who(printing: Printing) -> list[tuple[str, str]]:
    head, patient = printing.view.head, printing.view.head.patient
    nurse = next((one.name for one in printing.view.signatures if one.role == "nurse"), "")
    first = tr("yes") if head.session_number == 1 else tr("no, number {n}", n=head.session_number)
    return [
        (tr("Patient"), patient.name),
        (tr("Born"), calendar_day(patient.birth_date)),
        (tr("Sex"), ""),
        (tr("First treatment"), first),
        (tr("Setting"), printing.clinic_name),
        (tr("Monitored by"), nurse),
        (tr("Telephone"), ""),
        (tr("E-mail"), ""),
    ]


def _treatment(printing: Printing) -> list[tuple[str, str]]:
    view, zone = printing.view, printing.zone
    state = view.state
    doses = [fact for fact in state.facts if fact.kind == "dose_given"]
    given = sum(float(str(fact.fields["dose_mg"])) for fact in doses)
    devices = given / DEVICE_MG
    dose = tr("{dose} mg, {devices} devices", dose=decimal(given), devices=decimal(devices))
    zero = state.time_zero
    return [
        (tr("Date"), day_of(view.head.started_at, zone)),
        (tr("Dose"), dose if doses else ""),
        (tr("Lot number"), ""),
        (tr("First device"), "" if zero is None else day_and_time(zero, zone)),
    ]


def _minutes(printing: Printing) -> list[tuple[str, str]]:
    return [
        (tr("Minutes from first device to the end of monitoring"), _monitored(printing)),
        (tr("Would have been ready to leave, minutes from first device"), _ready(printing)),
    ]


def _monitored(printing: Printing) -> str:
    state = printing.view.state
    if state.time_zero is None or state.discharged_to is None:
        return ""
    return str((state.clock - state.time_zero) // MINUTE)


def _ready(printing: Printing) -> str:
    view = printing.view
    zero = view.state.time_zero
    if zero is None:
        return ""
    told = told_of(Looked(view, printing.zone, printing.at))
    at = would_have_been_ready_at(view.protocol, ((one.at, one.findings) for one in told))
    return "" if at is None else str((at - zero) // MINUTE)


def _acceptable(printing: Printing) -> list[tuple[str, bool | None]]:
    before = tr("Vital signs acceptable before the dose")
    after = tr("Vital signs acceptable before the end of monitoring")
    return [(before, None), (after, _met_at_the_end(printing))]


def _met_at_the_end(printing: Printing) -> bool | None:
    """Only what was met when it was signed is a yes; everything else a clinician has to tick."""
    if printing.decision is None:
        return None
    kept = printing.decision.findings.get("blood_pressure_absolute")
    return True if kept is not None and kept["finding"] == Finding.MET.value else None


def _pressures(printing: Printing) -> Table:
    head = [tr("Reading"), tr("Time"), tr("Minutes from first device"), tr("BP mmHg"),
            tr("HR/min"), "SpO₂ %"]  # fmt: skip
    moments = [
        (tr("before the dose"), _before(printing)),
        (tr("about 40 minutes"), _near_forty(printing)),
        (tr("before leaving"), _last(printing)),
    ]
    rows = [Row([name, *_reading(fact, printing)]) for name, fact in moments]
    return Table(head, [2, 1, 1.6, 1.4, 1, 1], rows, size="usual")


def _readings(printing: Printing) -> list[Event]:
    return [
        fact
        for fact in printing.view.state.facts
        if fact.kind == "vitals" and isinstance(fact.fields.get("systolic_mmhg"), int | float)
    ]


def _before(printing: Printing) -> Event | None:
    zero = printing.view.state.time_zero
    found = [fact for fact in _readings(printing) if zero is None or fact.at <= zero]
    return found[-1] if found else None


def _near_forty(printing: Printing) -> Event | None:
    zero = printing.view.state.time_zero
    if zero is None:
        return None
    due: datetime = zero + FORTY
    near = [fact for fact in _readings(printing) if abs(fact.at - due) <= NEAR]
    return min(near, key=lambda fact: abs(fact.at - due), default=None)


def _last(printing: Printing) -> Event | None:
    zero = printing.view.state.time_zero
    found = [fact for fact in _readings(printing) if zero is not None and fact.at > zero]
    return found[-1] if found else None


def _reading(fact: Event | None, printing: Printing) -> list[str]:
    if fact is None:
        return ["", "", "", "", ""]
    zero, fields = printing.view.state.time_zero, fact.fields
    minutes = "" if zero is None else str((fact.at - zero) // MINUTE).replace("-", MINUS)
    both = f"{_number(fields, 'systolic_mmhg')}/{_number(fields, 'diastolic_mmhg')}"
    return [
        clock_time(fact.at, printing.zone),
        minutes,
        both,
        _number(fields, "heart_rate_bpm"),
        _number(fields, "spo2_percent"),
    ]


def _number(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    return decimal(value) if isinstance(value, int | float) else tr("not measured")


def _effects(printing: Printing) -> Table:
    head = [tr("Side effect"), tr("Seen"), tr("Gravest"), tr("Began, minutes"),
            tr("Resolved, minutes")]  # fmt: skip
    rows = [
        Row([tr("Sedation"), *_effect("sedation", printing)]),
        Row([tr("Dissociation"), *_effect("dissociation", printing)]),
        Row([tr("Respiratory depression"), *_breathing(printing)]),
    ]
    return Table(head, [2, 1.2, 1.5, 1.5, 1.6], rows, size="usual")


def _effect(code: str, printing: Printing) -> list[str]:
    episodes = [one for one in printing.view.state.episodes if one.side_effect == code]
    if episodes:
        return [tr("yes"), _gravest(episodes), *_span(episodes, printing)]
    asked = any(
        code in _table(fact) for fact in printing.view.state.facts if fact.kind == "side_effects"
    )
    if code == "sedation" and (alertness := _alertness(printing)):
        if min(alertness) < FULL_ALERTNESS:
            return [tr("yes"), tr("MOAA/S below 5"), "", ""]
        asked = True
    return [tr("no") if asked else "", "", "", ""]


def _table(fact: Event) -> Mapping[str, object]:
    grades = fact.fields.get("grades")
    return grades if isinstance(grades, Mapping) else {}


def _alertness(printing: Printing) -> list[int]:
    """Every MOAA/S since the first device."""
    zero = printing.view.state.time_zero
    said = [
        fact.fields.get("moaas")
        for fact in printing.view.state.facts
        if zero is not None and fact.at >= zero
    ]
    return [value for value in said if isinstance(value, int)]


def _gravest(episodes: list[SideEffectEpisode]) -> str:
    order = ["mild", "moderate", "severe"]
    return record_word(max((one.peak for one in episodes), key=order.index))


def _span(episodes: list[SideEffectEpisode], printing: Printing) -> list[str]:
    zero = printing.view.state.time_zero
    if zero is None:
        return ["", ""]
    ends = [one.resolved_at for one in episodes]
    known = [at for at in ends if at is not None]
    ended = str((max(known) - zero) // MINUTE) if len(known) == len(ends) else tr("not resolved")
    return [str((episodes[0].onset_at - zero) // MINUTE), ended]


def _breathing(printing: Printing) -> list[str]:
    """A yes where an alert says so, a no only where the breathing was counted."""
    alerts = [one for one in printing.view.state.alerts
              if one.code in SLOW_BREATHING and one.state.value != "withdrawn"]  # fmt: skip
    zero = printing.view.state.time_zero
    if alerts and zero is not None:
        first = min(one.raised_at for one in alerts)
        return [tr("to be judged"), "", str((first - zero) // MINUTE), ""]
    counted = any(
        fact.kind == "vitals" and fact.fields.get("respiratory_rate_per_min") is not None
        for fact in printing.view.state.facts
    )
    return [tr("no") if counted else "", "", "", ""]
