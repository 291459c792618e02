"""Databases without a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from monitor.store.engine import open_engine
from tests.databases import ENGINES, bare_postgresql


@pytest.fixture(params=ENGINES)
def unmigrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table, on each kind."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}", create=True)
        yield engine
        engine.dispose()
        return
    with bare_postgresql(request.getfixturevalue("postgresql_server")) as engine:
        yield engine
