"""What is sent to a session is either kept whole and acknowledged, or refused in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from monitor.api.present_asks import show_ask
from monitor.api.routes.recording import acknowledge
from monitor.api.schemas.sessions import ReceiptShown
from monitor.services.conflict_views import Ask
from monitor.services.views import Receipt
from tests.api.served import API, Served, error_of


def test_a_set_is_acknowledged_with_its_id_and_stands_in_the_session(served: Served) -> None:
    session = served.session()

    answer = served.record(session, served.event(systolic_mmhg=131, diastolic_mmhg=84))

    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["replayed"] is False
    assert receipt["event_ids"][0] in served.event_ids(session)
    state = served.client.get(f"{API}/sessions/{session}/state", headers=served.nurse).json()
    assert state["current"]["systolic_mmhg"]["value"] == 131


def test_the_same_key_with_the_same_body_is_kept_once(served: Served) -> None:
    session, key, body = served.session(), str(uuid4()), served.event()
    first = served.record(session, body, key).json()
    before = served.event_ids(session)

    again = served.record(session, body, key)

    assert again.status_code == 200
    assert again.json() == {**first, "replayed": True}
    assert served.event_ids(session) == before


def test_the_same_key_with_another_body_is_refused(served: Served) -> None:
    session, key = served.session(), str(uuid4())
    served.record(session, served.event(), key)
    before = served.event_ids(session)

    answer = served.record(session, served.event(systolic_mmhg=180, diastolic_mmhg=90), key)

    assert answer.status_code == 409
    assert error_of(answer)["code"] == "key_reused"
    assert served.event_ids(session) == before


def test_several_events_are_kept_all_or_none(served: Served) -> None:
    session = served.session()
    before = served.event_ids(session)
    good, bad = served.event(), served.event(systolic_mmhg=1220, diastolic_mmhg=80)

    refused = served.record(session, {"events": [good, bad]})

    assert refused.status_code == 400
    assert "event 2" in error_of(refused)["message"]
    assert served.event_ids(session) == before
    kept = served.record(session, {"events": [good, served.event("arrived")]})
    if kept.status_code == 400:  # the session may have begun with the arrival already
        kept = served.record(session, {"events": [good, served.event("red_flags", present=[])]})
    assert len(kept.json()["event_ids"]) == 2


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"systolic_mmhg": 1220, "diastolic_mmhg": 80}, "systolic_mmhg"),
        ({"systolic_mmhg": 120.5, "diastolic_mmhg": 80}, "systolic_mmhg"),
        ({"systolic_mmhg": "120", "diastolic_mmhg": 80}, "systolic_mmhg"),
        ({"systolic_mmhg": True, "diastolic_mmhg": 80}, "systolic_mmhg"),
        ({"systolic_mmhg": 80, "diastolic_mmhg": 120}, None),
        ({"systolic_mmhg": 120}, None),
        ({"systolic_kpa": 16}, "systolic_kpa"),
        ({"temperature_c": 98.6}, "temperature_c"),
        ({"heart_rate_bpm": -3}, "heart_rate_bpm"),
        ({"spo2_percent": 101}, "spo2_percent"),
        ({"rhythm": "fine"}, "rhythm"),
        ({"not_measured": {"heart_rate_bpm": "lazy"}}, "not_measured.heart_rate_bpm"),
        ({"at": None}, "at"),
        ({"systolic_mmhg": {"value": 120}, "diastolic_mmhg": [80]}, "systolic_mmhg"),
    ],
)
def test_an_impossible_value_or_unit_is_refused_naming_the_field_and_the_bounds(
    served: Served, fields: dict[str, object], named: str | None
) -> None:
    session = served.session()
    before = served.event_ids(session)

    answer = served.record(session, {**served.cast.body("vitals"), **fields})

    assert answer.status_code == 400
    error = error_of(answer)
    assert error["code"] == "invalid_event"
    assert error["allowed"]
    if named:
        assert error["field"] == named
    assert served.event_ids(session) == before


@pytest.mark.parametrize("kind", ["vital", "", None, 3, ["vitals"], {}, "discharged", "signature"])
def test_an_unknown_kind_is_refused(served: Served, kind: object) -> None:
    answer = served.record(served.session(), {**served.event(), "kind": kind})

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "kind"


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-02T12:00:00",
        "2026-03-02",
        "noon",
        "",
        1772480000,
        "2026-03-02T25:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_an_instant_without_offset_or_without_sense_is_refused(served: Served, at: object) -> None:
    answer = served.record(served.session(), {**served.event(), "at": at})

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "at"


def test_the_future_is_refused_and_the_last_two_minutes_of_it_are_not(served: Served) -> None:
    session, now = served.session(), served.cast.clock.now
    soon, late = now + timedelta(minutes=2), now + timedelta(minutes=2, seconds=1)

    assert served.record(session, {**served.event(), "at": soon.isoformat()}).status_code == 201
    refused = served.record(session, {**served.event(), "at": late.isoformat()})

    assert refused.status_code == 400
    assert error_of(refused)["field"] == "at"


def test_what_lies_more_than_a_day_back_is_refused(served: Served) -> None:
    long_ago = served.cast.clock.now - timedelta(hours=24, seconds=1)

    answer = served.record(served.session(), {**served.event(), "at": long_ago.isoformat()})

    assert answer.status_code == 400


def test_a_tablet_s_wrong_clock_is_taken_off(served: Served) -> None:
    session, now = served.session(), served.cast.clock.now
    ahead = (now + timedelta(minutes=30)).isoformat()
    headers = {**served.nurse, "X-Tablet-Time": ahead}

    answer = served.record(session, {**served.event(), "at": ahead}, headers=headers)

    assert answer.status_code == 201
    entry = served.client.get(f"{API}/sessions/{session}/entry", headers=served.nurse).json()
    vitals = next(one for one in entry["entries"] if one["kind"] == "vitals")
    assert vitals["at"] == now.isoformat().replace("+00:00", "Z")


def test_a_closed_session_takes_nothing_more(served: Served) -> None:
    session = served.closed_session()
    served.cast.clock.move(seconds=30)

    answer = served.record(session, served.event())

    assert answer.status_code == 409
    assert error_of(answer)["code"] == "session_closed"


@pytest.mark.parametrize("session", ["unknown", "00000000-0000-0000-0000-000000000000", "%00", "é"])
def test_a_session_that_is_none_is_not_found(served: Served, session: str) -> None:
    answer = served.record(session, served.event())

    assert answer.status_code in {400, 404}
    error_of(answer)


def test_another_clinic_s_session_is_not_found_by_any_route(served: Served) -> None:
    session = served.session()

    recorded = served.record(session, served.event(), headers=served.stranger)
    read = [
        served.client.get(f"{API}/sessions/{session}{part}", headers=served.stranger)
        for part in ("", "/state", "/case", "/entry")
    ]
    signed = [
        served.client.post(
            f"{API}/sessions/{session}/discharge/{act}", headers=served.stranger, json=body
        )
        for act, body in (
            ("sign", {"pin": "9999"}),
            ("override", {"pin": "9999", "criteria": ["rhythm"], "reason": "x"}),
            ("end", {"pin": "9999", "to": "hospital", "reason": "x"}),
        )
    ]

    for answer in (recorded, *read, *signed):
        assert answer.status_code == 404
        error_of(answer)


@pytest.mark.parametrize("act", ["entered_in_error", "corrected"])
def test_another_patient_s_entry_cannot_be_changed_through_a_session_of_one_s_own(
    served: Served, act: str
) -> None:
    other, mine = served.session(), served.session()
    theirs = served.record(other, served.event()).json()["event_ids"][0]
    change = {"heart_rate_bpm": 61} if act == "corrected" else {}

    answer = served.record(mine, served.event(act, target=theirs, reason="not mine", **change))

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "target"
    state = served.client.get(f"{API}/sessions/{other}/state", headers=served.nurse).json()
    assert state["current"]["systolic_mmhg"]["value"] == 122
    assert "heart_rate_bpm" not in state["current"]


def test_another_clinic_s_entry_is_not_found_through_its_session_nor_taken_by_one_s_own(
    served: Served,
) -> None:
    session = served.session()
    theirs = served.record(session, served.event()).json()["event_ids"][0]
    before = served.event_ids(session)
    body = served.event("entered_in_error", target=theirs, reason="not mine")

    answer = served.record(session, body, headers=served.stranger)

    assert answer.status_code == 404
    assert served.event_ids(session) == before


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "x" * 3000])
def test_an_entry_without_a_proper_key_is_refused(served: Served, key: str) -> None:
    headers = {**served.nurse, "Idempotency-Key": key}
    path = f"{API}/sessions/{served.session()}/events"

    answer = served.client.post(path, json=served.event(), headers=headers)

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "Idempotency-Key"


@pytest.mark.parametrize("body", [[], {}, {"events": []}, {"events": [1]}, None, 1, "x", [[]]])
def test_what_is_no_event_is_refused(served: Served, body: object) -> None:
    answer = served.record(served.session(), body)

    assert answer.status_code == 400
    error_of(answer)


def test_too_many_events_at_once_are_refused(served: Served) -> None:
    answer = served.record(served.session(), {"events": [served.event("arrived")] * 201})

    assert answer.status_code == 400
    assert "200" in error_of(answer)["allowed"]


def test_an_administrator_records_nothing(served: Served) -> None:
    headers = served.bearer(served.cast.administrator)

    answer = served.record(served.session(), served.event(), headers=headers)

    assert answer.status_code == 403
    assert "nurse" in error_of(answer)["allowed"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_its_address_takes_no_other_method(served: Served, method: str) -> None:
    session = served.session()

    answer = served.client.request(method, f"{API}/sessions/{session}/events", headers=served.nurse)

    assert answer.status_code == 405
    assert error_of(answer)["code"] == "method_not_allowed"
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("rest", ["events/1", "event", "a/events"])
def test_an_address_that_only_looks_like_it_is_none(served: Served, rest: str) -> None:
    session = served.session()
    before = served.event_ids(session)

    answer = served.client.post(
        f"{API}/sessions/{session}/{rest}",
        json=served.event(),
        headers={**served.nurse, "Idempotency-Key": str(uuid4())},
    )

    assert answer.status_code == 404
    assert error_of(answer)["code"] == "not_found"
    assert served.event_ids(session) == before


def test_it_is_counted_under_its_template_whether_it_was_kept_or_refused(served: Served) -> None:
    session = served.session()

    served.record(session, served.event())
    served.record(session, {})

    told = served.client.get("/metrics").text
    for status in (201, 400):
        labels = f'method="POST",route="/api/v1/sessions/{{session_id}}/events",status="{status}"'
        assert f"monitor_requests_total{{{labels}}}" in told
    assert session not in told


def test_a_fault_in_it_is_answered_without_a_word_about_the_program(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_said: object) -> None:
        raise ZeroDivisionError("DEMO Maya")

    session = served.session()
    monkeypatch.setattr("monitor.api.routes.recording.record_events", fail)

    answer = served.record(session, served.event())

    assert answer.status_code == 500
    assert error_of(answer)["saved"] is False
    assert "Maya" not in answer.text
    assert "ZeroDivision" not in answer.text
    for name in ("x-content-type-options", "content-security-policy", "cache-control"):
        assert name in answer.headers


@pytest.mark.parametrize(
    "cookie", ["es", '"es"', " es", "en; monitor_language=es", "x; other_monitor_language=en"]
)
def test_it_is_refused_in_the_language_of_the_device(served: Served, cookie: str) -> None:
    headers = {"Cookie": f"monitor_language={cookie}", "Accept-Language": "es"}

    answer = served.client.post(f"{API}/sessions/x/events", json={}, headers=headers)

    assert answer.status_code == 401
    assert "nadie" in error_of(answer)["message"].lower()


@pytest.mark.parametrize("microsecond", [0, 120_000, 7])
@pytest.mark.parametrize("replayed", [True, False])
@pytest.mark.parametrize("asked", [0, 1])
def test_the_acknowledgement_is_what_its_model_would_write(
    microsecond: int, replayed: bool, asked: int
) -> None:
    at = datetime(2026, 3, 5, 14, 32, 5, microsecond, tzinfo=UTC)
    asks = (Ask("tablet_clock", (), at, at),) * asked
    receipt = Receipt("k", ("á", "b"), at, replayed=replayed, asks=asks)
    shown = ReceiptShown(
        key="k",
        event_ids=["á", "b"],
        received_at=at,
        replayed=replayed,
        asks=[show_ask(ask) for ask in asks],
    )

    answer = acknowledge(receipt)

    assert bytes(answer.body).decode() == shown.model_dump_json()
    assert answer.status_code == (200 if replayed else 201)
