"""The product as its browser sees it: signed in, board and chart drawn, sets recorded."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from monitor.demo.clinic import read_clinic
from monitor.web import ids as shell
from monitor.web.pages.board import ids as board
from monitor.web.pages.board.present import BY_URGENCY
from monitor.web.pages.chart import ids as chart
from tests.benchmarks.calls import Client, Spec
from tests.benchmarks.clinic import LONG_STAYS

ASKED = ("hallucinations", "dizziness", "confusion", "dissociation", "nausea")
QUIET = dict.fromkeys(ASKED, "none")


class Product:
    """One signed-in nurse at one server."""

    def __init__(self, port: int) -> None:
        self.client = Client(port)
        nurse = read_clinic().people[0]
        body = json.dumps({"login": nurse.login, "password": nurse.password}).encode()
        status, answer = self.client.ask("POST", "/api/v1/sign-in/password", body)
        if status != 200:
            raise RuntimeError(f"sign-in answered {status}: {answer!r}")
        specs = self.client.specs()
        self.board_spec = writing(specs, f"{board.CARDS}.children")
        self.chart_spec = writing(specs, f"{chart.FIGURE}.figure")
        self.sessions = self._open_sessions()
        self.longest = next(iter(self.sessions), "")
        self.turn = self.recorded = 0

    def close(self) -> None:
        """End the connection."""
        self.client.close()

    def _open_sessions(self) -> list[str]:
        _, answer = self.client.ask("GET", "/api/v1/board")
        cards = [card["session"] for card in json.loads(answer)["cards"] if card["session"]]
        return [card["id"] for card in sorted(cards, key=lambda card: str(card["started_at"]))]

    def draw_board(self) -> bytes:
        """The board's callback, as every tablet calls it when something changed."""
        self.turn += 1
        return self.client.call(self.board_spec, {shell.LIVE: self.turn, board.ORDER: BY_URGENCY})

    def draw_chart(self) -> bytes:
        """The chart's callback for one of the longest sessions, drawn in full."""
        self.turn += 1
        values = {shell.LIVE: self.turn, chart.SCHEME: "light", chart.SESSION: self.longest}
        return self.client.call(self.chart_spec, values)

    def print_record(self) -> bytes:
        """The longest session's whole record as a PDF, read, drawn and set anew."""
        path = f"/api/v1/sessions/{self.sessions[0]}/record.pdf"
        status, answer = self.client.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"the record answered {status}: {answer[:300]!r}")
        return answer

    def record_set(self) -> None:
        """One quiet routine set, as the tablet's outbox sends it; the sessions in turn."""
        self.recorded += 1
        session = self.sessions[self.recorded % len(self.sessions)]
        self._record(session, routine_set(datetime.now(UTC)))

    def record_reading(self) -> None:
        """The vital signs alone, in the longest sessions in turn, so that they stay as long."""
        self.recorded += 1
        self.longest = self.sessions[self.recorded % LONG_STAYS]
        self._record(self.longest, routine_set(datetime.now(UTC))[:1])

    def _record(self, session_id: str, bodies: list[dict[str, Any]]) -> None:
        path = f"/api/v1/sessions/{session_id}/events"
        sent = json.dumps({"events": bodies}).encode()
        status, answer = self.client.ask("POST", path, sent, {"Idempotency-Key": str(uuid4())})
        if status != 201:
            raise RuntimeError(f"recording answered {status}: {answer!r}")


def routine_set(now: datetime) -> list[dict[str, Any]]:
    """What a nurse enters on one screen."""
    at = now.isoformat()
    vitals = {
        "systolic_mmhg": 124,
        "diastolic_mmhg": 78,
        "heart_rate_bpm": 72,
        "rhythm": "regular",
        "spo2_percent": 98,
        "oxygen_l_min": 0,
        "respiratory_rate_per_min": 14,
    }
    return [
        {"kind": "vitals", "at": at, **vitals},
        {"kind": "side_effects", "at": at, "grades": QUIET},
        {"kind": "consciousness", "at": at, "moaas": 5},
        {"kind": "red_flags", "at": at, "present": []},
    ]


def writing(specs: dict[str, Spec], output: str) -> Spec:
    return next(spec for name, spec in specs.items() if output in name.strip(".").split("..."))
