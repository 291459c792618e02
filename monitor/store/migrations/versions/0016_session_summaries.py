"""Keeps closed sessions in their few numbers: a course and a clinic are told without folding.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import identity

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_SESSION = ["clinic_id", "session_id"], ["sessions.clinic_id", "sessions.id"]


def upgrade() -> None:
    """Add an empty table; it fills as sessions are looked at, or with ``monitor summaries``."""
    op.create_table(
        "session_summaries",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("session_id", identity(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(length=32), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("readings", sa.JSON(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(*_SESSION, name=op.f("fk_session_summaries_clinic_id_session_id")),
        sa.PrimaryKeyConstraint("clinic_id", "session_id", name=op.f("pk_session_summaries")),
    )
