"""Keeps every version of a patient's record that was corrected, the first as it was registered.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect, refuse_truncate

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_TABLE = "patient_versions"


def upgrade() -> None:
    """Add an empty, append-only table; whoever was never corrected has no row in it."""
    op.add_column("patients", sa.Column("corrected_at", UtcInstant()))
    op.create_table(
        _TABLE,
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("identifiers", sa.JSON(), nullable=False),
        sa.Column("allergies", sa.Text(), nullable=False),
        sa.Column("weight_kg", sa.Float()),
        sa.Column("spo2_scale", sa.Integer(), nullable=False),
        sa.Column("known_arrhythmia", sa.Boolean(), nullable=False),
        sa.Column("said_at", UtcInstant(), nullable=False),
        sa.Column("said_by", identity()),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("number >= 0", name=op.f("ck_patient_versions_number_from_zero")),
        sa.CheckConstraint(
            "(number = 0) = (said_by IS NULL)",
            name=op.f("ck_patient_versions_corrected_by_somebody"),
        ),
        sa.CheckConstraint(
            "(said_by IS NULL) = (reason IS NULL)",
            name=op.f("ck_patient_versions_corrected_with_a_reason"),
        ),
        _in_clinic("patient_id", "patients"),
        _in_clinic("said_by", "people"),
        sa.PrimaryKeyConstraint(
            "clinic_id", "patient_id", "number", name=op.f("pk_patient_versions")
        ),
    )
    protect(_TABLE)
    refuse_truncate(_TABLE)


def _in_clinic(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_patient_versions_clinic_id_{column}")
    there = [f"{table}.clinic_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["clinic_id", column], there, name=name)
