"""Handovers: what one nurse gave to another, what was shown to both, and which one waits."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from monitor.store.columns import UtcInstant, identity
from monitor.store.schema import clinic_column, metadata, only, reference

# Append-only: signed by the nurse who gives.
handovers = Table(
    "handovers",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("giver_id", identity(), nullable=False),
    Column("receiver_id", identity(), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("takes_back_id", identity()),
    Column("role", String(20), nullable=False),
    Column("signed_at", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("giver", "people"),
    reference("receiver", "people"),
    ForeignKeyConstraint(["clinic_id", "takes_back_id"], ["handovers.clinic_id", "handovers.id"]),
    only("reason", "shift", "break"),
    only("role", "nurse", "physician"),
    CheckConstraint("giver_id <> receiver_id", name="to_another"),
    Index("ix_handovers_signed", "clinic_id", "signed_at"),
)

# Append-only: one row a chair, with what was shown of it to the nurse who gave it.
handover_chairs = Table(
    "handover_chairs",
    metadata,
    clinic_column(),
    Column("handover_id", identity(), nullable=False),
    Column("chair_id", identity(), nullable=False),
    Column("session_id", identity()),
    Column("note", Text, nullable=False),
    Column("shown", JSON, nullable=False),
    PrimaryKeyConstraint("clinic_id", "handover_id", "chair_id"),
    reference("handover", "handovers"),
    reference("chair", "chairs"),
    reference("session", "sessions"),
    Index("ix_handover_chairs_chair", "clinic_id", "chair_id"),
)

# Append-only: how it ended, once. ``chairs`` is what was shown to the nurse who received them.
handover_endings = Table(
    "handover_endings",
    metadata,
    clinic_column(),
    Column("handover_id", identity(), nullable=False),
    Column("how", String(20), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("role", String(20), nullable=False),
    Column("chairs", JSON, nullable=False),
    PrimaryKeyConstraint("clinic_id", "handover_id"),
    reference("handover", "handovers"),
    reference("person", "people"),
    only("how", "received", "withdrawn"),
    only("role", "nurse", "physician"),
)

# Where a handover waits now, so that the board reads a row a chair and no history. A chair waits
# in one handover at most.
open_handovers = Table(
    "open_handovers",
    metadata,
    clinic_column(),
    Column("chair_id", identity(), nullable=False),
    Column("handover_id", identity(), nullable=False),
    PrimaryKeyConstraint("clinic_id", "chair_id"),
    reference("chair", "chairs"),
    reference("handover", "handovers"),
)
