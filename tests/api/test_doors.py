"""Who may come in, and how: sign-ins, tokens, and the proof that our own page asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from structlog.testing import capture_logs

from tests.api.served import API, Served, calling, error_of
from tests.people import PASSWORD, PINS

READ_ONLY = (
    "/me",
    "/me/second-factor",
    "/me/sign-ins",
    "/board",
    "/changes",
    "/chairs",
    "/protocols",
    "/sessions",
    "/day",
    "/schedules",
    "/eligibility",
    "/patients/x/courses",
    "/patients/x/eligibility",
    "/patients/x/record",
    "/handovers",
    "/handovers/desk",
    "/handovers/x",
    "/protocol-versions",
    "/protocol-versions/ketamine-iv",
    "/protocol-versions/ketamine-iv/3",
    "/register",
    "/watch",
    "/audit",
)


ASKED = {f"{API}/clinic/figures": {"since": "2026-03-02", "until": "2026-03-31"}}
"""What a route has to be asked with, or it refuses the form before it looks who asks."""


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with served.browser() as client:
        yield client


@pytest.mark.parametrize("path", READ_ONLY)
def test_nothing_is_told_without_a_sign_in(served: Served, path: str) -> None:
    answer = served.client.get(API + path)

    assert answer.status_code == 401
    assert error_of(answer)["code"] == "not_signed_in"


@pytest.mark.parametrize("said", ["Bearer nobody", "Bearer", "Basic bnVyc2U6eA==", "x", "Bearer é"])
def test_a_token_that_is_none_is_refused(served: Served, said: str) -> None:
    headers = {"Authorization": said.encode("latin-1")}

    answer = served.client.get(f"{API}/me", headers=headers)  # type: ignore[arg-type]

    assert answer.status_code == 401
    error_of(answer)


def test_a_browser_signs_in_and_its_cookies_are_kept_from_scripts_and_other_sites(
    served: Served,
) -> None:
    body = {"login": "nurse", "password": PASSWORD}
    with calling(served.origin) as client:
        answer = client.post(f"{API}/sign-in/password", json=body)

    cookies = {line.partition("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert cookies.keys() == {"monitor_sign_in", "monitor_csrf", "monitor_device"}
    assert all("SameSite=strict" in line for line in cookies.values())
    assert "HttpOnly" in cookies["monitor_sign_in"]
    assert "HttpOnly" in cookies["monitor_device"]
    assert "HttpOnly" not in cookies["monitor_csrf"]
    assert answer.json()["roles"] == ["nurse"]


def test_a_wrong_password_says_nothing_about_which_part_is_wrong(served: Served) -> None:
    path = f"{API}/sign-in/password"
    wrong = served.client.post(path, json={"login": "physician", "password": "not this one"})
    unknown = served.client.post(path, json={"login": "nobody", "password": "not this one"})

    assert wrong.status_code == unknown.status_code == 401
    assert error_of(wrong) == error_of(unknown)


def test_a_sign_in_page_of_another_site_signs_nobody_in(served: Served) -> None:
    body = {"login": "nurse", "password": PASSWORD}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = served.client.post(f"{API}/sign-in/password", json=body, headers=headers)

        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


def test_a_change_needs_the_proof_that_our_page_made_it(
    served: Served, browser: httpx.Client
) -> None:
    proof = browser.headers.pop("X-CSRF-Token")
    body = {"name": "DEMO Forged", "birth_date": "1990-01-01"}
    with served.browser() as other:
        another_s = other.headers["X-CSRF-Token"]

    without = browser.post(f"{API}/patients", json=body)
    with_other = browser.post(f"{API}/patients", json=body, headers={"X-CSRF-Token": another_s})
    with_own = browser.post(f"{API}/patients", json=body, headers={"X-CSRF-Token": proof})

    assert (without.status_code, with_other.status_code) == (403, 403)
    assert error_of(without)["field"] == "X-CSRF-Token"
    assert with_own.status_code == 201


def test_a_tile_and_a_pin_are_enough_on_a_known_device_only(
    served: Served, browser: httpx.Client
) -> None:
    tiles = browser.get(f"{API}/tiles").json()
    nurse = next(one for one in tiles["tiles"] if one["name"] == served.cast.nurse.name)
    body = {"person_id": nurse["person_id"], "pin": PINS["nurse"]}

    known = browser.post(f"{API}/sign-in/pin", json=body)
    with calling(served.origin) as stranger:
        unknown = stranger.post(f"{API}/sign-in/pin", json=body)
        seen = stranger.get(f"{API}/tiles").json()

    assert known.status_code == 200
    assert unknown.status_code == 401
    assert (seen["known_device"], seen["tiles"], seen["urgent"]) == (False, [], [])


@pytest.mark.parametrize("way", ["sign-out", "lock"])
def test_an_ended_sign_in_opens_nothing_even_if_the_cookie_is_kept(
    browser: httpx.Client, way: str
) -> None:
    kept = dict(browser.cookies)

    ended = browser.post(f"{API}/{way}")
    again = browser.get(
        f"{API}/me", headers={"Cookie": f"monitor_sign_in={kept['monitor_sign_in']}"}
    )

    assert ended.status_code == 204
    assert again.status_code == 401


@pytest.mark.parametrize("path", ["/", "/start", "/sessions/abc", "/sessions/abc/discharge", "/x"])
def test_a_page_asked_for_without_a_sign_in_leads_to_signing_in(served: Served, path: str) -> None:
    answer = served.client.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_signing_in_leads_back_to_all_that_was_asked_for(served: Served) -> None:
    wanted = "/start?patient=p%201&chair=c-2"

    answer = served.client.get(wanted)

    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked == {"next": [wanted]}


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies", "/_reload-hash"])
def test_dash_tells_nothing_without_a_sign_in(served: Served, path: str) -> None:
    answer = served.client.get(path)

    assert answer.status_code == 401
    error_of(answer)


@pytest.mark.parametrize("path", ["/sign-in", "/record", "/health", "/metrics"])
def test_what_holds_no_patient_is_there_for_everybody(served: Served, path: str) -> None:
    answer = served.client.get(path)

    assert answer.status_code == 200
    assert "DEMO Maya" not in answer.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api/v1/nope", "/api/v2/board"])
def test_an_unknown_path_of_the_interface_is_json_for_every_method(
    served: Served, method: str, path: str
) -> None:
    answer = served.client.request(method, path)

    assert answer.status_code == 404
    assert error_of(answer)["code"] == "not_found"


def test_a_wrong_method_says_which_are_right(served: Served) -> None:
    answer = served.client.delete(f"{API}/board", headers=served.nurse)

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    error_of(answer)


def test_every_answer_tells_the_browser_to_trust_nothing_else(
    served: Served, browser: httpx.Client
) -> None:
    for path in ("/", "/sign-in", "/record", f"{API}/board", f"{API}/nope"):
        headers = browser.get(path).headers

        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in _scripts_of(policy)
        assert "unsafe-eval" not in policy
    assert browser.get("/").headers["cache-control"] == "no-store"


def _scripts_of(policy: str) -> str:
    return next(part for part in policy.split("; ") if part.startswith("script-src"))


@pytest.mark.parametrize("path", ["/", "/sign-in", "/record", "/account", "/downtime"])
def test_every_inline_script_of_a_page_is_named_in_its_policy(
    browser: httpx.Client, path: str
) -> None:
    import base64
    import hashlib
    import re

    answer = browser.get(path)
    inline = re.findall(r"<script((?:\s[^>]*)?)>(.*?)</script>", answer.text, re.DOTALL)
    run = [
        words for said, words in inline if " src=" not in said and "application/json" not in said
    ]
    assert run
    for script in run:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    # The map of modules counts only ahead of the first of them.
    assert answer.text.index('type="importmap"') < answer.text.index('type="module"')


def test_a_websocket_is_refused_before_it_is_accepted(served: Served) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }

    answer = served.client.get("/_dash-ws-callback", headers=headers)

    assert answer.status_code in {401, 403}


def test_the_worker_is_served_from_the_root_for_the_whole_program(served: Served) -> None:
    answer = served.client.get("/sw.js")

    assert answer.status_code == 200
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/nope/x.js",
        "/_dash-component-suites/dash/../../etc/passwd",
        "/_dash-component-suites/dash/nope.js",
        "/_dash-component-suites/",
        "/assets/nope.css",
        "/assets/../pyproject.toml",
        "/_favicon.ico/x",
        "/_dash-nope",
        "/_reload-hash/x",
        "/%00",
        "/sessions/%00",
        "/sessions/" + "x" * 3000,
    ],
)
def test_an_address_that_is_none_is_no_fault_of_the_server(
    browser: httpx.Client, path: str
) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert browser.request(method, path).status_code in {200, 304, 400, 403, 404, 405}


def test_an_unknown_page_shows_the_shell_and_says_404(browser: httpx.Client) -> None:
    answer = browser.get("/no/such/screen")

    assert answer.status_code == 404
    assert "react-entry-point" in answer.text


def test_the_numbers_for_the_operator_hold_no_patient(served: Served) -> None:
    session = served.session()
    served.client.get(f"{API}/sessions/{session}/state", headers=served.nurse)

    told = served.client.get("/metrics").text

    assert 'route="/api/v1/sessions/{session_id}/state"' in told
    assert session not in told
    assert "DEMO" not in told


def test_the_log_names_no_patient_no_address_and_no_secret(served: Served) -> None:
    session, patient = served.session(), served.cast.patient.id
    wrong = {"login": "nurse", "password": "never this one"}
    with capture_logs() as written:
        served.client.get(f"{API}/sessions/{session}/state", headers=served.nurse)
        served.client.get(f"{API}/patients/{patient}/record", headers=served.nurse)
        served.client.post(f"{API}/patients/search", json={"words": "maya"}, headers=served.nurse)
        served.client.post(f"{API}/patients", json={"name": "DEMO Maya"}, headers=served.nurse)
        served.client.post(f"{API}/sign-in/password", json=wrong)
        served.client.get(f"/sessions/{session}?name=maya")

    told = repr(written)
    assert len(written) >= 6
    assert "{session_id}" in told
    for word in (session, patient, "Maya", "maya", "never this one", served.tokens.popitem()[1]):
        assert word not in told


def test_health_says_that_the_store_answers(served: Served) -> None:
    told: dict[str, Any] = served.client.get("/health").json()

    assert told["status"] == "ok"


def test_no_route_says_anything_to_who_is_not_signed_in(served: Served) -> None:
    """Every route that the document does not call open, with whatever method it has."""
    document = served.client.get(f"{API}/openapi.json").json()
    closed = [
        (method.upper(), re.sub(r"\{\w+\}", "x", path))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if operation["security"]
    ]
    assert len(closed) >= 80
    # An invented token is looked up with the use case, after the form of what was sent.
    for headers, refused in (({}, {401}), ({"Authorization": "Bearer nobody.x"}, {400, 401})):
        told = {
            (method, path): served.client.request(
                method, path, json={}, headers=headers, params=ASKED.get(path)
            )
            for method, path in closed
        }
        let_in = {where for where, answer in told.items() if answer.status_code not in refused}
        assert let_in == set()
        read = [answer for (method, _), answer in told.items() if method == "GET"]
        assert {answer.status_code for answer in read} == {401}
