"""Brings a database up to the tables this program knows; never down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from monitor.errors import BadInput, StoreMissing
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
            bring_up(connection)
    progress("the database is up to date")


def bring_to(connection: Connection, step: str) -> None:
    """Bring an older or an empty database up to a step, inside the transaction under way.

    Raises BadInput where this program does not know the step, or the database is past it.
    """
    script = ScriptDirectory.from_config(migrations())
    known = [one.revision for one in script.walk_revisions()]  # the newest first
    if step not in known:
        raise BadInput(
            f"The backup is of a newer version of this program (step {step}); nothing was restored"
        )
    standing = _standing(connection)
    if standing is not None and (
        standing not in known or known.index(standing) < known.index(step)
    ):
        raise BadInput(
            f"The backup is of step {step}, the database of step {standing}; nothing was restored",
            allowed="a database without a table",
        )
    if standing != step:
        _upgrade(connection, step)


def bring_up(connection: Connection) -> None:
    """Bring a database up to this program, inside the transaction under way."""
    _upgrade(connection, "head")


def _upgrade(connection: Connection, step: str) -> None:
    config = migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, step)


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
