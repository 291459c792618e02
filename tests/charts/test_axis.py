"""One true time axis: distances are minutes, whatever the clock on the wall does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.charts.axis import elapsed_words, session_axis
from monitor.charts.palette import Scheme
from monitor.charts.session import session_figure
from tests.charts import sample

NEW_YORK = ZoneInfo("America/New_York")
# 01:30 in summer time; half an hour later the clocks go back from 02:00 to 01:00.
AUTUMN_NIGHT = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
# 01:30 in winter time; half an hour later the clocks jump from 02:00 to 03:00.
SPRING_NIGHT = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_readings_keep_their_distance_over_the_hour_that_comes_twice() -> None:
    timeline = sample.timeline(
        state=sample.state(zero=AUTUMN_NIGHT, alerts=()),
        zone=NEW_YORK,
        now=AUTUMN_NIGHT + minutes(106),
        minimum_at=None,
        moments=(),
        lanes=(),
    )

    drawn = session_figure(timeline, Scheme.LIGHT)

    (systolic,) = [t for t in drawn["data"] if t["name"] == "systolic_mmhg"]
    assert systolic["x"] == [row.minutes for row in sample.SETS]
    labels = dict(
        zip(drawn["layout"]["xaxis"]["tickvals"], drawn["layout"]["xaxis"]["ticktext"], strict=True)
    )
    assert labels[0] == "01:30"
    assert labels[20] == "01:50"
    assert labels[40] == "01:10 EST"
    assert labels[60] == "01:30 EST"


def test_the_hour_that_is_left_out_leaves_no_hole() -> None:
    axis = session_axis(SPRING_NIGHT, SPRING_NIGHT, SPRING_NIGHT + minutes(60), NEW_YORK)

    assert axis.position(SPRING_NIGHT + minutes(60)) == 60
    assert axis.clock(SPRING_NIGHT + minutes(20)) == "01:50"
    assert axis.clock(SPRING_NIGHT + minutes(40)) == "03:10 EDT"


def test_the_axis_shows_two_hours_from_the_start_and_grows_in_whole_steps() -> None:
    early = session_axis(sample.ZERO, sample.ZERO, sample.ZERO + minutes(5), sample.ZONE)
    long = session_axis(sample.ZERO, sample.ZERO, sample.ZERO + minutes(171), sample.ZONE)

    assert early.end == 140
    assert long.end == 200


def test_what_came_before_time_zero_fits_on_the_axis() -> None:
    before = sample.ZERO - minutes(47)

    axis = session_axis(sample.ZERO, before, sample.ZERO + minutes(5), sample.ZONE)

    assert axis.start <= axis.position(before)
    assert axis.start == -50


def test_a_long_session_has_few_enough_labels_to_read() -> None:
    axis = session_axis(sample.ZERO, sample.ZERO, sample.ZERO + minutes(600), sample.ZONE)

    ticks = axis.ticks()

    assert 3 < len(ticks) <= 12
    assert len({tick.minutes for tick in ticks}) == len(ticks)


def test_elapsed_minutes_are_named_from_time_zero() -> None:
    said = [elapsed_words(number) for number in (-20, -0.5, 0, 40, 105.9)]

    assert said == ["\u221220 min", "T0", "T0", "T+40", "T+105"]
