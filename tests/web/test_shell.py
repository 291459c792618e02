"""The application around the screens."""

from __future__ import annotations

import inspect
import logging
import re
from dataclasses import replace

import anyio
import pytest
from dash import ClientsideFunction, Dash
from dash._callback_context import context_value
from dash._utils import AttributeDict
from fastapi import FastAPI

from monitor.errors import Conflict
from monitor.settings import Settings
from monitor.web import ids
from monitor.web.assets import asset_url, assets_folder
from monitor.web.context import set_context
from monitor.web.kit import Callbacks
from monitor.web.modules import import_map_tag
from monitor.web.pages import PAGES
from monitor.web.pages.set_up import page as set_up
from monitor.web.pages.sign_in.page import document
from monitor.web.shell import BUG, JsonAnswer, create_web, nowhere, tell
from tests.people import Cast
from tests.web.reading import attribute, find, words


@pytest.fixture
def app(cast: Cast) -> Dash:
    return create_web(FastAPI(), cast.house, Settings())


def test_every_callback_leaves_the_loop_free() -> None:
    functions = [
        recorded[0]
        for page in PAGES
        for recorded in page.callbacks.recorded
        if not isinstance(recorded[0], ClientsideFunction)
    ]
    assert functions
    assert [each for each in functions if not inspect.iscoroutinefunction(each)] == []
    assert [page.name for page in PAGES if not inspect.iscoroutinefunction(page.layout)] == []


def test_a_recorder_hands_the_function_back_unchanged() -> None:
    async def draw() -> str:
        return "drawn"

    recorder = Callbacks()
    assert recorder("an output")(draw) is draw
    assert recorder.recorded == [(draw, ("an output",), {})]


def test_the_longer_path_is_tried_first() -> None:
    names = [page.name for page in PAGES]
    assert names.index("discharge") < names.index("chart")


def test_each_callback_is_bound_to_the_application(app: Dash) -> None:
    bound = set(app.callback_map)
    assert any(ids.LIVE in str(app.callback_map[each]["inputs"]) for each in bound)
    assert len(bound) >= sum(len(page.callbacks.recorded) for page in PAGES)


def test_nothing_is_loaded_from_another_host(app: Dash) -> None:
    addresses = [each["src"] if isinstance(each, dict) else each for each in _files(app)]
    assert addresses
    assert [each for each in addresses if not each.startswith("/assets/")] == []


def _files(app: Dash) -> list[str | dict[str, str]]:
    return [*app.config.external_scripts, *app.config.external_stylesheets]


def test_an_assets_address_changes_with_its_content() -> None:
    assert re.fullmatch(r"/assets/css/tokens\.css\?v=[0-9a-f]{12}", asset_url("css/tokens.css"))
    assert (assets_folder() / "js" / "live.js").is_file()


def test_what_a_callback_could_not_do_is_said(caplog: pytest.LogCaptureFixture) -> None:
    said = _told(Conflict("chair 3 is taken; nothing was saved"))
    assert said == "chair 3 is taken; nothing was saved"
    assert not caplog.records


def test_a_bug_is_logged_and_no_trace_of_it_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert _told(ZeroDivisionError("secret detail")) == BUG
    assert "a callback failed: ZeroDivisionError at " in caplog.text
    assert "secret detail" not in caplog.text


def _told(error: Exception) -> str:
    token = context_value.set(AttributeDict({"updated_props": AttributeDict({})}))
    try:
        tell(error)
        shown = context_value.get()["updated_props"][ids.NOTICES]["children"]
    finally:
        context_value.reset(token)
    return words(shown)


def test_an_answer_says_that_it_is_json() -> None:
    answer = JsonAnswer().set_response(data='{"multi": true}')  # type: ignore[no-untyped-call]
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("demo", [True, False])
def test_an_address_that_leads_nowhere_leads_back_to_the_board(cast: Cast, demo: bool) -> None:
    with set_context(replace(cast.house, demo=demo), cast.nurse):
        drawn = anyio.run(nowhere)
    assert [attribute(link, "href") for link in find(drawn, "A")] == ["/"]
    assert ("DEMO" in words(drawn)) is demo


def test_the_sign_in_page_names_no_clinic_and_runs_nothing_inline() -> None:
    page = document(Settings(clinic_name="Riverside"), demo=False)
    assert "Riverside" not in page
    assert re.findall(r"<script(?![^>]*src=)", page.replace(import_map_tag(), "")) == []
    assert " style=" not in page
    assert "DEMO" not in page
    assert "DEMO" in document(Settings(), demo=True)


def test_the_set_up_page_is_marked_where_its_patients_will_be_invented() -> None:
    marked, plain = (set_up.document(Settings(), demo) for demo in (True, False))

    assert re.search(r'<html lang="en" data-demo>', marked)
    assert re.search(r'</h1><span class="demo" title="[^"<]+">DEMO</span>', marked)
    assert "demo" not in plain.casefold()


@pytest.mark.parametrize(
    ("pathname", "said"),
    [
        ("/sessions/s-1", {"session_id": "s-1"}),
        ("/sessions/s-1/", {"session_id": "s-1"}),
        ("/sessions/s-1/discharge", {}),
        ("/", {}),
        (None, {}),
        (["/sessions/s-1"], {}),
    ],
)
def test_a_path_says_what_its_variables_are(pathname: object, said: dict[str, str]) -> None:
    (chart,) = [page for page in PAGES if page.name == "chart"]

    assert chart.variables(pathname) == said
