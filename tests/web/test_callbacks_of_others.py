"""Screens that draw themselves again do so for who may see them, whoever asks by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.access.permissions import PERMISSIONS, Permission, may
from monitor.access.roles import Role
from monitor.errors import NotFound, NotPermitted
from monitor.services import eligibility
from monitor.web.pages.chart.callbacks import draw_chart
from monitor.web.pages.clinic.callbacks import draw_effects
from monitor.web.pages.course.callbacks import draw_course, draw_matrix, draw_overlay
from monitor.web.pages.discharge.callbacks import draw_decision
from monitor.web.pages.eligibility.callbacks import draw_verdict
from monitor.web.pages.handover.callbacks import draw_day as draw_past
from monitor.web.pages.handover.callbacks import draw_desk, draw_handover
from monitor.web.pages.register.callbacks import draw_register
from monitor.web.pages.today.callbacks import draw_day
from monitor.web.pages.watch.callbacks import draw_chairs
from tests.fit import fit
from tests.people import Cast
from tests.services.acts import TODAY, open_course
from tests.services.handing import given, watched
from tests.web.reading import words
from tests.web.test_callbacks import act

Draw = Callable[..., Any]
Said = Callable[[Cast, "Ids"], tuple[Any, ...]]
ON = TODAY.isoformat()
PLACES = [{"page": "handover", "part": "shown", "chair": "x"}]
DRAWN: list[tuple[Draw, Said, Permission]] = [
    (draw_course, lambda cast, _: (1, cast.patient.id, ""), Permission.READ_PATIENT),
    (draw_matrix, lambda cast, _: (1, "light", cast.patient.id, ""), Permission.READ_PATIENT),
    (draw_overlay, lambda cast, _: (1, "dim", "heart", cast.patient.id, ""),
     Permission.READ_PATIENT),
    (draw_effects, lambda _cast, _: ("light", {}), Permission.READ_CLINIC_FIGURES),
    (draw_verdict, lambda cast, _: (1, "ketamine-iv", cast.patient.id, None),
     Permission.READ_PATIENT),
    (draw_day, lambda _cast, _: (1, ON), Permission.READ_PATIENT),
    (draw_desk, lambda _cast, _: (1, {}, PLACES), Permission.READ_HANDOVER),
    (draw_handover, lambda _cast, ids: (1, ids.handover), Permission.READ_HANDOVER),
    (draw_past, lambda _cast, _: (1, ON), Permission.READ_HANDOVER),
    (
        draw_chart,
        lambda _cast, ids: (1, "light", None, None, ids.session, None),
        Permission.READ_SESSION,
    ),
    (draw_decision, lambda _cast, ids: (1, ids.session, None), Permission.READ_SESSION),
    (draw_register, lambda _cast, _: (1, {"day": ON}), Permission.READ_REGISTER),
    (draw_chairs, lambda _cast, _: (1,), Permission.READ_WATCH),
]  # fmt: skip
ROWS = {
    draw_course,
    draw_matrix,
    draw_overlay,
    draw_verdict,
    draw_handover,
    draw_chart,
    draw_decision,
}
OF_A_ROW = [one for one in DRAWN if one[0] in ROWS]
LISTS = [one for one in DRAWN if one[0] not in ROWS]


@dataclass(frozen=True)
class Ids:
    """What is asked for by its id."""

    session: str
    handover: str


@pytest.fixture
def ids(cast: Cast) -> Ids:
    """A patient in a course who is expected today, and whose chair is handed over."""
    open_course(cast, first_on=TODAY)
    eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit(), "ketamine-iv")
    session_id = watched(cast)
    return Ids(session_id, given(cast).head.id)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("draw", "said", "permission"), DRAWN)
def test_each_role_is_drawn_what_it_may_read_and_refused_all_else(  # noqa: PLR0917
    cast: Cast, ids: Ids, draw: Draw, said: Said, permission: Permission, role: Role
) -> None:
    who = cast.of(role)
    if may(who, permission):
        assert repr(act(cast, who, draw, *said(cast, ids)))
        return
    with pytest.raises(NotPermitted):
        act(cast, who, draw, *said(cast, ids))


def test_roles_differ_in_what_they_are_drawn() -> None:
    """Else the test above would prove less than it says."""
    asked = {permission for _, _, permission in DRAWN}

    assert {role: len(asked & PERMISSIONS[role]) for role in Role} == {
        Role.NURSE: 6, Role.PHYSICIAN: 6, Role.ADMINISTRATOR: 2, Role.AUDITOR: 0, Role.READ_ONLY: 4,
    }  # fmt: skip


@pytest.mark.parametrize(("draw", "said", "_permission"), OF_A_ROW)
def test_somebody_of_another_clinic_is_drawn_no_row_of_this_one(
    cast: Cast, ids: Ids, draw: Draw, said: Said, _permission: Permission
) -> None:
    with pytest.raises(NotFound):
        act(cast, cast.stranger, draw, *said(cast, ids))


@pytest.mark.parametrize(("draw", "said", "_permission"), LISTS)
def test_somebody_of_another_clinic_is_drawn_an_empty_list(
    cast: Cast, ids: Ids, draw: Draw, said: Said, _permission: Permission
) -> None:
    seen = act(cast, cast.stranger, draw, *said(cast, ids))

    assert cast.patient.name not in words(seen)
    assert cast.nurse.name not in words(seen)
    assert ids.handover not in repr(seen)


def test_where_nurses_answer_for_chairs_who_may_not_read_it_is_never_told_nobody(
    cast: Cast, ids: Ids
) -> None:
    assert cast.nurse.name in words(act(cast, cast.reader, draw_chairs, 1))
    with pytest.raises(NotPermitted):
        act(cast, cast.auditor, draw_chairs, 1)
