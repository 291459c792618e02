"""Response, remission and relapse: by their definition, and at its very edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.clinical.outcomes import (
    SCALES,
    fall_percent,
    is_remission,
    is_response,
    outcome,
    response_at_most,
)
from monitor.clinical.running_kinds import read_running_fields
from monitor.errors import InvalidEvent

START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def scored(*totals: int) -> list[tuple[datetime, int]]:
    return [(START + timedelta(days=7 * week), total) for week, total in enumerate(totals)]


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 60))
def test_a_response_is_a_fall_of_at_least_half_and_the_mark_on_the_screen_says_where(
    first: int, latest: int
) -> None:
    assert is_response(first, latest) == (2 * latest <= first)
    assert is_response(first, latest) == (latest <= response_at_most(first))


def test_from_nothing_there_is_nothing_to_fall() -> None:
    assert fall_percent(0, 0) is None
    assert not is_response(0, 0)


@pytest.mark.parametrize(("scale", "last"), [("phq9", 4), ("madrs", 10), ("qids", 5)])
def test_remission_ends_at_the_scales_own_mark(scale: str, last: int) -> None:
    assert is_remission(scale, last)
    assert not is_remission(scale, last + 1)


def test_one_score_alone_is_no_response() -> None:
    told = outcome("phq9", scored(3))

    assert told is not None
    assert (told.response, told.remission, told.fall_percent) == (False, True, 0)
    assert outcome("phq9", []) is None


def test_a_response_that_is_lost_and_stays_lost_is_a_relapse_from_its_first_score_on() -> None:
    told = outcome("phq9", scored(20, 9, 12, 15))

    assert told is not None
    assert told.responded_at == START + timedelta(days=7)
    assert told.relapsed_at == START + timedelta(days=14)


def test_a_response_that_comes_back_is_no_relapse() -> None:
    told = outcome("phq9", scored(20, 9, 12, 8))

    assert told is not None
    assert (told.response, told.relapsed_at) == (True, None)


@settings(deadline=None)
@given(st.lists(st.integers(0, 27), min_size=1, max_size=12), st.randoms())
def test_the_order_in_which_scores_come_in_changes_nothing(totals: list[int], chance) -> None:  # type: ignore[no-untyped-def]
    told = scored(*totals)
    mixed = list(told)
    chance.shuffle(mixed)

    assert outcome("phq9", mixed) == outcome("phq9", told)


@settings(deadline=None)
@given(st.sampled_from(["madrs", "qids"]), st.integers(-5, 70))
def test_a_total_beyond_its_scale_is_refused(scale: str, total: int) -> None:
    said = {"scale": scale, "total": total}
    if 0 <= total <= SCALES[scale].highest:
        assert read_running_fields("rating", said) == said
    else:
        with pytest.raises(InvalidEvent, match="no such total"):
            read_running_fields("rating", said)


def test_a_concern_without_words_is_refused() -> None:
    with pytest.raises(InvalidEvent):
        read_running_fields("misuse_concern", {})
