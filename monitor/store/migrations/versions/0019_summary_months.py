"""Keeps the lines of a month's closed sessions together: a clinic of years is told in one look.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import identity

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an empty table; it fills as figures are looked at, or with ``monitor summaries``."""
    op.create_table(
        "summary_months",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("made_from", sa.String(length=32), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("packed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "month", name=op.f("pk_summary_months")),
    )
