"""A server killed in mid-save: what it acknowledged is there, and a key sent again lands once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from monitor.access.roles import Role
from monitor.bootstrap import build_house, prepare_database
from monitor.services import chairs, patients, people, sessions
from monitor.services.founding import found_clinic
from monitor.services.views import NewPatient, NewPerson, NewSession
from monitor.settings import Settings
from monitor.store.engine import open_engine
from monitor.store.verifying import verify
from tests.databases import killable_server
from tests.fit import fit

LONG = os.environ.get("SOAK") == "long"
KILLS, KILLS_OF_BOTH, WRITERS = (25, 25, 4) if LONG else (2, 1, 4)
ENOUGH, SAVES_WITHIN_S, STARTS_WITHIN_S = 5, 120.0, 180.0
MONITOR = Path(sys.executable).with_name("monitor")


@dataclass
class Clinic:
    """A clinic to be killed: where it is, who calls it, and what it has said."""

    folder: Path
    port: int
    token: str
    session: str
    database: str
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    unanswered: dict[str, dict[str, object]] = field(default_factory=dict)
    refused: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1/sessions/{self.session}"

    def headers(self, key: str = "") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}

    def write_until_killed(self) -> None:
        """Send one entry after the other, each under its own key, until nobody answers."""
        with calling(5.0) as client:
            while True:
                key, body = str(uuid4()), a_walk()
                self.unanswered[key] = body
                try:
                    answer = self._send(client, key, body)
                except httpx.TransportError:
                    return
                if answer.status_code == 201:
                    self.acknowledged[key] = answer.json()["event_ids"]
                    del self.unanswered[key]

    def _send(self, client: httpx.Client, key: str, body: dict[str, object]) -> httpx.Response:
        """Send it as a tablet does: what was not taken now goes again under the same key."""
        while True:
            answer = client.post(f"{self.url}/events", json=body, headers=self.headers(key))
            if answer.status_code != 503:
                return answer
            self.refused += 1
            time.sleep(0.05)

    def event_ids(self) -> list[str]:
        with calling() as client:
            answer = client.get(f"{self.url}/entry", headers=self.headers())
        return [entry["id"] for entry in answer.raise_for_status().json()["entries"]]


def calling(answered_within_s: float = 120.0) -> httpx.Client:
    """A client that takes in no authority's certificates: that is more work than a save."""
    return httpx.Client(timeout=answered_within_s, verify=False)


def a_walk() -> dict[str, object]:
    return {"kind": "mobility", "gait": "steady", "at": datetime.now(UTC).isoformat()}


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return a_clinic(tmp_path, f"sqlite:///{tmp_path / 'monitor.db'}")


def a_clinic(folder: Path, database: str) -> Clinic:
    """A clinic with one session, in a database of its own."""
    settings = Settings(data_dir=folder, database_url=database)
    prepare_database(settings)
    house = build_house(settings)
    everything = frozenset(Role)
    first = NewPerson("nora", "Nora Fielding", everything, "a long pass phrase", None)
    nora = found_clinic(house, "DEMO Clinic", "UTC", first)
    chair = chairs.add_chair(house, nora, "1")
    new = NewPatient("DEMO Patient", date(1980, 1, 1), weight_kg=70.0)
    patient = patients.register_patient(house, nora, new)
    started = NewSession(patient.id, chair.id, "ketamine-iv", dose_mg=35.0, eligibility=fit())
    session = sessions.start_session(house, nora, started).head.id
    token = people.create_token(house, nora, "test", 1).token
    house.engine.dispose()
    return Clinic(folder, _free_port(), token, session, database)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(clinic: Clinic) -> Iterator[subprocess.Popen[bytes]]:
    told = {
        "MONITOR_DATA_DIR": str(clinic.folder),
        "MONITOR_PORT": str(clinic.port),
        "MONITOR_DATABASE_URL": clinic.database,
    }
    with (clinic.folder / "log").open("ab") as log:
        server = subprocess.Popen(
            [str(MONITOR), "serve"], env={**os.environ, **told}, stdout=log, stderr=log
        )
        try:
            _wait(clinic)
            yield server
        finally:
            server.kill()
            server.wait()


def _wait(clinic: Clinic) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    with calling(5.0) as client:
        while time.monotonic() < until:
            try:
                client.get(f"http://127.0.0.1:{clinic.port}/health").raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return
    raise AssertionError((clinic.folder / "log").read_text())


def _wait_for_more(clinic: Clinic, before: int) -> None:
    """Wait until saving is under way: a slow machine takes its time."""
    until = time.monotonic() + SAVES_WITHIN_S
    while len(clinic.acknowledged) < before + ENOUGH and time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.soak
def test_what_was_acknowledged_before_a_kill_is_there_and_a_key_lands_once(clinic: Clinic) -> None:
    for _ in range(KILLS):
        with writing(clinic) as server:
            server.send_signal(signal.SIGKILL)

    check_nothing_is_lost_or_doubled(clinic, KILLS)


@pytest.mark.soak
def test_neither_the_program_nor_its_postgresql_loses_anything_when_killed(tmp_path: Path) -> None:
    with killable_server() as postgres:
        clinic = a_clinic(tmp_path, postgres.uri)
        assert set(postgres.settings().values()) == {"on"}
        for _ in range(KILLS_OF_BOTH):
            with writing(clinic) as server:
                before = len(clinic.acknowledged)
                postgres.kill()
                _wait_until(lambda: clinic.refused > 0, "nobody was told that nothing is saved")
                postgres.start()
                _wait_for_more(clinic, before + WRITERS)  # without a restart of the program
                server.send_signal(signal.SIGKILL)
            clinic.refused = 0

        check_nothing_is_lost_or_doubled(clinic, KILLS_OF_BOTH)


@contextmanager
def writing(clinic: Clinic) -> Iterator[subprocess.Popen[bytes]]:
    """Writers at a server that has acknowledged some; they end when it is killed."""
    before = len(clinic.acknowledged)
    with running(clinic) as server:
        writers = [threading.Thread(target=clinic.write_until_killed) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        try:
            _wait_for_more(clinic, before)
            yield server
        finally:
            server.kill()
            for writer in writers:
                writer.join()
    assert len(clinic.acknowledged) > before, "nothing was being saved when the kill came"


def _wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + SAVES_WITHIN_S
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.01)


def check_nothing_is_lost_or_doubled(clinic: Clinic, kills: int) -> None:
    """Start it once more, look for everything promised, send the rest again, twice each.

    Then nothing must be found that is not as it was written.
    """
    with running(clinic):
        there = clinic.event_ids()
        promised = {one for ids in clinic.acknowledged.values() for one in ids}
        assert promised <= set(there)

        assert clinic.unanswered, "no save was under way at any kill"
        with calling() as client:
            for key, body in clinic.unanswered.items():
                for _ in range(2):
                    url, headers = f"{clinic.url}/events", clinic.headers(key)
                    answer = client.post(url, json=body, headers=headers)
                    assert answer.status_code in {200, 201}, answer.text
                clinic.acknowledged[key] = answer.json()["event_ids"]
        after = clinic.event_ids()

    kept = [one for ids in clinic.acknowledged.values() for one in ids]
    assert sorted(one for one in after if one in set(kept)) == sorted(kept)
    assert len(after) == len(set(after)) == len(kept) + 1  # and the arrival
    engine = open_engine(clinic.database)
    (verdict,) = verify(engine)
    engine.dispose()
    assert verdict.faults == []
    sys.stdout.write(
        f"\n{engine.dialect.name}: {kills} kills, {len(promised)} acknowledged and there, "
        f"{len(clinic.unanswered)} sent again, {verdict.entries} entries and {verdict.rows} rows "
        "as they were written\n"
    )
