"""Keeps a clinic's own versions of protocols: drafted, signed into force, never changed.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity
from monitor.store.migrations.append_only import protect, refuse_truncate

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_KEY = ["clinic_id", "protocol_id", "version"]
_DRAFT = ["clinic_id", "protocol_id", "draft"]
_PERSON = ["clinic_id", "person_id"], ["people.clinic_id", "people.id"]


def upgrade() -> None:
    """Add two tables and a column; every clinic goes on with the shipped files, nobody signs."""
    op.add_column("people", sa.Column("signs_protocols", sa.Boolean()))
    _drafts()
    _signatures()
    for table in ("protocol_drafts", "protocol_signatures"):
        protect(table)
        refuse_truncate(table)


def _drafts() -> None:
    op.create_table(
        "protocol_drafts",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("drafted_at", UtcInstant, nullable=False),
        sa.CheckConstraint("draft >= 1", name=op.f("ck_protocol_drafts_draft_from_one")),
        sa.CheckConstraint("version >= 1001", name=op.f("ck_protocol_drafts_version_of_a_clinic")),
        sa.ForeignKeyConstraint(*_PERSON, name=op.f("fk_protocol_drafts_clinic_id_person_id")),
        sa.PrimaryKeyConstraint(*_DRAFT, name=op.f("pk_protocol_drafts")),
    )


def _signatures() -> None:
    op.create_table(
        "protocol_signatures",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=False),
        sa.Column("shipped_version", sa.Integer()),
        sa.Column("shipped_digest", sa.String(length=64)),
        sa.Column("tried", sa.JSON()),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("meaning", sa.String(length=40), nullable=False),
        sa.Column("signed_at", UtcInstant, nullable=False),
        sa.CheckConstraint("role IN ('physician')", name=op.f("ck_protocol_signatures_role_known")),
        sa.ForeignKeyConstraint(*_PERSON, name=op.f("fk_protocol_signatures_clinic_id_person_id")),
        sa.ForeignKeyConstraint(
            _KEY,
            [f"protocol_versions.{name}" for name in _KEY],
            name=op.f("fk_protocol_signatures_version"),
        ),
        sa.ForeignKeyConstraint(
            _DRAFT,
            [f"protocol_drafts.{name}" for name in _DRAFT],
            name=op.f("fk_protocol_signatures_draft"),
        ),
        sa.PrimaryKeyConstraint(*_KEY, name=op.f("pk_protocol_signatures")),
    )
    op.create_index(
        "ix_protocol_signatures_signed", "protocol_signatures", ["clinic_id", "signed_at"]
    )
