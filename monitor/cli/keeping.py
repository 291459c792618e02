"""Making, bringing up, copying and putting back the database."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.bootstrap import prepare_database
from monitor.errors import BadInput
from monitor.settings import load_settings
from monitor.store.backup import copy_to, restore_from


def migrate_database() -> None:
    """Make the database where it is missing and bring it up, saying each step."""
    for line in prepare_database(load_settings()):
        sys.stdout.write(line + "\n")


def back_up(file: Path) -> None:
    """Copy the database to a new file; the server may go on."""
    copied = copy_to(_embedded(), file)
    sys.stdout.write(f"{file} holds the database, {copied} bytes, checked.\n")


def put_back(file: Path, *, replace: bool) -> None:
    """Make a backup the database; what was there is put aside, never removed."""
    aside = restore_from(file, _embedded(), replace=replace)
    if aside is not None:
        sys.stdout.write(f"The database that was there is now {aside}.\n")
    sys.stdout.write("Restored. Run `monitor migrate`, then start the server.\n")


def _embedded() -> Path:
    found = load_settings().database_file
    if found is None:
        raise BadInput(
            "this command copies the embedded database only",
            field="MONITOR_DATABASE_URL",
            allowed="pg_dump and pg_restore for PostgreSQL",
        )
    return found
