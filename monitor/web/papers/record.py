"""The record of one session on paper: everything that was said in it, and who signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.charts.timeline import Timeline
from monitor.interop.document import Block, Document, Facts, Heading, Paragraph, Table
from monitor.language.reader import tr
from monitor.services.printing import Printing
from monitor.web.components.banner import treatment
from monitor.web.looking import Looked
from monitor.web.pages.chart.present import route_words, timeline_of
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.chart.told import told_of
from monitor.web.pages.downtime import facts
from monitor.web.papers import happenings as told
from monitor.web.papers.chart import chart_of
from monitor.web.papers.corrections import Correction, corrections_of, corrections_table, marks_of
from monitor.web.papers.frame import day_and_time, framed
from monitor.web.papers.readiness import findings_table, signatures_table
from monitor.web.papers.sets import Marks, sets_table
from monitor.web.words import decimal, record_word


def record_document(printing: Printing) -> Document:
    """The whole record; an open session says that it is not the last word."""
    view = printing.view
    looked = Looked(view, printing.zone, printing.at)
    timeline = timeline_of(view, printing.zone, printing.at, told_of(looked))
    corrections = corrections_of((*view.entries, *printing.system))
    marks = marks_of(corrections)
    blocks: list[Block] = [
        Facts(_facts(printing)),
        Heading(tr("Chart")),
        chart_of(timeline, route_words(view)),
        *_readiness(printing),
        *_part(tr("Signatures"), signatures_table(printing), tr("Nobody has signed.")),
        *_tables(printing, timeline, corrections, marks),
    ]
    return framed(
        printing,
        tr("Session record"),
        blocks,
        subtitle=_standing(printing),
        notes=[tr("Raised numbers lead to the corrections. Struck-through values no longer count. "
                  "T+ is minutes from time zero.")],
    )  # fmt: skip


def _standing(printing: Printing) -> str:
    decision, zone = printing.decision, printing.zone
    if decision is None:
        return tr("The session is open: this is what is known now, not its final record.")
    words = tr(
        "Closed {time}, {destination}",
        time=day_and_time(decision.at, zone),
        destination=record_word(decision.to),
    )
    return f"{words}: {decision.reason}" if decision.reason else words


def _facts(printing: Printing) -> list[tuple[str, str]]:
    view, zone = printing.view, printing.zone
    head, state = view.head, view.state
    rows = [
        (tr("Treatment"), treatment(head)),
        (tr("Weight"), tr("{weight} kg, planned {dose} mg/kg", weight=decimal(head.weight_kg),
                          dose=decimal(round(head.dose_mg_per_kg, 2)))),
        (tr("Protocol"), tr("{protocol}, version {version}", protocol=tr(view.protocol.title),
                            version=head.protocol_version)),
        (tr("Chair"), head.chair.label),
        (tr("Allergies"), facts.allergies(view)),
        (tr("Flags"), facts.flags(view)),
        (tr("Started"), day_and_time(head.started_at, zone)),
        (tr("Time zero"), _time(state.time_zero, zone)),
        (tr("Dosing ended"), _time(state.dosing_ended_at, zone)),
        (tr("Baseline"), _baseline(printing)),
        (tr("Sets missed"), str(state.schedule.missed)),
    ]  # fmt: skip
    return rows


def _time(at: datetime | None, zone: str) -> str:
    return tr("not yet") if at is None else day_and_time(at, zone)


def _baseline(printing: Printing) -> str:
    base = printing.view.state.baseline
    if base.systolic_mmhg is None or base.measured_at is None:
        return tr("none: {why}", why=record_word(base.status))
    return tr(
        "{systolic}/{diastolic} mmHg, HR {rate}, SpO₂ {spo2} %, measured {time}",
        systolic=base.systolic_mmhg,
        diastolic=base.diastolic_mmhg,
        rate=base.heart_rate_bpm,
        spo2=base.spo2_percent,
        time=day_and_time(base.measured_at, printing.zone),
    )


def _readiness(printing: Printing) -> list[Block]:
    if printing.view.state.time_zero is None:
        return []
    if printing.decision is None:
        title = tr("Discharge readiness now: a clinician decides")
    else:
        time = day_and_time(printing.decision.at, printing.zone)
        title = tr("Discharge readiness as it stood at the signing, {time}", time=time)
    return [Heading(title), findings_table(printing)]


def _tables(
    printing: Printing, timeline: Timeline, corrections: Sequence[Correction], marks: Marks
) -> list[Block]:
    view, axis, zone = printing.view, timeline.axis, printing.zone
    sets = observation_sets(view, timeline.interpretations)
    parts = [
        (tr("Alerts"), told.alerts_table(view, axis), tr("No alert in this session.")),
        (tr("Doses, medicines and interventions"), told.treatments_table(view, axis),
         tr("Nothing was given.")),
        (tr("Observation sets"), sets_table(sets, timeline, marks), tr("No readings yet.")),
        (tr("Corrections"), corrections_table(corrections, axis, zone),
         tr("Nothing was corrected.")),
        (tr("Scales"), told.scales_table(view, axis), tr("No scale was asked.")),
        (tr("Orders"), told.orders_table(view, axis, zone), tr("Nothing was ordered.")),
        (tr("Events and notes"), told.events_table(view, axis, marks), tr("Nothing noted yet.")),
    ]  # fmt: skip
    blocks = [block for part in parts for block in _part(*part)]
    return [*blocks, *_amendments(printing, timeline, marks)]


def _amendments(printing: Printing, timeline: Timeline, marks: Marks) -> list[Block]:
    """What came in after the decision: the findings above do not know of it."""
    if printing.decision is None:
        return []
    at, view = printing.decision.at, printing.view
    after = [entry for entry in (*view.entries, *printing.system) if entry.received_at > at]
    after.sort(key=lambda entry: entry.received_at)
    table = told.events_rows(after, timeline.axis, marks)
    return _part(
        tr("Amendments: entered after the signing"), table, tr("Nothing since the signing.")
    )


def _part(title: str, table: Table, nothing: str) -> list[Block]:
    return [Heading(title), table if table.rows else Paragraph(nothing)]
