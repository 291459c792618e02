"""Lets people have a second factor with recovery codes, and the clinic demand one of roles.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_PERSON = ["clinic_id", "person_id"], ["people.clinic_id", "people.id"]


def upgrade() -> None:
    """Add two tables and a column; nobody has a second factor and none is demanded."""
    op.add_column("clinics", sa.Column("second_factor_roles", sa.JSON()))
    op.create_table(
        "second_factors",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("begun_at", UtcInstant, nullable=False),
        sa.Column("confirmed_at", UtcInstant),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(*_PERSON, name=op.f("fk_second_factors_clinic_id_person_id")),
        sa.PrimaryKeyConstraint("clinic_id", "person_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(*_PERSON, name=op.f("fk_recovery_codes_clinic_id_person_id")),
        sa.PrimaryKeyConstraint(
            "clinic_id", "person_id", "code_hash", name=op.f("pk_recovery_codes")
        ),
    )
