"""What every use case needs: the store, the clock, the protocols, the hasher."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from sqlalchemy import Engine

from monitor.clinical.eligibility import Questionnaire
from monitor.clinical.formulary import Medicine
from monitor.clinical.shifts import ShiftPlan
from monitor.services.backups import BackupMemory, BackupPlan
from monitor.services.clock import Clock
from monitor.services.health import NotedWriting, StoreHealth
from monitor.services.memory import SessionMemory
from monitor.services.waiting import Strangers
from monitor.store.data_files import ScheduleShelf, shipped_questionnaire, shipped_schedules
from monitor.store.factor_key import FactorKey
from monitor.store.protocol_files import ProtocolShelf
from monitor.store.vocabulary_files import (
    shipped_common_words,
    shipped_formulary,
    shipped_shifts,
)
from monitor.store.work import Glance, Reading, Writing

if TYPE_CHECKING:
    from monitor.services.set_up import SetUpCode


@dataclass(frozen=True, slots=True)
class House:
    """One running program; wired in bootstrap.py and handed to every use case.

    ``pin_hasher`` hashes passwords and PINs (argon2id). ``idle_after`` ends a sign-in of which
    nothing was heard; ``memory`` keeps folded sessions while their events stay the same.
    ``questionnaire`` holds the questions of eligibility, ``schedules`` those of courses,
    ``formulary`` the medicines to choose from, ``shifts`` when each shift begins.
    ``common_words`` are what no password may be made of.
    ``climbs_after`` is how long an urgent alert waits on each rung of the ladder, and
    ``emergency_phone`` the number on its last one; ``patient_phone`` is for patients at home.
    ``emergency_lasts`` is how long records stay open to whoever opens them in an emergency.
    ``factor_key`` seals the secrets of second factors.
    ``strangers`` counts tries with logins that nobody has.
    ``health`` knows whether the database takes what is written.
    ``backup_plan`` says where backups go by themselves; None, and none is made.
    ``retention_years`` is how long records are kept; None, and they are for ever.
    ``set_up_code`` lets the first clinic be set up on the screen; None, and nobody can.
    """

    engine: Engine
    clock: Clock
    protocols: ProtocolShelf
    pin_hasher: PasswordHasher
    demo: bool = False
    formulary: tuple[Medicine, ...] = field(default_factory=shipped_formulary, repr=False)
    shifts: ShiftPlan = field(default_factory=shipped_shifts, repr=False)
    common_words: frozenset[str] = field(default_factory=shipped_common_words, repr=False)
    idle_after: timedelta = timedelta(minutes=15)
    climbs_after: timedelta = timedelta(minutes=3)
    emergency_phone: str = ""
    patient_phone: str = ""
    emergency_lasts: timedelta = timedelta(minutes=30)
    questionnaire: Questionnaire = field(default_factory=shipped_questionnaire, repr=False)
    schedules: ScheduleShelf = field(default_factory=shipped_schedules, repr=False)
    memory: SessionMemory = field(default_factory=SessionMemory, compare=False, repr=False)
    factor_key: FactorKey = field(default_factory=FactorKey, compare=False, repr=False)
    strangers: Strangers = field(default_factory=Strangers, compare=False, repr=False)
    backup_plan: BackupPlan | None = None
    backups: BackupMemory = field(default_factory=BackupMemory, compare=False, repr=False)
    health: StoreHealth = field(default_factory=StoreHealth, compare=False, repr=False)
    retention_years: int | None = None
    set_up_code: SetUpCode | None = field(default=None, compare=False, repr=False)

    def reading(self, clinic_id: str) -> Reading:
        """Look at one clinic."""
        return Reading(self.engine, clinic_id)

    def glance(self, clinic_id: str) -> Reading:
        """Ask one clinic a single question."""
        return Glance(self.engine, clinic_id)

    def writing(self, clinic_id: str) -> Writing:
        """Change one clinic, in one transaction."""
        return NotedWriting(self.engine, clinic_id, self.health)
