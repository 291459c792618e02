"""Courses, their planned sessions, and what was answered before them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.clinical.course import INDICATIONS, STATUSES
from monitor.clinical.course_scores import SAID
from monitor.clinical.outcomes import SCALES
from monitor.store.columns import UtcInstant, identity
from monitor.store.schema import clinic_column, metadata, only, reference

courses = Table(
    "courses",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("indication", String(40), nullable=False),
    Column("indication_words", Text, nullable=False),
    Column("protocol_id", String(64), nullable=False),
    Column("schedule_id", String(64), nullable=False),
    Column("schedule_text", Text, nullable=False),  # as it was when the course was opened
    Column("opened_at", UtcInstant, nullable=False),
    Column("opened_by", identity(), nullable=False),
    Column("closed_at", UtcInstant),
    Column("closed_by", identity()),
    Column("closed_reason", Text),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("patient", "patients"),
    ForeignKeyConstraint(["clinic_id", "opened_by"], ["people.clinic_id", "people.id"]),
    ForeignKeyConstraint(["clinic_id", "closed_by"], ["people.clinic_id", "people.id"]),
    only("indication", *INDICATIONS),
    CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_by_somebody"),
    CheckConstraint("(closed_at IS NULL) = (closed_reason IS NULL)", name="closed_whole"),
)
_open = courses.c.closed_at.is_(None)
# One open course a patient: a session that starts without naming one belongs to it.
Index(
    "uq_courses_open_patient",
    courses.c.clinic_id,
    courses.c.patient_id,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("ix_courses_patient", courses.c.clinic_id, courses.c.patient_id, courses.c.opened_at)

# Append-only: to move, miss, cancel, arrive or start is a further version, never a change.
planned_sessions = Table(
    "planned_sessions",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("version", Integer, nullable=False),
    Column("course_id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("status", String(20), nullable=False),
    Column("day", Date, nullable=False),  # in the clinic's zone
    Column("at", String(5)),  # HH:MM on the clinic's wall
    Column("chair_id", identity()),
    Column("reason", Text, nullable=False),
    Column("session_id", identity()),
    Column("said_at", UtcInstant, nullable=False),
    Column("person_id", identity(), nullable=False),
    PrimaryKeyConstraint("clinic_id", "id", "version"),
    reference("course", "courses"),
    reference("patient", "patients"),
    reference("chair", "chairs"),
    reference("session", "sessions"),
    reference("person", "people"),
    only("status", *STATUSES),
    CheckConstraint("version >= 1", name="version_from_one"),
    CheckConstraint("(status = 'started') = (session_id IS NOT NULL)", name="started_is_a_session"),
    Index("ix_planned_sessions_day", "clinic_id", "day"),
    Index("ix_planned_sessions_course", "clinic_id", "course_id"),
    sqlite_with_rowid=False,
)

# Append-only: a total of a scale of depression taken outside the sessions of a course. To correct
# it, to strike it out or to answer for its ninth item is a further row that replaces the last one.
# ``replaces`` refers within the table without a key of the database: rows are carried and restored
# in the order of their ids, and one can come before the row that it replaces.
course_scores = Table(
    "course_scores",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("course_id", identity(), nullable=False),
    Column("said", String(20), nullable=False),
    Column("scale", String(20), nullable=False),
    Column("total", Integer, nullable=False),
    Column("items", JSON, nullable=False),  # by name, item_9 among them; empty where none is known
    Column("taken_on", Date, nullable=False),  # in the clinic's zone
    Column("recorded_at", UtcInstant, nullable=False),
    Column("recorded_by", identity(), nullable=False),
    Column("replaces", identity()),
    Column("reason", Text),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("patient", "patients"),
    reference("course", "courses"),
    ForeignKeyConstraint(["clinic_id", "recorded_by"], ["people.clinic_id", "people.id"]),
    UniqueConstraint("clinic_id", "replaces"),
    only("said", *SAID),
    only("scale", *SCALES),
    CheckConstraint("total >= 0", name="total_from_zero"),
    CheckConstraint("(said = 'recorded') = (replaces IS NULL)", name="first_replaces_nothing"),
    CheckConstraint("(replaces IS NULL) = (reason IS NULL)", name="replaced_with_a_reason"),
    Index("ix_course_scores_patient", "clinic_id", "patient_id", "recorded_at"),
)

# Append-only: every answer ever given.
screenings = Table(
    "screenings",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("questionnaire_version", Integer, nullable=False),
    Column("replies", JSON, nullable=False),
    Column("readings", JSON, nullable=False),
    Column("answered_at", UtcInstant, nullable=False),
    Column("by_role", String(20), nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("device_id", identity()),
    Column("token_id", identity()),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("patient", "patients"),
    reference("person", "people"),
    only("by_role", "nurse", "physician"),
    Index("ix_screenings_patient", "clinic_id", "patient_id", "answered_at"),
)

# Append-only: a physician decided against these flags, each as it stood.
eligibility_overrides = Table(
    "eligibility_overrides",
    metadata,
    clinic_column(),
    Column("id", identity(), nullable=False),
    Column("patient_id", identity(), nullable=False),
    Column("flags", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", UtcInstant, nullable=False),
    Column("person_id", identity(), nullable=False),
    Column("device_id", identity()),
    PrimaryKeyConstraint("clinic_id", "id"),
    reference("patient", "patients"),
    reference("person", "people"),
    Index("ix_eligibility_overrides_patient", "clinic_id", "patient_id", "decided_at"),
)
