"""Making, bringing up, copying and putting back the database."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.bootstrap import house_while, prepare_database
from monitor.cli.serving import check_database_is_there
from monitor.errors import BadInput
from monitor.settings import Settings, load_settings
from monitor.store.backup import copy_to, restore_from
from monitor.store.dump import dump_rows, load_rows


def migrate_database() -> None:
    """Make the database where it is missing and bring it up, saying each step."""
    for line in prepare_database(load_settings()):
        sys.stdout.write(line + "\n")


def back_up(file: Path) -> None:
    """Copy the database to a new file; the server may go on."""
    settings = load_settings()
    if settings.database_file is not None:
        check_database_is_there(settings)
        copied = copy_to(settings.database_file, file).size
        sys.stdout.write(f"{file} holds the database, {copied} bytes, checked.\n")
        return
    with house_while(settings) as house:
        rows = sum(dump_rows(house.engine, file).values())
    sys.stdout.write(f"{file} holds the database, {rows} rows, checked.\n")


def put_back(file: Path, *, replace: bool) -> None:
    """Make a backup the database; what was there is put aside, never removed."""
    settings = load_settings()
    if settings.database_file is None:
        if replace:
            raise BadInput(
                "a PostgreSQL database is not put aside; nothing was changed",
                field="--replace",
                allowed="MONITOR_DATABASE_URL with the name of an empty database",
            )
        _put_rows_back(file, settings)
        return
    if file.is_file() and settings.database_file.exists() and not replace:
        raise BadInput(
            f"there is a database {settings.database_file}; nothing was changed",
            allowed="--replace puts it aside first",
        )
    aside = restore_from(file, settings.database_file, replace=replace)
    if aside is not None:
        sys.stdout.write(f"The database that was there is now {aside}.\n")
    sys.stdout.write("Restored. Run `monitor migrate`, then start the server.\n")


def _put_rows_back(file: Path, settings: Settings) -> None:
    """Fill an empty PostgreSQL database; one that holds rows is left alone."""
    if not file.is_file():
        raise BadInput(f"there is no file {file}; nothing was changed", allowed="a backup")
    prepare_database(settings)
    with house_while(settings) as house:
        rows = sum(load_rows(house.engine, file).values())
    sys.stdout.write(f"Restored {rows} rows. Start the server.\n")
