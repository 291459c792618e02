"""Administration over the machine interface: for administrators alone, nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.services import people
from monitor.services.views import NewPerson
from tests.api.served import API, Served, error_of
from tests.people import PASSWORD

ADMIN = f"{API}/admin"
OWN_PASSWORD = "a phrase of my own"


@pytest.fixture
def keeper(served: Served) -> dict[str, str]:
    return served.bearer(served.cast.administrator)


def newcomer(served: Served, *roles: Role) -> Actor:
    """Somebody new, so that no other test meets what happens to them."""
    login, held = f"n{uuid4().hex[:8]}", frozenset(roles or (Role.NURSE,))
    new = NewPerson(login, "N. Demo Comer", held, PASSWORD, "8264")
    person_id = people.add_person(served.cast.house, served.cast.administrator, new)
    return Actor(person_id, served.cast.administrator.clinic_id, login, held)


def seen(served: Served, who: Actor, keeper: dict[str, str]) -> dict[str, Any]:
    listed = served.client.get(f"{ADMIN}/people", headers=keeper).json()["people"]
    found: dict[str, Any] = next(one for one in listed if one["id"] == who.person_id)
    return found


def calls(person: str, chair: str, sign_in: str = "s") -> Iterator[tuple[str, str, Any]]:
    """Every route of administration, as it might be called."""
    about = {"name": "N. Demo", "roles": ["nurse"], "revision": 1}
    new = {"login": "x1", "name": "N. Demo", "roles": ["nurse"], "password": PASSWORD}
    yield "GET", "/people", None
    yield "POST", "/people", new
    yield "PUT", f"/people/{person}", about
    yield "POST", f"/people/{person}/deactivate", {"revision": 1}
    yield "POST", f"/people/{person}/bring-back", {"revision": 1}
    yield "POST", f"/people/{person}/secrets", {"pin": "8264", "revision": 1}
    yield "PUT", f"/people/{person}/override", {"allowed": False, "revision": 1}
    yield "GET", "/sign-ins", None
    yield "POST", f"/sign-ins/{sign_in}/end", None
    yield "GET", "/chairs", None
    yield "POST", "/chairs", {"label": "77"}
    yield "PUT", "/chairs/order", {"chairs": []}
    yield "PUT", f"/chairs/{chair}", {"label": "78", "revision": 1}
    yield "POST", f"/chairs/{chair}/take-out", {"revision": 1}
    yield "POST", f"/chairs/{chair}/bring-back", {"revision": 1}
    yield "GET", "/protocols", None
    yield "PUT", "/protocols/ketamine-im/offered", {"offered": True, "revision": 1}
    yield "PUT", "/protocols/ketamine-im/overrides", {"withheld": [], "revision": 1}
    yield "GET", "/clinic", None
    yield "PUT", "/clinic", {"name": "DEMO", "zone": "UTC", "revision": 1}


def test_only_an_administrator_reaches_any_of_it(served: Served) -> None:
    who = newcomer(served)
    for method, path, body in calls(who.person_id, served.cast.chair.id):
        for headers, status in (({}, 401), (served.nurse, 403), (served.physician, 403)):
            answer = served.client.request(method, ADMIN + path, json=body, headers=headers)
            assert answer.status_code == status, (method, path)
            error_of(answer)


def test_an_administrator_of_another_clinic_finds_nothing_of_this_one(served: Served) -> None:
    who = newcomer(served)
    with served.browser() as browser:
        assert browser.get(f"{API}/me").status_code == 200
        listed = served.client.get(
            f"{ADMIN}/sign-ins", headers=served.bearer(served.cast.administrator)
        ).json()["sign_ins"]
        sign_in = next(one["id"] for one in listed if one["name"] == served.cast.nurse.name)
        named = [
            (method, path, body)
            for method, path, body in calls(who.person_id, served.cast.chair.id, sign_in)
            if any(row in path for row in (who.person_id, served.cast.chair.id, sign_in))
        ]
        assert len(named) == 9
        for method, path, body in named:
            answer = served.client.request(method, ADMIN + path, json=body, headers=served.stranger)
            assert answer.status_code == 404, (method, path)
            assert error_of(answer)["code"] == "not_found"
        assert browser.get(f"{API}/me").status_code == 200


def test_a_person_is_added_changed_deactivated_and_brought_back(
    served: Served, keeper: dict[str, str]
) -> None:
    login = f"n{uuid4().hex[:8]}"
    new = {
        "login": login, "name": "<i>N.</i> Demo", "roles": ["physician"],
        "password": PASSWORD, "pin": "8264", "phone": "+1 555 0100",
    }  # fmt: skip
    added = served.client.post(f"{ADMIN}/people", json=new, headers=keeper)
    assert added.status_code == 201, added.text
    person = f"{ADMIN}/people/{added.json()['id']}"

    def change(path: str, method: str, **body: object) -> dict[str, Any]:
        answer = served.client.request(method, person + path, json=body, headers=keeper)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    renamed = change("", "PUT", name="N. Demo Two", roles=["nurse", "physician"], revision=1)
    assert (renamed["name"], renamed["phone"], renamed["revision"]) == ("N. Demo Two", "", 2)
    assert renamed["password_temporary"]
    assert change("/override", "PUT", allowed=False, revision=2)["may_override"] is False
    assert change("/deactivate", "POST", revision=3)["active"] is False
    assert change("/bring-back", "POST", revision=4)["active"] is True
    assert change("/secrets", "POST", password="another long phrase", revision=5)["revision"] == 6
    told = served.client.get(f"{ADMIN}/people", headers=keeper).text
    assert "argon2" not in told


def test_the_later_of_two_is_a_conflict(served: Served, keeper: dict[str, str]) -> None:
    who = newcomer(served)
    path = f"{ADMIN}/people/{who.person_id}"
    body = {"name": "N. Demo First", "roles": ["nurse"], "revision": 1}
    assert served.client.put(path, json=body, headers=keeper).status_code == 200

    late = served.client.put(path, json={**body, "name": "N. Demo Second"}, headers=keeper)

    assert late.status_code == 409
    assert error_of(late)["code"] == "changed_meanwhile"
    assert seen(served, who, keeper)["name"] == "N. Demo First"


def sign_in(served: Served, login: str, **more: object) -> Response:
    body = {"login": login, "password": PASSWORD, **more}
    return served.client.post(f"{API}/sign-in/password", json=body)


def test_whoever_was_added_here_chooses_their_own_password_and_pin(
    served: Served, keeper: dict[str, str]
) -> None:
    login = f"n{uuid4().hex[:8]}"
    new = {"login": login, "name": "N. Demo", "roles": ["nurse"], "password": PASSWORD}
    served.client.post(f"{ADMIN}/people", json={**new, "pin": "8264"}, headers=keeper)

    asked = sign_in(served, login)
    assert asked.status_code == 401
    assert error_of(asked)["code"] == "choose_own"
    assert error_of(asked)["field"] == "new_password, new_pin"
    assert "set-cookie" not in asked.headers
    weak = sign_in(served, login, new_password=OWN_PASSWORD, new_pin="1111")
    assert weak.status_code == 400
    assert error_of(weak)["field"] == "new_pin"
    entered = sign_in(served, login, new_password=OWN_PASSWORD, new_pin="7142")
    assert entered.status_code == 200
    assert sign_in(served, login).status_code == 401


def test_a_chair_is_added_renamed_ordered_and_taken_out(
    served: Served, keeper: dict[str, str]
) -> None:
    label = f"R{uuid4().hex[:6]}"
    added = served.client.post(f"{ADMIN}/chairs", json={"label": label}, headers=keeper)
    assert added.status_code == 201
    chair = f"{ADMIN}/chairs/{added.json()['id']}"
    body = {"label": f"{label}b", "room": "West", "revision": 1}
    assert served.client.put(chair, json=body, headers=keeper).json()["room"] == "West"
    assert served.client.put(chair, json=body, headers=keeper).status_code == 409
    out = served.client.post(f"{chair}/take-out", json={"revision": 2}, headers=keeper)
    assert out.json()["in_use"] is False
    shown = served.client.get(f"{API}/chairs", headers=served.nurse).json()["chairs"]
    assert f"{label}b" not in [one["label"] for one in shown]

    room = served.client.get(f"{ADMIN}/chairs", headers=keeper).json()["chairs"]
    order = [{"id": one["id"], "revision": one["revision"]} for one in reversed(room)]
    turned = served.client.put(f"{ADMIN}/chairs/order", json={"chairs": order}, headers=keeper)
    assert [one["id"] for one in turned.json()["chairs"]] == [one["id"] for one in order]


def test_protocols_are_shown_with_their_numbers_and_offered_or_not(
    served: Served, keeper: dict[str, str]
) -> None:
    listed = served.client.get(f"{ADMIN}/protocols", headers=keeper).json()["protocols"]
    nasal = next(one for one in listed if one["id"] == "esketamine-nasal")
    assert nasal["offered"]
    assert nasal["numbers"][0]["unit"]
    path = f"{ADMIN}/protocols/esketamine-nasal"

    body = {"offered": False, "revision": nasal["revision"]}
    assert served.client.put(f"{path}/offered", json=body, headers=keeper).status_code == 200
    open_to_start = served.client.get(f"{API}/protocols", headers=served.nurse).json()
    assert "esketamine-nasal" not in [one["id"] for one in open_to_start["protocols"]]
    body = {"offered": True, "revision": nasal["revision"] + 1}
    assert served.client.put(f"{path}/offered", json=body, headers=keeper).status_code == 200
    fixed = sorted({"observation_time", "rhythm"} - set(nasal["overridable"]))
    assert fixed == ["observation_time"]
    wider = {"withheld": fixed, "revision": nasal["revision"] + 2}
    refused = served.client.put(f"{path}/overrides", json=wider, headers=keeper)
    assert refused.status_code == 400
    narrower = {"withheld": ["rhythm"], "revision": nasal["revision"] + 2}
    kept = served.client.put(f"{path}/overrides", json=narrower, headers=keeper)
    assert kept.json()["withheld"] == ["rhythm"]


def test_a_clinic_that_is_there_is_not_set_up_again(served: Served) -> None:
    body = {
        "code": "AAAA-AAAA-AAAA", "clinic_name": "DEMO", "zone": "UTC", "login": "intruder",
        "name": "I. Demo", "password": PASSWORD, "pin": "8264",
    }  # fmt: skip

    assert served.client.get(f"{API}/set-up").json() == {"open": False}
    refused = served.client.post(f"{API}/set-up", json=body)
    assert refused.status_code == 409
    assert "holds a clinic already" in error_of(refused)["message"]
    elsewhere = {"Origin": "https://evil.example"}
    foreign = served.client.post(f"{API}/set-up", json=body, headers=elsewhere)
    assert foreign.status_code == 403
    page = served.client.get("/set-up", follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in")


def test_the_audit_is_searched_by_administrators_alone(
    served: Served, keeper: dict[str, str]
) -> None:
    asked = {"action": "people:person:add", "from": "2020-01-01T00:00:00Z", "at_most": "1"}
    newcomer(served)
    newcomer(served)
    answer = served.client.get(f"{API}/audit", params=asked, headers=keeper)
    page = answer.json()

    assert answer.status_code == 200
    assert [one["action"] for one in page["entries"]] == ["people:person:add"]
    following = {**asked, "before": str(page["more_before"])}
    more = served.client.get(f"{API}/audit", params=following, headers=keeper).json()
    assert more["entries"][0]["seq"] < page["entries"][0]["seq"]
    nurse = served.bearer(served.cast.nurse)
    refused = served.client.get(f"{API}/audit", headers=nurse)
    assert (refused.status_code, error_of(refused)["code"]) == (403, "not_permitted")
    for wrong in ({"from": "yesterday"}, {"action": "nothing"}, {"at_most": "0"}):
        assert served.client.get(f"{API}/audit", params=wrong, headers=keeper).status_code == 400
