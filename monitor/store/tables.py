"""All tables. Every one carries ``clinic_id``; every reference stays inside its clinic."""

from __future__ import annotations

from monitor.store.course_tables import (
    course_scores,
    courses,
    eligibility_overrides,
    planned_sessions,
    screenings,
)
from monitor.store.handover_tables import (
    handover_chairs,
    handover_endings,
    handovers,
    open_handovers,
)
from monitor.store.people_tables import (
    clinics,
    devices,
    emergency_accesses,
    people,
    person_roles,
    protocol_choices,
    recovery_codes,
    second_factors,
    sign_ins,
    tokens,
)
from monitor.store.protocol_tables import protocol_drafts, protocol_signatures
from monitor.store.record_tables import (
    audit_entries,
    chairs,
    decisions,
    patient_identifiers,
    patient_versions,
    patient_words,
    patients,
    protocol_versions,
    receipts,
    session_events,
    sessions,
)
from monitor.store.register_tables import register_entries
from monitor.store.schema import metadata
from monitor.store.summary_tables import session_summaries, summary_months
from monitor.store.watch_tables import duties, watch_changes, watches

APPEND_ONLY = (
    session_events,
    audit_entries,
    decisions,
    receipts,
    protocol_versions,
    watch_changes,
    duties,
    register_entries,
    planned_sessions,
    screenings,
    eligibility_overrides,
    course_scores,
    patient_versions,
    handovers,
    handover_chairs,
    handover_endings,
    protocol_drafts,
    protocol_signatures,
)

__all__ = [
    "APPEND_ONLY",
    "audit_entries",
    "chairs",
    "clinics",
    "course_scores",
    "courses",
    "decisions",
    "devices",
    "duties",
    "eligibility_overrides",
    "emergency_accesses",
    "handover_chairs",
    "handover_endings",
    "handovers",
    "metadata",
    "open_handovers",
    "patient_identifiers",
    "patient_versions",
    "patient_words",
    "patients",
    "people",
    "person_roles",
    "planned_sessions",
    "protocol_choices",
    "protocol_drafts",
    "protocol_signatures",
    "protocol_versions",
    "receipts",
    "recovery_codes",
    "register_entries",
    "screenings",
    "second_factors",
    "session_events",
    "session_summaries",
    "sessions",
    "sign_ins",
    "summary_months",
    "tokens",
    "watch_changes",
    "watches",
]
