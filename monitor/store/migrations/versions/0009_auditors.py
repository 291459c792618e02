"""Lets people be auditors or read-only, and lets the audit be searched by action and by time.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import identity

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ROLES = "role IN ('nurse', 'physician', 'administrator', 'auditor', 'read-only')"


def upgrade() -> None:
    """Widen what a role may be, and add two indexes; every row stays as it is."""
    if op.get_bind().dialect.name == "sqlite":
        _anew()
    else:
        # Whoever owns the tables could have taken it off; that is no reason to stay behind.
        op.drop_constraint("role_known", "person_roles", type_="check", if_exists=True)
        op.create_check_constraint("role_known", "person_roles", _ROLES)
    op.create_index("ix_audit_entries_action", "audit_entries", ["clinic_id", "action", "seq"])
    op.create_index("ix_audit_entries_at", "audit_entries", ["clinic_id", "at", "seq"])


def _anew() -> None:
    """SQLite changes no check of a table: the rows move into one that has the new check."""
    op.create_table(
        "person_roles_widened",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.CheckConstraint(_ROLES, name=op.f("ck_person_roles_role_known")),
        sa.ForeignKeyConstraint(
            ["clinic_id", "person_id"],
            ["people.clinic_id", "people.id"],
            name=op.f("fk_person_roles_clinic_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("clinic_id", "person_id", "role", name=op.f("pk_person_roles")),
    )
    op.execute(
        "INSERT INTO person_roles_widened (clinic_id, person_id, role)"
        " SELECT clinic_id, person_id, role FROM person_roles"
    )
    op.drop_table("person_roles")
    op.rename_table("person_roles_widened", "person_roles")
