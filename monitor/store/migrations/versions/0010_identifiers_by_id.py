"""Gives each identifier of a patient an id, so that the audit need not call it by its value.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; identifiers that are there keep none, and stay covered as they are."""
    op.add_column("patient_identifiers", Column("id", String(36)))
