"""Which version of a protocol is in force for a clinic: its own last signed one, else the file's.

New sessions start on it; one that was started keeps the version it was started on
(``folding.pinned_protocol``).
"""

from __future__ import annotations

from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import Conflict, InvalidProtocol, NotFound
from monitor.language.said import say
from monitor.services.house import House
from monitor.store import protocol_texts as texts
from monitor.store import sessions as rows
from monitor.store.work import Reading


def in_force(house: House, look: Reading, protocol_id: str) -> Protocol:
    """The version in force; NotFound naming those there are, Conflict where nobody can read it."""
    return _InForce(house, look).named(protocol_id)


def text_in_force(house: House, look: Reading, protocol_id: str) -> str:
    """Its text, as a session pins it."""
    return _InForce(house, look).text(protocol_id)


def all_in_force(house: House, look: Reading) -> dict[str, Protocol]:
    """Every protocol in force by its id; one that this program cannot read is left out."""
    found = _InForce(house, look)
    readable: dict[str, Protocol] = {}
    for protocol_id in found.ids:
        try:
            readable[protocol_id] = found.named(protocol_id)
        except Conflict:
            continue
    return readable


def version_text(house: House, look: Reading, protocol_id: str, version: int) -> str:
    """The text of any version there is: kept by this clinic, or the file's of today."""
    kept = rows.protocol_version(look, protocol_id, version)
    if kept is not None:
        return str(kept.text)
    shelf = house.protocols
    if protocol_id in shelf and shelf[protocol_id].version == version:
        return shelf.text(protocol_id)
    raise NotFound(
        say("There is no version {version} of this protocol here", version=version),
        field="version",
        allowed=say("a version that the history shows"),
    )


class _InForce:
    """What a clinic goes by, in one read."""

    def __init__(self, house: House, look: Reading) -> None:
        self.house, self.look = house, look
        self.own = texts.versions_in_force(look)
        shipped = tuple(house.protocols)
        self.ids = (*shipped, *(one for one in self.own if one not in house.protocols))

    def named(self, protocol_id: str) -> Protocol:
        version = self.own.get(protocol_id)
        if version is None:
            return self.house.protocols.named(protocol_id)
        known = self.house.memory.protocol(self.look.clinic_id, protocol_id, version)
        if known is not None:
            return known
        try:
            protocol = read_protocol(self.text(protocol_id), protocol_id)
        except InvalidProtocol as error:
            raise unreadable(protocol_id, version, error) from error
        self.house.memory.keep_protocol(self.look.clinic_id, protocol, protocol_id, version)
        return protocol

    def text(self, protocol_id: str) -> str:
        version = self.own.get(protocol_id)
        if version is None:
            self.house.protocols.named(protocol_id)
            return self.house.protocols.text(protocol_id)
        kept = rows.protocol_version(self.look, protocol_id, version)
        if kept is None:
            raise NotFound(say("The protocol in force is not there"), field="protocol_id")
        return str(kept.text)


def unreadable(protocol_id: str, version: int, error: InvalidProtocol) -> Conflict:
    """Say that a version was good once and is not by what the program asks today."""
    return Conflict(
        say(
            "Version {version} of {id} is not what this program takes: {why}; nothing was saved",
            version=version,
            id=protocol_id,
            why=error.sentence(),
        ),
        field="protocol_id",
        allowed=say("a new version that the medical director signs"),
    )
