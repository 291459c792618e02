"""The course's figures are drawn once while nothing has changed, and for each reader alone."""

from __future__ import annotations

import pytest

from monitor.errors import NotPermitted
from monitor.web.pages.course import drawing, looking
from monitor.web.pages.course.callbacks import draw_course, draw_matrix
from tests.people import Cast
from tests.services.acts import TODAY, open_course, record, score
from tests.services.day import ready_session
from tests.web.reading import words
from tests.web.test_callbacks import act


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The times that the record was read for a drawing."""
    seen: list[str] = []
    whole = looking.look

    def counted(around, who, patient_id, course_id=""):  # type: ignore[no-untyped-def]
        seen.append(who.name)
        return whole(around, who, patient_id, course_id)

    monkeypatch.setattr(drawing, "look", counted)
    return seen


def test_it_is_drawn_anew_for_a_new_entry_a_new_minute_and_another_reader(
    cast: Cast, looks: list[str]
) -> None:
    open_course(cast, first_on=TODAY)
    session_id = ready_session(cast)
    asked = (1, "light", cast.patient.id, "")

    first = act(cast, cast.nurse, draw_matrix, *asked)
    again = act(cast, cast.nurse, draw_matrix, *asked)
    assert (again, len(looks)) == (first, 1)

    record(cast, cast.nurse, session_id, cast.body("rating", scale="madrs", total=31))
    scored = act(cast, cast.nurse, draw_matrix, *asked)
    assert len(looks) == 2
    assert "MADRS" in repr(scored[0].utf8.decode())
    assert "MADRS" not in repr(first[0].utf8.decode())

    cast.clock.move(minutes=1)
    act(cast, cast.nurse, draw_matrix, *asked)
    act(cast, cast.physician, draw_matrix, *asked)
    assert len(looks) == 4


def test_what_was_drawn_for_one_is_not_shown_to_who_may_not_see_it(cast: Cast) -> None:
    open_course(cast, first_on=TODAY)
    asked = (1, "light", cast.patient.id, "")
    act(cast, cast.nurse, draw_matrix, *asked)

    for who in (cast.administrator, cast.auditor):
        with pytest.raises(NotPermitted):
            act(cast, who, draw_matrix, *asked)


def test_a_score_between_sessions_has_a_row_in_the_table_and_asks_a_physician(cast: Cast) -> None:
    score(cast)

    drawn = act(cast, cast.nurse, draw_matrix, 1, "light", cast.patient.id, "")
    parts = {
        who.name: words(act(cast, who, draw_course, 1, cast.patient.id, "")[2])
        for who in (cast.nurse, cast.physician, cast.reader)
    }

    assert "between sessions" in repr(drawn[2].utf8.decode())
    assert "\u25c7 between sessions" in drawn[0].utf8.decode()
    for told in parts.values():
        assert "PHQ-9 14, item 9: 1" in told
        assert "Item 9 is above 0" in told
    offered = {name: "Answer for item 9" in told for name, told in parts.items()}
    assert offered == {cast.nurse.name: False, cast.physician.name: True, cast.reader.name: False}
    assert "Score between sessions" not in parts[cast.reader.name]
