"""Names in each chain the people, roles, chairs and other settings as they stand.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

from alembic import op

from monitor.store.sealing import name_settings

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SETTINGS = (
    "clinics",
    "people",
    "person_roles",
    "chairs",
    "devices",
    "tokens",
    "protocol_choices",
)


def upgrade() -> None:
    """Add one entry to each chain; every other row stays as it is."""
    name_settings(op.get_bind(), _SETTINGS)
