"""The chain of the audit: each entry's hash covers the entry and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from monitor.store.columns import written_instant

START = "0" * 64
ROWS = "rows"
"""Where an entry's detail names the rows of its transaction."""

COVERED = (
    "clinic_id", "seq", "at", "action", "person_id", "device_id", "token_id",
    "session_id", "subject_id", "detail", "previous_hash",
)  # fmt: skip


# What an erasure takes out of an entry is hashed apart from what it leaves, so that the hash goes
# on proving who, when and what, and the rows that stay. The list is part of how an entry is hashed:
# a table taken off it later would break the chains that are there, and so would one put on it that
# an entry names already: a new table is put on it in the step that makes it.
TAKEN_OUT = frozenset({
    "decisions", "handover_chairs", "handover_endings", "patients", "sessions", "courses",
    "course_scores", "patient_versions",
    "eligibility_overrides", "patient_identifiers", "patient_words", "planned_sessions",
    "receipts", "screenings", "session_events",
})  # fmt: skip
_APART = "in two parts"
_AROUND = tuple(name for name in COVERED if name != "detail")


def link(entry: Mapping[str, Any]) -> str:
    """The hash of an audit entry, its ``previous_hash`` included."""
    return link_of_parts(entry, *parts(entry["detail"]))


def link_whole(entry: Mapping[str, Any]) -> str:
    """The hash of an entry as it was made before the detail was hashed in two parts."""
    return digest([entry[column] for column in COVERED])


def is_linked(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says what its hash was made of, in either way."""
    return bool(entry["hash"] in {link(entry), link_whole(entry)})


def link_of_parts(entry: Mapping[str, Any], taken_out: str, left: Mapping[str, Any]) -> str:
    """The hash of an entry whose detail is known by its two parts alone."""
    return digest([_APART, *(entry[column] for column in _AROUND), taken_out, left])


def parts(detail: Any) -> tuple[str, dict[str, Any]]:
    """A digest of what an erasure takes out of a detail, and the rows that it leaves named."""
    named = detail.get(ROWS) if isinstance(detail, dict) else None
    if not isinstance(named, dict):
        return digest(detail), {}
    left = {table: rows for table, rows in named.items() if table not in TAKEN_OUT}
    gone = {table: rows for table, rows in named.items() if table in TAKEN_OUT}
    return digest({**detail, ROWS: gone}), left


def digest(value: object) -> str:
    """SHA-256 of a value written down in one fixed way."""
    return hashlib.sha256(_written(value).encode()).hexdigest()


def _instant(value: object) -> str:
    if isinstance(value, datetime):  # in UTC, as it comes back from the store
        return written_instant(value)
    raise TypeError(f"{type(value).__name__} has no fixed written form")


# Made once: an encoder of its own for each value costs more than the writing.
_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_instant
).encode
