"""One server for all tests of the interface, with two clinics in its database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from monitor.server import create_app
from monitor.settings import Settings
from tests.api.served import Served, calling
from tests.databases import fresh_here
from tests.people import SettableClock, build_house, gather

STARTS_WITHIN_S, ENDS_WITHIN_S = 120.0, 30.0


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Start the whole application once, on a port of its own: Dash allows one in a process."""
    folder = tmp_path_factory.mktemp("served")
    with fresh_here(folder) as engine:
        clock = SettableClock()
        house = build_house(engine, clock)
        cast = gather(house, clock)
        app = create_app(house, Settings(data_dir=folder))
        config = uvicorn.Config(app, port=0, log_level="error", lifespan="on", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, name="served")
        thread.start()
        origin = _origin_of(server)
        with calling(origin) as client:
            # One test's sign-in is not another's: what is sent without a token comes from nobody.
            client.event_hooks["response"].append(lambda _answer: client.cookies.clear())
            yield Served(client, origin, cast)
        server.should_exit = True
        thread.join(ENDS_WITHIN_S)


def _origin_of(server: uvicorn.Server) -> str:
    until = time.monotonic() + STARTS_WITHIN_S
    while not server.started:
        assert time.monotonic() < until, "the server did not start"
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"
