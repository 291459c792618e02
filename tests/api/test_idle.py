"""What keeps a sign-in alive: a person, and never the screen by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from tests.api.served import API, Served
from tests.api.test_callbacks_by_hand import CALL, _call

SECOND = timedelta(seconds=1)
OWN = ("/board", "/changes", "/chairs", "/protocols", "/sessions")


def almost_idle(served: Served) -> None:
    served.cast.clock.move(seconds=(served.cast.house.idle_after - SECOND).total_seconds())


def is_signed_in(served: Served, browser: httpx.Client) -> bool:
    """Whether the sign-in has outlived the next two seconds; asked in a way that keeps nobody."""
    served.cast.clock.move(seconds=2)
    return browser.get(f"{API}/changes").status_code == 200


@pytest.mark.parametrize("path", OWN)
def test_what_a_screen_reads_by_itself_keeps_nobody_signed_in(served: Served, path: str) -> None:
    with served.browser() as browser:
        almost_idle(served)
        assert browser.get(API + path).status_code == 200
        assert not is_signed_in(served, browser)


def test_a_screen_that_draws_itself_again_keeps_nobody_signed_in(served: Served) -> None:
    with served.browser() as browser:
        listed = browser.get("/_dash-dependencies").json()
        (board,) = [one for one in listed if "board-cards.children" in one["output"]]
        almost_idle(served)
        assert browser.post(CALL, json=_call(board)).status_code == 200
        assert browser.get("/_dash-layout").status_code == 200
        assert not is_signed_in(served, browser)


@pytest.mark.parametrize("path", [f"{API}/me", "/", "/start"])
def test_a_touch_and_an_opened_screen_keep_one_signed_in(served: Served, path: str) -> None:
    with served.browser() as browser:
        almost_idle(served)
        assert browser.get(path).status_code == 200
        assert is_signed_in(served, browser)


def test_recording_keeps_one_signed_in(served: Served) -> None:
    session_id = served.session()
    with served.browser() as browser:
        almost_idle(served)
        headers = {"Idempotency-Key": str(uuid4())}
        path = f"{API}/sessions/{session_id}/events"
        assert browser.post(path, json=served.event(), headers=headers).status_code == 201
        assert is_signed_in(served, browser)
