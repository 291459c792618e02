"""The served clinic as a test sees it: people's tokens, sign-ins, and entries to send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any
from uuid import uuid4

from httpx import Client, Response

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.services import chairs, discharge, patients, people, sessions
from monitor.services.views import NewPatient, NewSession
from tests.fit import fit
from tests.people import PASSWORD, PINS, Cast, gather

API = "/api/v1"
ANSWERS_WITHIN_S = 120.0
"""The first request finds a server that still loads its parts, on a machine that does more."""


def calling(origin: str, **headers: str) -> Client:
    """A client of a server in clear text.

    It reads no certificates: to take in those of every authority is more work than most calls.
    """
    return Client(base_url=origin, headers=headers, timeout=ANSWERS_WITHIN_S, verify=False)


@dataclass
class Served:
    """A running application, and who may call it."""

    client: Client
    origin: str
    cast: Cast
    tokens: dict[str, str] = field(default_factory=dict)

    def bearer(self, actor: Actor) -> dict[str, str]:
        """The header of a token that acts for this person."""
        if actor.person_id not in self.tokens:
            made = people.create_token(self.cast.house, actor, "test", 300)
            self.tokens[actor.person_id] = made.token
        return {"Authorization": f"Bearer {self.tokens[actor.person_id]}"}

    def bearer_of_one_who_makes_none(self, actor: Actor) -> dict[str, str]:
        """The same for somebody who may make no token: made while they held another role."""
        return self.bearer(replace(actor, roles=frozenset(Role)))

    @cached_property
    def nurse(self) -> dict[str, str]:
        return self.bearer(self.cast.nurse)

    @cached_property
    def physician(self) -> dict[str, str]:
        return self.bearer(self.cast.physician)

    @cached_property
    def administrator(self) -> dict[str, str]:
        return self.bearer(self.cast.administrator)

    @cached_property
    def stranger(self) -> dict[str, str]:
        return self.bearer(self.cast.stranger)

    def apart(self) -> Served:
        """The same server with a clinic of its own: no other test has left anything there.

        Where all open sessions are drawn or printed, each that was left makes the test longer.
        """
        self.cast.clock.move(minutes=1)
        mark = f"_{uuid4().hex[:8]}"
        return Served(self.client, self.origin, gather(self.cast.house, self.cast.clock, mark))

    @contextmanager
    def browser(self, login: str = "nurse") -> Iterator[Client]:
        """A browser of its own, signed in with a password, that proves its changes."""
        body = {"login": login + self.cast.mark, "password": PASSWORD}
        with calling(self.origin, Origin=self.origin) as fresh:
            answer = fresh.post(f"{API}/sign-in/password", json=body)
            assert answer.status_code == 200, answer.text
            fresh.headers["X-CSRF-Token"] = fresh.cookies["monitor_csrf"]
            yield fresh

    def session(self) -> str:
        """A new session with a patient and a chair of its own."""
        house, cast, number = self.cast.house, self.cast, uuid4().hex[:8]
        chair = chairs.add_chair(house, cast.administrator, f"C{number}")
        new = NewPatient(f"DEMO Patient {number}", date(1980, 1, 1), weight_kg=70.0)
        patient = patients.register_patient(house, cast.nurse, new)
        started = NewSession(patient.id, chair.id, "ketamine-iv", dose_mg=35.0, eligibility=fit())
        return sessions.start_session(house, cast.nurse, started).head.id

    def closed_session(self) -> str:
        """A session that has ended."""
        self.cast.clock.move(hours=1)  # wrong PINs of other tests are forgotten by then
        session_id = self.session()
        house, physician = self.cast.house, self.cast.physician
        pin = PINS["physician"]
        discharge.end_otherwise(house, physician, session_id, "hospital", "chest pain", pin)
        return session_id

    def event(self, kind: str = "vitals", **fields: object) -> dict[str, object]:
        """An event that happens now; vital signs unless told otherwise."""
        usual: dict[str, object] = {"systolic_mmhg": 122, "diastolic_mmhg": 78}
        return {**self.cast.body(kind), **(usual if kind == "vitals" and not fields else fields)}

    def record(
        self,
        session_id: str,
        body: object,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Post a body to a session's events."""
        sent = {**(headers or self.nurse), "Idempotency-Key": key or str(uuid4())}
        return self.client.post(f"{API}/sessions/{session_id}/events", json=body, headers=sent)

    def event_ids(self, session_id: str) -> list[str]:
        """The entries of a session, as the interface lists them."""
        answer = self.client.get(f"{API}/sessions/{session_id}/entry", headers=self.nurse)
        assert answer.status_code == 200, answer.text
        return [entry["id"] for entry in answer.json()["entries"]]


def error_of(response: Response) -> dict[str, Any]:
    """The error of an answer, which must have the one shape."""
    body = response.json()
    assert body.keys() == {"error"}
    error: dict[str, Any] = body["error"]
    assert error.keys() == {"code", "message", "field", "allowed", "saved"}
    assert error["saved"] is False
    assert error["message"]
    return error
