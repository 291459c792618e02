"""A month of sessions packed into one text is the same frame when it is read again."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.analytics.clinic import alerts_answered, overridden, overrides, responding
from monitor.analytics.clinic_columns import packed, unpacked, whole
from monitor.clinical.session_summary import AlertTold, Questionnaire
from monitor.clinical.words import GRADES, SIDE_EFFECTS
from tests.analytics.test_clinic import START, Told, framed, session

_MINUTES = st.none() | st.floats(0, 600)
_ALERTS = st.lists(
    st.builds(
        AlertTold,
        st.sampled_from(["nausea", "observation_overdue"]),
        st.sampled_from(["caution", "urgent"]),
        _MINUTES,
    ),
    max_size=3,
).map(tuple)
_SESSIONS = st.lists(
    st.fixed_dictionaries(
        {
            "dose_mg": st.none() | st.floats(1, 200),
            "ready": _MINUTES,
            "met": _MINUTES,
            "left": _MINUTES,
            "missed_sets": st.integers(0, 9),
            "alerts": _ALERTS,
            "grades": st.dictionaries(st.sampled_from(SIDE_EFFECTS), st.sampled_from(GRADES)),
            "phq9": st.none() | st.builds(Questionnaire, st.none() | st.integers(0, 27),
                                          st.integers(0, 3), st.just(START)),
            "overridden": st.lists(
                st.tuples(st.just(["escort", "nausea"]), st.text(max_size=9)), max_size=2
            ),
        }
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def _read(*months: str) -> list[object]:
    read = [unpacked(month) for month in months]
    assert None not in read
    return read


@settings(deadline=None, max_examples=40)
@given(_SESSIONS)
def test_what_was_packed_is_read_as_it_was(told: list[dict[str, object]]) -> None:
    frame = framed([session(place, **one) for place, one in enumerate(told)])  # type: ignore[arg-type]

    again = whole(_read(packed(frame)), [])

    pd.testing.assert_frame_equal(again, frame[again.columns])
    assert set(again.columns) == set(frame.columns)
    assert alerts_answered(again) == alerts_answered(frame)
    assert overridden(again) == overridden(frame)
    assert responding(again) == responding(frame)


def _days(*places: int) -> list[Told]:
    return [session(place, overridden=[(["escort"], f"day {place}")]) for place in places]


def test_months_and_loose_sessions_are_one_frame_the_earliest_first() -> None:
    early, late, between = framed(_days(0, 1)), framed(_days(80)), framed(_days(40, 41))

    frame = whole(_read(packed(early), packed(late)), [between])

    assert list(frame["id"]) == ["s0", "s1", "s40", "s41", "s80"]
    assert list(frame.index) == list(range(5))
    assert frame[overrides(frame, "escort")]["id"].tolist() == frame["id"].tolist()
    assert not overrides(frame, "nausea").any()


def test_without_a_session_there_is_an_empty_frame_with_every_column() -> None:
    frame = whole([], [])

    assert frame.empty
    assert set(frame.columns) == set(framed(_days(0)).columns)
    assert [one.count for one in alerts_answered(frame)] == [0, 0]
    assert list(frame["route"].unique()) == []


@pytest.mark.parametrize("harm", [lambda said: said[:-9], lambda said: "", lambda said: said[1:]])
def test_a_damaged_month_is_known_to_be_damaged(harm) -> None:  # type: ignore[no-untyped-def]
    said = packed(framed(_days(0, 1)))
    place = len(said) // 2
    other = "A" if said[place] != "A" else "B"

    assert unpacked(said) is not None
    assert unpacked(harm(said)) is None
    assert unpacked(said[:place] + other + said[place + 1 :]) is None
