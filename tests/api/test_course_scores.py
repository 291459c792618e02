"""Scores between sessions over the interface: recorded, corrected, struck out, answered for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from tests.api.coming import Coming, ours, theirs, today
from tests.api.served import API, Served, error_of


def path(one: Coming, rest: str = "") -> str:
    return f"{API}/patients/{one.patient_id}/courses/{one.course_id}/scores{rest}"


def post(served: Served, who: Mapping[str, str], where: str, body: Any) -> Response:
    key = {"Idempotency-Key": str(uuid4())}
    return served.client.post(where, json=body, headers={**who, **key})


def body(served: Served, **said: Any) -> dict[str, Any]:
    return {"scale": "phq9", "taken_on": today(served).isoformat(), **said}


def test_a_score_goes_its_way_and_the_review_counts_it(served: Served) -> None:
    one = ours(served)
    told = post(served, served.nurse, path(one), body(served, total=14, items={"item_9": 1}))
    assert told.status_code == 201, told.text
    assert told.json()["waits_for_answer"] is True
    first = told.json()["id"]
    words = {"answer": "no_concern", "words": "asked, no plan"}
    assert post(served, served.nurse, path(one, f"/{first}/safety"), words).status_code == 403
    told = post(served, served.physician, path(one, f"/{first}/safety"), words)
    assert (told.status_code, told.json()["waits_for_answer"]) == (200, False)
    right = {**body(served, total=12, items={"item_9": 1}), "reason": "read wrongly"}
    late = post(served, served.nurse, path(one, f"/{first}/correct"), right)
    assert (late.status_code, error_of(late)["field"]) == (409, "score_id")
    told = post(served, served.nurse, path(one, f"/{told.json()['id']}/correct"), right)
    assert (told.status_code, told.json()["waits_for_answer"]) == (200, False)

    listed = served.client.get(path(one), headers=served.nurse).json()["scores"]
    assert [(each["total"], each["item_9"], each["counts"]) for each in listed] == [(12, 1, True)]
    said = [each["said"] for each in listed[0]["versions"]]
    assert said == ["recorded", "no_concern", "corrected"]
    review = served.client.get(
        f"{API}/patients/{one.patient_id}/courses/review", headers=served.nurse
    ).json()
    assert [each["latest"] for each in review["courses"][0]["outcomes"]] == [12]

    struck = path(one, f"/{listed[0]['id']}/strike")
    told = post(served, served.nurse, struck, {"reason": "another patient's"})
    assert (told.status_code, told.json()["counts"]) == (200, False)


@pytest.mark.parametrize(
    "said",
    [
        {"total": "14"},
        {"total": 14.5},
        {"total": True},
        {"total": 28},
        {"total": -1},
        {"total": 9, "items": {"item_9": None}},
        {"total": 9, "items": {"item_12": 1}},
        {"total": 9, "items": [1]},
        {"scale": "hamd", "total": 9},
        {"total": 9, "taken_on": 20260302},
        {"total": 9, "taken_on": "yesterday"},
        {"total": 9, "note": "more"},
    ],
)
def test_wrong_input_is_refused_with_a_sentence_and_nothing_is_kept(
    served: Served, said: dict[str, Any]
) -> None:
    one = ours(served)
    answer = post(served, served.nurse, path(one), body(served, **said))

    assert answer.status_code == 400, answer.text
    assert error_of(answer)["saved"] is False
    assert served.client.get(path(one), headers=served.nurse).json() == {"scores": []}


def test_another_clinics_course_and_another_patients_are_not_there(served: Served) -> None:
    one, other, stranger = ours(served), ours(served), theirs(served)
    mixed = f"{API}/patients/{one.patient_id}/courses/{other.course_id}/scores"
    for where in (mixed, path(stranger)):
        assert served.client.get(where, headers=served.nurse).status_code == 404
        assert post(served, served.nurse, where, body(served, total=9)).status_code == 404
    assert post(served, served.administrator, path(one), body(served, total=9)).status_code == 403
