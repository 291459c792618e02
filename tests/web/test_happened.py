"""What an entry says under Events and notes is in the words of the other screens."""

from __future__ import annotations

from monitor.language.reader import reading_in
from monitor.web.pages.chart.happened import details


def test_a_dose_is_said_with_the_route_as_the_chart_calls_it() -> None:
    assert details({"dose_mg": 55, "route": "im"}) == "55 mg, IM"
    assert details({"dose_mg": 28, "route": "intranasal"}) == "28 mg, nasal"


def test_the_route_is_said_in_the_language_of_who_reads() -> None:
    with reading_in("es"):
        assert details({"route": "topical"}) == "sobre la piel"


def test_what_a_person_typed_stays_as_it_was_typed() -> None:
    assert details({"note": "im"}) == "im"
