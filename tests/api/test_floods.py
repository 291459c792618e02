"""Few bytes must not cost much: crowds at the door, floods of keys, days out of the calendar."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import cast as taken_as

import anyio
import httpx
import pytest
from argon2 import PasswordHasher
from pydantic import ValidationError

from monitor.api.app import AT_THE_DOOR, create_api
from monitor.api.schemas.common import MOST_KEYS
from monitor.api.schemas.patients import Identifier
from monitor.api.schemas.people import PasswordSignIn
from monitor.settings import Settings
from tests.api.served import API, Served, error_of
from tests.people import Cast

KNOCKING = 3 * AT_THE_DOOR


class SlowHasher:
    """Takes its time, and counts how many wait for it at once."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.lock = Lock()

    def hash(self, _said: str) -> str:
        return "hashed"

    def verify(self, _kept: str, _said: bytes) -> bool:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.05)
        with self.lock:
            self.inside -= 1
        return False


def test_however_many_knock_only_some_are_looked_at_at_once(cast: Cast, tmp_path: Path) -> None:
    hasher = SlowHasher()
    house = replace(cast.house, pin_hasher=taken_as(PasswordHasher, hasher))
    transport = httpx.ASGITransport(create_api(house, Settings(data_dir=tmp_path)))
    statuses: list[int] = []

    async def knock(client: httpx.AsyncClient, number: int) -> None:
        body = {"login": f"nobody-{number}", "password": "guessed"}
        statuses.append((await client.post(f"{API}/sign-in/password", json=body)).status_code)

    async def crowd() -> None:
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://monitor.test") as client,
            anyio.create_task_group() as knocking,
        ):
            for number in range(KNOCKING):
                knocking.start_soon(knock, client, number)

    anyio.run(crowd)

    assert statuses == [401] * KNOCKING
    assert 1 <= hasher.most <= AT_THE_DOOR


@pytest.mark.parametrize("body", [PasswordSignIn, Identifier])
def test_a_body_full_of_unknown_keys_is_one_mistake(
    body: type[PasswordSignIn] | type[Identifier],
) -> None:
    with pytest.raises(ValidationError) as refused:
        body.model_validate({f"key{number}": 0 for number in range(MOST_KEYS + 1)})

    assert refused.value.error_count() == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    ("path", "asked"), [("register", "day"), ("handovers", "day"), ("day", "on")]
)
def test_a_day_at_the_end_of_the_calendar_is_refused(
    served: Served, day: str, path: str, asked: str
) -> None:
    answer = served.client.get(f"{API}/{path}", params={asked: day}, headers=served.nurse)

    assert answer.status_code == 400
    assert error_of(answer)["field"] == asked


def test_a_password_of_half_a_character_is_refused(served: Served) -> None:
    said = b'{"login": "half", "name": "H. Demo", "roles": ["nurse"], "password": "'
    answer = served.client.post(
        f"{API}/admin/people",
        content=said + b'\\ud800aaaaaaaaaaaa"}',
        headers={**served.bearer(served.cast.administrator), "Content-Type": "application/json"},
    )

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "password"


def test_a_half_character_as_a_key_twice_is_refused_by_the_route_that_reads_strictly(
    served: Served,
) -> None:
    answer = served.client.post(
        f"{API}/sessions/{served.session()}/events",
        content=b'{"\\ud800": 1, "\\ud800": 2}',
        headers={
            **served.nurse,
            "Content-Type": "application/json",
            "Idempotency-Key": "6f1c1de5-5d2e-4f0e-9f0e-2c2f1a5f7c12",
        },
    )

    assert answer.status_code == 400
    error_of(answer)
