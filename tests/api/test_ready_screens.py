"""Board and chart are sent as kept JSON: the same that Dash would send, and never another's."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from monitor.charts.palette import Scheme
from monitor.server.ready import ReadyScreens
from monitor.services.discharge import end_otherwise
from monitor.web import ids as shell
from monitor.web.pages.board import ids as board
from monitor.web.pages.chart import ids as chart
from monitor.web.pages.clinic import ids as clinic
from tests.api.served import Served
from tests.people import PINS

CALL = "/_dash-update-component"


def ask(browser: httpx.Client, part: str, **values: Any) -> Any:
    """Call the callback that writes this part, and answer what it sends for each."""
    listed = browser.get("/_dash-dependencies").json()
    spec = next(one for one in listed if part in one["output"].strip(".").split("..."))
    named = [name.rpartition(".") for name in spec["output"].strip(".").split("...")]
    outputs = [{"id": identity, "property": prop} for identity, _, prop in named]
    several = spec["output"].startswith("..")
    told = {shell.LIVE: 1, **{name.replace("_", "-"): value for name, value in values.items()}}
    body = {
        "output": spec["output"],
        "outputs": outputs if several else outputs[0],
        "changedPropIds": [f"{shell.LIVE}.data"],
        **{
            kind: [{**one, "value": told.get(one["id"])} for one in spec[kind]]
            for kind in ("inputs", "state")
        },
    }
    answer = browser.post(CALL, json=body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def board_of(browser: httpx.Client) -> Any:
    return ask(browser, f"{board.CARDS}.children", board_order="urgency")


def chart_of(browser: httpx.Client, session_id: Any, scheme: str = Scheme.LIGHT) -> Any:
    told = {"chart_scheme": scheme, "chart_session": session_id}
    return ask(browser, f"{chart.FIGURE}.figure", **told)


def effects_of(browser: httpx.Client) -> Any:
    told = {"clinic_scheme": Scheme.LIGHT, "clinic_query": {"period": "ever"}}
    return ask(browser, f"{clinic.EFFECTS}.figure", **told)


def test_what_is_sent_is_what_dash_would_send(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = served.session()
    served.record(session_id, served.event())
    with served.browser() as nurse:
        ready = board_of(nurse), chart_of(nurse, session_id), effects_of(nurse)

        async def nothing(*_: object) -> None:
            return None

        monkeypatch.setattr(ReadyScreens, "_answer", nothing)
        by_dash = board_of(nurse), chart_of(nurse, session_id), effects_of(nurse)

    assert ready == by_dash


def test_the_next_drawing_shows_what_was_just_recorded(served: Served) -> None:
    session_id = served.session()
    with served.browser() as nurse:
        before = board_of(nurse), chart_of(nurse, session_id)
        served.record(session_id, served.event(systolic_mmhg=137, diastolic_mmhg=91))
        after = board_of(nurse), chart_of(nurse, session_id)

    assert "137/91" not in str(before)
    assert all("137/91" in str(screen) for screen in after)


def test_each_person_gets_the_chart_of_his_own_roles(served: Served) -> None:
    session_id = served.session()
    with served.browser() as nurse, served.browser("physician") as physician:
        of_nurse, of_physician = chart_of(nurse, session_id), chart_of(physician, session_id)
        again = chart_of(nurse, session_id)

    banners = [one["response"][chart.BANNER]["children"] for one in (of_nurse, of_physician)]
    assert served.cast.nurse.initials in str(banners[0])
    assert served.cast.physician.initials in str(banners[1])
    assert banners[0] != banners[1]
    assert again == of_nurse


def test_an_administrator_sees_no_patient_of_what_was_drawn_for_a_nurse(served: Served) -> None:
    session_id = served.session()
    with served.browser() as nurse, served.browser("administrator") as administrator:
        drawn = str(board_of(nurse)), str(chart_of(nurse, session_id))
        room, refused = board_of(administrator), chart_of(administrator, session_id)

    assert all("DEMO Patient" in screen for screen in drawn)
    assert "DEMO Patient" not in str(room)
    assert "DEMO Patient" not in str(refused)
    assert "not allowed" in str(refused)
    assert chart.FIGURE not in refused.get("response", {})


def test_another_clinic_gets_nothing_that_was_drawn_in_this_one(served: Served) -> None:
    session_id = served.session()
    with served.browser() as nurse, served.browser("stranger") as stranger:
        board_of(nurse), chart_of(nurse, session_id)
        room, refused = board_of(stranger), chart_of(stranger, session_id)

    assert "DEMO Patient" not in str(room)
    assert "DEMO Patient" not in str(refused)
    assert "no such session" in str(refused)


def test_colours_of_the_room_have_drawings_of_their_own(served: Served) -> None:
    session_id = served.session()
    with served.browser() as nurse:
        light = chart_of(nurse, session_id)["response"][chart.FIGURE]
        dim = chart_of(nurse, session_id, Scheme.DIM)["response"][chart.FIGURE]

    assert light != dim


def test_the_clinics_figure_is_drawn_for_each_by_what_he_may_see(served: Served) -> None:
    """One closed session: a physician sees its effects, an administrator is told of none."""
    session_id = served.session()
    served.record(session_id, served.event("infusion_started", dose_mg=35))
    served.cast.clock.move(minutes=10)
    served.record(session_id, served.event("side_effects", grades={"nausea": "moderate"}))
    served.cast.clock.move(minutes=5)
    house, pin = served.cast.house, PINS["physician"]
    end_otherwise(house, served.cast.physician, session_id, "hospital", "a test", pin)
    with served.browser("physician") as physician, served.browser("administrator") as administrator:
        whole, few = effects_of(physician), effects_of(administrator)
        again = effects_of(physician)

    assert again == whole
    assert "Nausea" in str(whole["response"][clinic.EFFECTS])
    assert "Nausea" not in str(few["response"][clinic.EFFECTS])


def test_an_auditor_gets_no_figure_of_the_clinic(served: Served) -> None:
    with served.browser("physician") as physician:
        effects_of(physician)
    assert served.cast.auditor
    with served.browser("auditor") as auditor:
        refused = effects_of(auditor)
    assert clinic.EFFECTS not in refused.get("response", {})


def test_who_has_signed_out_gets_no_kept_screen(served: Served) -> None:
    with served.browser() as nurse:
        board_of(nurse)
        assert nurse.post("/api/v1/sign-out").status_code == 204
        answer = nurse.post(CALL, json={})

    assert answer.status_code == 401


@pytest.mark.parametrize("session_id", [None, 7, {"a": 1}, "nobody", "x" * 5000])
def test_invented_values_are_answered_in_words(served: Served, session_id: Any) -> None:
    with served.browser() as nurse:
        answer = chart_of(nurse, session_id)

    assert chart.FIGURE not in answer.get("response", {})
    assert "sideUpdate" in answer
