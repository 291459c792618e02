"""What the handover keeps in the browser comes back as anything; only ids of chairs count."""

from __future__ import annotations

import pytest

from monitor.services import handover, watch
from monitor.web.pages.handover.layout import beside
from tests.people import Cast


@pytest.mark.parametrize("drawn", [[[]], [{"a": 1}, 7, None], [["3"], "x"]])
def test_a_list_of_chairs_that_holds_no_ids_is_taken_for_chairs_not_shown(
    cast: Cast, drawn: list[object]
) -> None:
    cast.start()
    watch.take_chairs(cast.house, cast.nurse, [cast.chair.id])
    desk = handover.read_desk(cast.house, cast.nurse)

    assert len(beside(desk, drawn)) == len(beside(desk, [cast.chair.id])) + 1
    assert len(beside(desk, "x")) == len(beside(desk, [cast.chair.id]))
