"""Screens that draw themselves again do so for who may see them, whoever asks by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.errors import NotFound, NotPermitted
from monitor.services import eligibility
from monitor.web.pages.course.callbacks import draw_course
from monitor.web.pages.eligibility.callbacks import draw_verdict
from monitor.web.pages.handover.callbacks import draw_day as draw_past
from monitor.web.pages.handover.callbacks import draw_desk, draw_handover
from monitor.web.pages.today.callbacks import draw_day
from tests.fit import fit
from tests.people import Cast
from tests.services.acts import TODAY, open_course
from tests.services.handing import given, watched
from tests.web.reading import words
from tests.web.test_callbacks import act

Draw = Callable[..., Any]
Said = Callable[[Cast, str], tuple[Any, ...]]
ON = TODAY.isoformat()
PLACES = [{"page": "handover", "part": "shown", "chair": "x"}]
DRAWN: list[tuple[Draw, Said]] = [
    (draw_course, lambda cast, _one: (1, cast.patient.id)),
    (draw_verdict, lambda cast, _one: (1, "ketamine-iv", cast.patient.id, None)),
    (draw_day, lambda _cast, _one: (1, ON)),
    (draw_desk, lambda _cast, _one: (1, {}, PLACES)),
    (draw_handover, lambda _cast, one: (1, one)),
    (draw_past, lambda _cast, _one: (1, ON)),
]
OF_A_ROW = [pair for pair in DRAWN if pair[0] in {draw_course, draw_verdict, draw_handover}]


@pytest.fixture
def handover_id(cast: Cast) -> str:
    """A patient in a course who is expected today, and whose chair is handed over."""
    open_course(cast, first_on=TODAY)
    eligibility.answer_eligibility(cast.house, cast.nurse, cast.patient.id, fit(), "ketamine-iv")
    watched(cast)
    return given(cast).head.id


@pytest.mark.parametrize(("draw", "said"), DRAWN)
def test_a_nurse_is_drawn_what_an_administrator_alone_is_not(
    cast: Cast, handover_id: str, draw: Draw, said: Said
) -> None:
    assert words(act(cast, cast.nurse, draw, *said(cast, handover_id)))
    with pytest.raises(NotPermitted):
        act(cast, cast.administrator, draw, *said(cast, handover_id))


@pytest.mark.parametrize(("draw", "said"), OF_A_ROW)
def test_somebody_of_another_clinic_is_drawn_no_row_of_this_one(
    cast: Cast, handover_id: str, draw: Draw, said: Said
) -> None:
    with pytest.raises(NotFound):
        act(cast, cast.stranger, draw, *said(cast, handover_id))


@pytest.mark.parametrize(("draw", "said"), [pair for pair in DRAWN if pair not in OF_A_ROW])
def test_somebody_of_another_clinic_is_drawn_an_empty_list(
    cast: Cast, handover_id: str, draw: Draw, said: Said
) -> None:
    seen = act(cast, cast.stranger, draw, *said(cast, handover_id))

    assert cast.patient.name not in words(seen)
    assert cast.nurse.name not in words(seen)
    assert handover_id not in repr(seen)
