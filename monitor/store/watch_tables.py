"""Who watches over which chair, and which physician is on duty until when."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from monitor.store.columns import UtcInstant, identity
from monitor.store.schema import clinic_column, metadata, only, reference

WHY = ("taken", "handed_over", "released")

# Where the responsibility lies now, so that the board reads a row a chair and no history.
watches = Table(
    "watches",
    metadata,
    clinic_column(),
    Column("chair_id", identity(), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("since", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "chair_id"),
    reference("chair", "chairs"),
    reference("person", "people"),
)

# Append-only: how it came there. Nobody holds a chair after it was released.
watch_changes = Table(
    "watch_changes",
    metadata,
    clinic_column(),
    Column("chair_id", identity(), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("person_id", identity()),
    Column("at", UtcInstant, nullable=False),
    Column("set_by", identity(), nullable=False),
    Column("why", String(20), nullable=False),
    PrimaryKeyConstraint("clinic_id", "chair_id", "seq"),
    reference("chair", "chairs"),
    reference("person", "people"),
    ForeignKeyConstraint(["clinic_id", "set_by"], ["people.clinic_id", "people.id"]),
    only("why", *WHY),
    CheckConstraint("(person_id IS NULL) = (why = 'released')", name="released_to_nobody"),
    CheckConstraint("seq >= 1", name="seq_from_one"),
)

# Append-only: of several that hold at one instant, the one set last counts.
duties = Table(
    "duties",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("phone", Text, nullable=False),
    Column("from_at", UtcInstant, nullable=False),
    Column("until_at", UtcInstant, nullable=False),
    Column("set_at", UtcInstant, nullable=False),
    Column("set_by", identity(), nullable=False),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("person", "people"),
    ForeignKeyConstraint(["clinic_id", "set_by"], ["people.clinic_id", "people.id"]),
    CheckConstraint("until_at > from_at", name="ends_later"),
    Index("ix_duties_until", "clinic_id", "until_at"),
)
