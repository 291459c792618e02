"""The clinic's figures on the screen: of one's own clinic alone, also where both were drawn."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.access.actor import Actor
from monitor.web.pages.clinic.callbacks import draw_effects
from monitor.web.pages.clinic.layout import layout
from tests.people import Cast
from tests.services.test_clinic_months import in_another_clinic, treat
from tests.web.reading import walk, words
from tests.web.test_callbacks import act


def _dots(cast: Cast, who: Actor) -> list[float]:
    """Of how many in a hundred sessions the two most frequent side effects are drawn."""
    drawn = act(cast, who, draw_effects, "light", {"period": "ever"})
    middles: list[float] = json.loads(drawn.utf8.decode())["data"][-1]["x"][:2]
    return middles


def test_the_figure_of_one_clinic_is_never_drawn_for_another(cast: Cast) -> None:
    treat(cast)
    assert _dots(cast, cast.nurse) == [100.0, 0.0]
    assert _dots(cast, cast.stranger) == []

    there = in_another_clinic(cast)
    treat(there, pin="9517")
    treat(there, pin="9517", nausea="none")

    for _ in range(2):  # drawn, and then as it is remembered
        assert _dots(cast, cast.stranger) == [50.0, 0.0]
        assert _dots(cast, cast.nurse) == [100.0, 0.0]


def _ways(page: Any) -> set[str]:
    found = (getattr(part, "href", None) for part in walk(page))
    return {href for href in found if href and href.startswith("/sessions/")}


@pytest.mark.parametrize("show", ["all", "effect.nausea", "chair.3", "dose"])
def test_the_page_of_one_clinic_leads_to_no_session_of_another(cast: Cast, show: str) -> None:
    mine = treat(cast)
    query = {"period": "ever", "show": show}
    assert _ways(act(cast, cast.nurse, layout, **query)) == {f"/sessions/{mine}"}

    page = act(cast, cast.stranger, layout, **query)
    assert _ways(page) == set()
    assert "Nothing to show" in words(page)

    there = in_another_clinic(cast)
    theirs = treat(there, pin="9517")
    own = set() if show == "chair.3" else {f"/sessions/{theirs}"}
    assert _ways(act(cast, cast.stranger, layout, **query)) == own
    assert _ways(act(cast, cast.nurse, layout, **query)) == {f"/sessions/{mine}"}
