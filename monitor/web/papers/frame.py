"""What stands around every paper: the clinic, the patient on each page, who printed it and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.interop.document import Block, Document, Words
from monitor.language.reader import reader, tr
from monitor.services.printing import Printing
from monitor.services.views import PatientCard
from monitor.web.words import born, calendar_day, clock_time, listed, numbers_of


def framed(
    printing: Printing,
    title: str,
    blocks: Sequence[Block],
    *,
    subtitle: Words = "",
    notes: Sequence[str] = (),
) -> Document:
    """A document about one session, with its patient on top of every page."""
    return Document(
        title=title,
        language=reader(),
        clinic=printing.clinic_name,
        running=who(printing.view.head.patient),
        printed=printed(printing.by, printing.at, printing.zone),
        pages=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
        blocks=blocks,
        demo=demo_mark(printing.demo),
        subtitle=subtitle,
        notes=notes,
    )


def demo_mark(demo: bool) -> str:
    """That the patient is invented; nothing where they are not."""
    return tr("DEMO, invented patient") if demo else ""


def printed(by: str, at: datetime, zone: str) -> str:
    """By whom and when, with the zone that every time on the paper is told in."""
    return tr("Printed by {name}, {time} ({zone})", name=by, time=day_and_time(at, zone), zone=zone)


def who(patient: PatientCard) -> str:
    """Name, birth date and numbers: whoever holds one page knows whose it is."""
    numbers = numbers_of(patient.identifiers)
    return listed([patient.name, born(patient.birth_date), *numbers])


def day_of(at: datetime, zone: str) -> str:
    """The day on the clinic's wall."""
    return calendar_day(at.astimezone(ZoneInfo(zone)).date())


def day_and_time(at: datetime, zone: str) -> str:
    """``24 Nov 2026 14:35``: paper is read on other days."""
    return f"{day_of(at, zone)} {clock_time(at, zone)}"
