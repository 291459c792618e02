"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_SQLITE = "sqlite"


def written_instant(value: datetime) -> str:
    """An aware instant in UTC as text: of one width, so that its order is the order of time."""
    # Only these are looked up: an hour that a zone has twice is equal to itself an hour later.
    if value.tzinfo is UTC:
        return _written_in_utc(value)
    return value.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=512)  # what is recorded at once says the same few instants again and again
def _written_in_utc(value: datetime) -> str:
    return value.isoformat(timespec="microseconds")


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant in UTC: timestamptz on PostgreSQL, sortable ISO text on SQLite.

    An instant without a zone is refused: it would mean another moment on another machine.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == _SQLITE:
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone before it is stored")
        return written_instant(value) if dialect.name == _SQLITE else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


def identity() -> String:
    """A random identity as text."""
    return String(36)


def sortable() -> TypeEngine[str]:
    """Text compared byte by byte on both engines, so that a range finds a prefix."""
    return Text().with_variant(Text(collation="C"), "postgresql")
