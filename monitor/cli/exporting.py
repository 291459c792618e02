"""The clinic's sessions as files in a folder, from the server's own command line."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from monitor.bootstrap import house_while
from monitor.cli.progress import shown
from monitor.cli.serving import check_database_is_there
from monitor.errors import Conflict
from monitor.interop.table_files import TableFormat, files_of
from monitor.services.founding import console_actor
from monitor.services.table_export import Wanted, export_tables
from monitor.settings import load_settings
from monitor.store.private import flush, private_file

Days = tuple[datetime | None, datetime | None]


def write_tables(
    to: Path, file_format: TableFormat, days: Days, acting: str, *, named: bool
) -> None:
    """Write one private file a table into a new or empty folder; where anything fails, none."""
    settings = load_settings()
    check_database_is_there(settings)
    was_there = _check_empty(to)
    first, last = (None if day is None else day.date() for day in days)
    wanted = Wanted(first, last, named=named)
    with house_while(settings) as house, shown() as tell:
        tables = export_tables(house, console_actor(house, acting), wanted, tell)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        for name, content in files_of(tables.rows, file_format, named=named):
            _write(to / name, content)
    except BaseException:
        _clear(to, itself=not was_there)
        raise
    about = "with names" if named else "without names"
    sys.stdout.write(f"{to} holds {tables.sessions} sessions, {about}; keep it as a record.\n")


def _check_empty(folder: Path) -> bool:
    if not folder.exists():
        return False
    if not folder.is_dir() or any(folder.iterdir()):
        raise Conflict(
            f"{folder} holds something already; nothing was exported",
            field="--to",
            allowed="a new or an empty folder",
        )
    return True


def _write(file: Path, content: bytes) -> None:
    with private_file(file) as out:
        out.write(content)
        out.flush()
        flush(file)


def _clear(folder: Path, *, itself: bool) -> None:
    if itself:
        rmtree(folder, ignore_errors=True)
        return
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
