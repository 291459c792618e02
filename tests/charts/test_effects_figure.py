"""Side effects beside the published rates: every row says its own name, share and interval."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from monitor.analytics.proportions import Share, wilson
from monitor.charts.effects import effects_figure
from monitor.charts.palette import Scheme
from monitor.clinical.published import PUBLISHED
from monitor.clinical.words import SIDE_EFFECTS


def shares() -> list[tuple[str, Share]]:
    found = [
        ("nausea", wilson(30, 100)),
        ("dissociation", wilson(45, 100)),
        ("other", wilson(0, 9)),
    ]
    return [(name, one) for name, one in found if one is not None]


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_row_has_its_name_its_share_and_what_was_published(scheme: Scheme) -> None:
    drawn = effects_figure(shares(), ["Nausea", "Dissociation", "Other"], PUBLISHED, scheme)

    go.Figure(drawn)
    assert [one.strip() for one in drawn["layout"]["yaxis"]["ticktext"]] == [
        "Nausea", "Dissociation", "Other",
    ]  # fmt: skip
    *published, here = drawn["data"]
    assert here["x"] == [30, 45, 0]
    assert here["error_x"]["arrayminus"][2] == 0
    rems, ketect, pooled = ([*zip(one["y"], one["x"], strict=True)] for one in published)
    assert rems == [(1, 41.0)]
    assert ketect == [(0, 27), (1, 60)]
    assert pooled == [(0, 26.9), (1, 33.9)]


def test_nothing_to_show_is_an_empty_figure() -> None:
    drawn = go.Figure(effects_figure([], [], PUBLISHED, Scheme.LIGHT))

    assert all(not one.x for one in drawn.data)


def test_published_rates_speak_of_side_effects_that_are_recorded() -> None:
    for one in PUBLISHED:
        assert set(one.percent) <= set(SIDE_EFFECTS)
        assert all(0 <= rate <= 100 for rate in one.percent.values())
