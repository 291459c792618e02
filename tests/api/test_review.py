"""The review as data: what the screens show of a course and of a clinic, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.access.roles import Role
from monitor.analytics.frames import pd
from monitor.analytics.proportions import FEWEST_SHOWN
from monitor.analytics.relief import CourseOutcome
from monitor.api.present_review import show_figures
from monitor.clinical.outcomes import PHQ9, outcome
from monitor.services.clinic_figures import ClinicFigures, ClinicQuestion, read_clinic_figures
from monitor.web.pages.clinic import parts
from monitor.web.pages.clinic.asked import Asked
from tests.api.coming import ours, today
from tests.api.served import API, Served, error_of
from tests.web.reading import words

PATH = f"{API}/clinic/figures"


def asked(served: Served) -> dict[str, str]:
    day = today(served).isoformat()
    return {"since": day, "until": day}


@pytest.fixture(scope="module")
def closed(served: Served) -> list[str]:
    """So few closed sessions that who sees no patients is told of none."""
    return [served.closed_session() for _ in range(3)]


def test_a_physician_reads_the_clinics_figures(served: Served, closed: list[str]) -> None:
    answer = served.client.get(PATH, params=asked(served), headers=served.physician)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["suppressed"] is False
    assert told["sessions"] >= len(closed)
    assert sum(chair["sessions"] for chair in told["chairs"]) == told["sessions"]


def test_who_sees_no_patients_is_shown_no_small_count(served: Served, closed: list[str]) -> None:
    answer = served.client.get(PATH, params=asked(served), headers=served.administrator)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert closed
    assert told["suppressed"] is True
    assert small_counts(told) == []
    assert all(one["reasons"] is None for one in told["overrides"])


def small_counts(told: Any) -> list[Any]:
    """Every count under eleven anywhere in an answer."""
    if isinstance(told, list):
        return [found for one in told for found in small_counts(one)]
    if not isinstance(told, dict):
        return []
    counts = ("sessions", "count", "unanswered", "late_sets", "missed_sets")
    own = [told[key] for key in counts if isinstance(told.get(key), int)]
    rest = [found for one in told.values() for found in small_counts(one)]
    return [one for one in own if one < FEWEST_SHOWN] + rest


def test_of_many_sessions_the_rest_is_not_told_by_subtraction(served: Served) -> None:
    """The frame is repeated so that there are enough; a share of all but two is not shown."""
    found, frame = _repeated(served, 40)
    frame["grade_nausea"] = [2.0] * 38 + [0.0] * 2
    frame["grade_dizziness"] = [1.0] * 20 + [0.0] * 20

    told = show_figures(ClinicFigures(**{**_fields(found), "frame": frame}))

    shown = {one.effect: one.any_grade for one in told.side_effects}
    assert shown["nausea"] is None
    assert shown["dizziness"] is not None
    assert (shown["dizziness"].count, shown["dizziness"].of) == (20, 40)
    assert told.sessions == 40


def test_what_is_hidden_is_not_told_by_what_is_shown_beside_it(served: Served) -> None:
    """Mild ones by those at least moderate, never acknowledged by those that were, never ready."""
    found, frame = _repeated(served, 60)
    frame["grade_nausea"] = [2.0] * 25 + [1.0] * 3 + [0.0] * 32
    after = [[5.0]] * 58 + [[None]] * 2
    frame["cautions"] = pd.Series(after, frame.index, dtype=frame["cautions"].dtype)
    frame["ready"] = [90.0] * 55 + [None] * 5
    fields = {**_fields(found), "frame": frame}

    told = show_figures(ClinicFigures(**fields))
    whole = show_figures(ClinicFigures(**{**fields, "sees_patients": True}))

    nausea = next(one for one in told.side_effects if one.effect == "nausea")
    assert nausea.any_grade is not None
    assert (nausea.any_grade.count, nausea.moderate_or_more) == (28, None)
    caution = next(one for one in told.alerts if one.level == "caution")
    assert (caution.count, caution.unanswered) == (60, None)
    assert caution.minutes is not None
    assert (caution.minutes.count, caution.minutes.median) == (None, 5)
    assert told.minutes_to_readiness is not None
    assert told.minutes_to_readiness.count is None
    every = {one.effect: one for one in whole.side_effects}
    assert every["nausea"].moderate_or_more is not None
    assert every["nausea"].moderate_or_more.count == 25
    assert whole.minutes_to_readiness is not None
    assert whole.minutes_to_readiness.count == 55


def test_the_screen_leaves_out_all_chairs_where_one_is_too_small_and_mild_ones_too(
    served: Served,
) -> None:
    found, frame = _repeated(served, 60)
    frame["chair"] = ["A"] * 33 + ["B"] * 22 + ["C"] * 5
    frame["grade_nausea"] = [2.0] * 25 + [1.0] * 3 + [0.0] * 32
    told = ClinicFigures(**{**_fields(found), "frame": frame})

    drawn = words(parts.chairs(told, Asked({})))
    effects = words(parts.effects_table(told, Asked({})))

    assert "33" not in drawn
    assert "22" not in drawn
    assert "41.7" not in effects
    seen = ClinicFigures(**{**_fields(told), "sees_patients": True})
    assert "33" in words(parts.chairs(seen, Asked({})))
    assert "41.7" in words(parts.effects_table(seen, Asked({})))


def test_how_courses_went_is_told_in_numbers_and_to_some_only_where_many_did(
    served: Served,
) -> None:
    found, frame = _repeated(served, 60)
    fields = {**_fields(found), "frame": frame}
    went = [*[_went(latest=4)] * 22, *[_went(latest=9)] * 3, *[_went(latest=18)] * 35]

    many = show_figures(ClinicFigures(**{**fields, "outcomes": tuple(went)})).courses
    few = show_figures(ClinicFigures(**{**fields, "outcomes": tuple(went[20:28])})).courses
    seen = ClinicFigures(**{**fields, "outcomes": tuple(went), "sees_patients": True})
    whole = show_figures(seen).courses

    assert many.response is not None
    assert (many.response.count, many.response.of) == (25, 60)
    assert many.remission is None  # three who responded are not in remission
    assert many.relapse is None  # nobody, which is fewer than eleven
    assert few.response is None
    assert few.remission is None
    assert whole.remission is not None
    assert (whole.remission.count, whole.remission.of) == (22, 60)
    assert whole.relapse is not None
    assert (whole.relapse.count, whole.relapse.of) == (0, 25)
    assert whole.lasting is not None
    assert (whole.lasting.count, whole.lasting.of) == (25, 25)
    drawn = words(parts.response(ClinicFigures(**{**fields, "outcomes": tuple(went)}), Asked({})))
    assert "41.7" in drawn
    assert "36.7" not in drawn
    assert "36.7" in words(parts.response(seen, Asked({})))


def _repeated(served: Served, times: int) -> tuple[ClinicFigures, pd.DataFrame]:
    """What an administrator is told of today, and one closed session so many times over."""
    cast, day = served.cast, today(served)
    served.closed_session()
    found = read_clinic_figures(cast.house, cast.administrator, ClinicQuestion(day, day))
    return found, found.frame.iloc[[0] * times].reset_index(drop=True)


def _went(latest: int) -> CourseOutcome:
    first, at = 18, datetime(2026, 3, 2, tzinfo=UTC)
    found = outcome(PHQ9, [(at - timedelta(days=120), first), (at, latest)])
    assert found is not None
    return CourseOutcome("c1", found, 2, followed=True)


def _fields(found: ClinicFigures) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"since": ""}, "since"),
        ({"until": "tomorrow"}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"dose_from": "0.8", "dose_to": "0.2"}, "dose_to"),
        ({"dose_from": "nan"}, "dose_from"),
    ],
)
def test_a_time_or_dose_that_cannot_be_is_refused_in_words(
    served: Served, changes: dict[str, str], field: str
) -> None:
    answer = served.client.get(PATH, params={**asked(served), **changes}, headers=served.physician)
    assert answer.status_code == 400
    assert error_of(answer)["field"] == field


def test_an_auditor_reads_neither(served: Served) -> None:
    headers = served.bearer_of_one_who_makes_none(served.cast.of(Role.AUDITOR))
    review = f"{API}/patients/{served.cast.patient.id}/courses/review"

    assert served.client.get(PATH, params=asked(served), headers=headers).status_code == 403
    assert served.client.get(review, headers=headers).status_code == 403
    assert served.client.get(review).status_code == 401


def test_a_course_is_reviewed_with_its_sessions(served: Served) -> None:
    one = ours(served)
    path = f"{API}/patients/{one.patient_id}/courses/review"

    answer = served.client.get(path, headers=served.nurse)

    assert answer.status_code == 200, answer.text
    (course,) = answer.json()["courses"]
    assert course["id"] == one.course_id
    assert (course["sessions"], course["outcomes"]) == ([], [])
    assert served.client.get(path, headers=served.stranger).status_code == 404


def test_what_a_session_came_to_is_told_in_the_review(served: Served) -> None:
    one = ours(served)
    body = {
        "patient_id": one.patient_id,
        "chair_id": one.chair_id,
        "protocol_id": "ketamine-iv",
        "dose_mg": 35,
        "planned_id": one.planned_id,
    }
    started = served.client.post(
        f"{API}/sessions", json=body, headers={**served.nurse, "Idempotency-Key": "review-start"}
    )
    assert started.status_code == 201, started.text
    session_id = started.json()["id"]
    reading: dict[str, Any] = {"diastolic_mmhg": 80, "heart_rate_bpm": 70, "spo2_percent": 98}
    served.record(session_id, served.event(systolic_mmhg=120, **reading))
    served.record(session_id, served.event("infusion_started", dose_mg=35))
    served.cast.clock.move(minutes=10)
    served.record(session_id, served.event(systolic_mmhg=150, **reading))

    answer = served.client.get(
        f"{API}/patients/{one.patient_id}/courses/review", headers=served.nurse
    )

    (course,) = answer.json()["courses"]
    (told,) = course["sessions"]
    assert (told["id"], told["dose_mg"], told["mg_per_kg"]) == (session_id, 35.0, 0.5)
    assert (told["systolic_rise"], told["phq9_item_9"]) == (30, None)
