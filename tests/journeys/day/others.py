"""The tablets that nobody looks at: what the same people enter on them, and what was expected.

A day at sixty times the speed leaves no time to tap eight chairs' routine sets on four screens;
those are sent as a tablet's outbox sends them, by the person whose chair it is.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

import httpx

from tests.fit import as_json, fit
from tests.journeys.clinic import PHYSICIAN, SECOND_NURSE, Person, vitals
from tests.journeys.day.room import PATIENTS, Patient, Room
from tests.journeys.leaving import AWAKE, NO_FLAGS, QUIET, RELEASED, WALKS

CALM = (vitals((124, 78)), QUIET, AWAKE, NO_FLAGS)
INFUSION_MIN = 40.0
LOOKS_EVERY_S = 0.5
ENDS_WITHIN_S = 60.0
NOTE = "seen, quiet, go on"

STARTING = ("session_started", "eligibility", "arrived")
LEAVING = ("signature", "discharged")
"""What a start writes into the record, and what the second signature does; the first only signs."""

Entered = tuple[str, str, str]  # patient, kind, by whom


@dataclass
class Others:
    """One device for each person, beside those on the screens; and the count of what is entered."""

    room: Room
    clients: dict[str, httpx.Client] = field(default_factory=dict)
    entered: Counter[Entered] = field(default_factory=Counter)
    handed_to: dict[Person, Person] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def call(self, person: Person, method: str, path: str, **given: Any) -> Any:
        """Ask the server as this person, signing in again where the sign-in has ended."""
        with self.lock:
            answer = self._client(person).request(method, path, **given)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                del self.clients[person.login]
                answer = self._client(person).request(method, path, **given)
        if answer.is_error:
            raise AssertionError(f"{person.name}: {method} {path}: {answer.text}")
        return answer.json() if answer.content else None

    def record(self, person: Person, patient: Patient, *bodies: dict[str, object]) -> None:
        """Enter what happened now, all under one key."""
        at = self.room.time.now().isoformat()
        path = f"/sessions/{self.room.session(patient)}/events"
        told = {"events": [{"at": at, **body} for body in bodies]}
        self.call(person, "POST", path, json=told, headers={"Idempotency-Key": str(uuid4())})
        self.count(person, patient, *(str(body["kind"]) for body in bodies))

    def count(self, person: Person, patient: Patient, *kinds: str) -> None:
        """Expect one entry of each kind, by this person, at the end of the day."""
        with self.lock:
            self.entered.update((patient.name, kind, person.name) for kind in kinds)

    def start(self, patient: Patient) -> None:
        """Start a session on the patient's chair."""
        clinic = self.room.clinic
        body = {
            "patient_id": clinic.patients[patient.name],
            "chair_id": clinic.chairs[patient.chair],
            "protocol_id": patient.protocol,
            "dose_mg": patient.dose_mg,
            "weight_kg": 72.0,
            "eligibility": as_json(fit()),
        }
        self.room.sessions[patient.name] = self.call(patient.nurse, "POST", "/sessions", json=body)[
            "id"
        ]
        self.count(patient.nurse, patient, *STARTING)

    def give_dose(self, patient: Patient) -> None:
        """Give what the protocol gives: a dose at once, or an infusion."""
        given = {"kind": "dose_given", "route": patient.route}
        begun = given if patient.route else {"kind": "infusion_started"}
        self.record(patient.nurse, patient, {**begun, "dose_mg": patient.dose_mg})

    def state(self, patient: Patient) -> dict[str, Any]:
        """The patient's session as `monitor replay` would answer it."""
        path = f"/sessions/{self.room.session(patient)}/state"
        answer: dict[str, Any] = self.call(SECOND_NURSE, "GET", path)
        return answer

    def entries(self, patient: Patient) -> list[dict[str, Any]]:
        """What the server holds of the session."""
        path = f"/sessions/{self.room.session(patient)}/entry"
        answer: list[dict[str, Any]] = self.call(SECOND_NURSE, "GET", path)["entries"]
        return answer

    def answer_alerts(self, patient: Patient) -> None:
        """The physician answers every urgent alert of a patient with a note."""
        for alert in self.state(patient)["alerts"]:
            if alert["level"] == "urgent" and alert["state"] in (
                "open",
                "acknowledged",
                "resolved",
            ):
                seen = {"kind": "alert_acknowledged", "code": alert["code"], "note": NOTE}
                self.record(PHYSICIAN, patient, seen)

    def attest(self, patient: Patient, nurse: Person, *, walks: bool = True) -> None:
        """Take a last set, and attest what is asked before somebody leaves."""
        self.record(nurse, patient, *CALM, *((WALKS,) if walks else ()), RELEASED)
        self.answer_alerts(patient)

    def release(self, patient: Patient) -> None:
        """Attest, answer what is open, and let both sign."""
        nurse = self.nurse_of(patient)
        self.attest(patient, nurse)
        path = f"/sessions/{self.room.session(patient)}/discharge/sign"
        for person, kinds in ((nurse, LEAVING[:1]), (PHYSICIAN, LEAVING)):
            self.call(person, "POST", path, json={"pin": person.pin, "to": "home"})
            self.count(person, patient, *kinds)

    def nurse_of(self, patient: Patient) -> Person:
        """Whose chair it is now."""
        return self.handed_to.get(patient.nurse, patient.nurse)

    def _client(self, person: Person) -> httpx.Client:
        if person.login not in self.clients:
            url = self.room.clinic.url
            client = httpx.Client(base_url=f"{url}/api/v1", headers={"Origin": url}, timeout=60)
            body = {"login": person.login, "password": person.password}
            client.post("/sign-in/password", json=body).raise_for_status()
            client.headers["X-CSRF-Token"] = client.cookies["monitor_csrf"]
            self.clients[person.login] = client
        return self.clients[person.login]


@dataclass
class Rounds:
    """Enters a quiet set wherever one is due, and ends infusions, in a thread of its own.

    Not at the chairs in ``left_alone``: what happens there is played on the screens. The infusions
    in ``runs_on`` are stopped on a screen, however long that takes.
    """

    others: Others
    left_alone: set[str] = field(default_factory=set)
    runs_on: set[str] = field(default_factory=set)
    stop: Event = field(default_factory=Event)
    failed: list[str] = field(default_factory=list)
    visiting: Lock = field(default_factory=Lock)
    thread: Thread | None = None

    def __enter__(self) -> Rounds:
        self.thread = Thread(target=self._run, name="rounds", daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """Go round no more."""
        self.stop.set()
        if self.thread:
            self.thread.join(ENDS_WITHIN_S)

    def _run(self) -> None:
        while not self.stop.wait(LOOKS_EVERY_S):
            for patient in PATIENTS:
                with self.visiting:
                    self._look_in(patient)

    def _look_in(self, patient: Patient) -> None:
        here = patient.name in self.others.room.sessions and patient.name not in self.left_alone
        if here and not self.stop.is_set():
            try:
                self._visit(patient)
            except (AssertionError, httpx.HTTPError) as error:
                if not self._has_left(patient):  # signed while the set was under way
                    self.failed.append(f"{patient.name}: {error}")

    def _has_left(self, patient: Patient) -> bool:
        with suppress(AssertionError, httpx.HTTPError):
            return bool(self.others.state(patient)["phase"] == "discharged")
        return False

    def leave_alone(self, patient: Patient) -> None:
        """Do nothing at this chair any more, not even what has begun."""
        with self.visiting:
            self.left_alone.add(patient.name)

    def _visit(self, patient: Patient) -> None:
        state = self.others.state(patient)
        if state["phase"] == "discharged":
            return
        over = state["phase"] == "infusing" and state["elapsed_minutes"] >= INFUSION_MIN
        if over and patient.name not in self.runs_on:
            self.others.record(self.others.nurse_of(patient), patient, {"kind": "infusion_ended"})
        due = state["schedule"]["next_due_at"]
        if due and datetime.fromisoformat(due) <= self.others.room.time.now():
            self.others.record(self.others.nurse_of(patient), patient, *CALM)


def sign_off(others: Others) -> None:
    """End every device's sign-in."""
    for client in others.clients.values():
        with suppress(httpx.HTTPError):
            client.close()
