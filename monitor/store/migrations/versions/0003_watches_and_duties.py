"""Who watches over which chair, and which physician is on duty.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; rows of the ones there are stay as they are."""
    _watches()
    _watch_changes()
    _duties()
    for table in ("watch_changes", "duties"):
        protect(table)


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["clinic_id", column], ["people.clinic_id", "people.id"])


def _chair() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["clinic_id", "chair_id"], ["chairs.clinic_id", "chairs.id"])


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("chair_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("since", UtcInstant(), nullable=False),
        _chair(),
        _person("person_id"),
        sa.PrimaryKeyConstraint("clinic_id", "chair_id"),
    )


def _watch_changes() -> None:
    op.create_table(
        "watch_changes",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("chair_id", identity(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person_id", identity(), nullable=True),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("set_by", identity(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.CheckConstraint("why IN ('taken', 'handed_over', 'released')", name="why_known"),
        sa.CheckConstraint("(person_id IS NULL) = (why = 'released')", name="released_to_nobody"),
        sa.CheckConstraint("seq >= 1", name="seq_from_one"),
        _chair(),
        _person("person_id"),
        _person("set_by"),
        sa.PrimaryKeyConstraint("clinic_id", "chair_id", "seq"),
    )


def _duties() -> None:
    op.create_table(
        "duties",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("from_at", UtcInstant(), nullable=False),
        sa.Column("until_at", UtcInstant(), nullable=False),
        sa.Column("set_at", UtcInstant(), nullable=False),
        sa.Column("set_by", identity(), nullable=False),
        sa.CheckConstraint("until_at > from_at", name="ends_later"),
        _person("person_id"),
        _person("set_by"),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )
    op.create_index("ix_duties_until", "duties", ["clinic_id", "until_at"])
