"""What administrators decide: rights, chairs in use, the protocols offered, secrets set for others.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.columns import UtcInstant, identity

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What every clinic could start sessions on before it could choose.
_OFFERED_SO_FAR = (
    "esketamine-nasal",
    "ketamine-im",
    "ketamine-iv",
    "ketamine-iv-extended",
    "ketamine-sublingual",
)


def upgrade() -> None:
    """Add the columns and the table; nothing that a clinic could do before is taken away."""
    _count_changes()
    _people()
    op.add_column(
        "chairs", sa.Column("in_use", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    _protocol_choices()
    _sign_ins()


def _count_changes() -> None:
    for table in ("clinics", "people", "chairs"):
        op.add_column(
            table, sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
        )


def _people() -> None:
    no, yes = sa.false(), sa.true()
    for name, usual in (
        ("may_override", yes),
        ("password_temporary", no),
        ("pin_temporary", no),
    ):
        op.add_column("people", sa.Column(name, sa.Boolean(), nullable=False, server_default=usual))
    op.add_column("people", sa.Column("phone", sa.Text(), nullable=False, server_default=""))


def _protocol_choices() -> None:
    choices = op.create_table(
        "protocol_choices",
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("protocol_id", sa.String(length=64), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
        sa.PrimaryKeyConstraint("clinic_id", "protocol_id"),
    )
    clinics = op.get_bind().execute(sa.text("SELECT clinic_id FROM clinics")).scalars().all()
    rows = [
        {"clinic_id": clinic, "protocol_id": name, "offered": True, "withheld": [], "revision": 1}
        for clinic in clinics
        for name in _OFFERED_SO_FAR
    ]
    if rows:
        op.bulk_insert(choices, rows)


def _sign_ins() -> None:
    """Let an administrator end a sign-in; SQLite makes the table anew for another check."""
    with op.batch_alter_table("sign_ins", copy_from=_sign_ins_of_0001()) as table:
        table.drop_constraint("ended_by_known", type_="check")
        table.create_check_constraint(
            "ended_by_known", "ended_by IN ('sign_out', 'lock', 'replaced', 'ended')"
        )
    op.create_index(
        "ix_sign_ins_open",
        "sign_ins",
        ["clinic_id", "person_id"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _sign_ins_of_0001() -> sa.Table:
    metadata = sa.MetaData(
        naming_convention=op.get_context().opts["target_metadata"].naming_convention
    )
    return sa.Table(
        "sign_ins",
        metadata,
        sa.Column("clinic_id", identity(), nullable=False),
        sa.Column("id", identity(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", identity(), nullable=False),
        sa.Column("device_id", identity(), nullable=False),
        sa.Column("began_at", UtcInstant(), nullable=False),
        sa.Column("seen_at", UtcInstant(), nullable=False),
        sa.Column("ended_at", UtcInstant(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint("ended_by IN ('sign_out', 'lock', 'replaced')", name="ended_by_known"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_whole"),
        sa.ForeignKeyConstraint(["clinic_id", "device_id"], ["devices.clinic_id", "devices.id"]),
        sa.ForeignKeyConstraint(["clinic_id", "person_id"], ["people.clinic_id", "people.id"]),
        sa.PrimaryKeyConstraint("clinic_id", "id"),
        sa.UniqueConstraint("token_hash"),
    )
