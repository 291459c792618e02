"""Invented values to every callback and bytes to every address: words, never a fault, no change.

Each test says how many calls it made, with ``-s``; docs/security.md has the figures.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.server.gate import OPEN_PATHS
from monitor.web.pages import PAGES
from monitor.web.shell import BUG
from tests.api.served import API, Served
from tests.api.test_callbacks_by_hand import CALL, Call, _call
from tests.fuzz import JSON, TEXTS, tell, tries

pytestmark = pytest.mark.soak

BUGS = (str(BUG)[:30], "Traceback", "traceback", "sqlalchemy", "psycopg", "sqlite3")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")
KINDS = (
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
    ";;",
    "a/b; c=\xe9",
)
BAD = 400
CHANGE_NOTHING = frozenset({"read_only", "auditor", "stranger"})
"""Those who can change nothing in this clinic; the stranger has every role in another."""
PLAIN = (
    "/downtime",
    "/account",
    "/second-factor",
    "/emergency",
    "/sessions/x/sheet",
    "/sessions/x/paper",
)


@pytest.fixture(scope="module")
def served(served: Served) -> Served:
    """A clinic of its own, whose room holds few sessions."""
    return served.apart()


@pytest.fixture(scope="module")
def people(served: Served) -> Iterator[dict[str, httpx.Client]]:
    """Browsers of those who may most, who may least, and of another clinic's."""
    cast = served.cast
    assert cast.reader
    assert cast.auditor
    logins = ("physician", "administrator", "read_only", "auditor", "stranger")
    with ExitStack() as all_of_them:
        yield {login: all_of_them.enter_context(served.browser(login)) for login in logins}


def version(served: Served) -> int:
    """Grows with every change in the clinic; looks at it and wrong tries count for nothing."""
    with served.cast.house.reading(served.cast.nurse.clinic_id) as look:
        return look.version()


def is_in_words(answer: httpx.Response) -> bool:
    return answer.status_code < 500 and not any(bug in answer.text for bug in BUGS)


def filled(draw: Any, call: Call, ids: list[str]) -> Call:
    """The same call with invented values, some of which are ids that there are."""
    values = JSON | st.sampled_from(ids) | _known(ids)
    changed: Call = json.loads(json.dumps(call))
    for sent in (*changed["inputs"], *changed["state"]):
        if isinstance(sent, dict):
            sent["value"] = draw(values)
    return changed


def _known(ids: list[str]) -> st.SearchStrategy[Any]:
    """What forms keep: a thing with the revision that was seen."""
    return st.fixed_dictionaries({"id": st.sampled_from(ids), "revision": JSON})


def test_invented_values_in_every_callback_are_refused_in_words(
    served: Served, people: dict[str, httpx.Client]
) -> None:
    listed = people["physician"].get("/_dash-dependencies").json()
    calls = [_call(one) for one in listed if one["clientside_function"] is None]
    session, cast = served.session(), served.cast
    ids = [session, cast.patient.id, cast.chair.id, cast.nurse.person_id, "ketamine-iv"]
    tried, faults = 0, dict[str, str]()

    def ask(call: Call, draw: Any) -> None:
        nonlocal tried
        body = json.dumps(filled(draw, call, ids))
        for login, client in people.items():
            tried += 1
            before = version(served)
            headers = {"Content-Type": "application/json"}
            answer = client.post(CALL, content=body, headers=headers)

            if not is_in_words(answer):
                faults[str(call["output"])] = body
            if login in CHANGE_NOTHING or answer.status_code >= BAD:
                assert version(served) == before, (login, body)

    for call in calls:
        tries(2, 150)(given(data=st.data())(_asking(ask, call)))()
    tell(f"fuzzed callbacks: {len(calls)} callbacks, {tried} calls")
    assert faults == {}
    assert len(calls) > 40
    assert tried >= 2 * len(calls) * len(people)


def _asking(ask: Callable[[Call, Any], None], call: Call) -> Callable[[st.DataObject], None]:
    def drawn(data: st.DataObject) -> None:
        ask(call, data.draw)

    return drawn


def addresses(served: Served) -> list[str]:
    """Every address that there is, with ids that lead nowhere."""
    document = served.client.get(f"{API}/openapi.json").json()
    paths = {re.sub(r"\{\w+\}", "x", path) for path in document["paths"]}
    screens = {re.sub(r"<\w+>", "x", page.path) for page in PAGES}
    dash = {"/_dash-layout", "/_dash-dependencies", CALL, "/_dash-component-suites/x", "/_x"}
    return sorted({*paths, *screens, *PLAIN, *OPEN_PATHS, *dash, "/assets/x.js", "/nope", API})


def test_bytes_to_every_address_are_refused_in_words_and_change_nothing(
    served: Served, people: dict[str, httpx.Client]
) -> None:
    known, tried = addresses(served), 0

    @tries(300, 25_000)
    @given(
        path=st.sampled_from(known),
        method=st.sampled_from(METHODS),
        content=st.binary(max_size=60) | JSON.map(lambda said: json.dumps(said).encode()),
        kind=st.sampled_from(KINDS),
        asked=TEXTS,
    )
    def send(path: str, method: str, content: bytes, kind: str, asked: str) -> None:
        nonlocal tried
        key = re.sub(rb"[^\x20-\x7e]", b"", asked.encode(errors="replace")).strip()
        headers = [(b"Content-Type", kind.encode("latin-1")), (b"Idempotency-Key", key)]
        query = {"x": asked.encode(errors="replace").decode()}
        for login in ("physician", "administrator"):
            before = version(served)
            tried += 1
            answer = people[login].request(
                method, path, content=content, headers=headers, params=query
            )

            assert is_in_words(answer), (method, path, content, answer.text[:300])
            if answer.status_code >= BAD:
                assert version(served) == before, (method, path, content)

    send()
    tell(f"fuzzed addresses: {len(known)} addresses, {tried} calls")
    assert len(known) > 110
    assert tried >= 600
