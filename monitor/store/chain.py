"""The chain of the audit: each entry's hash covers the entry and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

START = "0" * 64
COVERED = (
    "clinic_id", "seq", "at", "action", "person_id", "device_id", "token_id",
    "session_id", "subject_id", "detail", "previous_hash",
)  # fmt: skip


def link(entry: Mapping[str, object]) -> str:
    """The hash of an audit entry, its ``previous_hash`` included."""
    return digest([entry[column] for column in COVERED])


def digest(value: object) -> str:
    """SHA-256 of a value written down in one fixed way."""
    return hashlib.sha256(_written(value).encode()).hexdigest()


def _instant(value: object) -> str:
    if isinstance(value, datetime):  # in UTC, as it comes back from the store
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value).__name__} has no fixed written form")


# Made once: an encoder of its own for each value costs more than the writing.
_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_instant
).encode
