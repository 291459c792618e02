"""The walk of `make looks` leaves no page of the program out."""

from __future__ import annotations

import re

from fastapi import FastAPI
from starlette.routing import Route

from monitor.server.pages import add_plain_pages
from monitor.settings import Settings
from monitor.web.assets import WORDS_PATH
from monitor.web.pages import PAGES
from tests.looks.screens import SCREENS
from tests.people import Cast

NO_SCREEN = {"/sw.js", "/favicon.ico", WORDS_PATH}
PLACE = re.compile(r"[{<]\w+[}>]")


def paths_without_screen(paths: list[str]) -> list[str]:
    """The addresses to which no screen of the walk comes: a fixed one before one with places."""
    fixed = {path for path in paths if not PLACE.search(path)}
    walked = {re.sub(r"[?#].*", "", screen.path) for screen in SCREENS}
    left = sorted(fixed - walked)
    for path in paths:
        pattern = re.compile(PLACE.sub("[^/]+", path))
        if path not in fixed and not any(pattern.fullmatch(one) for one in walked - fixed):
            left.append(path)
    return left


def test_every_registered_page_is_walked_to(cast: Cast) -> None:
    server = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    add_plain_pages(server, cast.house, Settings())
    plain = [route.path for route in server.routes if isinstance(route, Route)]
    paths = [*(path for path in plain if path not in NO_SCREEN), *(page.path for page in PAGES)]
    assert {"/record", "/set-up", "/sign-in", "/downtime", "/"} <= set(paths)

    assert paths_without_screen(paths) == []


def test_a_page_that_nobody_walks_to_is_named() -> None:
    assert paths_without_screen(["/", "/nowhere", "/sessions/<session_id>/nothing"]) == [
        "/nowhere",
        "/sessions/<session_id>/nothing",
    ]


def test_no_two_pictures_have_one_name() -> None:
    names = [screen.name for screen in SCREENS]
    assert len(names) == len(set(names))
