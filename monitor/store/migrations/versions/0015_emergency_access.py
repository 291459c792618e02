"""Lets records be opened in an emergency, devices be revoked, and a token's use be seen.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_PEOPLE = ["people.clinic_id", "people.id"]


def upgrade() -> None:
    """Add a table and two columns; no device is revoked, and no token's use is known yet."""
    op.add_column("devices", sa.Column("revoked_at", UtcInstant))
    op.add_column("tokens", sa.Column("used_at", UtcInstant))
    op.create_table(
        "emergency_accesses",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("sign_in_id", identity(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("began_at", UtcInstant, nullable=False),
        sa.Column("until_at", UtcInstant, nullable=False),
        sa.Column("ended_at", UtcInstant),
        sa.Column("acknowledged_at", UtcInstant),
        sa.Column("acknowledged_by", identity()),
        sa.CheckConstraint("until_at > began_at", name=op.f("ck_emergency_accesses_ends_later")),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)",
            name=op.f("ck_emergency_accesses_acknowledged_whole"),
        ),
        sa.CheckConstraint(
            "acknowledged_by <> person_id", name=op.f("ck_emergency_accesses_by_another")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "person_id"],
            _PEOPLE,
            name=op.f("fk_emergency_accesses_clinic_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "sign_in_id"],
            ["sign_ins.clinic_id", "sign_ins.id"],
            name=op.f("fk_emergency_accesses_clinic_id_sign_in_id"),
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "acknowledged_by"],
            _PEOPLE,
            name=op.f("fk_emergency_accesses_clinic_id_acknowledged_by"),
        ),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_emergency_accesses")),
    )
    op.create_index(
        "ix_emergency_accesses_sign_in", "emergency_accesses", ["clinic_id", "sign_in_id"]
    )
