"""Every table of the export with its columns: what stands there, in which unit, of which kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds; nothing at all is always *missing*, never 0 and never false."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    TRUTH = "true or false"
    INSTANT = "instant, UTC"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``named`` ones tell who a person is or what was typed, and are asked for apart.

    ``derived`` ones are computed by the program from the entries, not entered.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    named: bool = False
    derived: bool = False


T, N, W, B, I, D = Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.TRUTH, Kind.INSTANT, Kind.DAY  # noqa: E741
_SESSION = Column("session_id", T, "The session; the key between the tables.")
_AT = Column("at", I, "When it was so, the tablet's skew taken off; corrections applied.")
_MINUTES = Column("minutes", N, "From time zero; missing before there is one.", "min", derived=True)
_COUNTS = Column("counts", B, "False where it was entered in error since.")
_ENTRY = Column("entry_id", T, "The entry, as in the audit and the record.")
_BY = Column("by", T, "Who entered it.", named=True)
_ROLE = Column("by_role", T, "In which role it was entered.")

TABLES: Mapping[str, tuple[Column, ...]] = {
    "sessions": (
        _SESSION,
        Column("patient_id", T, "The patient, by a random id."),
        Column("patient_name", T, "The patient's name.", named=True),
        Column("birth_date", D, "The patient's birth date.", named=True),
        Column("identifiers", T, "The patient's numbers, each with its system.", named=True),
        Column("age_years", W, "Whole years at the start; 90 stands for 90 and more.", "years",
               derived=True),
        Column("session_number", W, "Which session of the patient it is."),
        Column("protocol_id", T, "The protocol that the session is pinned to."),
        Column("protocol_version", W, "Its version."),
        Column("drug", T, "The drug planned."),
        Column("route", T, "The route planned."),
        Column("chair", T, "The chair in which it was last."),
        Column("planned_dose_mg", N, "The dose planned.", "mg"),
        Column("given_dose_mg", N, "The doses given, of an infusion the one that was started; "
               "missing where nothing was.", "mg", derived=True),
        Column("weight_kg", N, "The weight that the dose was checked against.", "kg"),
        Column("started_at", I, "When the session was opened."),
        Column("time_zero", I, "The instant that minutes are counted from.", derived=True),
        Column("dosing_ended_at", I, "When the last dose or the infusion was over.", derived=True),
        Column("closed_at", I, "When it ended; missing while it is open."),
        Column("closed_to", T, "How it ended: home, hospital, against_advice, left_unseen, died."),
        Column("closed_reason", T, "The reason of an end otherwise than home.", named=True),
        Column("baseline_status", T, "accepted, missing, late or after_medication.", derived=True),
        Column("baseline_systolic_mmhg", W, "Systolic pressure before the dose.", "mmHg",
               derived=True),
        Column("baseline_diastolic_mmhg", W, "Diastolic pressure before the dose.", "mmHg",
               derived=True),
        Column("baseline_heart_rate_bpm", W, "Heart rate before the dose.", "/min", derived=True),
        Column("baseline_spo2_percent", W, "Saturation before the dose.", "%", derived=True),
        Column("peak_systolic_mmhg", N, "The highest systolic pressure.", "mmHg", derived=True),
        Column("peak_diastolic_mmhg", N, "The highest diastolic pressure.", "mmHg", derived=True),
        Column("minutes_to_leaving", N, "From time zero to the end.", "min", derived=True),
        Column("missed_sets", W, "Sets that were due and never taken.", derived=True),
    ),
    "sets": (
        _SESSION, _ENTRY, _AT, _MINUTES, _COUNTS,
        Column("kind", T, "vitals, consciousness, mobility or red_flags."),
        Column("received_at", I, "When the server had it."),
        Column("corrected", B, "Whether a value of it was corrected since."),
        _ROLE, _BY,
        Column("systolic_mmhg", N, "Systolic pressure.", "mmHg"),
        Column("diastolic_mmhg", N, "Diastolic pressure.", "mmHg"),
        Column("heart_rate_bpm", N, "Heart rate.", "/min"),
        Column("rhythm", T, "regular or irregular."),
        Column("spo2_percent", N, "Oxygen saturation.", "%"),
        Column("oxygen_l_min", N, "Oxygen given; 0 is air.", "l/min"),
        Column("respiratory_rate_per_min", N, "Breaths.", "/min"),
        Column("temperature_c", N, "Temperature.", "°C"),
        Column("position", T, "seated, supine or standing."),
        Column("not_measured", T, "Fields that were not measured, each with its reason."),
        Column("moaas", W, "MOAA/S, 0 to 5."),
        Column("acvpu", T, "A, C, V, P or U."),
        Column("rass", W, "RASS, -5 to +4."),
        Column("amt4_errors", W, "Errors in the four questions."),
        Column("gait", T, "Walk test: steady, assisted or unable."),
        Column("red_flags", T, "Red flags present; *none* where asked and none was."),
    ),
    "side_effects": (
        _SESSION, _ENTRY, _AT, _MINUTES, _COUNTS,
        Column("side_effect", T, "Its code."),
        Column("grade", T, "none, mild, moderate or severe; an effect not asked has no row."),
        _ROLE, _BY,
    ),
    "doses": (
        _SESSION, _ENTRY, _AT, _MINUTES, _COUNTS,
        Column("kind", T, "dose_given, or infusion_started, _paused, _resumed, _ended."),
        Column("dose_mg", N, "The dose, where the entry names one.", "mg"),
        Column("route", T, "The route, where the entry names one."),
        _ROLE, _BY,
    ),
    "medicines": (
        _SESSION, _ENTRY, _AT, _MINUTES, _ROLE, _BY,
        Column("what", T, "medication or intervention."),
        Column("name", T, "The medicine as entered, or the intervention's code."),
        Column("medication_class", T, "What it counts as for the criteria."),
        Column("dose_mg", N, "Its dose in milligrams.", "mg"),
        Column("amount", N, "Its amount in the unit beside."),
        Column("unit", T, "That unit."),
        Column("route", T, "Its route."),
        Column("effect", T, "What came of it: none, partial, full, not_assessed."),
        Column("ordered_by", T, "Who ordered it.", named=True),
    ),
    "alerts": (
        _SESSION,
        Column("code", T, "What it is about.", derived=True),
        Column("level", T, "caution or urgent, the gravest it was.", derived=True),
        Column("state", T, "open, acknowledged, resolved or withdrawn.", derived=True),
        Column("raised_at", I, "When its value was measured.", derived=True),
        _MINUTES,
        Column("known_at", I, "When it became known.", derived=True),
        Column("late_minutes", N, "How long after.", "min", derived=True),
        Column("acknowledged_at", I, "When it was first acknowledged.", derived=True),
        Column("acknowledged_role", T, "In which role.", derived=True),
        Column("answered", B, "Whether a physician's note has answered it.", derived=True),
        Column("closed_at", I, "When it closed.", derived=True),
        Column("value", T, "The value that raised it.", derived=True),
        Column("note", T, "The note of the answer.", named=True),
    ),
    "findings": (
        _SESSION,
        Column("criterion", T, "The discharge criterion."),
        Column("finding", T, "met, not_met or not_assessed.", derived=True),
        Column("overridden", B, "Whether a physician decided against it."),
        Column("value", T, "The decisive value in short words; of the escort nothing.",
               derived=True),
        Column("measured_at", I, "The instant it speaks of.", derived=True),
        Column("as_signed", B, "True: kept with the decision. False: as it is now."),
    ),
    "scores": (
        _SESSION, _ENTRY, _AT, _MINUTES, _ROLE, _BY,
        Column("scale", T, "The scale."),
        Column("total", W, "Its total; missing where an item is.", derived=True),
        Column("item", T, "An item."),
        Column("score", W, "What was answered, or read from the vital signs."),
    ),
    "course_scores": (
        Column("patient_id", T, "The patient, by a random id; every patient of `sessions`."),
        Column("course_id", T, "The course between or after whose sessions it was taken."),
        Column("score_id", T, "The version that stands, as in the record."),
        _COUNTS,
        Column("scale", T, "The scale."),
        Column("taken_on", D, "The day it was taken, whether in the period or not."),
        Column("total", W, "Its total."),
        Column("item_9", W, "PHQ-9's ninth item; missing where it is not known."),
        Column("answered_for", T, "What a physician said of the ninth item as it is now."),
        Column("versions", W, "How often it was typed, corrected, struck or answered for."),
        Column("recorded_at", I, "When the version that stands was recorded."),
        Column("by", T, "Who recorded it.", named=True),
        Column("reason", T, "Why it was changed, or what the physician said.", named=True),
    ),
}  # fmt: skip


def columns_of(table: str, *, named: bool) -> tuple[Column, ...]:
    """The columns of a table, those that name somebody only where they are asked for."""
    return tuple(column for column in TABLES[table] if named or not column.named)


def dictionary() -> str:
    """The data dictionary, as docs/data-dictionary.md and every download hold it."""
    lines = [
        "# Data dictionary of the exported tables",
        "",
        "Written by the program from the columns that it exports (`monitor export tables`). One",
        "file a table, joined by `session_id`, and `course_scores` by `patient_id`. Instants are",
        "UTC. What is missing was not measured,",
        "not asked or not said: it never stands for 0, *none* or false. *Computed* columns come",
        "from the rules of the session's own protocol version, all others as they were entered,",
        "corrections applied. *Names* stand only where they were asked for and allowed. In CSV a",
        "text that a spreadsheet would run begins with an apostrophe; Parquet holds it as typed.",
        "",
    ]
    for table, columns in TABLES.items():
        lines += [
            f"## {table}",
            "",
            "| column | kind | unit | meaning | |",
            "|---|---|---|---|---|",
        ]
        for column in columns:
            marks = ("computed" if column.derived else "", "names" if column.named else "")
            about = ", ".join(mark for mark in marks if mark)
            row = (f"`{column.name}`", column.kind.value, column.unit, column.meaning, about)
            lines.append(f"| {' | '.join(row)} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"
