"""No page of another site changes anything: every route that changes asks for our page's proof."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.api.served import API, Served, error_of
from tests.people import PASSWORD

READING = frozenset({"get", "head", "options"})
BEFORE_A_SIGN_IN: dict[str, dict[str, Any]] = {
    f"{API}/sign-in/password": {"login": "nurse", "password": PASSWORD},
    f"{API}/sign-in/pin": {"person_id": "x", "pin": "1597"},
    f"{API}/sign-in/second-factor": {"login": "nurse", "password": PASSWORD},
    f"{API}/set-up": {
        "code": "x", "clinic_name": "DEMO", "zone": "UTC", "login": "x1", "name": "X",
        "password": PASSWORD,
    },
}  # fmt: skip
"""Nobody is signed in yet, so there is no proof; they are held to same origin. A body of each."""


@pytest.fixture(scope="module")
def changing(served: Served) -> list[tuple[str, str, dict[str, Any]]]:
    """Every route of the document that changes something: its method, a path, what it declares."""
    document = served.client.get(f"{API}/openapi.json").json()
    return [
        (method.upper(), path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method not in READING
    ]


def named(path: str) -> str:
    return re.sub(r"\{\w+\}", "x", path)


def test_every_change_needs_the_proof_that_our_own_page_made_it(
    served: Served, changing: list[tuple[str, str, dict[str, Any]]]
) -> None:
    held = [one for one in changing if one[1] not in BEFORE_A_SIGN_IN]
    assert len(held) >= 40
    with served.browser() as browser, served.browser() as other:
        another_s = other.headers["X-CSRF-Token"]
        proof = browser.headers.pop("X-CSRF-Token")
        for method, path, operation in held:
            assert operation["security"], path
            for forged in ({}, {"X-CSRF-Token": another_s}, {"X-CSRF-Token": ""}):
                answer = _ask(browser, method, path, forged)

                assert answer.status_code == 403, (method, path, forged, answer.text)
                assert error_of(answer)["field"] == "X-CSRF-Token", (method, path)

        still = browser.get(f"{API}/me")
        own = _ask(browser, "POST", f"{API}/planned/{{id}}/arrive", {"X-CSRF-Token": proof})
    assert still.status_code == 200, "neither sign-out nor lock was carried out"
    assert own.status_code == 404, "with its own proof the request is heard"


def test_what_comes_before_a_sign_in_is_held_to_the_same_origin(
    served: Served, changing: list[tuple[str, str, dict[str, Any]]]
) -> None:
    open_routes = [one for one in changing if not one[2]["security"]]
    assert {path for _, path, _ in open_routes} == BEFORE_A_SIGN_IN.keys()
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        for method, path, _ in open_routes:
            body = BEFORE_A_SIGN_IN[path]
            answer = served.client.request(method, path, json=body, headers=headers)

            assert answer.status_code == 403, (method, path, headers, answer.text)
            assert "set-cookie" not in answer.headers


def _ask(client: httpx.Client, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    return client.request(method, named(path), json={}, headers=headers)
