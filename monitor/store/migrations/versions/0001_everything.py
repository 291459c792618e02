"""Everything a clinic's record is made of, in one first step.

Revision ID: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity, sortable
from monitor.store.migrations.append_only import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, its indexes, and the triggers that keep the record append-only."""
    _clinics()
    _audit_entries()
    _chairs()
    _patients()
    _people()
    _protocol_versions()
    _devices()
    _patient_identifiers()
    _patient_words()
    _person_roles()
    _sessions()
    _tokens()
    _decisions()
    _receipts()
    _session_events()
    _sign_ins()
    _indexes()
    for table in (
        "session_events",
        "audit_entries",
        "decisions",
        "receipts",
        "protocol_versions",
    ):
        protect(table)


def _clinics() -> None:
    op.create_table(
        "clinics",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), nullable=False),
        sa.Column("audit_hash", sa.String(length=64), nullable=False),
        sa.Column("founded_at", UtcInstant(), nullable=False),
        sa.CheckConstraint("version >= 0 AND audit_seq >= 0", name="counts_up"),
        sa.PrimaryKeyConstraint("clinic_id"),
    )


def _audit_entries() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("person_id", identity(), nullable=True),
        sa.Column("device_id", identity(), nullable=True),
        sa.Column("token_id", identity(), nullable=True),
        sa.Column("session_id", identity(), nullable=True),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq >= 1", name="seq_from_one"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "seq"),
        sqlite_with_rowid=False,
    )


def _chairs() -> None:
    op.create_table(
        "chairs",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("clinic_id", "label"),
    )


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("identifiers", sa.JSON(), nullable=False),
        sa.Column("allergies", sa.Text(), nullable=False),
        sa.Column("weight_kg", sa.Float(), nullable=True),
        sa.Column("spo2_scale", sa.Integer(), nullable=False),
        sa.Column("known_arrhythmia", sa.Boolean(), nullable=False),
        sa.Column("registered_at", UtcInstant(), nullable=False),
        sa.CheckConstraint("spo2_scale IN (1, 2)", name="spo2_scale_known"),
        sa.CheckConstraint("weight_kg IS NULL OR weight_kg > 0", name="weight_positive"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("login", sortable(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("pin_failures", sa.Integer(), nullable=False),
        sa.Column("pin_failed_at", UtcInstant(), nullable=True),
        sa.Column("password_failures", sa.Integer(), nullable=False),
        sa.Column("password_failed_at", UtcInstant(), nullable=True),
        sa.Column("added_at", UtcInstant(), nullable=False),
        sa.CheckConstraint("pin_failures >= 0 AND password_failures >= 0", name="failures_counted"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("login"),
    )


def _protocol_versions() -> None:
    op.create_table(
        "protocol_versions",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("pinned_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "protocol_id", "version"),
    )


def _devices() -> None:
    op.create_table(
        "devices",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("registered_by", identity(), nullable=False),
        sa.Column("registered_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id", "registered_by"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("token_hash"),
    )


def _patient_identifiers() -> None:
    op.create_table(
        "patient_identifiers",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id", "patient_id"], ["patients.clinic_id", "patients.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "system", "value"),
    )


def _patient_words() -> None:
    op.create_table(
        "patient_words",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("word", sortable(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id", "patient_id"], ["patients.clinic_id", "patients.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "word", "patient_id"),
    )


def _person_roles() -> None:
    op.create_table(
        "person_roles",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint("role IN ('nurse', 'physician', 'administrator')", name="role_known"),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "person_id", "role"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("chair_id", identity(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("protocol_version", sa.Integer(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("dose_mg", sa.Float(), nullable=False),
        sa.Column("weight_kg", sa.Float(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcInstant(), nullable=False),
        sa.Column("started_by", identity(), nullable=False),
        sa.Column("closed_at", UtcInstant(), nullable=True),
        sa.Column("closed_to", sa.String(length=20), nullable=True),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "closed_to IN ('home', 'hospital', 'against_advice', 'left_unseen', 'died')",
            name="closed_to_known",
        ),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_to IS NULL)", name="closed_whole"),
        sa.CheckConstraint("dose_mg > 0 AND weight_kg > 0", name="dose_positive"),
        sa.CheckConstraint("last_seq >= 0", name="seq_counts_up"),
        sa.CheckConstraint("session_number >= 1", name="numbered_from_one"),
        sa.ForeignKeyConstraint(["clinic_id", "chair_id"], ["chairs.clinic_id", "chairs.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "patient_id"], ["patients.clinic_id", "patients.id"]),
        sa.ForeignKeyConstraint(
            ["clinic_id", "protocol_id", "protocol_version"],
            [
                "protocol_versions.clinic_id",
                "protocol_versions.protocol_id",
                "protocol_versions.version",
            ],
            name="fk_sessions_protocol_version",
        ),
        sa.ForeignKeyConstraint(["clinic_id", "started_by"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("created_at", UtcInstant(), nullable=False),
        sa.Column("expires_at", UtcInstant(), nullable=False),
        sa.CheckConstraint("expires_at > created_at", name="expires_later"),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("token_hash"),
    )


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("session_id", identity(), nullable=False),
        sa.Column("decided_at", UtcInstant(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("closed_to", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("protocol_version", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "closed_to IN ('home', 'hospital', 'against_advice', 'left_unseen', 'died')",
            name="closed_to_known",
        ),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "session_id"], ["sessions.clinic_id", "sessions.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "session_id"),
    )


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("session_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("event_ids", sa.JSON(), nullable=False),
        sa.Column("received_at", UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "session_id"], ["sessions.clinic_id", "sessions.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "key"),
        sqlite_with_rowid=False,
    )


def _session_events() -> None:
    op.create_table(
        "session_events",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("session_id", identity(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("claimed_at", UtcInstant(), nullable=False),
        sa.Column("tablet_recorded_at", UtcInstant(), nullable=True),
        sa.Column("tablet_skew_seconds", sa.Float(), nullable=True),
        sa.Column("received_at", UtcInstant(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("device_id", identity(), nullable=True),
        sa.Column("token_id", identity(), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.CheckConstraint("by_role IN ('nurse', 'physician')", name="by_role_known"),
        sa.CheckConstraint("seq >= 1", name="seq_from_one"),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "session_id"], ["sessions.clinic_id", "sessions.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "session_id", "seq"),
        sa.UniqueConstraint("clinic_id", "session_id", "id"),
        sqlite_with_rowid=False,
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("device_id", identity(), nullable=False),
        sa.Column("began_at", UtcInstant(), nullable=False),
        sa.Column("seen_at", UtcInstant(), nullable=False),
        sa.Column("ended_at", UtcInstant(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint("ended_by IN ('sign_out', 'lock', 'replaced')", name="ended_by_known"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
        sa.ForeignKeyConstraint(["clinic_id", "device_id"], ["devices.clinic_id", "devices.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("token_hash"),
    )


def _indexes() -> None:
    op.create_index("ix_patients_registered", "patients", ["clinic_id", "registered_at"])
    op.create_index("ix_sessions_closed", "sessions", ["clinic_id", "closed_at"])
    op.create_index("ix_sessions_patient", "sessions", ["clinic_id", "patient_id", "started_at"])
    op.create_index("ix_sessions_started", "sessions", ["clinic_id", "started_at"])
    op.create_index(
        "uq_sessions_open_chair",
        "sessions",
        ["clinic_id", "chair_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "uq_sessions_open_patient",
        "sessions",
        ["clinic_id", "patient_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
