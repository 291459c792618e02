"""Reads what a clinic has drafted and signed of a protocol, in one look."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from monitor.clinical.own_sources import FIRST_OWN_VERSION
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import Difference, every_difference
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol, NotFound
from monitor.language.said import say
from monitor.services.back_tests import numbers_of
from monitor.services.house import House
from monitor.services.protocol_views import DraftKept, ProtocolStand, VersionKept
from monitor.services.protocols_in_force import unreadable, version_text
from monitor.store import protocol_texts as texts
from monitor.store.protocol_files import text_digest
from monitor.store.work import Reading


class History:
    """The versions of one protocol in a clinic, the latest first."""

    def __init__(self, house: House, look: Reading, protocol_id: str) -> None:
        self.house, self.look, self.id = house, look, protocol_id
        self.signed = [row for row in texts.signed(look) if row.protocol_id == protocol_id]
        if not self.signed:
            house.protocols.named(protocol_id)
        self.last_draft = texts.last_drafts(look).get(protocol_id, 0)

    @property
    def version(self) -> int:
        """The version in force."""
        if self.signed:
            return int(self.signed[0].version)
        return self.house.protocols[self.id].version

    @property
    def next_version(self) -> int:
        """What the next one is called: no number is given twice."""
        return max(self.version + 1, FIRST_OWN_VERSION)

    def text(self, version: int) -> str:
        """The text of a version; NotFound where there is none of that number."""
        return version_text(self.house, self.look, self.id, version)

    def shipped(self) -> Protocol | None:
        """The program's own file of today, if it has one."""
        return self.house.protocols.get(self.id)

    def in_force(self) -> Protocol | None:
        """The version in force; None where this program cannot read it any more."""
        return self.read(self.version)

    def read(self, version: int) -> Protocol | None:
        """A version, read; None where it is not there or not what the program takes."""
        try:
            return read_protocol(self.text(version), self.id)
        except (InvalidProtocol, NotFound):
            return None

    def stand(self) -> ProtocolStand:
        """How the protocol stands."""
        last = self.signed[0] if self.signed else None
        known = self.in_force() or self.shipped()
        waiting = self._waiting()
        return ProtocolStand(
            id=self.id,
            title=known.title if known else self.id,
            version=self.version,
            is_own=last is not None,
            signed_by=last.name if last else "",
            since=last.signed_at if last else None,
            draft=waiting.draft if waiting else None,
            ships=self._ships(),
            problem=self._problem(),
        )

    def draft(self) -> DraftKept | None:
        """The draft that waits, held against the version in force."""
        row = self._waiting()
        if row is None:
            return None
        problem, read = "", None
        try:
            read = read_protocol(row.text, self.id)
        except InvalidProtocol as error:
            problem = unreadable(self.id, row.version, error).message
        if row.replaces != self.version:
            problem = say(
                "Version {version} came into force after this draft was made: draft it anew",
                version=self.version,
            )
        return DraftKept(
            draft=row.draft,
            version=row.version,
            replaces=row.replaces,
            based_on=row.based_on,
            reason=row.reason,
            drafted_by=row.name,
            drafted_at=row.drafted_at,
            differences=every_difference(self.in_force(), read) if read else (),
            numbers=numbers_of(read) if read else (),
            problem=problem,
        )

    def versions(self) -> tuple[VersionKept, ...]:
        """Every version that was signed."""
        return tuple(
            VersionKept(
                version=row.version,
                replaces=row.replaces,
                based_on=row.based_on,
                reason=row.reason,
                signed_by=row.name,
                role=row.role,
                signed_at=row.signed_at,
                differences=_differ(self.read(row.replaces), self.read(row.version)),
                tried=row.tried,
            )
            for row in self.signed
        )

    def _waiting(self) -> Row[Any] | None:
        """The latest draft, unless it was signed or set aside."""
        row = texts.draft(self.look, self.id, self.last_draft) if self.last_draft else None
        if row is None or row.text is None or any(one.draft == row.draft for one in self.signed):
            return None
        return row

    def _ships(self) -> int | None:
        """The version of the program's file, where it is not what it was at the last signature."""
        shipped = self.shipped()
        if not self.signed or shipped is None:
            return None
        same = self.signed[0].shipped_digest == text_digest(self.house.protocols.text(self.id))
        return None if same else shipped.version

    def _problem(self) -> str:
        try:
            read_protocol(self.text(self.version), self.id)
        except InvalidProtocol as error:
            return unreadable(self.id, self.version, error).message
        return ""


def ids_of(house: House, look: Reading) -> tuple[str, ...]:
    """The protocols that a clinic has: the program's, and what it signed of others."""
    own = texts.versions_in_force(look)
    return (*house.protocols, *(one for one in own if one not in house.protocols))


def _differ(before: Protocol | None, after: Protocol | None) -> tuple[Difference, ...]:
    return every_difference(before, after) if before and after else ()
