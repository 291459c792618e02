"""An attacker's afternoon: what somebody tries who is signed in, was, or holds a lost tablet.

Each attempt is refused in words and changes nothing; docs/security.md tells what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from monitor.access.roles import Role
from monitor.services import devices, emergency, people
from monitor.services.views import NewPerson
from tests.api.served import API, Served, calling, error_of
from tests.people import PASSWORD, PINS

REASON = "The nurse has fallen ill, the ambulance asks."


@dataclass(frozen=True)
class Scene:
    """Whose browsers stand open, and what there is to take."""

    served: Served
    nurse: httpx.Client
    keeper: httpx.Client
    auditor: httpx.Client
    session: str
    patient: str


@pytest.fixture
def scene(served: Served) -> Iterator[Scene]:
    assert served.cast.auditor
    with (
        served.browser("nurse") as nurse,
        served.browser("administrator") as keeper,
        served.browser("auditor") as auditor,
    ):
        session = served.session()
        yield Scene(served, nurse, keeper, auditor, session, served.cast.patient.id)


Attempt = Callable[[Scene], httpx.Response]


def _post(client: httpx.Client, path: str, body: Any = None, **headers: str) -> httpx.Response:
    return client.post(API + path, json={} if body is None else body, headers=headers)


def _without_proof(client: httpx.Client, path: str, body: Any) -> httpx.Response:
    return client.post(API + path, json=body, headers={"X-CSRF-Token": "x"})


def _token(served: Served, path: str, body: Any) -> httpx.Response:
    return served.client.post(API + path, json=body, headers=served.administrator)


def _as_physician(scene: Scene, path: str, body: Any) -> httpx.Response:
    served = scene.served
    return served.client.post(API + path, json=body, headers=served.physician)


def _as_stranger(scene: Scene, path: str) -> httpx.Response:
    with calling(scene.served.origin, **scene.served.stranger) as stranger:
        return stranger.get(API + path)


def _raw(scene: Scene, path: str, body: bytes) -> httpx.Response:
    headers = {**scene.served.physician, "Content-Type": "application/json"}
    return scene.served.client.post(API + path, content=body, headers=headers)


def _sign_in(scene: Scene, client: httpx.Client) -> str:
    actor = people.identify(scene.served.cast.house, client.cookies["monitor_sign_in"])
    return str(actor.sign_in_id)


IV = "/protocol-versions/ketamine-iv"
MINIMUM = "criteria.observation_time.since_time_zero"
DRAFT = {"numbers": {MINIMUM: 90}, "reason": "an attempt", "seen": 0}
SIGNED = {"draft": 1, "pin": PINS["physician"]}
OPEN = {"reason": REASON}
MAKE = {"name": "feed", "days": 30, "may": ["read"]}
ATTEMPTS: dict[str, tuple[Attempt, set[int]]] = {
    "a nurse opens records in an emergency": (lambda s: _post(s.nurse, "/emergency", OPEN), {403}),
    "an auditor does": (lambda s: _post(s.auditor, "/emergency", OPEN), {403}),
    "a token does": (lambda s: _token(s.served, "/emergency", OPEN), {403}),
    "another site does": (lambda s: _without_proof(s.keeper, "/emergency", OPEN), {403}),
    "with two words": (lambda s: _post(s.keeper, "/emergency", {"reason": "ill"}), {400}),
    "with a time of its own": (
        lambda s: _post(s.keeper, "/emergency", {**OPEN, "until": "2999-01-01T00:00:00Z"}), {400}),
    "for somebody else": (
        lambda s: _post(s.keeper, "/emergency", {**OPEN, "person_id": "x"}), {400}),
    "ends what is not open": (lambda s: _post(s.keeper, "/emergency/end"), {409}),
    "acknowledges what is not there": (
        lambda s: _post(s.auditor, "/emergency/x/acknowledge"), {404}),
    "an administrator reads a session": (
        lambda s: s.keeper.get(f"{API}/sessions/{s.session}"), {403}),
    "an auditor reads a session": (lambda s: s.auditor.get(f"{API}/sessions/{s.session}"), {403}),
    "a nurse lists devices": (lambda s: s.nurse.get(f"{API}/admin/devices"), {403}),
    "a nurse revokes one": (lambda s: _post(s.nurse, "/admin/devices/x/revoke"), {403}),
    "a nurse lists tokens": (lambda s: s.nurse.get(f"{API}/admin/tokens"), {403}),
    "a token for a colleague": (
        lambda s: _post(s.keeper, "/admin/tokens",
                        {**MAKE, "person_id": s.served.cast.physician.person_id}), {409}),
    "a token for another clinic's": (
        lambda s: _post(s.keeper, "/admin/tokens",
                        {**MAKE, "person_id": s.served.cast.stranger.person_id}), {404}),
    "a token that makes tokens": (
        lambda s: _token(s.served, "/admin/tokens", {**MAKE, "person_id": "x"}), {403}),
    "a token for everything": (
        lambda s: _post(s.keeper, "/admin/tokens", {**MAKE, "person_id": "x", "may": None}), {400}),
    "a token for a scope that is none": (
        lambda s: _post(s.keeper, "/admin/tokens", {**MAKE, "person_id": "x", "may": ["sign"]}),
        {400}),
    "takes roles along in an unknown key": (
        lambda s: _post(s.nurse, "/me/language", {"language": "es", "roles": ["administrator"]}),
        {400}),
    "another clinic's session through a cookie": (
        lambda s: _as_stranger(s, f"/sessions/{s.session}"), {404}),
    "a nurse drafts a version": (lambda s: _post(s.nurse, f"{IV}/drafts", DRAFT), {403}),
    "an auditor reads a version": (lambda s: s.auditor.get(f"{API}{IV}/3"), {403}),
    "an administrator signs one": (lambda s: _post(s.keeper, f"{IV}/sign", SIGNED), {403}),
    "a physician signs without being named": (
        lambda s: _as_physician(s, f"{IV}/sign", SIGNED), {403}),
    "another site drafts one": (lambda s: _without_proof(s.nurse, f"{IV}/drafts", DRAFT), {403}),
    "a draft of another clinic": (
        lambda s: _as_stranger(s, f"{IV}/1001"), {404}),
    "a draft with a text of its own": (
        lambda s: _as_physician(s, f"{IV}/drafts", {**DRAFT, "text": "version = 1"}), {400}),
    "a draft with a number that is none": (
        lambda s: _as_physician(s, f"{IV}/drafts", {**DRAFT, "numbers": {MINIMUM: "90 }"}}), {400}),
    "a draft with 401 numbers": (
        lambda s: _as_physician(s, f"{IV}/drafts",
                                {**DRAFT, "numbers": {f"a.{n}": n for n in range(401)}}), {400}),
    "a draft that says not a number": (
        lambda s: _raw(s, f"{IV}/drafts",
                       b'{"numbers": {"%s": NaN}, "reason": "x", "seen": 0}' % MINIMUM.encode()),
        {400}),
    "a number of version that is no digit": (
        lambda s: s.served.client.get(f"{API}{IV}/²", headers=s.served.physician), {404}),
    "a physician names a director": (
        lambda s: s.served.client.put(
            f"{API}/admin/people/{s.served.cast.physician.person_id}/director",
            json={"named": True, "revision": 0}, headers=s.served.physician), {403}),
    "a director named by the way": (
        lambda s: s.keeper.put(
            f"{API}/admin/people/{s.served.cast.physician.person_id}",
            json={"name": "X", "roles": ["physician"], "phone": "", "revision": 0,
                  "signs_protocols": True}), {400}),
    "a token changes a password": (
        lambda s: _token(s.served, "/me/password",
                         {"password": PASSWORD, "new_password": "seven green lanterns"}), {403}),
    "a colleague's sign-in is ended": (
        lambda s: _post(s.nurse, f"/me/sign-ins/{_sign_in(s, s.keeper)}/end"), {404}),
    "another clinic's downtime sheet": (
        lambda s: _as_stranger(s, f"/sessions/{s.session}/sheet.pdf"), {404}),
    "an auditor prints the room": (lambda s: s.auditor.get(f"{API}/downtime.pdf"), {403}),
    "an administrator does": (lambda s: s.keeper.get(f"{API}/downtime.pdf"), {403}),
    "an auditor reads a course's review": (
        lambda s: s.auditor.get(f"{API}/patients/{s.patient}/courses/review"), {403}),
    "the page of emergency access": (lambda s: s.nurse.get("/emergency"), {403}),
    "TRACE": (lambda s: s.keeper.request("TRACE", "/emergency"), {404, 405}),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_is_tried_is_refused_and_changes_nothing(scene: Scene, name: str) -> None:
    attempt, expected = ATTEMPTS[name]
    with scene.served.cast.house.reading(scene.served.cast.nurse.clinic_id) as look:
        before = look.version()

    answer = attempt(scene)

    assert answer.status_code in expected, answer.text
    if "json" in answer.headers.get("content-type", ""):
        error_of(answer)
    with scene.served.cast.house.reading(scene.served.cast.nurse.clinic_id) as look:
        assert look.version() == before


def test_nothing_outlives_a_revoked_device(scene: Scene) -> None:
    served, nurse = scene.served, scene.nurse
    cast = served.cast
    known = nurse.get(f"{API}/tiles").json()
    assert known["known_device"]
    mine = str(people.identify(cast.house, nurse.cookies["monitor_sign_in"]).device_id)
    devices.revoke_device(cast.house, cast.administrator, mine)

    pin = {"person_id": cast.nurse.person_id, "pin": PINS["nurse"]}
    assert nurse.get(f"{API}/me").status_code == 401
    assert _post(nurse, "/sign-in/pin", pin).status_code == 401
    seen = nurse.get(f"{API}/tiles").json()
    assert (seen["known_device"], seen["tiles"]) == (False, [])


def test_a_password_is_not_guessed_through_the_account(served: Served) -> None:
    cast, guess = served.cast, {"password": "not this one", "new_password": "seven green lanterns"}
    new = NewPerson("guessed", "C. Demo Guessed", frozenset({Role.NURSE}), PASSWORD, "1597")
    people.add_person(cast.house, cast.administrator, new)
    with served.browser("guessed") as one, served.browser("guessed") as other:
        for path, body in [
            ("/me/password", guess),
            ("/me/pin", {"password": "not this one", "new_pin": "4826"}),
            ("/me/second-factor", {"password": "not this one"}),
        ] * 2:
            answer = _post(one, path, body)
        assert answer.status_code == 429, answer.text
        assert _post(one, "/me/password", {**guess, "password": PASSWORD}).status_code == 429
        cast.clock.move(minutes=2)
        assert other.get(f"{API}/me").status_code == 200
        changed = _post(one, "/me/password", {**guess, "password": PASSWORD})
        assert (changed.status_code, changed.json()["ended"]) == (200, 1)
        assert other.get(f"{API}/me").status_code == 401
        assert one.get(f"{API}/me").status_code == 200


def test_what_was_typed_as_a_reason_is_shown_as_text_and_opens_nothing_longer(
    served: Served,
) -> None:
    cast = served.cast
    new = NewPerson("second_keeper", "B. Demo Keeper", frozenset({Role.ADMINISTRATOR}), PASSWORD)
    people.add_person(cast.house, cast.administrator, new)
    script = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    with served.browser("second_keeper") as other, served.browser("administrator") as keeper:
        assert _post(other, "/emergency", {"reason": script}).status_code == 201
        session = served.session()
        assert other.get(f"{API}/sessions/{session}").status_code == 200
        body = served.event()
        assert _post(other, f"/sessions/{session}/events", body).status_code in {400, 403}
        page = keeper.get("/emergency").text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert emergency.count_unacknowledged(cast.house, cast.administrator) >= 1
        assert keeper.get(f"{API}/me").json()["emergencies_waiting"] >= 1
        cast.clock.move(minutes=14)
        assert other.get(f"{API}/me").json()["emergency_until"]
        cast.clock.move(minutes=14)
        other.get(f"{API}/me")
        cast.clock.move(minutes=3)
        assert other.get(f"{API}/me").json()["emergency_until"] is None
        assert other.get(f"{API}/sessions/{session}").status_code == 403
