"""A search for patients over the interface: who may ask, and whom it finds."""

from __future__ import annotations

from tests.api.served import API, Served

SEARCH = f"{API}/patients/search"


def test_nobody_searches_without_a_sign_in(served: Served) -> None:
    answer = served.client.post(SEARCH, json={"words": "DEMO"})

    assert answer.status_code == 401


def test_an_administrator_searches_for_no_patient(served: Served) -> None:
    answer = served.client.post(SEARCH, json={"words": "DEMO"}, headers=served.administrator)

    assert answer.status_code == 403


def test_another_clinic_s_patients_are_not_found(served: Served) -> None:
    served.session()
    ours = served.client.post(SEARCH, json={"words": "DEMO"}, headers=served.nurse)
    theirs = served.client.post(SEARCH, json={"words": "DEMO"}, headers=served.stranger)

    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert ours.json()["patients"]
    assert theirs.json()["patients"] == []


def test_a_physician_does_not_search_the_audit(served: Served) -> None:
    answer = served.client.get(f"{API}/audit", headers=served.physician)

    assert answer.status_code == 403
