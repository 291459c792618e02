"""The register of controlled drugs: what came, was drawn, given, wasted, returned, and who saw it.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing that stands already is touched."""
    op.create_table(
        "register_entries",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("at", UtcInstant(), nullable=False),
        sa.Column("recorded_at", UtcInstant(), nullable=False),
        sa.Column("drug", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("amount_mg", sa.Float(), nullable=False),
        sa.Column("session_id", identity(), nullable=True),
        sa.Column("draw_id", identity(), nullable=True),
        sa.Column("reverses_id", identity(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("witness_id", identity(), nullable=True),
        sa.CheckConstraint(
            "action IN ('received', 'drawn', 'given', 'wasted', 'returned')", name="action_known"
        ),
        sa.CheckConstraint("amount_mg > 0", name="amount_positive"),
        sa.CheckConstraint("witness_id IS NULL OR witness_id <> person_id", name="witness_another"),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (reason IS NULL)", name="reversed_with_a_reason"
        ),
        sa.ForeignKeyConstraint(["clinic_id", "session_id"], ["sessions.clinic_id", "sessions.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "witness_id"], ["people.clinic_id", "people.id"]),
        sa.ForeignKeyConstraint(
            ["clinic_id", "draw_id"], ["register_entries.clinic_id", "register_entries.id"]
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "reverses_id"], ["register_entries.clinic_id", "register_entries.id"]
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("clinic_id", "reverses_id"),
    )
    op.create_index("ix_register_entries_at", "register_entries", ["clinic_id", "at"])
    op.create_index("ix_register_entries_session", "register_entries", ["clinic_id", "session_id"])
    op.create_index("ix_register_entries_draw", "register_entries", ["clinic_id", "draw_id"])
    protect("register_entries")
