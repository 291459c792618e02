"""The pages to print and to copy from: for whoever may read the session, and kept nowhere."""

from __future__ import annotations

import re

import pytest

from tests.api.served import Served


@pytest.fixture(scope="module")
def served(served: Served) -> Served:
    """A clinic of its own, whose room holds few sessions."""
    return served.apart()


def test_without_a_sign_in_they_lead_to_it(served: Served) -> None:
    session = served.session()
    for path in ("/downtime", f"/sessions/{session}/sheet", f"/sessions/{session}/paper"):
        answer = served.client.get(path, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?next=")


def test_they_show_the_session_and_name_the_patient_in_no_title(served: Served) -> None:
    session = served.session()
    with served.browser() as nurse:
        for path in ("/downtime", f"/sessions/{session}/sheet", f"/sessions/{session}/paper"):
            answer = nurse.get(path)
            assert answer.status_code == 200
            assert "DEMO Patient" in answer.text
            title = re.search(r"<title>(.*?)</title>", answer.text)
            assert title is not None
            assert "Patient" not in title[1]
            assert answer.headers["cache-control"] == "no-store"
            assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_an_administrator_alone_and_another_clinic_see_no_sheet(served: Served) -> None:
    session = served.session()
    with served.browser("administrator") as administrator:
        for path in ("/downtime", f"/sessions/{session}/sheet", f"/sessions/{session}/paper"):
            answer = administrator.get(path)
            assert answer.status_code == 403
            assert "DEMO Patient" not in answer.text
    with served.browser("stranger") as stranger:
        assert "DEMO Patient" not in stranger.get("/downtime").text
        for part in ("sheet", "paper"):
            assert stranger.get(f"/sessions/{session}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["sheet", "paper"])
def test_what_is_no_session_is_not_found(served: Served, part: str) -> None:
    with served.browser() as nurse:
        assert nurse.get(f"/sessions/none/{part}").status_code == 404
        assert nurse.get(f"/sessions/{'x' * 5000}/{part}").status_code == 404


def test_an_ended_session_has_no_sheet_and_says_what_it_still_takes(served: Served) -> None:
    session = served.closed_session()
    with served.browser() as nurse:
        assert nurse.get(f"/sessions/{session}/sheet").status_code == 409
        assert "This session ended at" in nurse.get(f"/sessions/{session}/paper").text
