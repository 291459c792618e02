"""Lets an access token be made for a part of what its person may.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; tokens that are there stay good for whatever their person may."""
    op.add_column("tokens", Column("scopes", JSON()))
