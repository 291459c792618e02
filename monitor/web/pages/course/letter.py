"""The course in plain words, to be copied into a letter: facts with their units, and no advice."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.clinical.course_scores import Measure
from monitor.clinical.outcomes import SCALES
from monitor.clinical.terms import term
from monitor.clinical.words import GRADE_RANK
from monitor.language import writing
from monitor.language.reader import tr, tr_plural
from monitor.services.course_review import totals_of
from monitor.services.summary_views import SessionTold
from monitor.services.views import PatientCard
from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.course import ids
from monitor.web.pages.course.outcome_words import definition_words, fall_words, lasting_words
from monitor.web.pages.course.present import indication_words, kept_words
from monitor.web.pages.course.review import Reviewed
from monitor.web.words import SIDE_EFFECTS, born, signed

MODERATE = 2


def letter(told: Reviewed, patient: PatientCard, zone: str) -> html.Section:
    """The summary with the button that copies it."""
    text = "\n".join(lines(told, patient, zone))
    return html.Section(
        [
            html.Div(
                [
                    html.H2(tr("Summary for a letter")),
                    html.Button(
                        [glyph("note"), tr("Copy")],
                        type="button",
                        className="btn",
                        **attributes(data_copy=ids.LETTER, data_copied=tr("Copied")),
                    ),
                ],
                className="course__title",
            ),
            html.Pre(text, id=ids.LETTER, className="course__letter", tabIndex=0),
        ],
        className="card course__panel",
        **attributes(aria_label=tr("Summary for a letter")),
    )


def lines(told: Reviewed, patient: PatientCard, zone: str) -> list[str]:
    """Every line of the summary, the sessions one by one."""
    course = told.course
    head = f"{patient.name}, {born(patient.birth_date)}"
    done = sum(one.dosed for one in course.sessions)
    count = tr_plural("{number} session with a dose", "{number} sessions with a dose", done)
    kept = tr(
        "{indication}. {schedule}. {count}; {kept}.",
        indication=indication_words(course),
        schedule=tr(course.schedule.title),
        count=count,
        kept=kept_words(course),
    )
    sessions = [_session(told, place, one, zone) for place, one in told.held]
    sessions += [_between(one.measure) for one in told.between]
    kept = kept[:1].upper() + kept[1:]
    return [head, kept, "", *sessions, "", *_outcomes(told, zone), *_concerns(told, zone)]


def _session(told: Reviewed, place: int, one: SessionTold, zone: str) -> str:
    day = writing.day(one.started_at.astimezone(ZoneInfo(zone)).date())
    summary = one.told.summary
    parts = [_dose(one)]
    parts += [
        tr("{scale} {total}", scale=SCALES[scale].title, total=total)
        for scale, total in totals_of(one).items()
    ]
    if summary.phq9 is not None and summary.phq9.item_9:
        parts.append(tr("item 9: {score}", score=summary.phq9.item_9))
    upper, lower = (summary.rises.get(name) for name in ("systolic_mmhg", "diastolic_mmhg"))
    if upper is not None and lower is not None:
        rise = f"{signed(upper)}/{signed(lower)}"
        parts.append(tr("peak BP {rise} mmHg above baseline", rise=rise))
    if summary.ready is not None:
        parts.append(tr("ready at {minutes} min", minutes=f"{summary.ready:.0f}"))
    if summary.left is not None:
        parts.append(tr("left at {minutes} min", minutes=f"{summary.left:.0f}"))
    if summary.discharged_to not in {None, "home"}:
        parts.append(tr(term(str(summary.discharged_to))))
    felt = [
        f"{tr(SIDE_EFFECTS[name]).lower()} {tr(term(grade))}"
        for name, grade in summary.grades.items()
        if GRADE_RANK[grade] >= MODERATE
    ]
    parts += [", ".join(felt)] if felt else []
    number = told.number(place)
    told_of = "; ".join(part for part in parts if part)
    return tr("Session {number}, {day}: {told}.", number=number, day=day, told=told_of)


def _between(said: Measure) -> str:
    day, scale = writing.day(said.taken_on), SCALES[said.scale].title
    if said.item_9:
        return tr(
            "Between sessions, {day}: {scale} {total}; item 9: {score}.",
            day=day,
            scale=scale,
            total=said.total,
            score=said.item_9,
        )
    return tr("Between sessions, {day}: {scale} {total}.", day=day, scale=scale, total=said.total)


def _dose(one: SessionTold) -> str:
    dose, per_kg = one.told.summary.dose_mg, one.mg_per_kg
    if dose is None or per_kg is None:
        return tr("no dose given")
    return tr(
        "{drug} {dose} mg ({per_kg} mg/kg)",
        drug=tr(term(one.drug)),
        dose=writing.number(round(dose, 1)),
        per_kg=writing.number(round(per_kg, 2)),
    )


def _outcomes(told: Reviewed, zone: str) -> list[str]:
    ended = last_session_ended(told)
    found: list[str] = []
    for one in told.outcomes:
        change = tr(
            "{scale}: {first} to {latest}, {fall}.",
            scale=SCALES[one.scale].title,
            first=one.first,
            latest=one.latest,
            fall=fall_words(one),
        )
        found += [change, definition_words(one.scale), lasting_words(one, ended, zone)]
    return found


def _concerns(told: Reviewed, zone: str) -> list[str]:
    days = [
        writing.day(concern.at.astimezone(ZoneInfo(zone)).date())
        for _, one in told.held
        for concern in one.told.concerns
    ]
    return [tr("Misuse concern noted on {days}.", days=", ".join(days))] if days else []


def last_session_ended(told: Reviewed) -> datetime | None:
    """When the last session with a dose ended; None while one is open or none was held."""
    dosed = [one for _, one in told.held if one.told.summary.dose_mg is not None]
    return dosed[-1].closed_at if dosed else None
