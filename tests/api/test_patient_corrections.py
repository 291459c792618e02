"""A patient's record corrected over the interface: by whom, with what, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import Response

from tests.api.coming import ours, theirs
from tests.api.served import API, Served, error_of


def post(served: Served, who: Mapping[str, str], patient_id: str, **said: Any) -> Response:
    """Correct what is said here; the rest as it stands for the nurse, who may read it."""
    address = f"{API}/patients/{patient_id}"
    known = served.client.get(address, headers=served.nurse).json()
    facts = {key: value for key, value in known.items() if key not in {"id", "error"}}
    body = {**facts, "seen": 0, "reason": "read wrongly", **said}
    return served.client.post(f"{address}/corrections", json=body, headers=dict(who))


def versions(served: Served, patient_id: str) -> list[dict[str, Any]]:
    address = f"{API}/patients/{patient_id}/versions"
    told: list[dict[str, Any]] = served.client.get(address, headers=served.nurse).json()["versions"]
    return told


def test_a_correction_is_answered_with_what_stands_now_and_kept_with_what_stood(
    served: Served,
) -> None:
    patient_id = ours(served).patient_id

    answer = post(served, served.physician, patient_id, birth_date="1979-02-03", weight_kg=71.25)

    assert answer.status_code == 200, answer.text
    assert (answer.json()["birth_date"], answer.json()["weight_kg"]) == ("1979-02-03", 71.25)
    second, first = versions(served, patient_id)
    assert (second["number"], second["patient"]) == (1, answer.json())
    assert (second["said_by"], second["reason"]) == (served.cast.physician.name, "read wrongly")
    assert (first["number"], first["said_by"], first["reason"]) == (0, "", "")
    assert (first["patient"]["birth_date"], first["patient"]["weight_kg"]) == ("1980-01-01", 70.0)


@pytest.mark.parametrize(
    ("said", "code", "status"),
    [
        ({"seen": 3, "weight_kg": 71}, "changed_meanwhile", 409),
        ({}, "conflict", 409),
        ({"name": "DEMO Other", "birth_date": "1950-01-01"}, "another_person", 409),
        ({"seen": -1, "weight_kg": 71}, "bad_input", 400),
        ({"seen": None, "weight_kg": 71}, "bad_input", 400),
        ({"reason": "", "weight_kg": 71}, "bad_input", 400),
        ({"birth_date": "1979"}, "bad_input", 400),
        ({"weight_kg": 10**400}, "bad_input", 400),  # no float holds it
        ({"identifiers": [{"system": "MRN", "value": "+++"}]}, "bad_input", 400),
        (
            {"identifiers": [{"system": "MRN", "value": str(n)} for n in range(21)]},
            "bad_input",
            400,
        ),
        ({"allergies": "latex", "id": "another"}, "bad_input", 400),
    ],
)
def test_what_is_refused_says_so_and_nothing_is_kept(
    served: Served, said: dict[str, Any], code: str, status: int
) -> None:
    patient_id = ours(served).patient_id

    answer = post(served, served.nurse, patient_id, **said)

    assert answer.status_code == status, answer.text
    assert error_of(answer)["code"] == code
    assert error_of(answer)["saved"] is False
    assert [each["number"] for each in versions(served, patient_id)] == [0]


def test_nobody_corrects_who_may_not_and_no_other_clinics_patient(served: Served) -> None:
    patient_id, stranger = ours(served).patient_id, theirs(served).patient_id
    right = {"weight_kg": 71.0, "name": "DEMO One", "birth_date": "1980-01-01"}

    for who in (served.administrator, served.bearer(served.cast.reader)):
        answer = post(served, who, patient_id, **right)
        assert (answer.status_code, error_of(answer)["code"]) == (403, "not_permitted")
    for who, whose in ((served.nurse, stranger), (served.stranger, patient_id)):
        assert post(served, who, whose, **right).status_code == 404
        address = f"{API}/patients/{whose}/versions"
        assert served.client.get(address, headers=dict(who)).status_code == 404
    refused = served.client.get(
        f"{API}/patients/{patient_id}/versions", headers=served.administrator
    )
    assert refused.status_code == 403
    assert [each["number"] for each in versions(served, patient_id)] == [0]


def test_a_browser_proves_that_it_means_it(served: Served) -> None:
    patient_id = ours(served).patient_id
    with served.browser() as browser:
        del browser.headers["X-CSRF-Token"]
        answer = browser.post(f"{API}/patients/{patient_id}/corrections", json={})
    assert answer.status_code == 403
    assert [each["number"] for each in versions(served, patient_id)] == [0]
