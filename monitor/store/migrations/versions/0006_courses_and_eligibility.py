"""Courses with their planned sessions, and what is answered before each.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INDICATIONS = "'depression', 'post_traumatic_stress', 'anxiety', 'chronic_pain', 'other'"
_STATUSES = "'planned', 'arrived', 'started', 'missed', 'cancelled'"


def upgrade() -> None:
    """Add the tables; rows of the ones there are stay as they are."""
    _courses()
    _planned_sessions()
    _screenings()
    _eligibility_overrides()
    for table in ("planned_sessions", "screenings", "eligibility_overrides"):
        protect(table)


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["clinic_id", column], ["people.clinic_id", "people.id"])


def _in_clinic(thing: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic_id", f"{thing}_id"], [f"{table}.clinic_id", f"{table}.id"]
    )


def _courses() -> None:
    op.create_table(
        "courses",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("indication", sa.String(length=40), nullable=False),
        sa.Column("indication_words", sa.Text(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("schedule_id", sa.String(length=64), nullable=False),
        sa.Column("schedule_text", sa.Text(), nullable=False),
        sa.Column("opened_at", UtcInstant(), nullable=False),
        sa.Column("opened_by", identity(), nullable=False),
        sa.Column("closed_at", UtcInstant(), nullable=True),
        sa.Column("closed_by", identity(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(f"indication IN ({_INDICATIONS})", name="indication_known"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed_whole"),
        _in_clinic("patient", "patients"),
        _person("opened_by"),
        _person("closed_by"),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )
    op.create_index(
        "uq_courses_open_patient",
        "courses",
        ["clinic_id", "patient_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_courses_patient", "courses", ["clinic_id", "patient_id", "opened_at"])


def _planned_sessions() -> None:
    op.create_table(
        "planned_sessions",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("course_id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=True),
        sa.Column("chair_id", identity(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("session_id", identity(), nullable=True),
        sa.Column("said_at", UtcInstant(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.CheckConstraint(f"status IN ({_STATUSES})", name="status_known"),
        sa.CheckConstraint("version >= 1", name="version_from_one"),
        sa.CheckConstraint(
            "(status = 'started') = (session_id IS NOT NULL)", name="started_is_a_session"
        ),
        _in_clinic("course", "courses"),
        _in_clinic("patient", "patients"),
        _in_clinic("chair", "chairs"),
        _in_clinic("session", "sessions"),
        _person("person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "id", "version"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_planned_sessions_day", "planned_sessions", ["clinic_id", "day"])
    op.create_index("ix_planned_sessions_course", "planned_sessions", ["clinic_id", "course_id"])


def _screenings() -> None:
    op.create_table(
        "screenings",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("questionnaire_version", sa.Integer(), nullable=False),
        sa.Column("replies", sa.JSON(), nullable=False),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("answered_at", UtcInstant(), nullable=False),
        sa.Column("by_role", sa.String(length=20), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("device_id", identity(), nullable=True),
        sa.Column("token_id", identity(), nullable=True),
        sa.CheckConstraint("by_role IN ('nurse', 'physician')", name="by_role_known"),
        _in_clinic("patient", "patients"),
        _person("person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )
    op.create_index(
        "ix_screenings_patient", "screenings", ["clinic_id", "patient_id", "answered_at"]
    )


def _eligibility_overrides() -> None:
    op.create_table(
        "eligibility_overrides",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("patient_id", identity(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcInstant(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("device_id", identity(), nullable=True),
        _in_clinic("patient", "patients"),
        _person("person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )
    op.create_index(
        "ix_eligibility_overrides_patient",
        "eligibility_overrides",
        ["clinic_id", "patient_id", "decided_at"],
    )
