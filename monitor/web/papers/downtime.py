"""The downtime sheets on paper: each open session, then a blank one, as one file to print.

The same facts, limits, due times and lines as on the page that is printed from the screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.clinical.due_ahead import DueRow
from monitor.interop.document import (
    Block,
    Document,
    Facts,
    Fields,
    Grid,
    Paragraph,
    Part,
    Span,
    Table,
)
from monitor.interop.document import Row as Line
from monitor.language.reader import reader, tr
from monitor.services.downtime import Sheet, Sheets
from monitor.web.components.banner import treatment
from monitor.web.names import asked_always
from monitor.web.pages.downtime import facts
from monitor.web.pages.downtime.grid import EVENT_LINES, TO_CIRCLE, due_words
from monitor.web.pages.downtime.known import VALUES, known_rows, short_name
from monitor.web.pages.downtime.pages import BLANK_AT_LEAST
from monitor.web.papers.frame import demo_mark, printed, who
from monitor.web.words import clock_time, decimal

BLANK_LINES = 17
"""So many as a page of Letter holds, the shorter of the two."""

TURNED_FROM = 7
"""The first column of a side effect: its head stands upright."""


def downtime_document(found: Sheets, by: str, *, with_blank: bool) -> Document:
    """The sheets in the order of the chairs, each counted by itself; the blank one last.

    ``found`` has a sheet, or a blank one is asked for.
    """
    parts = [_sheet(sheet, found) for sheet in found.sheets]
    parts += [_blank(found)] if with_blank or not parts else []
    first, further = parts[0], parts[1:]
    return Document(
        title=first.title,
        language=reader(),
        clinic=found.clinic_name,
        running=first.running,
        printed=printed(by, found.at, found.zone),
        pages=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
        blocks=first.blocks,
        demo=demo_mark(found.demo),
        subtitle=first.subtitle,
        further=further,
    )


def _sheet(sheet: Sheet, found: Sheets) -> Part:
    view, zone = sheet.view, found.zone
    head = view.head
    treated = tr(
        "{treatment}, {weight} kg. Protocol {protocol}, version {version}",
        treatment=treatment(head),
        weight=decimal(head.weight_kg),
        protocol=tr(view.protocol.title),
        version=head.protocol_version,
    )
    known = [
        (tr("Allergies"), facts.allergies(view)),
        (tr("Flags"), facts.flags(view)),
        (tr("Treatment"), treated),
        *_begun(sheet, zone),
    ]
    limits = [
        (tr("Stop: physician decision required"), facts.stop_words(view.protocol)),
        (tr("Urgent: call the physician"), facts.urgent_words(view.protocol)),
        (tr("Sets due"), facts.cadence_words(view.protocol)),
        (tr("Alerts"), facts.alerts(view, zone)),
        (tr("Orders"), facts.orders(view, zone)),
    ]
    blocks: list[Block] = [
        Facts(known, 1),
        _values(sheet, zone),
        *(_limit(name, words) for name, words in limits if words),
        _legend(),
        _sets([*sheet.due, *[None] * BLANK_AT_LEAST], zone),
        _events(),
        *_calls(found),
    ]
    return Part(
        tr("Downtime sheet, chair {chair}", chair=head.chair.label),
        who(head.patient),
        blocks,
        tr("As known at {time}.", time=clock_time(found.at, zone)),
    )


def _begun(sheet: Sheet, zone: str) -> list[tuple[str, str]]:
    """When the dose began and ended; what is not known is left to be written."""
    state, empty = sheet.view.state, "\u2026" * 6
    started = clock_time(state.time_zero, zone) if state.time_zero else empty
    if not sheet.view.protocol.has_infusion:
        return [(tr("Dose"), f"{tr('given')} {started}")]
    ended = state.infusion_ended_at
    words = [f"{tr('started')} {started}"]
    words += [] if ended else [f"{tr('planned end')} {empty}"]
    words.append(f"{tr('ended')} {clock_time(ended, zone) if ended else empty}")
    return [(tr("Infusion"), ", ".join(words))]


def _values(sheet: Sheet, zone: str) -> Table:
    head = ["", tr("BP"), *(short_name(field) for field, _ in VALUES)]
    rows = [Line(cells) for cells in known_rows(sheet.view.state, zone)]
    return Table(head, [1.5, 1.5, *[1.2] * len(VALUES)], rows)


def _limit(name: str, words: str) -> Paragraph:
    return Paragraph([Span(f"{name}  ", bold=True), Span(words)], "small")


def _legend() -> Paragraph:
    words = tr("Effects: 0 none, 1 mild, 2 moderate, 3 severe; circle one. MOAA/S 5 alert to 0.")
    return Paragraph(words, "small")


def _sets(lines: Sequence[DueRow | None], zone: str) -> Grid:
    felt = [name for _, name in asked_always()]
    head = [
        tr("Time"), "T+", f"{tr('BP')} {tr('mmHg')}", f"{tr('HR')} {tr('rhythm')}",
        f"SpO₂ % {tr('O₂ L/min')}", tr("RR"), "MOAA/S", *felt,
        f"{tr('Other effects')}, {tr('red flags')}", tr("Initials"),
    ]  # fmt: skip
    widths = [1.2, 1.1, 1.7, 1.5, 1.5, 0.8, 1.2, *[1.15] * len(felt), 1.9, 1.1]
    rows = [
        [*due_words(line, zone), "       /", tr("reg / irr"), tr("air"), "", "",
         *[TO_CIRCLE] * len(felt), "", ""]
        for line in lines
    ]  # fmt: skip
    return Grid(head, widths, rows, turned=range(TURNED_FROM, TURNED_FROM + len(felt)))


def _events() -> Grid:
    head = [
        tr("Time"), tr("Event: pause, resume, stop, medicine, walk, call, note"),
        tr("Dose, unit"), tr("Route"), tr("Ordered by, or who was called"), tr("Initials"),
    ]  # fmt: skip
    return Grid(head, [1, 4.6, 1.4, 1, 2.4, 1], [[""] * len(head)] * EVENT_LINES)


def _calls(found: Sheets) -> list[Block]:
    """Whom to call: the physician on duty, or a line for one, and the emergency service."""
    duty, phone = found.watch.duty, found.watch.emergency_phone
    calls: list[Block] = [Fields([(tr("Nobody is on duty; physician:"), "")], 1)]
    if duty is not None:
        said = tr("Physician on duty: {name}, {phone}", name=duty.name, phone=duty.phone)
        calls = [Paragraph([Span(said, bold=True)])]
    if phone:
        calls.append(Paragraph([Span(tr("Emergency: {phone}", phone=phone), bold=True)]))
    return calls


def _blank(found: Sheets) -> Part:
    """A sheet on which nothing is known yet, for a patient who has not started."""
    asked = (
        tr("Chair"), tr("Patient"), tr("Born, identifier"), tr("Allergies"), tr("Flags"),
        tr("Protocol"), tr("Drug, dose, unit"), tr("Route"), tr("Weight"),
        tr("Infusion or dose at"), tr("planned end"), tr("Baseline BP"), tr("HR"), "SpO₂",
        tr("measured at"),
    )  # fmt: skip
    blocks: list[Block] = [
        Fields([(name, "") for name in asked]),
        _legend(),
        _sets([None] * BLANK_LINES, found.zone),
        _events(),
        *_calls(found),
    ]
    return Part(tr("Blank sheet"), tr("Blank sheet"), blocks)
