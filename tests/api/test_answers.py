"""What is read back is what was recorded: state, case file, board, entry form, discharge."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from monitor.cli.replaying import replay_files
from monitor.services import chairs, patients
from monitor.services.views import NewPatient
from tests.api.served import API, Served, error_of
from tests.fit import as_json, fit
from tests.people import PINS


def test_an_exported_case_replays_to_the_state_that_the_interface_shows(
    served: Served, tmp_path: Path
) -> None:
    session = served.session()
    clock = served.cast.clock
    served.record(session, served.event(systolic_mmhg=120, diastolic_mmhg=76, heart_rate_bpm=66))
    clock.move(minutes=5)
    served.record(session, served.event("infusion_started", dose_mg=35.0))
    clock.move(minutes=12)
    served.record(session, served.event(systolic_mmhg=205, diastolic_mmhg=110, spo2_percent=90))
    served.record(session, served.event("side_effects", grades={"dizziness": "moderate"}))
    served.record(session, served.event("note", text="patient asks for water"))
    clock.move(minutes=3)

    exported = served.client.get(f"{API}/sessions/{session}/case", headers=served.nurse)
    state = served.client.get(f"{API}/sessions/{session}/state", headers=served.nurse).json()
    case = tmp_path / "exported.toml"
    case.write_text(exported.text + f"\n[[ask]]\nat = {clock.now.isoformat()}\n", encoding="utf-8")
    lines, complaints, status = replay_files([case])

    assert (complaints, status) == ([], 0)
    assert exported.headers["content-type"] == "text/plain; charset=utf-8"
    assert "note" in exported.headers["x-left-out"]
    assert "water" not in exported.text
    replayed = json.loads(lines[-1])
    for answer in (replayed, state):
        del answer["title"]
    assert replayed == state
    assert state["alerts"], "the session raised nothing to compare"


def test_a_past_instant_shows_only_what_was_known_then(served: Served) -> None:
    session, clock = served.session(), served.cast.clock
    served.record(session, served.event(systolic_mmhg=120, diastolic_mmhg=76))
    before = clock.now.isoformat()
    clock.move(minutes=10)
    served.record(session, served.event(systolic_mmhg=180, diastolic_mmhg=96))
    path = f"{API}/sessions/{session}/state"

    past = served.client.get(path, params={"at": before}, headers=served.nurse).json()
    now = served.client.get(path, headers=served.nurse).json()

    assert past["current"]["systolic_mmhg"]["value"] == 120
    assert now["current"]["systolic_mmhg"]["value"] == 180


def test_the_refused_start_names_the_routes_by_which_it_then_passes(served: Served) -> None:
    house, cast, clerk = served.cast.house, served.cast, served.nurse
    new = NewPatient("DEMO Unasked", date(1980, 1, 1), weight_kg=70.0)
    patient = patients.register_patient(house, cast.nurse, new).id
    chair = chairs.add_chair(house, cast.administrator, f"C{uuid4().hex[:8]}").id
    start = {"patient_id": patient, "chair_id": chair, "protocol_id": "ketamine-iv", "dose_mg": 35}
    judged_by = {"protocol_id": "ketamine-iv"}

    unasked = error_of(served.client.post(f"{API}/sessions", json=start, headers=clerk))
    answer, decide = re.findall(r"POST (\S+)", unasked["allowed"])
    said = {**judged_by, **as_json(fit(psychosis="yes"))}
    told = served.client.post(answer, json=said, headers=clerk).json()
    flagged = error_of(served.client.post(f"{API}/sessions", json=start, headers=clerk))
    flags = {one["id"]: one["word"] for one in told["questions"] if one["flagged"]}
    override = {**judged_by, "flags": flags, "reason": "remitted", "pin": PINS["physician"]}
    decided = served.client.post(decide, json=override, headers=served.physician).json()
    started = served.client.post(f"{API}/sessions", json=start, headers=clerk)

    assert (unasked["code"], unasked["field"]) == ("not_eligible", "eligibility")
    assert "Psychosis (not asked)" in unasked["message"]
    assert (told["may_start"], flags) == (False, {"psychosis": "yes"})
    assert "1 flag of eligibility stands in the way" in flagged["message"]
    assert decided["may_start"] is True
    assert started.status_code == 201
    assert [one["id"] for one in started.json()["screened"]["flags"]] == ["psychosis"]


def test_the_board_shows_an_entry_at_once_and_the_version_grows(served: Served) -> None:
    session = served.session()
    before = served.client.get(f"{API}/changes", headers=served.nurse).json()
    served.record(session, served.event("red_flags", present=["chest_pain"]))

    after = served.client.get(f"{API}/changes", headers=served.nurse).json()
    board = served.client.get(f"{API}/board", headers=served.nurse).json()

    assert after["version"] > before["version"]
    card = next(one for one in board["cards"] if (one["session"] or {}).get("id") == session)
    assert [(one["code"], one["level"]) for one in card["open_alerts"]] == [("red_flag", "urgent")]
    assert card["criteria"] > 0


def test_the_entry_form_gets_limits_urgent_limits_and_the_last_word(served: Served) -> None:
    session = served.session()
    served.record(session, served.event(systolic_mmhg=131, diastolic_mmhg=84))

    entry = served.client.get(f"{API}/sessions/{session}/entry", headers=served.nurse).json()

    assert entry["last"]["systolic_mmhg"]["value"] == 131
    assert entry["limits"]["systolic_mmhg"]["hard"] == [40, 300]
    assert entry["limits"]["systolic_mmhg"]["soft"] == [85, 190]
    assert entry["limits"]["pulse_pressure_mmhg"]["hard"] == [5, None]
    assert entry["limits"]["dose_mg_per_kg"]["hard"] == [0, 10]
    assert entry["limits"]["dose_mg_per_kg"]["soft"] == [0, 1.0]
    assert entry["urgent"]["systolic_mmhg"] == {"at_least": 200, "at_most": 89}
    assert entry["urgent"]["grades"]["hallucinations"] == "severe"
    assert "dissociation" not in entry["urgent"]["grades"]
    assert entry["me"]["roles"] == ["nurse"]
    assert entry["measured_at"] == {"future_minutes": 2, "past_hours": 24, "late_minutes": 10}
    assert entry["seated_within_minutes"] == 10


def test_the_lines_of_a_session_are_what_was_entered_whether_there_is_a_note_or_not(
    served: Served,
) -> None:
    session = served.session()
    path = f"{API}/sessions/{session}/entry"
    served.record(session, served.event(systolic_mmhg=131, diastolic_mmhg=84))
    before = served.client.get(path, headers=served.nurse).json()["entries"]

    served.record(session, served.event("note", text="sleeps"))

    after = served.client.get(path, headers=served.nurse).json()["entries"]
    assert sorted(one["kind"] for one in before) == ["arrived", "vitals"]
    assert sorted(one["kind"] for one in after) == ["arrived", "note", "vitals"]


def test_what_one_value_alone_makes_urgent_is_urgent_to_the_rules_as_well(served: Served) -> None:
    limits = {
        "systolic_mmhg": {"diastolic_mmhg": 75},
        "heart_rate_bpm": {},
        "spo2_percent": {"oxygen_l_min": 0},
        "respiratory_rate_per_min": {},
        "temperature_c": {},
        "moaas": {},
        "rass": {},
    }
    for field, along in limits.items():
        session = served.session()
        entry = served.client.get(f"{API}/sessions/{session}/entry", headers=served.nurse).json()
        for bound in entry["urgent"][field].values():
            session = served.session()
            kind = "consciousness" if field in {"moaas", "rass"} else "vitals"
            value = bound if field == "temperature_c" else int(bound)
            kept = served.record(session, served.event(kind, **{field: value, **along}))
            assert kept.status_code == 201, kept.text
            path = f"{API}/sessions/{session}/state"
            alerts = served.client.get(path, headers=served.nurse).json()["alerts"]

            assert "urgent" in {one["level"] for one in alerts}, (field, bound)


def test_a_patient_registered_over_the_interface_can_be_found_and_put_into_a_chair(
    served: Served,
) -> None:
    from monitor.services import chairs

    chair = chairs.add_chair(served.cast.house, served.cast.administrator, "Window")
    body = {
        "name": "DEMO Ottilie Brandvold",
        "birth_date": "1979-05-02",
        "identifiers": [{"system": "MRN", "value": "D-2002"}],
        "weight_kg": 71.5,
    }
    made = served.client.post(f"{API}/patients", json=body, headers=served.nurse)
    asked = {"words": "brandvold"}
    search = served.client.post(f"{API}/patients/search", json=asked, headers=served.nurse)
    found = search.json()
    start = {
        "patient_id": made.json()["id"],
        "chair_id": chair.id,
        "protocol_id": "ketamine-iv",
        "dose_mg": 35.7,
        "eligibility": as_json(fit()),
    }
    started = served.client.post(f"{API}/sessions", json=start, headers=served.nurse)
    twice = served.client.post(f"{API}/sessions", json=start, headers=served.nurse)

    assert made.status_code == 201
    assert [one["id"] for one in found["patients"]] == [made.json()["id"]]
    assert started.status_code == 201, started.text
    assert started.json()["session_number"] == 1
    assert twice.status_code == 409
    error_of(twice)


def test_a_session_ends_otherwise_by_a_physician_s_signature_alone(served: Served) -> None:
    session = served.session()
    path = f"{API}/sessions/{session}/discharge/end"
    body = {"pin": PINS["physician"], "to": "hospital", "reason": "chest pain"}

    by_nurse = served.client.post(path, json={**body, "pin": PINS["nurse"]}, headers=served.nurse)
    wrong_pin = served.client.post(path, json={**body, "pin": "0000"}, headers=served.physician)
    ended = served.client.post(path, json=body, headers=served.physician)

    assert by_nurse.status_code == 403
    assert wrong_pin.status_code in {401, 403}
    assert ended.status_code == 200, ended.text
    assert ended.json()["session"]["phase"] == "discharged"
    assert [one["role"] for one in ended.json()["signatures"]] == ["physician"]


@pytest.mark.parametrize("act", ["sign", "override"])
def test_nobody_goes_home_while_criteria_are_not_met(served: Served, act: str) -> None:
    session = served.session()
    body: dict[str, object] = {"pin": PINS["nurse"]}
    if act == "override":
        body |= {"criteria": ["observation_time"], "reason": "in a hurry"}

    refused = served.client.post(
        f"{API}/sessions/{session}/discharge/{act}", json=body, headers=served.nurse
    )

    assert refused.status_code in {403, 409}
    error_of(refused)
