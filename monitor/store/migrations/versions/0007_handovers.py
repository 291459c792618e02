"""Handovers: given, received, and those that wait.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ROLES = "role IN ('nurse', 'physician')"


def upgrade() -> None:
    """Add the tables; nothing that stands already is touched."""
    _handovers()
    _handover_chairs()
    _handover_endings()
    _open_handovers()
    for table in ("handovers", "handover_chairs", "handover_endings"):
        protect(table)


def _inside(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["clinic_id", column], [f"{table}.clinic_id", f"{table}.id"])


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("giver_id", identity(), nullable=False),
        sa.Column("receiver_id", identity(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("takes_back_id", identity(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("signed_at", UtcInstant(), nullable=False),
        sa.CheckConstraint("reason IN ('shift', 'break')", name="reason_known"),
        sa.CheckConstraint(_ROLES, name="role_known"),
        sa.CheckConstraint("giver_id <> receiver_id", name="to_another"),
        _inside("giver_id", "people"),
        _inside("receiver_id", "people"),
        _inside("takes_back_id", "handovers"),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
    )
    op.create_index("ix_handovers_signed", "handovers", ["clinic_id", "signed_at"])


def _handover_chairs() -> None:
    op.create_table(
        "handover_chairs",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("handover_id", identity(), nullable=False),
        sa.Column("chair_id", identity(), nullable=False),
        sa.Column("session_id", identity(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        _inside("handover_id", "handovers"),
        _inside("chair_id", "chairs"),
        _inside("session_id", "sessions"),
        sa.PrimaryKeyConstraint("clinic_id", "handover_id", "chair_id"),
    )
    op.create_index("ix_handover_chairs_chair", "handover_chairs", ["clinic_id", "chair_id"])


def _handover_endings() -> None:
    op.create_table(
        "handover_endings",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("handover_id", identity(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("chairs", sa.JSON(), nullable=False),
        sa.CheckConstraint("how IN ('received', 'withdrawn')", name="how_known"),
        sa.CheckConstraint(_ROLES, name="role_known"),
        _inside("handover_id", "handovers"),
        _inside("person_id", "people"),
        sa.PrimaryKeyConstraint("clinic_id", "handover_id"),
    )


def _open_handovers() -> None:
    op.create_table(
        "open_handovers",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("chair_id", identity(), nullable=False),
        sa.Column("handover_id", identity(), nullable=False),
        _inside("chair_id", "chairs"),
        _inside("handover_id", "handovers"),
        sa.PrimaryKeyConstraint("clinic_id", "chair_id"),
    )
