"""A handover by the machine interface: marks of what was read go with each signature."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.services import sessions, watch
from tests.api.served import API, Served, error_of
from tests.people import PINS

HANDOVERS = f"{API}/handovers"


@pytest.fixture(scope="module")
def served(served: Served) -> Served:
    """A clinic of its own, in which no other handover waits."""
    return served.apart()


@pytest.fixture
def session(served: Served) -> str:
    """A session whose chair, and no other, the nurse watches over."""
    cast = served.cast
    cast.clock.move(hours=1)  # what other tests left is past
    held = watch.read_watch(cast.house, cast.nurse).chairs
    own = [chair for chair, one in held.items() if one.person_id == cast.nurse.person_id]
    if own:
        watch.release_chairs(cast.house, cast.nurse, own)
    session_id = served.session()
    view = sessions.read_session(cast.house, cast.nurse, session_id)
    watch.take_chairs(cast.house, cast.nurse, [view.head.chair.id])
    return session_id


def body_of(served: Served) -> dict[str, Any]:
    desk = served.client.get(f"{HANDOVERS}/desk", headers=served.nurse).json()
    return {
        "receiver_id": served.cast.nurse_too.person_id,
        "reason": "shift",
        "chairs": [{"chair_id": chair, "seen": seen} for chair, seen in desk["marks"].items()],
        "pin": PINS["nurse"],
    }


def test_a_handover_is_given_read_and_received(served: Served, session: str) -> None:
    body = body_of(served)
    body["chairs"][0]["note"] = "sister waits"
    given = served.client.post(HANDOVERS, json=body, headers=served.nurse)
    assert given.status_code == 201, given.text
    one = f"{HANDOVERS}/{given.json()['head']['id']}"
    told = served.client.get(f"{API}/watch", headers=served.physician).json()
    assert [each["handover_id"] for each in told["handovers"]] == [given.json()["head"]["id"]]

    second = served.bearer(served.cast.nurse_too)
    read = served.client.get(one, headers=second).json()
    assert read["chairs"][0]["note"] == "sister waits"
    assert read["chairs"][0]["given"]["session"]["session_id"] == session
    seen = {each["chair_id"]: each["seen"] for each in read["chairs"]}
    served.record(session, served.event("note", text="asks for water"))
    sent = {"pin": PINS["nurse_too"], "seen": seen}
    changed = served.client.post(f"{one}/receive", json=sent, headers=second)
    assert changed.status_code == 409
    assert error_of(changed)["code"] == "changed_since_shown"
    read = served.client.get(one, headers=second).json()
    assert [each["what"] for each in read["chairs"][0]["changes"]] == ["note"]
    sent["seen"] = {each["chair_id"]: each["seen"] for each in read["chairs"]}
    done = served.client.post(f"{one}/receive", json=sent, headers=second)
    assert done.status_code == 200, done.text
    assert [each["meaning"] for each in done.json()["signatures"]] == ["given", "received"]
    listed = served.client.get(HANDOVERS, headers=served.physician).json()["handovers"]
    assert listed[0]["ended"]["meaning"] == "received"


def test_what_the_tablet_still_holds_refuses_the_signature(served: Served, session: str) -> None:
    body = {**body_of(served), "unsent": 1}
    refused = served.client.post(HANDOVERS, json=body, headers=served.nurse)
    assert (refused.status_code, error_of(refused)["field"]) == (409, "unsent")
    assert session


def test_a_handover_is_withdrawn_and_a_physician_gives_none(served: Served, session: str) -> None:
    body = body_of(served)
    refused = served.client.post(HANDOVERS, json=body, headers=served.physician)
    assert (refused.status_code, error_of(refused)["allowed"]) == (403, "nurse")
    given = served.client.post(HANDOVERS, json=body, headers=served.nurse).json()
    one = f"{HANDOVERS}/{given['head']['id']}"
    done = served.client.post(f"{one}/withdraw", headers=served.nurse)
    assert done.json()["head"]["ended"]["meaning"] == "withdrawn"
    again = served.client.post(f"{one}/withdraw", headers=served.nurse)
    assert again.status_code == 409
    assert served.client.get(one, headers=served.stranger).status_code == 404
    assert session
