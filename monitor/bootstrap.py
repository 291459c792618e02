"""The one place where things are wired: settings in, a house that use cases can work in out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from argon2 import PasswordHasher

from monitor.services.backups import BackupPlan
from monitor.services.clock import Clock, system_clock
from monitor.services.house import House
from monitor.settings import Settings
from monitor.store.data_files import load_questionnaire, load_schedules
from monitor.store.engine import open_engine
from monitor.store.factor_key import FactorKey
from monitor.store.migrate import migrate, require_current
from monitor.store.places import data_folder, protocols_folder
from monitor.store.protocol_files import load_protocols

# argon2id at 19 MiB and two passes: slow for a thief, and a room of PINs fits into little memory.
HASHER_PASSES, HASHER_KIB, HASHER_LANES = 2, 19_456, 1


def build_house(
    settings: Settings, *, demo: bool = False, clock: Clock = system_clock, create: bool = False
) -> House:
    """Wire the house; the database must be there unless ``create`` may make it."""
    engine = open_engine(
        settings.database, create=create, busy_timeout=timedelta(seconds=settings.store_wait_s)
    )
    return House(
        engine=engine,
        clock=clock,
        protocols=load_protocols(protocols_folder()),
        pin_hasher=PasswordHasher(HASHER_PASSES, HASHER_KIB, HASHER_LANES),
        demo=demo,
        questionnaire=load_questionnaire(data_folder() / "vocabulary"),
        schedules=load_schedules(data_folder() / "schedules"),
        idle_after=timedelta(minutes=settings.idle_lock_desk_min),
        climbs_after=timedelta(minutes=settings.escalate_after_min),
        emergency_phone=settings.emergency_phone,
        patient_phone=settings.patient_phone,
        emergency_lasts=timedelta(minutes=settings.emergency_access_min),
        factor_key=FactorKey(settings.factor_key_file),
        backup_plan=plan_of(settings),
        retention_years=settings.retention_years or None,
    )


def plan_of(settings: Settings) -> BackupPlan | None:
    """The backups that the settings ask for."""
    if settings.backup_dir is None:
        return None
    return BackupPlan(
        folder=settings.backup_dir,
        every=timedelta(hours=settings.backup_every_hours),
        keep=settings.backup_keep,
        passphrase_file=settings.backup_passphrase_file,
        passphrase=settings.backup_passphrase.get_secret_value(),
    )


def open_house(settings: Settings, *, demo: bool = False) -> House:
    """Wire the house on a database that is there and current; else say what to run."""
    house = build_house(settings, demo=demo)
    require_current(house.engine)
    return house


@contextmanager
def house_while(settings: Settings) -> Iterator[House]:
    """Open the house for one command, and let go of the database after it."""
    house = build_house(settings)
    try:
        require_current(house.engine)
        yield house
    finally:
        house.engine.dispose()


def prepare_database(settings: Settings) -> list[str]:
    """Make the database where it is missing and bring it up; answer what was done."""
    file = settings.database_file
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = open_engine(settings.database, create=True)
    done: list[str] = []
    try:
        migrate(engine, done.append)
    finally:
        engine.dispose()
    return done
