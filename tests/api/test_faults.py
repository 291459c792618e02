"""A database that is locked, full or gone: 503 in words, and nothing acknowledged is lost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from monitor.store.engine import for_writing, sqlite_file
from monitor.store.tables import clinics
from tests.api.served import API, Served, error_of
from tests.databases import ON_POSTGRESQL, about_a_file


@pytest.fixture
def database(served: Served) -> Path:
    file = sqlite_file(served.cast.house.engine)
    if file is None:
        pytest.skip("it is about a SQLite file")
    return file


@contextmanager
def locked(served: Served) -> Iterator[None]:
    """Let another program hold what every change holds."""
    with for_writing(served.cast.house.engine).connect() as other, other.begin():
        other.execute(select(clinics).with_for_update())
        yield


@contextmanager
def gone(database: Path) -> Iterator[None]:
    names = [Path(f"{database}{suffix}") for suffix in ("", "-wal", "-shm")]
    there = [name for name in names if name.exists()]
    for name in there:
        name.rename(f"{name}.away")
    try:
        yield
    finally:
        for name in there:
            Path(f"{name}.away").rename(name)


@contextmanager
def told_to_all(served: Served, said: str, taken_back: str) -> Iterator[None]:
    """Tell the database something on every connection the server may use, and take it back."""
    engine = served.cast.house.engine

    def telling(words: str) -> Callable[[Any, object, object], None]:
        def tell(connection: Any, _record: object, _proxy: object) -> None:
            connection.execute(words).close()
            if ON_POSTGRESQL:
                connection.commit()  # it holds from the next transaction on

        return tell

    first = telling(said)
    event.listen(engine, "checkout", first)
    try:
        yield
    finally:
        event.remove(engine, "checkout", first)
        event.listen(engine, "checkout", telling(taken_back))


def full(served: Served) -> AbstractContextManager[None]:
    """Let the database grow no further: SQLite takes the present size for less than it."""
    return told_to_all(served, "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1073741823")


def read_only(served: Served) -> AbstractContextManager[None]:
    """Let nothing be written."""
    if ON_POSTGRESQL:
        session = "SET SESSION CHARACTERISTICS AS TRANSACTION READ"
        return told_to_all(served, f"{session} ONLY", f"{session} WRITE")
    return told_to_all(served, "PRAGMA query_only = ON", "PRAGMA query_only = OFF")


def test_a_locked_database_saves_nothing_and_the_same_key_lands_later_once(served: Served) -> None:
    session, key, body = served.session(), str(uuid4()), served.event()
    before = served.event_ids(session)
    with locked(served):
        refused = served.record(session, body, key)

    assert refused.status_code == 503
    assert refused.headers["retry-after"]
    assert error_of(refused)["code"] == "store_locked"
    assert served.event_ids(session) == before
    kept = served.record(session, body, key)
    again = served.record(session, body, key)
    assert (kept.status_code, again.status_code) == (201, 200)
    assert len(served.event_ids(session)) == len(before) + 1


@about_a_file
def test_a_full_database_says_so_and_keeps_what_it_had(served: Served) -> None:
    session = served.session()
    kept = served.record(session, served.event()).json()["event_ids"]
    note = served.event("note", text="x" * 1900)
    with full(served):
        answers = [served.record(session, {"events": [note] * 20}) for _ in range(40)]
        refused = [answer for answer in answers if answer.status_code != 201]
        readable = served.event_ids(session)

    assert refused, "the database never became full"
    for answer in refused:
        assert answer.status_code == 503
        assert error_of(answer)["code"] == "store_full"
    acknowledged = {
        one for answer in answers if answer.status_code == 201 for one in answer.json()["event_ids"]
    }
    assert acknowledged | set(kept) <= set(readable)
    assert served.record(session, served.event()).status_code == 201


def test_without_its_database_every_route_answers_503_in_words(
    served: Served, database: Path
) -> None:
    session, key, body = served.session(), str(uuid4()), served.event()
    headers = served.nurse
    paths = (
        "/health",
        f"{API}/board",
        f"{API}/changes",
        f"{API}/day",
        f"{API}/me",
        f"{API}/sessions/{session}/state",
        f"{API}/sessions/{session}/entry",
        f"{API}/sessions/{session}/case",
    )
    with served.browser() as browser:
        with gone(database):
            refused = [served.client.get(path, headers=headers) for path in paths]
            refused.append(served.record(session, body, key))
            layout = browser.get("/_dash-layout")
            page = browser.get("/")
        back = browser.get("/")

    for answer in (*refused, layout):
        assert answer.status_code == 503, answer.text
        assert error_of(answer)["code"].startswith("store_")
    assert page.status_code == 503
    assert "text/html" in page.headers["content-type"]
    assert back.status_code == 200
    assert served.record(session, body, key).status_code == 201


def told(served: Served, path: str = "/changes") -> str | None:
    """What an answer that a screen asks for says of the database."""
    answer = served.client.get(f"{API}{path}", headers=served.nurse)
    assert answer.status_code == 200
    said: str | None = answer.headers.get("X-Monitor-Store")
    return said


def test_every_answer_says_that_nothing_can_be_written_until_something_is(served: Served) -> None:
    session, key, body = served.session(), str(uuid4()), served.event()
    before = served.event_ids(session)
    assert told(served) is None
    with read_only(served):
        refused = served.record(session, body, key)
        said = [told(served, path) for path in ("/changes", "/board", f"/sessions/{session}/entry")]
        tiles = served.client.get(f"{API}/tiles").headers.get("X-Monitor-Store")

    assert (refused.status_code, error_of(refused)["code"]) == (503, "store_unavailable")
    assert refused.headers["X-Monitor-Store"] == "unwritable"
    assert (*said, tiles) == ("unwritable",) * 4
    assert served.event_ids(session) == before
    assert served.record(session, body, key).status_code == 201
    assert told(served) is None
    assert len(served.event_ids(session)) == len(before) + 1


def test_a_fault_goes_by_itself_although_nobody_writes(served: Served) -> None:
    session = served.session()
    with read_only(served):
        assert served.record(session, served.event()).status_code == 503
        assert told(served) == "unwritable"

    for _ in range(300):  # it is tried again after 3 s; reading alone brings it about
        if told(served) is None:
            break
        time.sleep(0.1)
    assert told(served) is None
