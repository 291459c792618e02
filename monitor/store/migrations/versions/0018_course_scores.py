"""Keeps scores of depression that are taken between and after the sessions of a course.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect, refuse_truncate

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLE = "course_scores"
_SAID = "'recorded', 'corrected', 'struck', 'no_concern', 'concern'"


def upgrade() -> None:
    """Add an empty, append-only table; what was scored in sessions stays where it is."""
    op.create_table(
        _TABLE,
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("course_id", identity(), nullable=False),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.Column("scale", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcInstant(), nullable=False),
        sa.Column("recorded_by", identity(), nullable=False),
        sa.Column("replaces", identity()),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint(f"said IN ({_SAID})", name=op.f("ck_course_scores_said_known")),
        sa.CheckConstraint(
            "scale IN ('phq9', 'madrs', 'qids')", name=op.f("ck_course_scores_scale_known")
        ),
        sa.CheckConstraint("total >= 0", name=op.f("ck_course_scores_total_from_zero")),
        sa.CheckConstraint(
            "(said = 'recorded') = (replaces IS NULL)",
            name=op.f("ck_course_scores_first_replaces_nothing"),
        ),
        sa.CheckConstraint(
            "(replaces IS NULL) = (reason IS NULL)",
            name=op.f("ck_course_scores_replaced_with_a_reason"),
        ),
        _in_clinic("patient_id", "patients"),
        _in_clinic("course_id", "courses"),
        _in_clinic("recorded_by", "people"),
        sa.UniqueConstraint(
            "clinic_id", "replaces", name=op.f("uq_course_scores_clinic_id_replaces")
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_course_scores")),
    )
    op.create_index("ix_course_scores_patient", _TABLE, ["clinic_id", "patient_id", "recorded_at"])
    protect(_TABLE)
    refuse_truncate(_TABLE)


def _in_clinic(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_course_scores_clinic_id_{column}")
    there = [f"{table}.clinic_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["clinic_id", column], there, name=name)
