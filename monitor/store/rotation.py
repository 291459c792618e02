"""Which backups of a folder stay, and which are removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

_ALL_OF = timedelta(hours=24)
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = "monitor-"
ENDINGS = {
    (True, False): ".db",
    (True, True): ".db.sealed",
    (False, False): ".rows.gz",
    (False, True): ".rows.gz.sealed",
}
"""For a SQLite file or for rows, in clear or sealed."""


def name_at(now: datetime, ending: str) -> str:
    """What the backup of an instant is called."""
    return f"{_NAME}{now.astimezone(UTC):{_STAMP}}{ending}"


def made_at(name: str) -> datetime | None:
    """When a backup of that name was made; None for a file of any other name."""
    stamp, dot, ending = name.removeprefix(_NAME).partition(".")
    if not name.startswith(_NAME) or dot + ending not in ENDINGS.values():
        return None
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def kept(instants: Iterable[datetime], now: datetime, keep: int) -> set[datetime]:
    """All of the last 24 hours, the last of each of ``keep`` days and of each of ``keep`` weeks.

    Days and weeks are those in which there is a backup, so a long stop removes nothing.
    """
    newest_first = sorted(instants, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for at in newest_first:
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    recent = {at for at in newest_first if now - at < _ALL_OF}
    return recent | set(list(days.values())[:keep]) | set(list(weeks.values())[:keep])


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by when they were made; other files are none."""
    named = ((made_at(file.name), file) for file in folder.iterdir() if file.is_file())
    return {at: file for at, file in named if at is not None}


def remove_old(folder: Path, now: datetime, keep: int) -> int:
    """Remove the backups that need not stay; answers how many went."""
    there = backups_in(folder)
    going = set(there) - kept(there, now, keep)
    for at in going:
        there[at].unlink(missing_ok=True)
    return len(going)
