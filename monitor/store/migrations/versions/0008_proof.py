"""Seals what is there in the chain, refuses TRUNCATE, and lets the audit be searched.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

from alembic import op

from monitor.store.migrations.append_only import refuse_truncate
from monitor.store.sealing import seal

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_APPEND_ONLY = (
    "session_events",
    "audit_entries",
    "decisions",
    "receipts",
    "protocol_versions",
    "watch_changes",
    "duties",
    "register_entries",
    "planned_sessions",
    "screenings",
    "eligibility_overrides",
    "handovers",
    "handover_chairs",
    "handover_endings",
)
_SEALED = (
    *(name for name in _APPEND_ONLY if name != "audit_entries"),
    "sessions",
    "courses",
    "patients",
    "patient_identifiers",
)


def upgrade() -> None:
    """Add triggers and indexes, and one entry to each chain; every other row stays as it is."""
    for column in ("person", "session", "subject"):
        columns = ["clinic_id", f"{column}_id", "seq"]
        op.create_index(f"ix_audit_entries_{column}", "audit_entries", columns)
    for table in _APPEND_ONLY:
        refuse_truncate(table)
    seal(op.get_bind(), _SEALED)
