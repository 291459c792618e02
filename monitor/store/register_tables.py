"""The register of controlled drugs."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.columns import UtcInstant, identity
from monitor.store.schema import clinic_column, metadata, only, reference

# Append-only: a mistake is reversed by another row that names it, with a reason.
register_entries = Table(
    "register_entries",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("recorded_at", UtcInstant, nullable=False),
    Column("drug", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("strength", Text, nullable=False),
    Column("action", String(20), nullable=False),
    Column("amount_mg", Float, nullable=False),
    Column("session_id", identity()),
    Column("draw_id", identity()),
    Column("reverses_id", identity()),
    Column("reason", Text),
    Column("person_id", identity(), nullable=False),
    Column("witness_id", identity()),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("session", "sessions"),
    reference("person", "people"),
    ForeignKeyConstraint(["clinic_id", "witness_id"], ["people.clinic_id", "people.id"]),
    ForeignKeyConstraint(
        ["clinic_id", "draw_id"], ["register_entries.clinic_id", "register_entries.id"]
    ),
    ForeignKeyConstraint(
        ["clinic_id", "reverses_id"], ["register_entries.clinic_id", "register_entries.id"]
    ),
    UniqueConstraint("clinic_id", "reverses_id"),
    only("action", "received", "drawn", "given", "wasted", "returned"),
    CheckConstraint("amount_mg > 0", name="amount_positive"),
    CheckConstraint("witness_id IS NULL OR witness_id <> person_id", name="witness_another"),
    CheckConstraint("(reverses_id IS NULL) = (reason IS NULL)", name="reversed_with_a_reason"),
    Index("ix_register_entries_at", "clinic_id", "at"),
    Index("ix_register_entries_session", "clinic_id", "session_id"),
    Index("ix_register_entries_draw", "clinic_id", "draw_id"),
)
