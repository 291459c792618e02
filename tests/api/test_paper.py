"""A row of a downtime sheet over the machine interface: kept, asked back, or refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from tests.api.served import API, Served, error_of

SET = {"kind": "vitals", "systolic_mmhg": 139, "diastolic_mmhg": 87}


def body(served: Served, **more: Any) -> dict[str, Any]:
    return {
        "at": served.cast.clock.now.isoformat(),
        "measured_by": "J. Marsh",
        "events": [SET],
        **more,
    }


def send(served: Served, session: str, row: Any, key: str | None = None) -> Response:
    headers = {**served.nurse, "Idempotency-Key": key or str(uuid4())}
    return served.client.post(f"{API}/sessions/{session}/paper", json=row, headers=headers)


def lines(served: Served, session: str) -> list[dict[str, Any]]:
    answer = served.client.get(f"{API}/sessions/{session}/entry", headers=served.nurse)
    found: list[dict[str, Any]] = answer.json()["entries"]
    return found


def test_a_row_is_kept_with_its_three_times_and_who_measured(served: Served) -> None:
    session, key = served.session(), str(uuid4())
    served.cast.clock.move(minutes=40)
    measured = served.cast.clock.now - timedelta(minutes=30)
    typed = served.cast.clock.now - timedelta(minutes=1)
    row = body(served, at=measured.isoformat(), recorded_at=typed.isoformat())

    first, again = send(served, session, row, key), send(served, session, row, key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "replayed": True}
    (line,) = [one for one in lines(served, session) if one["kind"] == "vitals"]
    assert line["id"] == first.json()["event_ids"][0]
    assert (line["from_paper"], line["late"]) == ("J. Marsh", True)
    told = [line[name].replace("Z", "+00:00") for name in ("at", "tablet_recorded_at")]
    assert told == [measured.isoformat(), typed.isoformat()]
    assert "from_paper" not in {one["kind"] for one in lines(served, session)}


def test_what_was_entered_on_a_tablet_at_once_is_neither_late_nor_from_paper(
    served: Served,
) -> None:
    session = served.session()
    served.record(session, served.event())
    line = lines(served, session)[0]
    assert (line["from_paper"], line["late"]) == (None, False)


def test_a_doubtful_row_is_asked_back_and_kept_when_it_is_confirmed(served: Served) -> None:
    session, key = served.session(), str(uuid4())
    high = {**SET, "systolic_mmhg": 195, "diastolic_mmhg": 100}
    asked = error_of(send(served, session, body(served, events=[high]), key))

    assert (asked["code"], asked["allowed"]) == ("asked_back", "systolic_mmhg")
    assert asked["message"] == "systolic 195: the usual is 85 to 190."
    assert [line["kind"] for line in lines(served, session)] == ["arrived"]
    sure = body(served, events=[high], confirmed=["systolic_mmhg"])
    assert send(served, session, sure, key).status_code == 201


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"measured_by": ""}, "measured_by"),
        ({"events": []}, "events"),
        ({"events": [{**SET, "heart_rate_bpm": 301}]}, "heart_rate_bpm"),
        ({"events": [{"kind": "discharged", "to": "home"}]}, "kind"),
        ({"events": ["vitals"]}, "events.0"),
        ({"at": "yesterday"}, "at"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    served: Served, more: dict[str, Any], field: str
) -> None:
    session = served.session()
    before = served.event_ids(session)
    answer = send(served, session, body(served, **more))

    assert answer.status_code == 400
    assert error_of(answer)["field"] == field
    assert served.event_ids(session) == before


def test_a_row_needs_a_key_and_a_session_of_this_clinic(served: Served) -> None:
    session, path = served.session(), f"{API}/sessions/x/paper"
    assert send(served, session, body(served), "no uuid").status_code == 400
    headers = {**served.nurse, "Idempotency-Key": str(uuid4())}
    assert served.client.post(path, json=body(served), headers=headers).status_code == 404
    theirs = {**served.stranger, "Idempotency-Key": str(uuid4())}
    path = f"{API}/sessions/{session}/paper"
    assert served.client.post(path, json=body(served), headers=theirs).status_code == 404
    admin = {**served.administrator, "Idempotency-Key": str(uuid4())}
    assert served.client.post(path, json=body(served), headers=admin).status_code == 403
