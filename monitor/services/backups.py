"""Backups that the serving program makes by itself, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.access.permissions import Permission, permit
from monitor.errors import MonitorError
from monitor.store import backup_rows as rows
from monitor.store.backup import copy_to
from monitor.store.contents import silent
from monitor.store.door import every_clinic
from monitor.store.dump import dump_rows
from monitor.store.engine import sqlite_file
from monitor.store.rotation import ENDINGS, name_at, remove_old
from monitor.store.sealed import check_passphrase, read_passphrase
from monitor.store.work import About

if TYPE_CHECKING:
    from monitor.services.house import House

GRACE = 4
"""A backup is missed when it is late by more than a quarter of the time between two."""

AGAIN_AFTER = timedelta(minutes=15)
"""How long after a failure it is tried again, at the latest."""


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Where backups go, how often, how many stay, and what seals them."""

    folder: Path
    every: timedelta
    keep: int
    passphrase_file: Path | None = None
    passphrase: str = field(default="", repr=False)

    def read_passphrase(self) -> str:
        """The passphrase, empty where backups are not sealed; read anew each time."""
        if self.passphrase_file is not None:
            return read_passphrase(self.passphrase_file)
        return check_passphrase(self.passphrase) if self.passphrase else ""


@dataclass(slots=True)
class BackupMemory:
    """What could not be written into a database that takes nothing: the failure itself."""

    failed_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class BackupsKept:
    """How the backups stand: the last good one, the last failure since, and when one is due.

    ``alert`` says that somebody must look: the last try failed, or one is missed.
    """

    planned: bool
    folder: str = ""
    last_at: datetime | None = None
    last_file: str = ""
    failed_at: datetime | None = None
    why: str = ""
    due_at: datetime | None = None
    missed: bool = False

    @property
    def alert(self) -> bool:
        """Whether an administrator must look."""
        return self.planned and (self.missed or self.failed_at is not None)


def read_backups(house: House, actor: Actor) -> BackupsKept:
    """How the scheduled backups of the database stand."""
    permit(actor, Permission.READ_BACKUPS)
    return backups_of(house, actor.clinic_id)


def backups_of(house: House, clinic_id: str) -> BackupsKept:
    """The same for the program itself, which asks nobody."""
    plan = house.backup_plan
    if plan is None:
        return BackupsKept(planned=False)
    with house.reading(clinic_id) as look:
        made = rows.latest(look, AuditAction.BACKUP_MADE)
        failed = rows.latest(look, AuditAction.BACKUP_FAILED)
        founded_at = rows.founded_at(look)
    last_at = made.at if made else None
    due_at = (last_at + plan.every) if last_at else founded_at
    failed_at, why = _failure(house, failed, last_at)
    return BackupsKept(
        planned=True,
        folder=str(plan.folder),
        last_at=last_at,
        last_file=str(made.detail.get("file", "")) if made else "",
        failed_at=failed_at,
        why=why,
        due_at=due_at,
        missed=house.clock() > due_at + plan.every / GRACE,
    )


def _failure(house: House, failed: Any, last_at: datetime | None) -> tuple[datetime | None, str]:
    """The last failure since the last good backup, written down or remembered."""
    told = [(failed.at, str(failed.detail.get("why", "")))] if failed else []
    memory = house.backups
    if memory.failed_at is not None:
        told.append((memory.failed_at, memory.why))
    since = sorted(one for one in told if last_at is None or one[0] > last_at)
    return since[-1] if since else (None, "")


def is_due(house: House, clinic_id: str) -> bool:
    """Whether a backup is to be made now: it is time, and no failure has just been."""
    kept, now = backups_of(house, clinic_id), house.clock()
    if kept.due_at is None or now < kept.due_at:
        return False
    plan = house.backup_plan
    assert plan is not None
    return kept.failed_at is None or now >= kept.failed_at + min(AGAIN_AFTER, plan.every)


def make_backup(house: House, plan: BackupPlan) -> bool:
    """Make one backup, let old ones go, and write down that it was made or why it was not.

    Answers whether it was made. Nothing is raised, whatever goes wrong: the clinic goes on, and
    the administrator is told on screen.
    """
    now = house.clock()
    try:
        _note(house, now, AuditAction.BACKUP_MADE, _copy(house, plan, now))
    except Exception as error:
        _note_failure(house, now, _why(error))
        return False
    house.backups.failed_at, house.backups.why = None, ""
    return True


def _copy(house: House, plan: BackupPlan, now: datetime) -> dict[str, Any]:
    passphrase, source = plan.read_passphrase(), sqlite_file(house.engine)
    file = plan.folder / name_at(now, ENDINGS[source is not None, bool(passphrase)])
    if source is not None:
        held = copy_to(source, file, passphrase, silent).rows
    else:
        held = sum(dump_rows(house.engine, file, passphrase, silent).values())
    try:
        removed = remove_old(plan.folder, now, plan.keep)
    except OSError:  # the new one is good all the same
        removed = 0
    size = file.stat().st_size
    return {
        "file": file.name,
        "bytes": size,
        "rows": held,
        "sealed": bool(passphrase),
        "removed": removed,
    }


def _why(error: Exception) -> str:
    if isinstance(error, MonitorError):
        return str(error.sentence())
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return type(error).__name__


def _note_failure(house: House, now: datetime, why: str) -> None:
    house.backups.failed_at, house.backups.why = now, why
    try:
        _note(house, now, AuditAction.BACKUP_FAILED, {"why": why})
    except (MonitorError, SQLAlchemyError):
        return  # a database that takes nothing; what is remembered is shown all the same


def _note(house: House, now: datetime, action: AuditAction, detail: dict[str, Any]) -> None:
    for clinic_id in every_clinic(house.engine):
        with house.writing(clinic_id) as work:
            work.audit(action, now, None, About(detail=detail))
            work.commit(changes=False)
