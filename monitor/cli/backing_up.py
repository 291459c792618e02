"""The backups of the serving program: looked at before it starts, made on a thread, told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from monitor.bootstrap import house_while, plan_of
from monitor.cli.serving import check_database_is_there
from monitor.errors import BadInput, InvalidSettings, MonitorError
from monitor.services.backups import BackupPlan, BackupsKept, backups_of, is_due, make_backup
from monitor.services.house import House
from monitor.settings import PREFIX, Settings, load_settings
from monitor.store.door import every_clinic
from monitor.store.private import clear_left

LOOKS_EVERY_S = 20.0
MISSING = 1
log = structlog.get_logger("monitor.backup")


def check_backups(settings: Settings) -> None:
    """Refuse to serve with backups that could not be made; raises InvalidSettings with a hint.

    What a killed program left where the database and its backups are is cleared.
    """
    if settings.database_file is not None:
        clear_left(settings.database_file.parent)
    plan = plan_of(settings)
    if plan is None:
        return
    if not (plan.folder.is_dir() and os.access(plan.folder, os.W_OK | os.X_OK)):
        raise InvalidSettings(
            f"there is no folder {plan.folder} that can be written to",
            where="settings.backups",
            field=f"{PREFIX}BACKUP_DIR",
            allowed="a folder that is there, best on another disk; nothing is made in its place",
        )
    clear_left(plan.folder)
    try:
        plan.read_passphrase()
    except BadInput as error:
        named = "BACKUP_PASSPHRASE_FILE" if plan.passphrase_file else "BACKUP_PASSPHRASE"
        raise InvalidSettings(
            error.message,
            where="settings.backups",
            field=PREFIX + named,
            allowed=error.allowed,
        ) from None


@contextmanager
def backing_up(house: House, looks_every_s: float = LOOKS_EVERY_S) -> Iterator[None]:
    """Make the backups that are due, on a thread of their own, as long as this goes on."""
    plan = house.backup_plan
    if plan is None:
        yield
        return
    stop = Event()
    thread = Thread(
        target=_keep_making, args=(house, plan, stop, looks_every_s), name="backups", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)  # one under way has no name yet, and is begun anew at the next start


def _keep_making(house: House, plan: BackupPlan, stop: Event, looks_every_s: float) -> None:
    while True:
        try:
            clinics = every_clinic(house.engine)
            due = bool(clinics) and is_due(house, clinics[0])
        except (MonitorError, SQLAlchemyError):
            due = False  # a database that does not answer now is asked again
        if due:
            made = make_backup(house, plan)
            log.info("backup", made=made, why=house.backups.why or None)
        if stop.wait(looks_every_s):
            return


def say_status() -> int:
    """Say how the scheduled backups stand; answers 1 where somebody must look."""
    settings = load_settings()
    check_database_is_there(settings)
    with house_while(settings) as house:
        clinics = every_clinic(house.engine)
        told = [backups_of(house, clinic) for clinic in clinics[:1]]
    if not told or not told[0].planned:
        sys.stdout.write(f"No backups are scheduled; {PREFIX}BACKUP_DIR says where they go.\n")
        return MISSING
    for line in _lines(told[0], settings.zone):
        sys.stdout.write(line + "\n")
    return MISSING if told[0].alert else 0


def _lines(kept: BackupsKept, zone: ZoneInfo) -> Iterator[str]:
    if kept.last_at is None:
        yield f"No backup has been made in {kept.folder} yet."
    else:
        yield f"The last good backup is {kept.last_file} of {_at(kept.last_at, zone)}."
    if kept.failed_at is not None:
        yield f"The last try, {_at(kept.failed_at, zone)}, failed: {kept.why}"
    if kept.due_at is not None:
        yield f"{'MISSED: it was' if kept.missed else 'The next is'} due {_at(kept.due_at, zone)}."


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(sep=" ", timespec="minutes")
