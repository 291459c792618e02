"""What the patient takes home: what not to do until tomorrow, what to expect, whom to call."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.interop.document import (
    Block,
    Document,
    Facts,
    Fields,
    Frame,
    Heading,
    Lines,
    Points,
)
from monitor.language.reader import tr
from monitor.services.printing import Printing
from monitor.web.pages.discharge.present import attestations
from monitor.web.papers.frame import day_of, framed
from monitor.web.words import calendar_day, drug_name, route_name


def instructions_document(printing: Printing) -> Document:
    """One page in large type; what the clinic has not told the program is left to be written."""
    blocks: list[Block] = [
        Facts(_facts(printing), 1),
        Frame(tr("Until {day}, after a full night's sleep", day=_next_day(printing)), _forbidden()),
        Heading(tr("Today")),
        Points(_today(), "large"),
        Heading(tr("Call the clinic if")),
        Points(_call_if(), "large"),
        Frame(tr("Call for emergency help at once if"), _emergency()),
        Heading(tr("Whom to call")),
        Fields(_numbers(printing), 1),
        Lines([tr("Explained by, time"), tr("Understood: patient or escort")]),
    ]
    return framed(printing, tr("After your treatment"), blocks)


def _facts(printing: Printing) -> list[tuple[str, str]]:
    head = printing.view.head
    drug = tr("{drug}, {route}", drug=drug_name(head.drug), route=route_name(head.route))
    rows = [(tr("Treatment"), f"{drug}, {day_of(head.started_at, printing.zone)}")]
    escort = attestations(printing.view).get("escort")
    if escort is not None and isinstance(escort.value, dict):
        rows.append((tr("Goes home with you"), str(escort.value.get("name", ""))))
    return rows


def _next_day(printing: Printing) -> str:
    """The day after the session, on the clinic's calendar."""
    started = printing.view.head.started_at.astimezone(ZoneInfo(printing.zone)).date()
    return calendar_day(started + timedelta(days=1))


def _forbidden() -> list[str]:
    return [
        tr("Do not drive, ride a bicycle or use machines."),
        tr("Do not drink alcohol or take other sedatives, unless your physician told you to."),
        tr("Do not sign contracts or make important decisions."),
        tr("Do not look after children or others who depend on you by yourself."),
    ]


def _today() -> list[str]:
    return [
        tr("Go home with the adult who came for you, and do not stay alone tonight."),
        tr("Stand up slowly. You may still be tired, dizzy or queasy: that passes."),
        tr("Eat lightly and drink enough. Take your usual medicines as agreed with us."),
    ]


def _call_if() -> list[str]:
    return [
        tr("you vomit again and again, or cannot keep water down"),
        tr("dizziness, confusion or strange perceptions come back or get worse"),
        tr("you are worried about anything after the treatment"),
    ]


def _emergency() -> list[str]:
    return [
        tr("chest pain, trouble breathing, or a heart that races or stumbles"),
        tr("a sudden severe headache, loss of vision, weakness or trouble speaking"),
        tr("fainting or a seizure"),
        tr("thoughts of killing or hurting yourself: do not stay alone"),
    ]


def _numbers(printing: Printing) -> list[tuple[str, str]]:
    return [
        (tr("In an emergency"), printing.phone),
        (tr("{clinic}, by day and night", clinic=printing.clinic_name), printing.patient_phone),
    ]
