"""The clinic's protocols, read from their files, with the very text that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.clinical.own_sources import FIRST_OWN_VERSION, is_own_version
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.errors import InvalidProtocol, NotFound


class ProtocolShelf(Mapping[str, Protocol]):
    """Protocols by name; each remembers its text, so that a session can pin it."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self._protocols = {name: read_protocol(text, name) for name, text in texts.items()}

    def __getitem__(self, name: str) -> Protocol:
        return self._protocols[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._protocols)

    def __len__(self) -> int:
        return len(self._protocols)

    def text(self, name: str) -> str:
        """The protocol's file, as it was read."""
        return self._texts[name]

    def named(self, name: str) -> Protocol:
        """The protocol, or NotFound naming those there are."""
        if name not in self._protocols:
            allowed = ", ".join(sorted(self._protocols))
            raise NotFound(f"There is no protocol {name}", field="protocol_id", allowed=allowed)
        return self._protocols[name]


def text_digest(text: str) -> str:
    """What tells one text of a protocol from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def load_protocols(folder: Path) -> ProtocolShelf:
    """Read every protocol file of a folder; a mistake in one refuses the start, naming it."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise InvalidProtocol("there is no protocol file", where=str(folder), allowed="*.toml")
    shelf = ProtocolShelf({file.stem: _read(file) for file in files})
    for protocol in shelf.values():
        if is_own_version(protocol.version):
            raise InvalidProtocol(
                f"version {protocol.version} is one of those that clinics make for themselves",
                where=protocol.id,
                field="version",
                allowed=f"1 to {FIRST_OWN_VERSION - 1}",
            )
    return shelf


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidProtocol("it is not UTF-8 text", where=str(file)) from None
