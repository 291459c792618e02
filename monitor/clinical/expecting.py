"""Compares an answer with what a case expects of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

NEAR = 0.05
"""Numbers compare within this."""

NOT_COMPUTABLE = "not_computable"
NULL = "null"
LEVELS = ("caution", "urgent")


class Mismatch(NamedTuple):
    """One key of which something else was expected."""

    key: str
    expected: object
    got: object


def mismatches(answer: Mapping[str, object], expect: Mapping[str, object]) -> list[Mismatch]:
    """Return every key of the expectation that the answer does not hold."""
    seen = {**answer, "alerts_open": open_alerts(answer)}
    return list(_compare_tables(seen, expect, ""))


def open_alerts(answer: Mapping[str, object]) -> list[str]:
    """Return the sorted ``code:level`` of the open alerts, each code once at its highest."""
    highest: dict[str, str] = {}
    alerts = answer["alerts"]
    assert isinstance(alerts, list)
    for alert in alerts:
        if alert["state"] == "open":
            levels = (highest.get(alert["code"], LEVELS[0]), alert["level"])
            highest[alert["code"]] = max(levels, key=LEVELS.index)
    return sorted(f"{code}:{level}" for code, level in highest.items())


def _compare_tables(
    got: Mapping[str, object], expected: Mapping[str, object], path: str
) -> Iterator[Mismatch]:
    for key, value in expected.items():
        yield from _compare(got.get(key), value, f"{path}{key}")


def _compare(got: object, expected: object, path: str) -> Iterator[Mismatch]:
    if isinstance(got, Mapping) and not isinstance(expected, Mapping):
        got = _shorthand(got, expected, path)
    if isinstance(expected, Mapping) and (got is None or isinstance(got, Mapping)):
        # Where the whole table is absent, each of its keys is.
        yield from _compare_tables(got or {}, expected, path + ".")
    elif not _same(got, expected):
        yield Mismatch(path, expected, got)


def _shorthand(got: Mapping[str, object], expected: object, path: str) -> object:
    """Return what a bare word or number speaks of: the finding, the total, the value."""
    part, _, rest = path.partition(".")
    if "." in rest:
        return got
    if part == "scores" and expected == NOT_COMPUTABLE:
        return NOT_COMPUTABLE if got["total"] is None else got["total"]
    keys = {"findings": "finding", "scores": "total", "peaks": "value", "current": "value"}
    return got.get(keys[part]) if part in keys and rest else got


def _same(got: object, expected: object) -> bool:
    if expected == NULL and isinstance(expected, str):
        return got is None
    if isinstance(expected, list) and isinstance(got, list | tuple):
        return len(got) == len(expected) and all(
            not list(_compare(one, other, "")) for one, other in zip(got, expected, strict=True)
        )
    if isinstance(expected, bool) or isinstance(got, bool):
        return got is expected
    if isinstance(expected, int | float) and isinstance(got, int | float):
        # A hair above the bound, so that a difference of exactly the bound still counts as near.
        return abs(got - expected) <= NEAR + 1e-9
    return _same_instant(got, expected) or got == expected


def _same_instant(got: object, expected: object) -> bool:
    one, other = _as_instant(got), _as_instant(expected)
    return one is not None and other is not None and one == other


def _as_instant(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime) and value.utcoffset() is not None else None
