"""Lets a device have a name, and keeps what it said last of its unsent entries.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Integer, Text

from monitor.store.columns import UtcInstant

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the devices that are there have no name and have said nothing yet."""
    op.add_column("devices", Column("name", Text()))
    op.add_column("devices", Column("unsent", Integer()))
    op.add_column("devices", Column("asking", Integer()))
    op.add_column("devices", Column("oldest_at", UtcInstant()))
    op.add_column("devices", Column("said_at", UtcInstant()))
    op.add_column("devices", Column("unsent_in", JSON(none_as_null=True)))
