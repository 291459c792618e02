"""A clinic's own versions of protocols: what was drafted, and what was signed into force.

The text of a signed version lies in ``protocol_versions``, where every session pins its own.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from monitor.store.columns import UtcInstant, identity
from monitor.store.schema import clinic_column, metadata, only, reference

# Append-only: each saving is a row of its own; one without a text sets the draft aside.
protocol_drafts = Table(
    "protocol_drafts",
    metadata,
    clinic_column(),
    Column("protocol_id", String(64), nullable=False),
    Column("draft", Integer, nullable=False),
    Column("version", Integer, nullable=False),  # what it is called once it is signed
    Column("replaces", Integer, nullable=False),  # the version that was in force
    Column("based_on", Integer, nullable=False),  # the version whose text was changed
    Column("text", Text),
    Column("reason", Text, nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("drafted_at", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "protocol_id", "draft"),
    reference("person", "people"),
    CheckConstraint("draft >= 1", name="draft_from_one"),
    CheckConstraint("version >= 1001", name="version_of_a_clinic"),
)

# Append-only: a draft signed into force, from ``signed_at`` until the next one of its protocol.
protocol_signatures = Table(
    "protocol_signatures",
    metadata,
    clinic_column(),
    Column("protocol_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("replaces", Integer, nullable=False),
    Column("shipped_version", Integer),  # the file of the program then, and what it said
    Column("shipped_digest", String(64)),
    Column("tried", JSON),  # what the back-test of this very draft had come to
    Column("person_id", identity(), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("meaning", String(40), nullable=False),
    Column("signed_at", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "protocol_id", "version"),
    reference("person", "people"),
    ForeignKeyConstraint(
        ["clinic_id", "protocol_id", "version"],
        [
            "protocol_versions.clinic_id",
            "protocol_versions.protocol_id",
            "protocol_versions.version",
        ],
        name="fk_protocol_signatures_version",
    ),
    ForeignKeyConstraint(
        ["clinic_id", "protocol_id", "draft"],
        [
            "protocol_drafts.clinic_id",
            "protocol_drafts.protocol_id",
            "protocol_drafts.draft",
        ],
        name="fk_protocol_signatures_draft",
    ),
    only("role", "physician"),
    Index("ix_protocol_signatures_signed", "clinic_id", "signed_at"),
)
