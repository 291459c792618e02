"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

_SQLITE = "sqlite"


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
        in_utc = value.astimezone(UTC)
        # A fixed width keeps text order and order of time the same.
        return in_utc.isoformat(timespec="microseconds") if dialect.name == _SQLITE else in_utc

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
