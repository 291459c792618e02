"""A sheet of paper says what is known, what is due and from where on somebody is called."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.clinical.due_ahead import DueRow
from monitor.clinical.event import Event
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.state import AlertState, Level
from monitor.language.reader import reading_in
from monitor.services.downtime import Sheet, Sheets
from monitor.services.screened_views import OverriddenFlag, Screened
from monitor.services.views import SessionView, StoredEvent
from monitor.services.watch_views import Duty, Watch
from monitor.web import html
from monitor.web.markup import markup
from monitor.web.pages.chart.sets import observation_sets
from monitor.web.pages.downtime.facts import (
    cadence_words,
    flags,
    stop_words,
    told,
    urgent_words,
)
from monitor.web.pages.downtime.pages import (
    BLANK_AT_LEAST,
    FEWEST_ON_FIRST,
    LINES_ON_FIRST,
    LINES_ON_LATER,
    pages_of,
)
from monitor.web.pages.downtime.paper import blank_page, page
from tests.charts import view as charts
from tests.charts.sample import at
from tests.web.reading import find, words
from tests.web.room import NOW, ZONE, alert, protocol

NURSE = Actor("n", "demo-clinic", "P. Nair", frozenset({Role.NURSE}))
MINUTE = timedelta(minutes=1)


def view() -> SessionView:
    return charts.view()


def due(*minutes: float) -> tuple[DueRow, ...]:
    return tuple(DueRow(at(one), one * MINUTE) for one in minutes)


def sheets(**more: object) -> Sheets:
    usual = Sheets("DEMO Clinic", ZONE, NOW, 1, True)
    return replace(usual, **more)  # type: ignore[arg-type]


def test_a_sheet_names_the_patient_and_everything_known_with_its_time() -> None:
    (one,) = pages_of(Sheet(view(), due(115, 145)))
    said = words(page(one, sheets(), NURSE))
    head = view().head

    assert head.patient.name in said
    assert "born 14 Apr 1987" in said
    assert head.chair.label in said
    assert "DEMO" in said
    assert "version" in said
    assert "Baseline" in said
    base = view().state.baseline
    assert f"{base.systolic_mmhg}/{base.diastolic_mmhg}" in said
    assert "As known at 14:21." in said
    assert "Printed by P. Nair at:" in said
    assert "Page 1 of 1" in said


def test_every_due_time_has_a_line_with_its_clock_and_t_plus() -> None:
    rows = (*due(115, 145), DueRow(after_end=15 * MINUTE), DueRow(elapsed=10 * MINUTE))
    (one,) = pages_of(Sheet(view(), rows))
    lines = [
        row for row in find(page(one, sheets(), NURSE), "Tr") if getattr(row, "data-due", None)
    ]

    assert [words(line)[:9] for line in lines[:2]] == ["14:30T+11", "15:00T+14"]
    assert "end +15" in words(lines[2])
    assert "T+10" in words(lines[3])


@pytest.mark.parametrize("count", [0, 1, LINES_ON_FIRST - BLANK_AT_LEAST])
def test_what_fits_stands_on_one_page_and_is_filled_with_empty_lines(count: int) -> None:
    (one,) = pages_of(Sheet(view(), due(*range(count))))
    assert len(one.lines) == LINES_ON_FIRST
    assert one.lines.count(None) == LINES_ON_FIRST - count


def test_what_does_not_fit_goes_on_with_the_head_again_and_nothing_is_left_out() -> None:
    rows = due(*range(LINES_ON_FIRST + LINES_ON_LATER))
    pages = pages_of(Sheet(view(), rows))

    assert [(one.number, one.of) for one in pages] == [(1, 3), (2, 3), (3, 3)]
    assert tuple(line for one in pages for line in one.lines if line) == rows
    second = words(page(pages[1], sheets(), NURSE))
    assert view().head.patient.name in second
    assert "Page 2 of 3" in second
    assert "Allergies" not in second


def test_a_long_story_leaves_fewer_lines_on_the_first_page() -> None:
    card = replace(view().head.patient, allergies="very long and important, " * 60)
    told_more = replace(view(), head=replace(view().head, patient=card))
    (first, *_) = pages_of(Sheet(told_more, due(*range(14))))

    assert FEWEST_ON_FIRST <= len(first.lines) < LINES_ON_FIRST
    assert "important" in told(Sheet(told_more, ()))[0]
    assert card.allergies.strip() in words(page(first, sheets(), NURSE))


def test_the_limits_are_the_protocols_own_whatever_a_clinic_has_written() -> None:
    text = charts.PROTOCOLS.joinpath("ketamine-iv.toml").read_text(encoding="utf-8")
    ours = read_protocol(
        text.replace("stop_systolic_from = { value = 200", "stop_systolic_from = { value = 197")
        .replace("urgent_from = { value = 200", "urgent_from = { value = 198")
        .replace("urgent_twice_from = { value = 180", "urgent_twice_from = { value = 177"),
        "ours",
    )

    assert "systolic 200 or above" in stop_words(protocol())
    assert "systolic 197 or above" in stop_words(ours)
    assert "systolic 198 or above" in urgent_words(ours)
    assert "systolic 177 or above twice in a row" in urgent_words(ours)
    assert "systolic below 90" in urgent_words(ours)
    assert "every 10 min during the infusion; 15, 30, 45, 60 min" in cadence_words(ours)


def test_where_nothing_is_infused_no_stop_is_spoken_of() -> None:
    text = charts.PROTOCOLS.joinpath("ketamine-im.toml").read_text(encoding="utf-8")
    ours = read_protocol(text, "ketamine-im")
    assert stop_words(ours) == ""
    assert cadence_words(ours).startswith("5, 10, 20, 30, 40, 55, 70, 85, 100 min after the dose")


def test_flags_alerts_and_the_number_of_who_is_on_duty_stand_on_paper() -> None:
    flag = OverriddenFlag("pregnancy", "Pregnancy", "unknown", "Dr Osei", "test negative.", NOW)
    state = replace(
        view().state,
        alerts=(
            alert("nausea", Level.CAUTION, "moderate", 9),
            alert("systolic_high", Level.URGENT, 204, 4),
            alert("spo2_low", Level.URGENT, 88, 60, AlertState.RESOLVED),
        ),
    )
    flagged = replace(view(), screened=Screened(NOW, (flag,)), state=state)
    assert flags(flagged) == "Pregnancy (unknown), overridden by Dr Osei: test negative"
    assert flags(view()) == "none raised"
    with reading_in("es"):
        assert flags(flagged).startswith("Embarazo (no se sabe)"), flags(flagged)

    watch = Watch(duty=Duty("p", "Dr Rahman", "555 0101", NOW, NOW), emergency_phone="911")
    said = words(page(pages_of(Sheet(flagged, ()))[0], sheets(watch=watch), NURSE))
    assert "Urgent: Systolic 204, 14:17; Caution: Nausea moderate, 14:12" in said
    assert "88" not in said.split("Alerts")[1].split("Orders")[0]
    assert "Physician on duty: Dr Rahman, 555 0101" in said
    assert "Emergency: 911" in said


def test_the_blank_sheet_knows_nobody() -> None:
    said = words(blank_page(sheets(), NURSE))
    assert view().head.patient.name not in said
    assert "Nobody is on duty" in said
    for asked in ("Patient", "Allergies", "Route", "Baseline BP"):
        assert asked in said


def test_the_sheet_speaks_spanish() -> None:
    with reading_in("es"):
        said = words(blank_page(sheets(), NURSE))
    assert "Alergias" in said
    assert "Paciente" in said


def test_markup_escapes_what_people_typed_and_names_properties_as_html_does() -> None:
    part = html.Td(["a < b & c", html.B(3)], className='x"y', colSpan=2, hidden=True, title=None)
    assert markup(part) == ('<td class="x&quot;y" colspan="2" hidden>a &lt; b &amp; c<b>3</b></td>')


def copied_view() -> SessionView:
    """The set of 14:15, copied from paper two hours later."""
    base = view()
    fact = next(one for one in base.state.facts if one.kind == "vitals" and one.at == at(100))
    said = {"target": fact.id, "measured_by": "J. Marsh"}
    origin = StoredEvent(Event("from_paper", at(100), at(220), said, "o"), "P. Nair", at(220), None)
    entries = tuple(
        replace(entry, received_at=at(220), tablet_recorded_at=at(218))
        if entry.event.id == fact.id
        else entry
        for entry in base.entries
    )
    running = replace(base.running, entries=(*base.running.entries, origin))
    return replace(base, entries=entries, running=running)


def test_the_chart_says_what_came_from_paper_with_its_times_apart() -> None:
    from monitor.web.looking import Looked
    from monitor.web.pages.chart.present import timeline_of
    from monitor.web.pages.chart.read_out import read_out
    from monitor.web.pages.chart.sets_table import sets_card
    from monitor.web.pages.chart.told import told_of

    shown = copied_view()
    timeline = timeline_of(shown, ZONE, NOW, told_of(Looked(shown, ZONE, NOW)))
    sets = observation_sets(shown)
    marked = "from paper, measured by J. Marsh, typed 16:13, received 16:15, late"

    assert marked in words(sets_card(shown, sets, timeline))
    assert f"P. Nair, {marked}" in words(read_out(sets, timeline))
