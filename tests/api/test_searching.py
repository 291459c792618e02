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
    here, there = ({one["id"] for one in told.json()["patients"]} for told in (ours, theirs))
    assert here
    assert not here & there


def test_a_physician_does_not_search_the_audit(served: Served) -> None:
    answer = served.client.get(f"{API}/audit", headers=served.physician)

    assert answer.status_code == 403


def test_an_auditor_searches_the_audit_and_reaches_no_record(served: Served) -> None:
    session = served.session()
    auditor = served.bearer_of_one_who_makes_none(served.cast.auditor)
    found = served.client.get(f"{API}/audit?at_most=5", headers=auditor)
    assert found.status_code == 200
    assert "DEMO Patient" not in found.text

    paths = ("sessions", f"sessions/{session}/state", f"sessions/{session}/entry",
             f"sessions/{session}/case", "day", "watch", "handovers/desk", "register")  # fmt: skip
    for path in paths:
        refused = served.client.get(f"{API}/{path}", headers=auditor)
        assert refused.status_code == 403, (path, refused.text)
        assert "auditor" not in refused.json()["error"]["allowed"]


def test_who_treats_takes_a_whole_record_away_and_nobody_else(served: Served) -> None:
    served.session()
    found = served.client.post(SEARCH, json={"words": "DEMO"}, headers=served.nurse).json()
    path = f"{API}/patients/{found['patients'][0]['id']}/record"
    cast = served.cast
    auditor = served.bearer_of_one_who_makes_none(cast.auditor)
    for headers in (served.administrator, served.bearer(cast.reader), auditor):
        assert served.client.get(path, headers=headers).status_code == 403
    assert served.client.get(path).status_code == 401
    assert served.client.get(path, headers=served.stranger).status_code == 404

    for headers in (served.nurse, served.physician):
        given = served.client.get(path, headers=headers)
        assert given.status_code == 200
        assert "DEMO Patient" not in given.headers["content-disposition"]
        assert given.headers["cache-control"] == "no-store"


def test_who_only_reads_reads_the_record_and_leaves_it_as_it_is(served: Served) -> None:
    session = served.session()
    reader = served.bearer(served.cast.reader)
    before = served.event_ids(session)
    for path in ("board", "sessions", f"sessions/{session}/state", "day", "watch"):
        assert served.client.get(f"{API}/{path}", headers=reader).status_code == 200, path
    for path in ("audit", f"sessions/{session}/entry", f"sessions/{session}/case", "register"):
        assert served.client.get(f"{API}/{path}", headers=reader).status_code == 403, path

    refused = served.record(session, served.event(), headers=reader)
    assert refused.status_code == 403
    assert refused.json()["error"]["allowed"] == "nurse or physician"
    signed = served.client.post(
        f"{API}/sessions/{session}/discharge/sign", json={"pin": "0000"}, headers=reader
    )
    assert signed.status_code == 403
    assert served.event_ids(session) == before
