"""The language that a person has chosen to read.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; whoever has chosen none reads what the device speaks."""
    op.add_column("people", sa.Column("language", sa.String(16)))
