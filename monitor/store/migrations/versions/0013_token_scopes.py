"""Lets an access token be made for a part of what its person may.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; tokens that are there stay good for whatever their person may."""
    op.add_column("tokens", Column("scopes", JSON()))
