"""From an address to what is asked of the audit, and from an entry to its words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from monitor.access.audit import AuditAction
from monitor.access.audit_words import AUDIT_WORDS
from monitor.errors import BadInput
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.audit_views import AuditLine, AuditQuestion
from monitor.web.words import born, calendar_day, clock_time, listed, role_name

OF_THE_PROGRAM = frozenset(
    {
        AuditAction.BACKUP_MADE,
        AuditAction.BACKUP_FAILED,
        AuditAction.BACKUP_RESTORED,
        AuditAction.RECORD_SEALED,
    }
)
FIELDS = ("patient", "person", "action", "from", "to", "before")
LONGEST = 64
ERASED = say("A patient who was erased")
WHEN = say("2026-03-02 or 2026-03-02 14:30")
_EARLIEST, _LATEST = datetime(1970, 1, 1), datetime(2999, 12, 31)  # on the wall  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks, as it was typed: a name a field, empty where nothing is asked."""

    said: Mapping[str, str]

    def question(self, zone: str) -> AuditQuestion:
        """What is asked of the audit; raises BadInput naming the field."""
        last = instant(self.said["to"], zone, "to", ends=True)
        return AuditQuestion(
            patient_id=self.said["patient"] or None,
            person_id=self.said["person"] or None,
            action=self.said["action"] or None,
            from_at=instant(self.said["from"], zone, "from"),
            to_at=last,
            before=_number(self.said["before"]),
        )

    def address(self, **changed: object) -> str:
        """The address that asks the same, but for what has changed; back on the first page."""
        said = {**self.said, "before": "", **changed}
        query = {name: str(said[name]) for name in FIELDS if said[name] not in ("", None)}
        return f"/audit?{urlencode(query)}" if query else "/audit"


def asked_by(query: Mapping[str, object]) -> Asked:
    """Read an address, which is untrusted."""
    return Asked({name: _text(query.get(name)) for name in FIELDS})


def instant(said: str, zone: str, field: str, *, ends: bool = False) -> datetime | None:
    """An instant on the clinic's clock: a day, or a day and a minute; None where nothing is said.

    Where it ``ends`` a range, the day or minute named is still in it. Raises BadInput for what is
    no instant.
    """
    if not said:
        return None
    try:
        wall = datetime.fromisoformat(said)
    except ValueError:
        raise BadInput(say("That is no instant"), field=field, allowed=WHEN) from None
    if wall.tzinfo is not None or not _EARLIEST < wall < _LATEST:
        raise BadInput(say("That is no instant"), field=field, allowed=WHEN)
    if ends:
        whole_day = wall.time() == time() and len(said) <= len("2026-03-02")
        wall += timedelta(days=1) if whole_day else timedelta(minutes=1)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def actions() -> list[dict[str, str]]:
    """Every act to choose from, by its words."""
    named = ((action.value, tr(words)) for action, words in AUDIT_WORDS.items())
    return [
        {"value": code, "label": words}
        for code, words in sorted(named, key=lambda one: one[1].casefold())
    ]


def who_words(line: AuditLine) -> tuple[str, str]:
    """Who did it, and the roles held now."""
    if line.entry.person_id is None:
        by_itself = line.entry.action in OF_THE_PROGRAM
        return (tr("the program itself") if by_itself else tr("nobody known")), ""
    roles = listed(role_name(role) for role in line.roles)
    return line.entry.person or tr("somebody no longer known"), roles


def what_words(line: AuditLine) -> str:
    """What was done; an act that this program does not know keeps its code."""
    known = {action.value for action in AuditAction}
    code = line.entry.action
    return tr(AUDIT_WORDS[AuditAction(code)]) if code in known else code


def whose_words(line: AuditLine, zone: str) -> tuple[str, str]:
    """The patient it was about, with birth date and session; or the colleague or the chair."""
    if line.patient is None:
        return line.about, ""
    if line.patient.erased:
        return tr(ERASED), line.patient.id
    beneath = born(line.patient.birth_date)
    if line.session_on is not None:
        day = calendar_day(line.session_on.astimezone(ZoneInfo(zone)).date())
        beneath = tr("{born}, session of {day}", born=beneath, day=day)
    return line.patient.name, beneath


def device_words(line: AuditLine, zone: str) -> tuple[str, str]:
    """The device by the beginning of its number and by who first signed in on it.

    Nobody who is known, without a device, stood before one that was not known yet.
    """
    device, entry = line.device, line.entry
    if device is None:
        known = entry.device_id or entry.token_id
        inside = entry.person_id is not None or entry.action in OF_THE_PROGRAM
        here = tr("on the server") if inside else tr("a device not known yet")
        return (tr("a device no longer known") if known else here), ""
    day = calendar_day(device.since.astimezone(ZoneInfo(zone)).date())
    if device.token:
        return tr("access token {name}", name=device.token), tr("since {day}", day=day)
    number = device.id[:4]
    beneath = tr("known since {day}, by {name}", day=day, name=device.by)
    return device.name or tr("device {number}", number=number), beneath


def when_words(at: datetime, zone: str) -> tuple[str, str]:
    """The clock with seconds, and the day."""
    wall = at.astimezone(ZoneInfo(zone))
    return f"{clock_time(at, zone)}{wall:\u200a:%S}", calendar_day(wall.date())


def _text(said: object) -> str:
    return said.strip()[:LONGEST] if isinstance(said, str) else ""


def _number(said: str) -> int | None:
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or not 0 < int(said) <= 2**53:
        raise BadInput(say("There is no such page"), field="before", allowed=say("a whole number"))
    return int(said)
