"""A callback is an open POST: called by hand it does nothing, and answers in words."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from monitor.web.shell import BUG
from tests.api.served import API, Served, error_of

CALL = "/_dash-update-component"
Call = dict[str, Any]


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    with served.browser() as client:
        yield client


@pytest.fixture
def calls(browser: httpx.Client) -> list[Call]:
    """A well-formed call of every callback that runs on the server, with invented values."""
    listed = browser.get("/_dash-dependencies").json()
    made = [_call(one) for one in listed if one["clientside_function"] is None]
    assert made
    return made


def _call(spec: dict[str, Any]) -> Call:
    return {
        "output": spec["output"],
        "outputs": _outputs(spec["output"]),
        "inputs": [_value(one) for one in spec["inputs"]],
        "state": [_value(one) for one in spec["state"]],
        "changedPropIds": [],
    }


def _outputs(output: str) -> Any:
    named = [_output(name) for name in output.strip(".").split("...")]
    return named if output.startswith("..") else named[0]


def _output(name: str) -> Any:
    said, _, prop = name.rpartition(".")
    return {"id": json.loads(said) if said.startswith("{") else said, "property": prop}


def _value(spec: dict[str, str]) -> Any:
    said = spec["id"]
    if said.startswith("{"):
        return []  # a pattern that nothing on the page matches
    return {"id": said, "property": spec["property"], "value": {"invented": ["State", None]}}


def test_without_a_sign_in_no_callback_runs(served: Served, calls: list[Call]) -> None:
    for call in calls:
        answer = served.client.post(CALL, json=call, headers={"Origin": served.origin})

        assert answer.status_code == 401
        error_of(answer)


def test_with_an_expired_sign_in_no_callback_runs(served: Served, calls: list[Call]) -> None:
    with served.browser("physician") as late:
        assert late.post(CALL, json=calls[0]).status_code == 200
        served.cast.clock.move(hours=15)
        for call in calls:
            answer = late.post(CALL, json=call)

            assert answer.status_code == 401, call["output"]
            error_of(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {},
    ],
)
def test_a_call_that_our_page_did_not_make_is_refused(
    browser: httpx.Client, calls: list[Call], headers: dict[str, str]
) -> None:
    del browser.headers["Origin"]

    answer = browser.post(CALL, json=calls[0], headers=headers)

    assert answer.status_code == 403
    assert error_of(answer)["field"] == "Origin"


def test_invented_state_never_brings_the_server_down(
    browser: httpx.Client, calls: list[Call]
) -> None:
    for call in calls:
        answer = browser.post(CALL, json=call)

        assert answer.status_code < 500, (call["output"], answer.text)


def _broken(call: Call) -> list[tuple[str, Any]]:
    def changed(**parts: Any) -> Call:
        return {**copy.deepcopy(call), **parts}

    without = {key: value for key, value in call.items() if key != "output"}
    first = {"id": "nobody", "property": "value", "value": 1}
    return [
        ("no output", without),
        ("an unknown output", changed(output="nobody.children")),
        ("an output of another type", changed(output=["board-cards.children"])),
        ("an output as a table", changed(output={"a": 1})),
        ("no inputs", changed(inputs=[])),
        ("inputs of another type", changed(inputs={"a": 1})),
        ("inputs as null", changed(inputs=None)),
        ("an input that is no table", changed(inputs=[1 for _ in call["inputs"]])),
        ("an input of another name", changed(inputs=[first, *call["inputs"][1:]])),
        ("one input more", changed(inputs=[*call["inputs"], first])),
        ("one state more", changed(state=[*call["state"], first])),
        ("changed properties of another type", changed(changedPropIds=7)),
        ("changed properties that are no text", changed(changedPropIds=[{}])),
        ("outputs without id", changed(outputs=[{} for _ in call["outputs"]])),
        ("no outputs", changed(outputs=[])),
        ("one output for several", changed(outputs=call["outputs"][0])),
        ("outputs of another name", changed(outputs=call["outputs"][::-1])),
        ("outputs of another type", changed(outputs="x")),
        ("an unknown key", changed(longCallbackId="x")),
        ("a list", [call]),
        ("a number", 7),
        ("null", None),
    ]


def test_a_malformed_call_is_refused_in_words(browser: httpx.Client, calls: list[Call]) -> None:
    for name, body in _broken(calls[0]):
        answer = browser.post(CALL, json=body)

        assert answer.status_code == 400, (name, answer.text)
        error_of(answer)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff", "application/json"),
        (b"[" * 50_000, "application/json"),
        (b'{"output": NaN}', "application/json"),
        (b"{}", "text/plain"),
        (b"{}", "multipart/form-data; boundary=x"),
        (b"{}", ""),
    ],
)
def test_what_is_no_json_is_refused_in_words(
    browser: httpx.Client, content: bytes, kind: str
) -> None:
    answer = browser.post(CALL, content=content, headers={"Content-Type": kind})

    assert answer.status_code == 400
    error_of(answer)


def test_a_call_of_ten_megabytes_is_refused(browser: httpx.Client, calls: list[Call]) -> None:
    body = json.dumps({**calls[0], "state": ["x" * 10_000_000]})

    answer = browser.post(CALL, content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 413
    error_of(answer)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_callback_takes_no_other_method(browser: httpx.Client, method: str) -> None:
    answer = browser.request(method, CALL)

    assert answer.status_code == 405
    error_of(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/unknown",
        "/sessions/unknown/discharge",
        "/sessions/\x00",
        "/nope",
        "",
        "//",
        "ketamine-iv",
        None,
        7,
    ],
)
def test_a_screen_of_a_session_that_is_none_is_shown_in_words(
    browser: httpx.Client, calls: list[Call], path: object
) -> None:
    router = next(call for call in calls if "_pages_content" in call["output"])
    values = {"pathname": path, "search": ""}
    for sent in router["inputs"]:
        sent["value"] = values[sent["property"]]
    router["changedPropIds"] = ["_pages_location.pathname"]

    answer = browser.post(CALL, json=router)

    assert answer.status_code < 500, answer.text
    assert str(BUG)[:30] not in answer.text


def test_a_screen_of_another_clinic_s_session_shows_nothing_of_it(
    served: Served, calls: list[Call]
) -> None:
    session = served.session()
    patient = served.client.get(f"{API}/sessions/{session}", headers=served.nurse).json()
    router = next(call for call in calls if "_pages_content" in call["output"])
    for part in ("", "/discharge"):
        values = {"pathname": f"/sessions/{session}{part}", "search": ""}
        for sent in router["inputs"]:
            sent["value"] = values[sent["property"]]
        with served.browser() as own, served.browser("stranger") as stranger:
            seen = own.post(CALL, json=router)
            hidden = stranger.post(CALL, json=router)

        assert patient["patient_name"] in seen.text, part
        assert patient["patient_name"] not in hidden.text
        assert hidden.status_code < 500


def test_the_path_of_a_screen_wins_over_its_query(served: Served, browser: httpx.Client) -> None:
    """An address of one patient never shows another one, whatever was put behind it."""
    asked, other = served.session(), served.session()
    listed = browser.get("/_dash-dependencies").json()
    (pages,) = [one for one in listed if "_pages_content.children" in one["output"]]
    call = _call(pages)
    for end in ("", "/discharge"):
        values = [f"/sessions/{asked}{end}", f"?session_id={other}"]
        for sent, value in zip(call["inputs"], values, strict=True):
            sent["value"] = value

        shown = browser.post(CALL, json=call).text

        assert asked in shown
        assert other not in shown
