"""A second factor over the interface: set up, asked for, demanded, never shown again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.services import people, totp
from monitor.services.views import NewPerson
from tests.api.served import API, Served, error_of
from tests.people import PASSWORD

FACTOR = f"{API}/me/second-factor"


def newcomer(served: Served, role: Role = Role.READ_ONLY) -> tuple[str, Actor]:
    """Somebody with a password, whose second factor concerns no other test."""
    cast, login = served.cast, f"f{uuid4().hex[:8]}"
    new = NewPerson(login, "F. Demo", frozenset({role}), PASSWORD)
    known = people.add_person(cast.house, cast.administrator, new)
    return login, Actor(known, cast.administrator.clinic_id, new.name, new.roles)


def enter(served: Served, login: str, **more: object) -> httpx.Response:
    body = {"login": login, "password": PASSWORD, **more}
    return served.client.post(f"{API}/sign-in/password", json=body)


def code_of(served: Served, secret: str, later: int = 0) -> str:
    return totp.code_of(secret, totp.step_at(served.cast.house.clock()) + later)


def set_up(served: Served, login: str) -> dict[str, Any]:
    """Set one up as a browser of this person does; answers what was shown."""
    headers = signed_in(served, login)
    made = served.client.post(FACTOR, json={"password": PASSWORD}, headers=headers)
    assert made.status_code == 200, made.text
    told: dict[str, Any] = made.json()
    code = code_of(served, told["secret"])
    done = served.client.post(f"{FACTOR}/confirm", json={"code": code}, headers=headers)
    assert done.status_code == 200, done.text
    assert done.json()["codes_left"] == 10
    return told


def signed_in(served: Served, login: str, **more: object) -> dict[str, str]:
    """The cookies of a sign-in with their proof, as headers."""
    answer = enter(served, login, **more)
    assert answer.status_code == 200, answer.text
    cookies = dict(answer.cookies)
    served.client.cookies.clear()
    joined = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return {"Cookie": joined, "X-CSRF-Token": cookies["monitor_csrf"]}


def test_it_is_set_up_asked_for_and_taken_away(served: Served) -> None:
    login, _who = newcomer(served)
    told = set_up(served, login)
    served.client.cookies.clear()

    asked = enter(served, login)
    assert asked.status_code == 401
    assert error_of(asked)["code"] == "second_factor"
    assert error_of(asked)["field"] == "code"
    assert "set-cookie" not in asked.headers
    assert told["secret"] not in asked.text
    wrong = enter(served, login, code="000000x")
    assert (wrong.status_code, error_of(wrong)["field"]) == (401, "code")
    assert enter(served, login, code=code_of(served, told["secret"], 1)).status_code == 200
    served.client.cookies.clear()
    assert enter(served, login, code=told["recovery_codes"][3]).status_code == 200
    served.client.cookies.clear()

    stands = served.client.get(
        FACTOR, headers=signed_in(served, login, code=told["recovery_codes"][4])
    )
    assert stands.json()["codes_left"] == 8
    assert told["secret"] not in stands.text
    headers = signed_in(served, login, code=told["recovery_codes"][5])
    refused = served.client.post(
        f"{FACTOR}/take-away", json={"password": "not this one"}, headers=headers
    )
    assert refused.status_code == 403
    gone = served.client.post(f"{FACTOR}/take-away", json={"password": PASSWORD}, headers=headers)
    assert gone.json() == {"set_up_at": None, "codes_left": 0, "demanded": False}
    assert enter(served, login).status_code == 200


def test_a_token_changes_none(served: Served) -> None:
    answer = served.client.post(FACTOR, json={"password": PASSWORD}, headers=served.nurse)

    assert answer.status_code == 403
    assert "access token changes no second factor" in error_of(answer)["message"]


def test_a_demanded_one_is_set_up_at_the_door_and_taken_away_by_an_administrator(
    served: Served,
) -> None:
    login, who = newcomer(served, Role.AUDITOR)
    keeper, clinic = served.administrator, f"{API}/admin/clinic"
    seen = served.client.get(clinic, headers=keeper).json()["revision"]
    body = {"roles": ["auditor"], "revision": seen}
    told = served.client.put(f"{clinic}/second-factor", json=body, headers=keeper)
    assert told.json()["second_factor_roles"] == ["auditor"]
    try:
        demanded = enter(served, login)
        assert error_of(demanded)["code"] == "set_up_second_factor"
        path, body = f"{API}/sign-in/second-factor", {"login": login, "password": PASSWORD}
        assert served.client.post(path, json={**body, "password": "no"}).status_code == 401
        made = served.client.post(path, json=body).json()
        entered = enter(served, login, code=code_of(served, made["secret"]))
        assert entered.status_code == 200
        served.client.cookies.clear()
        people_path = f"{API}/admin/people/{who.person_id}"
        kept = served.client.get(f"{API}/admin/people", headers=keeper).json()["people"]
        one = next(each for each in kept if each["id"] == who.person_id)
        assert one["has_second_factor"] is True
        taken = served.client.post(
            f"{people_path}/second-factor/take-away",
            json={"revision": one["revision"]},
            headers=keeper,
        )
        assert taken.json()["has_second_factor"] is False
    finally:
        served.client.put(
            f"{clinic}/second-factor", json={"roles": [], "revision": seen + 1}, headers=keeper
        )


def test_where_none_is_demanded_none_is_given_out(served: Served) -> None:
    login, _who = newcomer(served)
    path = f"{API}/sign-in/second-factor"

    assert served.client.post(path, json={"login": login, "password": PASSWORD}).status_code == 409
    assert served.client.post(path, json={"login": "nobody", "password": "x"}).status_code == 401
