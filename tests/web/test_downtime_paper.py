"""The downtime sheets as a file: who, what is due, whom to call, each sheet counted by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.clinical.due_ahead import DueRow
from monitor.errors import SessionClosed
from monitor.interop.document import Grid, PaperSize
from monitor.interop.typesetting import typeset
from monitor.language.reader import reading_in
from monitor.services import discharge
from monitor.services.downtime import read_sheets
from monitor.web.pages.downtime.pages import BLANK_AT_LEAST
from monitor.web.papers.downtime import BLANK_LINES, downtime_document
from monitor.web.papers.printers import downtime_paper
from tests.interop import reading
from tests.people import PINS, Cast
from tests.services.acts import record
from tests.services.day import ready_session


def grids(cast: Cast, session_id: str) -> list[Grid]:
    found = read_sheets(cast.house, cast.nurse, session_id)
    document = downtime_document(found, cast.nurse.name, with_blank=False)
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize(
    ("size", "wanted"), [(PaperSize.A4, (210, 297)), (PaperSize.LETTER, (216, 279))]
)
def test_a_sheet_names_its_patient_on_every_page_and_who_printed_it(
    cast: Cast, size: PaperSize, wanted: tuple[int, int]
) -> None:
    session_id = ready_session(cast)
    made = downtime_paper(cast.house, cast.nurse, size, session_id)

    assert reading.size_mm(made) == wanted
    pages = reading.pages(made)
    for number, page in enumerate(pages, start=1):
        assert "DEMO Maya Lindqvist" in page
        assert f"Printed by {cast.nurse.name}" in page
        assert f"Page {number} of {len(pages)}" in page


def test_every_set_that_is_due_has_a_line_and_empty_ones_follow(cast: Cast) -> None:
    session_id = cast.start().head.id
    record(cast, cast.nurse, session_id, cast.body("infusion_started", dose_mg=35))
    (sheet,) = read_sheets(cast.house, cast.nurse, session_id).sheets
    assert len(sheet.due) > 3

    rows = grids(cast, session_id)[0].rows

    assert len(rows) == len(sheet.due) + BLANK_AT_LEAST
    assert [row[1] for row in rows][-BLANK_AT_LEAST:] == [""] * BLANK_AT_LEAST
    assert all(row[0] or row[1] for row in rows[: len(sheet.due)])


def test_nothing_is_filled_in_that_somebody_has_to_measure(cast: Cast) -> None:
    session_id = ready_session(cast)
    for row in grids(cast, session_id)[0].rows:
        assert not re.search(r"\d", "".join(row[2:]).replace("0 1 2 3", ""))


def test_the_sheets_of_a_room_count_their_own_pages_and_the_blank_one_is_last(cast: Cast) -> None:
    ready_session(cast)
    found = read_sheets(cast.house, cast.nurse)
    (sheet,) = found.sheets
    due = tuple(DueRow(found.at, timedelta(minutes=n)) for n in range(80))
    two = replace(found, sheets=(replace(sheet, due=due), sheet))
    document = downtime_document(two, "P. Demo Nair", with_blank=True)

    pages = reading.pages(typeset(document, PaperSize.A4, found.at))

    said = [re.findall(r"Page (\d+) of (\d+)", page)[0] for page in pages]
    long = int(said[0][1])
    assert long >= 2
    assert said[:long] == [(str(n), str(long)) for n in range(1, long + 1)]
    assert said[long][0] == "1"
    assert said[-1] == ("1", "1")
    assert "Blank sheet" in pages[-1]
    assert "Maya" not in pages[-1]


@pytest.mark.parametrize("size", PaperSize)
def test_a_blank_sheet_is_one_page_about_nobody(cast: Cast, size: PaperSize) -> None:
    ready_session(cast)
    made = downtime_paper(cast.house, cast.nurse, size, blank=True)

    (page,) = reading.pages(made)
    assert "Maya" not in page
    assert "Page 1 of 1" in page
    document = downtime_document(
        read_sheets(cast.house, cast.nurse, blank=True), "P", with_blank=True
    )
    (sets, _) = [block for block in document.blocks if isinstance(block, Grid)]
    assert len(sets.rows) == BLANK_LINES


def test_of_a_session_that_is_over_there_is_no_sheet(cast: Cast) -> None:
    session_id = ready_session(cast)
    discharge.end_otherwise(
        cast.house, cast.physician, session_id, "hospital", "fell ill", PINS["physician"]
    )
    with pytest.raises(SessionClosed):
        downtime_paper(cast.house, cast.nurse, PaperSize.A4, session_id)


def test_a_sheet_is_told_in_the_language_of_whoever_prints(cast: Cast) -> None:
    session_id = ready_session(cast)
    with reading_in("es"):
        made = downtime_paper(cast.house, cast.nurse, PaperSize.A4, session_id)
    assert "Página 1 de" in reading.words(made)
    assert "Printed by" not in reading.words(made)
