"""Whatever is sent to whatever route: no traceback, no 5xx for what the caller did wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from httpx import Response

from tests.api.served import API, Served, error_of

TEN_MB = 10 * 1024 * 1024
JSON = {"Content-Type": "application/json"}
SET = b'{"kind": "vitals", "at": "2026-03-02T20:00:00Z", "systolic_mmhg": '
BROKEN: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", JSON),
    "half an object": (b'{"kind": ', JSON),
    "no UTF-8": (b'{"name": "\xff\xfe"}', JSON),
    "UTF-16": ('{"name": "x"}'.encode("utf-16"), JSON),
    "not a number": (b'{"dose_mg": NaN}', JSON),
    "an infinite number": (SET + b"1e400}", JSON),
    "a huge number": (SET + b"9" * 10_000 + b"}", JSON),
    "a NUL": (b'{"name": "a\\u0000b", "login": "a\\u0000b", "reason": "\\u0000"}', JSON),
    "half a surrogate": (b'{"name": "\\ud800"}', JSON),
    "a key twice": (b'{"name": "a", "name": "b"}', JSON),
    "deep lists": (b"[" * 30_000 + b"]" * 30_000, JSON),
    "deep tables": (b'{"a":' * 500 + b"1" + b"}" * 500, JSON),
    "a list": (b"[]", JSON),
    "a text": (b'"vitals"', JSON),
    "null": (b"null", JSON),
    "an unknown key": (b'{"__proto__": {"admin": true}}', JSON),
    "a form": (b"name=x", {"Content-Type": "application/x-www-form-urlencoded"}),
    "XML": (b"<a/>", {"Content-Type": "application/xml"}),
    "no content type": (b"{}", {}),
    "a content type without sense": (b"{}", {"Content-Type": ";;;"}),
}


def _document(served: Served) -> dict[str, Any]:
    document: dict[str, Any] = served.client.get(f"{API}/openapi.json").json()
    return document


def _routes_with_a_body(served: Served) -> list[tuple[str, str]]:
    found = [
        (method.upper(), path)
        for path, operations in _document(served)["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]
    assert len(found) >= 7
    return found


def _filled(path: str, session: str) -> str:
    return re.sub(r"\{[^}]*\}", session, path)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_body_is_refused_in_words_by_every_route(served: Served, name: str) -> None:
    content, kind = BROKEN[name]
    session = served.session()
    before = served.event_ids(session)
    key = {"Idempotency-Key": "6f1c1de5-5d2e-4f0e-9f0e-2c2f1a5f7c11"}
    routes = _routes_with_a_body(served)
    for (method, path), who in product(routes, (served.physician, served.administrator)):
        answer = served.client.request(
            method,
            _filled(path, session),
            content=content,
            headers={**who, **kind, **key},
        )

        assert 400 <= answer.status_code < 500, (method, path, answer.text)
        assert "Traceback" not in answer.text
        error_of(answer)
    assert served.event_ids(session) == before


def test_a_body_of_ten_megabytes_is_refused_by_every_route(served: Served) -> None:
    session = served.session()
    for method, path in _routes_with_a_body(served):
        answer = served.client.request(
            method, _filled(path, session), content=b" " * TEN_MB, headers=served.nurse | JSON
        )

        assert answer.status_code == 413, (method, path)
        assert error_of(answer)["code"] == "too_large"


def test_ten_megabytes_in_pieces_without_a_length_are_refused_too(served: Served) -> None:
    def pieces() -> Iterator[bytes]:
        yield SET
        for _ in range(TEN_MB // 65536):
            yield b" " * 65536

    path = f"{API}/sessions/{served.session()}/events"
    answer = served.client.post(path, content=pieces(), headers=served.nurse | JSON)

    assert answer.status_code == 413
    error_of(answer)


@pytest.mark.parametrize(
    "at",
    [
        "yesterday",
        "2026-03-02T20:00:00",
        "2026-03-02",
        "1772480000",
        "",
        "2026-03-02T20:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "\x00",
        "2999-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z",
    ],
)
def test_a_past_instant_asked_for_without_offset_or_sense_is_refused(
    served: Served, at: str
) -> None:
    path = f"{API}/sessions/{served.session()}/state"

    answer = served.client.get(path, params={"at": at}, headers=served.nurse)

    assert answer.status_code == 400
    assert error_of(answer)["field"] == "at"


def test_a_past_instant_may_carry_its_offset_with_or_without_the_plus_escaped(
    served: Served,
) -> None:
    session, now = served.session(), served.cast.clock.now
    said = now.isoformat().replace("+00:00", "")
    path = f"{API}/sessions/{session}/state?at={said}"

    for offset in ("+00:00", "%2B00:00", "Z"):
        answer = served.client.get(path + offset, headers=served.nurse)

        assert answer.status_code == 200, answer.text
        assert answer.json()["at"].startswith(said[:19])


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/%00/state",
        "/sessions/" + "x" * 5000 + "/state",
        "/sessions/..%2f..%2fetc/state",
        "/sessions/'%20OR%201=1/state",
        "/patients/%F0%9F%92%89",
    ],
)
def test_an_address_without_sense_is_answered_in_words(served: Served, path: str) -> None:
    answer = served.client.get(API + path, headers=served.nurse)

    if answer.status_code != 200:
        assert answer.status_code in {400, 404}
        error_of(answer)


def test_a_search_for_nobody_finds_nobody(served: Served) -> None:
    answer = search(served, {"words": "Nobodyatall"})

    assert answer.json() == {"patients": []}


def test_a_search_knows_no_wildcard_and_refuses_what_is_no_text(served: Served) -> None:
    assert search(served, {"words": "%%_"}).json() == search(served, {"words": ""}).json()
    assert search(served, {"words": "%aya"}).json() == {"patients": []}
    for words in ("a\x00", "x" * 201, None, 7, ["a"]):
        answer = search(served, {"words": words})

        assert (answer.status_code, error_of(answer)["field"]) == (400, "words"), words


def test_no_name_is_taken_in_the_address_of_a_search(served: Served) -> None:
    """Addresses are written into the logs of whatever stands between."""
    for path in ("/patients?words=maya", "/patients/search?words=maya"):
        answer = served.client.get(API + path, headers=served.nurse)

        assert answer.status_code in {404, 405}
        assert "Maya" not in answer.text


def test_only_who_may_read_patients_finds_them(served: Served) -> None:
    words = {"words": "maya"}
    assert "Maya" in search(served, words).text
    assert search(served, words, served.administrator).status_code == 403
    assert search(served, words, served.stranger).json() == {"patients": []}


def search(served: Served, body: object, who: dict[str, str] | None = None) -> Response:
    path = f"{API}/patients/search"
    return served.client.post(path, json=body, headers=who or served.nurse)
