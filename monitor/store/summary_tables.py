"""Closed sessions in their few numbers: computed from their events, kept so as not to fold again.

Nothing here is truth: a row counts only while it was made from the session's last entry by the
summing-up of today, a month only while each of its rows would, and every row of both can be
removed and made anew.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from monitor.store.columns import identity
from monitor.store.schema import clinic_column, metadata, reference

# ``facts`` is what of the patient changes how readings are judged, as a digest. ``numbers`` and
# ``readings`` are told of one course; ``line`` is as little as a clinic's figures need of each of
# fifty thousand sessions, as a JSON list that is read together with all others.
session_summaries = Table(
    "session_summaries",
    metadata,
    clinic_column(),
    Column("session_id", identity(), nullable=False),
    Column("made_by", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("facts", String(32), nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("readings", JSON, nullable=False),
    Column("line", Text, nullable=False),
    PrimaryKeyConstraint("clinic_id", "session_id"),
    reference("session", "sessions"),
)

# The lines of all sessions that began in a month (of UTC, as ``2026-04``) and are closed, column by
# column, so that years of them are read at once. ``made_from`` is a digest of these sessions with
# their last entries and of the form; ``facts`` has of each patient the digest of the day.
summary_months = Table(
    "summary_months",
    metadata,
    clinic_column(),
    Column("month", String(7), nullable=False),
    Column("made_from", String(32), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("packed", Text, nullable=False),
    PrimaryKeyConstraint("clinic_id", "month"),
)
