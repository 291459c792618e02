"""The acts that leave a row in the audit table, as ``area:thing:verb``."""

from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    """What was done; documented in docs, never renamed once released."""

    CLINIC_FOUNDED = "clinic:clinic:found"
    PERSON_ADDED = "people:person:add"
    DEVICE_REGISTERED = "people:device:register"
    SIGNED_IN = "people:sign_in:begin"
    SIGN_IN_REFUSED = "people:sign_in:refuse"
    SIGNED_OUT = "people:sign_in:end"
    PIN_REFUSED = "people:pin:refuse"
    PIN_CONFIRMED = "people:pin:confirm"
    TOKEN_CREATED = "people:token:create"
    CHAIR_ADDED = "room:chair:add"
    BOARD_READ = "room:board:read"
    PATIENT_REGISTERED = "patients:patient:register"
    PATIENT_READ = "patients:patient:read"
    PATIENTS_SEARCHED = "patients:patient:find"
    SESSION_STARTED = "session:session:start"
    SESSION_READ = "session:session:read"
    SESSION_EXPORTED = "session:session:export"
    EVENTS_RECORDED = "session:events:record"
    DISCHARGE_SIGNED = "session:discharge:sign"
    CRITERION_OVERRIDDEN = "session:criterion:override"
    SESSION_ENDED = "session:session:end"
