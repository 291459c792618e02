"""An earlier session behind this one lies on its time zero and carries no news of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.charts.ghost import ghosts
from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from monitor.charts.theme import palette_of
from monitor.charts.timeline import Ghost
from tests.charts import sample

A_WEEK = timedelta(days=7)
LOOK = palette_of(Scheme.LIGHT)


def earlier() -> Ghost:
    """The same afternoon a week before."""
    facts = tuple(
        replace(fact, at=fact.at - A_WEEK, recorded_at=fact.recorded_at - A_WEEK)
        for fact in sample.facts()
    )
    return Ghost("Session 3", sample.ZERO - A_WEEK, facts)


def test_an_earlier_session_is_laid_on_this_one_at_time_zero() -> None:
    timeline = replace(sample.timeline(), ghost=earlier())
    drawn = {one["name"]: one for one in ghosts(timeline, timeline.axis, LOOK)}

    systolic = drawn["earlier systolic_mmhg"]
    assert systolic["x"] == [row.minutes for row in sample.SETS]
    assert systolic["y"] == [row.pressure[0] for row in sample.SETS]
    assert {one["mode"] for one in drawn.values()} == {"lines"}


def test_the_session_itself_is_drawn_as_without_a_ghost() -> None:
    alone = session_figure(sample.timeline(), Scheme.LIGHT)
    both = session_figure(replace(sample.timeline(), ghost=earlier()), Scheme.LIGHT)
    own = [one for one in both["data"] if not str(one["name"]).startswith("earlier ")]
    assert own == alone["data"]
    assert len(both["data"]) == len(own) + 5
    assert both["layout"] == alone["layout"]


def test_before_time_zero_nothing_lies_behind() -> None:
    timeline = replace(sample.timeline(), ghost=earlier())
    before = replace(timeline.axis, counted=False)
    assert ghosts(timeline, before, LOOK) == []
