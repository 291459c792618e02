"""What a search of the audit asks, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """What an entry must fit: all that is not None. ``to_at`` is no longer in it.

    ``patient_id`` finds what was done to the patient and in each of the patient's sessions;
    ``before`` goes on after a page, with the number of its last entry.
    """

    patient_id: str | None = None
    person_id: str | None = None
    action: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act; ``person`` is the name of who did it, None where nobody was known.

    ``emergency`` is the emergency access under which it was done, if it was.
    """

    seq: int
    at: datetime
    action: str
    person_id: str | None
    person: str | None
    device_id: str | None
    token_id: str | None
    session_id: str | None
    subject_id: str | None
    emergency: str | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first; ``more_before`` asks for the next page, None at the end."""

    entries: tuple[AuditEntry, ...]
    more_before: int | None


@dataclass(frozen=True, slots=True)
class Audited:
    """Whom an act can be about: who the patient is, and nothing of the record.

    Of who was ``erased`` nothing but the id is left.
    """

    id: str
    name: str
    birth_date: date
    identifiers: tuple[tuple[str, str], ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Device:
    """Where somebody acted from: a device by who first signed in on it, or an access token."""

    id: str
    by: str
    since: datetime
    token: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry as a person reads it; ``roles`` are those held now, ``about`` a colleague or chair.

    ``patient`` is the patient of the session where the entry speaks of one, which began
    ``session_on``. Without a ``device`` it was done on the server itself.
    """

    entry: AuditEntry
    roles: tuple[str, ...] = ()
    patient: Audited | None = None
    session_on: datetime | None = None
    about: str = ""
    device: Device | None = None


@dataclass(frozen=True, slots=True)
class AuditSheet:
    """A page of the search with everything to search by: people, and the patient asked for.

    ``head`` is the end of the chain as ``monitor verify --against`` takes it, to be kept outside.
    """

    at: datetime
    zone: str
    people: tuple[tuple[str, str], ...]
    head: str
    patient: Audited | None = None
    lines: tuple[AuditLine, ...] = ()
    more_before: int | None = None
