"""Starting the server, for a clinic and for the demo."""

from __future__ import annotations

import gc
import socket
import sys
from dataclasses import replace

from monitor.bootstrap import house_while
from monitor.errors import InvalidSettings, StoreMissing
from monitor.server.listening import check_listening
from monitor.services.beside import finish_calls
from monitor.services.factor_seal import seal_what_is_clear
from monitor.services.founding import is_founded
from monitor.services.house import House
from monitor.services.set_up import new_code
from monitor.settings import Settings, load_settings
from monitor.store.room import make_room

KEEP_ALIVE_S = 75
LAST_SECONDS_S = 5
CARRIED_THROUGH_S = 60.0
"""Calls that nobody waits for any more, such as an export, have so long to come to their end."""
LOOKED_THROUGH_AFTER = 10_000, 20, 20
"""How many new objects are looked through for what can go; by default that is done three times
while a set is recorded, a thirtieth of the time, for nothing: what is kept leaves no circles."""

SET_UP = """\
There is no clinic yet. Open {where}/set-up and enter the set-up code

    {code}

It is good once, until a clinic is there or this server ends. By hand it goes too:
stop the server, and see monitor user add --help for adding its first administrator.
"""


def serve_clinic() -> None:
    """Serve a real clinic; refuse to start on what is not ready, saying what to run."""
    from monitor.cli.backing_up import backing_up, check_backups

    settings = load_settings()
    check_listening(settings)
    check_backups(settings)
    check_database_is_there(settings)
    with house_while(settings) as house, backing_up(house):
        _refuse_taken(settings.host, settings.port)
        _seal_factors(house)
        scheme = "https" if settings.tls_certificate else "http"
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        where = settings.public_origin or f"{scheme}://{host}:{settings.port}"
        if is_founded(house):
            listen(house, settings, f"Serving on {where}")
            return
        code = new_code()
        told = f"Serving on {where}\n{SET_UP.format(where=where, code=code.code)}"
        listen(replace(house, set_up_code=code), settings, told)


def check_database_is_there(settings: Settings) -> None:
    """Say what to run where the embedded database is missing."""
    file = settings.database_file
    if file is not None and not file.is_file():
        raise StoreMissing(f"there is no database {file}", allowed="run: monitor migrate")


def _seal_factors(house: House) -> None:
    """Seal what an earlier version kept in clear, and say where the key is not the one."""
    lost = seal_what_is_clear(house)
    if lost:
        sys.stderr.write(
            f"{lost} second factors cannot be opened with the key in {house.factor_key.file}: put "
            "the right file there. Until then recovery codes sign in, and an administrator can "
            "take a second factor away.\n"
        )


def _refuse_taken(host: str, port: int) -> None:
    if not is_free(host, port):
        raise InvalidSettings(
            f"port {port} of {host} is taken", field="MONITOR_PORT", allowed="a free port"
        )


def is_free(host: str, port: int) -> bool:
    """Say whether nobody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def listen(house: House, settings: Settings, welcome: str) -> None:
    """Serve until told to stop; say ``welcome`` once requests are answered."""
    import uvicorn

    from monitor.server import create_app
    from monitor.server.heads import heads_kept
    from monitor.server.large_pages import collapse_beside
    from monitor.server.log import set_up_logging
    from monitor.services.back_tests import end_back_tests

    set_up_logging(settings)
    make_room(house.engine)
    config = uvicorn.Config(
        create_app(house, settings),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        access_log=False,
        log_config=None,
        lifespan="on",
        ws="none",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LAST_SECONDS_S,
    )
    server = uvicorn.Server(config)
    begin = server.startup

    async def begin_and_say(sockets: list[socket.socket] | None = None) -> None:
        await begin(sockets)
        if server.started:
            say(welcome)
            collapse_beside()

    gc.freeze()  # the program itself is never looked through for what can go
    gc.set_threshold(*LOOKED_THROUGH_AFTER)
    gc.enable()
    server.startup = begin_and_say  # type: ignore[method-assign]
    try:
        with heads_kept(house, settings):
            server.run()
    finally:
        finish_calls(CARRIED_THROUGH_S)
        end_back_tests()


def say(line: str) -> None:
    """Tell whoever started the server."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
