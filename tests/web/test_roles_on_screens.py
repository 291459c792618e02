"""What a role may not do is not offered: an auditor and somebody with read-only on each screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.access.actor import Actor
from monitor.access.permissions import PERMISSIONS, Permission
from monitor.access.roles import Role
from monitor.errors import NotPermitted
from monitor.services import eligibility
from monitor.services.backups import BackupPlan
from monitor.web.pages.board.layout import layout as board
from monitor.web.pages.chart.layout import layout as chart
from monitor.web.pages.course.layout import layout as course
from monitor.web.pages.discharge.layout import layout as discharge
from monitor.web.pages.eligibility.layout import layout as screen
from monitor.web.pages.paper.page import draw as paper
from monitor.web.pages.start.layout import layout as start
from monitor.web.pages.today.layout import layout as today
from monitor.web.pages.watch.layout import layout as watch
from tests.fit import fit
from tests.people import Cast
from tests.services.acts import TODAY, make_ready, open_course
from tests.web.reading import find, walk, words
from tests.web.test_callbacks import act

ACTS = ("data-dialog", "data-post", "data-plan", "data-send", "data-modal", "data-save-answers")
"""What a control that records, plans or signs is known by; base.css hides what is not left out."""
HIDDEN_BY_CSS = ("data-dialog", "data-post", "data-acting")


def shown(cast: Cast, who: Actor, layout: Callable[..., Any], *said: str, **named: str) -> Any:
    return act(cast, who, layout, *said, **named)


def acts_in(part: Any) -> set[str]:
    """The acts that are offered: what base.css hides on a marked screen does not count."""
    parts = [one.to_plotly_json()["props"] for one in walk(part) if hasattr(one, "to_plotly_json")]
    marked = any("data-looks-only" in one for one in parts)
    hidden = HIDDEN_BY_CSS if marked else ()
    return {name for one in parts for name in ACTS if name in one and name not in hidden}


def links_in(part: Any) -> set[str]:
    return {str(link.href).partition("?")[0] for link in find(part, "A")}


def test_who_only_reads_sees_the_board_and_its_ways_on(cast: Cast) -> None:
    cast.start()
    seen = shown(cast, cast.reader, board)

    assert acts_in(seen) == set()
    assert {"/today", "/watch", "/downtime#print"} <= links_in(seen)
    assert not {"/handover", "/register", "/admin"} & links_in(seen)


def test_an_auditor_sees_a_board_without_patients_and_people(cast: Cast) -> None:
    cast.start()
    seen = shown(cast, cast.auditor, board)

    assert links_in(seen) == {
        "/",
        "/audit",
        "/emergency",
        "/account",
        "/second-factor",
    }  # the board, should it be slow
    assert cast.patient.name not in words(seen)


def test_who_only_reads_reads_chart_and_discharge_and_neither_records_nor_signs(cast: Cast) -> None:
    session_id = cast.start().head.id
    make_ready(cast, session_id)

    for layout in (chart, discharge):
        seen = shown(cast, cast.reader, layout, session_id=session_id)
        assert cast.patient.name in words(seen)
        assert acts_in(seen) == set()
    nurse = shown(cast, cast.nurse, discharge, session_id=session_id)
    assert "data-modal" in acts_in(nurse)
    assert "Sign with PIN" not in words(seen)
    assert "Before leaving" in words(seen)
    assert "enter PIN" not in words(seen)


def test_who_only_reads_reads_course_day_and_eligibility(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    patient = cast.patient.id
    eligibility.answer_eligibility(cast.house, cast.nurse, patient, fit(), "ketamine-iv")

    for layout, named in (
        (course, {"patient_id": patient}),
        (screen, {"patient_id": patient, "protocol": "ketamine-iv"}),
        (today, {"on": TODAY.isoformat()}),
    ):
        seen = shown(cast, cast.reader, layout, **named)
        assert cast.patient.name in words(seen), layout
        assert acts_in(seen) == set(), layout
        assert not {"/start"} & links_in(seen), layout
        nurse = shown(cast, cast.nurse, layout, **named)
        assert acts_in(nurse) or "/start" in links_in(nurse), layout


@pytest.mark.parametrize("opened", [True, False])
def test_who_only_reads_is_offered_no_file_of_the_record(cast: Cast, opened: bool) -> None:
    if opened:
        open_course(cast, first_on=TODAY)
    patient = cast.patient.id
    export = f"/api/v1/patients/{patient}/record"

    seen = shown(cast, cast.reader, course, patient_id=patient)

    assert cast.patient.name in words(seen)
    assert export not in links_in(seen)
    assert "Export" not in words(seen)
    assert export in links_in(shown(cast, cast.nurse, course, patient_id=patient))


def test_who_only_reads_is_told_who_opens_a_course(cast: Cast) -> None:
    seen = shown(cast, cast.reader, course, patient_id=cast.patient.id)

    assert "No course is open" in words(seen)
    assert acts_in(seen) == set()


def test_who_only_reads_sees_the_watch_and_sets_nobody_on_duty(cast: Cast) -> None:
    seen = shown(cast, cast.reader, watch)

    assert "Nobody is on duty now" in words(seen)
    assert "Put on duty" not in words(seen)
    assert "Put on duty" in words(shown(cast, cast.nurse, watch))


@pytest.mark.parametrize("who", ["reader", "auditor", "administrator"])
def test_only_those_who_treat_start_a_session(cast: Cast, who: str) -> None:
    seen = shown(cast, getattr(cast, who), start)

    assert "not allowed to start a session" in words(seen)
    assert "Start session" in words(shown(cast, cast.nurse, start))


@pytest.mark.parametrize("who", ["reader", "auditor"])
def test_only_those_who_record_copy_from_paper(cast: Cast, who: str) -> None:
    session_id = cast.start().head.id

    with pytest.raises(NotPermitted):
        shown(cast, getattr(cast, who), paper, session_id)
    assert cast.patient.name in shown(cast, cast.nurse, paper, session_id)


@pytest.mark.parametrize("role", list(Role))
def test_a_missing_backup_is_told_to_those_who_read_how_they_stand_and_to_nobody_else(
    cast: Cast, role: Role, tmp_path: Path
) -> None:
    plan = BackupPlan(tmp_path, timedelta(days=1), 3)
    missed = replace(cast, house=replace(cast.house, backup_plan=plan))
    cast.clock.move(days=3)

    seen = words(act(missed, cast.of(role), board))

    told = "The clinic has no fresh backup" in seen
    assert told == (Permission.READ_BACKUPS in PERMISSIONS[role])
    assert told == (role is Role.ADMINISTRATOR)
    assert "The clinic has no fresh backup" not in words(act(cast, cast.of(role), board))
