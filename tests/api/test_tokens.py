"""Access tokens over the interface: made for a part of what one may, and held to it."""

from __future__ import annotations

from uuid import uuid4

import httpx
import pytest

from tests.api.served import API, Served, error_of

TOKENS = f"{API}/me/tokens"


def made_for(served: Served, *may: str) -> dict[str, str]:
    """The header of a token that a nurse has made in a browser."""
    with served.browser("nurse_too") as client:
        body = {"name": "a feed", "days": 30, **({"may": list(may)} if may else {})}
        answer = client.post(TOKENS, json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["may"] == (sorted(may) or None)
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def read(served: Served, path: str, headers: dict[str, str]) -> httpx.Response:
    return served.client.get(f"{API}{path}", headers=headers)


@pytest.mark.parametrize(
    ("may", "board", "register"), [(("read",), 200, 200), (("export",), 403, 403), ((), 200, 200)]
)
def test_a_token_reads_where_it_is_made_to_read(
    served: Served, may: tuple[str, ...], board: int, register: int
) -> None:
    headers = made_for(served, *may)

    assert read(served, "/me", headers).status_code == 200
    assert read(served, "/board", headers).status_code == board
    assert read(served, "/register", headers).status_code == register


def test_a_token_that_reads_records_nothing_and_says_why(served: Served) -> None:
    headers = {**made_for(served, "read"), "Idempotency-Key": str(uuid4())}
    body = {"kind": "note", "at": served.cast.clock.now.isoformat(), "text": "x"}

    answer = served.client.post(f"{API}/sessions/x/events", json=body, headers=headers)

    assert answer.status_code == 403
    assert "not made to record in a session" in error_of(answer)["message"]


def test_a_token_makes_no_other(served: Served) -> None:
    for headers in (made_for(served), made_for(served, "read")):
        answer = served.client.post(TOKENS, json={"name": "x", "days": 1}, headers=headers)
        assert answer.status_code == 403


@pytest.mark.parametrize("may", [[], ["audit"], ["write"]])
def test_a_token_for_nothing_is_not_made(served: Served, may: list[str]) -> None:
    with served.browser("nurse_too") as client:
        answer = client.post(TOKENS, json={"name": "x", "days": 1, "may": may})

    assert answer.status_code == 400
    assert str(error_of(answer)["field"]).startswith("may")
