"""Brings a database up to the tables this program knows; never down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from monitor.errors import StoreMissing
from monitor.store.engine import for_writing

_NEWER = (
    "The database was written by a newer version of this program (step {step}). Nothing was "
    "changed. Install that version, or restore a backup made with this one"
)
_OLDER = "The database is not set up for this version. Run `monitor migrate`"


def migrate(engine: Engine, progress: Callable[[str], None] = lambda _said: None) -> None:
    """Bring the database up in one transaction: wholly, or not at all."""
    script = ScriptDirectory.from_config(migrations())
    with for_writing(engine).connect() as connection, connection.begin():
        _refuse_newer(script, connection)
        waiting = _waiting(script, connection)
        for step in waiting:
            progress(f"{step.revision}: {step.doc}")
        if waiting:
            config = migrations()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    progress("the database is up to date")


def require_current(engine: Engine) -> None:
    """Refuse to work on a database that is missing, older or newer, saying what to do."""
    script = ScriptDirectory.from_config(migrations())
    with engine.connect() as connection:
        _refuse_newer(script, connection)
        if _waiting(script, connection):
            raise StoreMissing(_OLDER)


def migrations() -> Config:
    """Where the steps lie, for Alembic."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config


def _standing(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(script: ScriptDirectory, connection: Connection) -> None:
    standing = _standing(connection)
    if standing and standing not in {step.revision for step in script.walk_revisions()}:
        raise StoreMissing(_NEWER.format(step=standing))


def _waiting(script: ScriptDirectory, connection: Connection) -> list:  # type: ignore[type-arg]
    standing = _standing(connection)
    steps = list(script.iterate_revisions("head", standing or "base"))
    return [step for step in reversed(steps) if step is not None]
