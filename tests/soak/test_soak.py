"""Kills, load and many invented stays: a short sample in every run, for long in `make soak`."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Timer
from uuid import uuid4

import pytest

from monitor.demo.clinic import booking, read_clinic
from monitor.demo.planner import plan, planned_state
from tests.benchmarks.clinic import make_clinic
from tests.benchmarks.product import Product, routine_set
from tests.benchmarks.servers import MONITOR, free_port, product_settings, serving
from tools.clinical_rules import read_protocols

pytestmark = pytest.mark.soak

LONG = os.environ.get("SOAK") == "long"
KILLS, KILL_AFTER_S = (60, (0.2, 3.0)) if LONG else (1, (0.3, 0.8))
TABLETS, SETS_EACH = (12, 400) if LONG else (4, 12)
STAYS = 3000 if LONG else 25


@dataclass(frozen=True)
class Sent:
    """One set as it was sent: where to, under which key, and what."""

    session_id: str
    key: str
    body: bytes


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("soak") / "clinic.db"
    make_clinic(file)
    return file


@contextmanager
def _clinic(database: Path) -> Iterator[tuple[subprocess.Popen[bytes], Product]]:
    """A server on the database, and a nurse who is signed in."""
    port = free_port()
    settings = product_settings(database, port)
    with (
        serving([str(MONITOR), "serve"], port, "/api/v1/tiles", settings) as process,
        closing(Product(port)) as product,
    ):
        yield process, product


def _send(product: Product, sent: Sent) -> tuple[int, dict[str, object]]:
    headers = {"Idempotency-Key": sent.key}
    path = f"/api/v1/sessions/{sent.session_id}/events"
    status, answer = product.client.ask("POST", path, sent.body, headers)
    return status, json.loads(answer)


def _new(session_id: str) -> Sent:
    body = json.dumps({"events": routine_set(datetime.now(UTC))}).encode()
    return Sent(session_id, str(uuid4()), body)


def _until_killed(product: Product) -> Iterator[tuple[Sent, bool]]:
    """Send sets until the server is gone; the last one may or may not have arrived."""
    turn = 0
    while True:
        turn += 1
        sent = _new(product.sessions[turn % len(product.sessions)])
        try:
            status, _ = _send(product, sent)
        except (OSError, HTTPException):
            yield sent, False
            return
        assert status == 201
        yield sent, True


def test_kill_after_kill_nothing_acknowledged_is_lost_or_kept_twice(database: Path) -> None:
    chance = Random("kills")
    acknowledged: list[Sent] = []
    for _ in range(KILLS):
        with _clinic(database) as (process, product):
            killer = Timer(chance.uniform(*KILL_AFTER_S), process.send_signal, [signal.SIGKILL])
            killer.start()
            acknowledged += [sent for sent, known in _until_killed(product) if known]
            killer.join()
    assert acknowledged

    with _clinic(database) as (_, product):
        again = [_send(product, sent) for sent in acknowledged]

    assert {status for status, _ in again} == {200}
    assert all(answer["replayed"] is True for _, answer in again)
    with closing(sqlite3.connect(database)) as look:
        assert look.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert look.execute("PRAGMA foreign_key_check").fetchall() == []


def test_many_tablets_at_once_are_all_answered_and_all_kept(database: Path) -> None:
    port = free_port()
    settings = product_settings(database, port)

    def one_tablet(number: int) -> list[tuple[str, int]]:
        with closing(Product(port)) as product:
            session_id = product.sessions[number % len(product.sessions)]
            sent = [_new(session_id) for _ in range(SETS_EACH)]
            return [(one.key, _send(product, one)[0]) for one in sent]

    with (
        serving([str(MONITOR), "serve"], port, "/api/v1/tiles", settings),
        ThreadPoolExecutor(TABLETS) as tablets,
    ):
        told = [one for each in tablets.map(one_tablet, range(TABLETS)) for one in each]

    with closing(sqlite3.connect(database)) as look:
        kept = {key for (key,) in look.execute("SELECT key FROM receipts")}
    assert {status for _, status in told} == {201}
    assert {key for key, _ in told} <= kept
    assert len(told) == TABLETS * SETS_EACH


def test_every_invented_patient_goes_home_and_no_sooner_than_the_rules_say() -> None:
    protocols = {one.id: one for one in read_protocols()}
    guests = read_clinic().guests
    start = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    kept_long = 0
    for seed in range(STAYS):
        guest = guests[seed % len(guests)]
        protocol = protocols[guest.protocol_id]
        booked = booking(seed, guest, "1", start, number=1 + seed // len(guests))
        state = planned_state(booked, protocol, start + timedelta(hours=8))
        signatures = [entry for entry in plan(booked, protocol) if entry.is_signature]
        kept_long += not signatures
        if signatures:
            assert state.discharged_to == "home"
            assert state.elapsed is not None
            assert state.elapsed >= timedelta(minutes=120)
    assert kept_long <= STAYS * 0.01
