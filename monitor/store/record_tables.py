"""The room, the patients, their sessions and everything recorded in them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.columns import UtcInstant, identity, sortable
from monitor.store.schema import clinic_column, metadata, only, reference

_ROLES = ("nurse", "physician")
_ENDINGS = ("home", "hospital", "against_advice", "left_unseen", "died")

chairs = Table(
    "chairs",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("label", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("in_use", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("clinic_id", "id"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
    UniqueConstraint("clinic_id", "label"),
)


def _patient_facts() -> list[Column[Any]]:
    """What is known of a patient and can be corrected."""
    return [
        Column("name", Text, nullable=False),
        Column("birth_date", Date, nullable=False),
        Column("identifiers", JSON, nullable=False),
        Column("allergies", Text, nullable=False),
        Column("weight_kg", Float),
        Column("spo2_scale", Integer, nullable=False),
        Column("known_arrhythmia", Boolean, nullable=False),
    ]


PATIENT_FACTS = tuple(column.name for column in _patient_facts())
# As the patient is known now; where that was corrected, every version stands in the next table.
patients = Table(
    "patients",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    *_patient_facts(),
    Column("registered_at", UtcInstant, nullable=False),
    Column("corrected_at", UtcInstant),
    PrimaryKeyConstraint("clinic_id", "id"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
    Index("ix_patients_registered", "clinic_id", "registered_at"),
    CheckConstraint("spo2_scale IN (1, 2)", name="spo2_scale_known"),
    CheckConstraint("weight_kg IS NULL OR weight_kg > 0", name="weight_positive"),
)

# Append-only, and only of patients who were corrected: 0 as registered, then each correction.
patient_versions = Table(
    "patient_versions",
    metadata,
    clinic_column(),
    Column("patient_id", identity(), nullable=False),
    Column("number", Integer, nullable=False),
    *_patient_facts(),
    Column("said_at", UtcInstant, nullable=False),
    Column("said_by", identity()),
    Column("reason", Text),
    PrimaryKeyConstraint("clinic_id", "patient_id", "number"),
    reference("patient", "patients"),
    ForeignKeyConstraint(["clinic_id", "said_by"], ["people.clinic_id", "people.id"]),
    CheckConstraint("number >= 0", name="number_from_zero"),
    CheckConstraint("(number = 0) = (said_by IS NULL)", name="corrected_by_somebody"),
    CheckConstraint("(said_by IS NULL) = (reason IS NULL)", name="corrected_with_a_reason"),
)

# Keeps an identifier from standing for two patients; what is shown stands in the patient's row,
# and one that was corrected away stays here and holds nobody else back.
patient_identifiers = Table(
    "patient_identifiers",
    metadata,
    clinic_column(),
    Column("patient_id", identity(), nullable=False),
    Column("system", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("id", identity()),  # what the audit calls it by; those from before it came have none
    PrimaryKeyConstraint("clinic_id", "system", "value"),
    reference("patient", "patients"),
)

# One row for each word a patient can be found by: names, identifiers, the birth date.
patient_words = Table(
    "patient_words",
    metadata,
    clinic_column(),
    Column("word", sortable(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    PrimaryKeyConstraint("clinic_id", "word", "patient_id"),
    reference("patient", "patients"),
)

# The text a protocol had when a session was started on it.
protocol_versions = Table(
    "protocol_versions",
    metadata,
    clinic_column(),
    Column("protocol_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("pinned_at", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "protocol_id", "version"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
)

sessions = Table(
    "sessions",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("chair_id", identity(), nullable=False),
    Column("protocol_id", String(64), nullable=False),
    Column("protocol_version", Integer, nullable=False),
    Column("drug", Text, nullable=False),
    Column("route", String(20), nullable=False),
    Column("dose_mg", Float, nullable=False),
    Column("weight_kg", Float, nullable=False),
    Column("session_number", Integer, nullable=False),
    Column("started_at", UtcInstant, nullable=False),
    Column("started_by", identity(), nullable=False),
    Column("closed_at", UtcInstant),
    Column("closed_to", String(20)),
    Column("last_seq", Integer, nullable=False),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("patient", "patients"),
    reference("chair", "chairs"),
    ForeignKeyConstraint(["clinic_id", "started_by"], ["people.clinic_id", "people.id"]),
    ForeignKeyConstraint(
        ["clinic_id", "protocol_id", "protocol_version"],
        [
            "protocol_versions.clinic_id",
            "protocol_versions.protocol_id",
            "protocol_versions.version",
        ],
        name="fk_sessions_protocol_version",
    ),
    only("closed_to", *_ENDINGS),
    CheckConstraint("(closed_at IS NULL) = (closed_to IS NULL)", name="closed_whole"),
    CheckConstraint("dose_mg > 0 AND weight_kg > 0", name="dose_positive"),
    CheckConstraint("session_number >= 1", name="numbered_from_one"),
    CheckConstraint("last_seq >= 0", name="seq_counts_up"),
)

_open = sessions.c.closed_at.is_(None)
# One open session a chair and one a patient; the first is also how the board finds them.
Index(
    "uq_sessions_open_chair",
    sessions.c.clinic_id,
    sessions.c.chair_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index(
    "uq_sessions_open_patient",
    sessions.c.clinic_id,
    sessions.c.patient_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("ix_sessions_started", sessions.c.clinic_id, sessions.c.started_at)
Index("ix_sessions_closed", sessions.c.clinic_id, sessions.c.closed_at)
Index("ix_sessions_patient", sessions.c.clinic_id, sessions.c.patient_id, sessions.c.started_at)

# Append-only: triggers of the first migration refuse every change and removal.
session_events = Table(
    "session_events",
    metadata,
    clinic_column(),
    Column("session_id", identity(), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("id", identity(), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("at", UtcInstant, nullable=False),  # when it happened, the tablet's skew taken off
    Column("claimed_at", UtcInstant, nullable=False),  # when it happened, as the tablet said
    Column("tablet_recorded_at", UtcInstant),
    Column("tablet_skew_seconds", Float),
    Column("received_at", UtcInstant, nullable=False),
    Column("by_role", String(20), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("device_id", identity()),
    Column("token_id", identity()),
    Column("body", JSON, nullable=False),
    # Clustered: the events of one session lie together, whatever the years of history.
    PrimaryKeyConstraint("clinic_id", "session_id", "seq"),
    reference("session", "sessions"),
    reference("person", "people"),
    UniqueConstraint("clinic_id", "session_id", "id"),
    CheckConstraint("seq >= 1", name="seq_from_one"),
    only("by_role", *_ROLES),
    sqlite_with_rowid=False,
)

receipts = Table(
    "receipts",
    metadata,
    clinic_column(),
    Column("key", String(64), nullable=False),
    Column("session_id", identity(), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("event_ids", JSON, nullable=False),
    Column("received_at", UtcInstant, nullable=False),
    PrimaryKeyConstraint("clinic_id", "key"),
    reference("session", "sessions"),
    reference("person", "people"),
    sqlite_with_rowid=False,
)

# The act of letting somebody go, with the findings as they stood.
decisions = Table(
    "decisions",
    metadata,
    clinic_column(),
    Column("session_id", identity(), nullable=False),
    Column("decided_at", UtcInstant, nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("closed_to", String(20), nullable=False),
    Column("reason", Text),
    Column("protocol_id", String(64), nullable=False),
    Column("protocol_version", Integer, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("signatures", JSON, nullable=False),
    PrimaryKeyConstraint("clinic_id", "session_id"),
    reference("session", "sessions"),
    reference("person", "people"),
    only("closed_to", *_ENDINGS),
)

# Append-only and chained: each row carries the hash of the one before it.
audit_entries = Table(
    "audit_entries",
    metadata,
    clinic_column(),
    Column("seq", BigInteger, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("action", String(64), nullable=False),
    Column("person_id", identity()),
    Column("device_id", identity()),
    Column("token_id", identity()),
    Column("session_id", identity()),
    Column("subject_id", String(64)),
    Column("detail", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("clinic_id", "seq"),
    ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"]),
    CheckConstraint("seq >= 1", name="seq_from_one"),
    Index("ix_audit_entries_person", "clinic_id", "person_id", "seq"),
    Index("ix_audit_entries_session", "clinic_id", "session_id", "seq"),
    Index("ix_audit_entries_subject", "clinic_id", "subject_id", "seq"),
    Index("ix_audit_entries_action", "clinic_id", "action", "seq"),
    Index("ix_audit_entries_at", "clinic_id", "at", "seq"),
    sqlite_with_rowid=False,
)
