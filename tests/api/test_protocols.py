"""A clinic's own versions by the machine interface."""

from __future__ import annotations

from monitor.clinical.protocol_reading import read_protocol
from tests.api.served import API, Served, error_of
from tests.people import PINS
from tests.services.admin_acts import person

VERSIONS = f"{API}/protocol-versions"
SUBLINGUAL = f"{VERSIONS}/ketamine-sublingual"
MINIMUM = "criteria.observation_time.since_last_dose"


def test_a_version_is_drafted_and_signed(served: Served) -> None:
    client, cast = served.client, served.cast
    new = {"numbers": {MINIMUM: 90}, "reason": "ninety are enough", "seen": 0}
    refused = client.post(f"{SUBLINGUAL}/drafts", json=new, headers=served.nurse)
    assert refused.status_code == 403
    drafted = client.post(f"{SUBLINGUAL}/drafts", json=new, headers=served.physician)
    assert drafted.status_code == 201
    (one,) = drafted.json()["draft"]["differences"]
    assert (one["path"], one["before"], one["after"]) == (MINIMUM, 120, 90)
    stale = client.post(f"{SUBLINGUAL}/drafts", json=new, headers=served.physician)
    assert (stale.status_code, error_of(stale)["code"]) == (409, "changed_meanwhile")

    body = {"draft": drafted.json()["last_draft"], "pin": PINS["physician"]}
    unnamed = client.post(f"{SUBLINGUAL}/sign", json=body, headers=served.physician)
    assert unnamed.status_code == 403
    seen = person(cast, cast.physician)
    path = f"{API}/admin/people/{seen.id}/director"
    told = {"named": True, "revision": seen.revision}
    assert client.put(path, json=told, headers=served.physician).status_code == 403
    named = client.put(path, json=told, headers=served.administrator)
    assert named.json()["signs_protocols"] is True
    signed = client.post(f"{SUBLINGUAL}/sign", json=body, headers=served.physician)
    assert signed.status_code == 200
    assert signed.json()["stand"]["version"] == 1001

    listed = client.get(f"{API}/protocols", headers=served.nurse).json()["protocols"]
    found = next(each for each in listed if each["id"] == "ketamine-sublingual")
    assert (found["version"], found["is_own"]) == (1001, True)
    text = client.get(f"{SUBLINGUAL}/1001", headers=served.physician)
    assert text.headers["content-type"].startswith("text/plain")
    assert read_protocol(text.text, "told").version == 1001
    everything = client.get(VERSIONS, headers=served.physician).json()["protocols"]
    assert {each["id"]: each["version"] for each in everything}["ketamine-sublingual"] == 1001
    assert client.get(f"{SUBLINGUAL}/7", headers=served.physician).status_code == 404


def test_what_is_wrong_is_said_and_nothing_kept(served: Served) -> None:
    client = served.client
    path = f"{VERSIONS}/ketamine-im"
    for numbers in ({MINIMUM: 9000}, {"nothing.there": 1}, {MINIMUM: 120}):
        new = {"numbers": numbers, "reason": "tried", "seen": 0}
        answer = client.post(f"{path}/drafts", json=new, headers=served.physician)
        assert answer.status_code == 400, numbers
        assert error_of(answer)["saved"] is False
    room = client.get(path, headers=served.physician).json()
    assert (room["draft"], room["last_draft"]) == (None, 0)
