"""A file sealed with a passphrase: nobody reads it without, and no change of it stays unseen.

The head names the form, the cost of turning the passphrase into keys (scrypt), a salt and a
check of the passphrase. What follows is AES-256-GCM in pieces of 64 KiB; each piece is bound to
the head, to its place and to whether it is the last, so nothing can be changed, moved or cut off.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import stat
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from monitor.errors import BadInput

MAGIC = b"monitor sealed 1"
PIECE = 64 * 1024
SHORTEST = 8
"""Characters that a passphrase has at least."""

COST = 17
"""The power of two that scrypt takes: 128 MiB and about a third of a second for each guess."""

_BLOCK, _LANES = 8, 1
_DEAREST = 20
_HEAD = struct.Struct(">16sBBB16s7s")
_TAG, _CHECK, _KEY = 16, 32, 32
_NONCE = struct.Struct(">7sIB")

Ask = Callable[[], str]
"""Asks for the passphrase, when it turns out that one is needed."""


@dataclass(frozen=True, slots=True)
class _Keys:
    head: bytes
    start: bytes
    cipher: AESGCM

    def nonce(self, place: int, last: bool) -> bytes:
        return _NONCE.pack(self.start, place, last)


def is_sealed(file: Path) -> bool:
    """Whether a file is one of these."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def check_passphrase(passphrase: str) -> str:
    """The passphrase, if it is long enough to protect anything; raises BadInput."""
    if len(passphrase) < SHORTEST:
        raise BadInput(
            "the passphrase is too short; nothing was done",
            field="passphrase",
            allowed=f"at least {SHORTEST} characters",
        )
    return passphrase


def read_passphrase(file: Path) -> str:
    """The first line of a file; raises BadInput where others can read it, or it is too short."""
    _check_private(file)
    try:
        with file.open(encoding="utf-8") as opened:
            line = opened.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"the passphrase cannot be read from {file}; nothing was done",
            field="passphrase",
            allowed="a text file with the passphrase on its first line",
        ) from None
    return check_passphrase(line)


def _check_private(file: Path) -> None:
    """Refuse a passphrase that everybody on the machine can read."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return  # what cannot be read is told below
    if stat.S_ISREG(mode) and mode & stat.S_IRWXO:
        raise BadInput(
            f"everybody on this machine can read {file}; nothing was done",
            field="passphrase",
            allowed=f"a file for its owner alone: chmod 600 {file}",
        )


class SealedWriter(io.RawIOBase):
    """Seals what is written to it; it is whole only once it was closed."""

    def __init__(self, raw: IO[bytes], passphrase: str, cost: int = COST) -> None:
        super().__init__()
        salt, start = os.urandom(16), os.urandom(7)
        head = _HEAD.pack(MAGIC, cost, _BLOCK, _LANES, salt, start)
        self._raw, self._waiting, self._place = raw, bytearray(), 0
        self._keys, check = _keys_of(head, check_passphrase(passphrase))
        raw.write(head + check)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        given = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._waiting += given
        while len(self._waiting) > PIECE:  # the last piece waits until it is known to be the last
            self._put(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        return len(given)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._waiting), last=True)
            super().close()

    def _put(self, piece: bytes, *, last: bool) -> None:
        keys = self._keys
        self._raw.write(keys.cipher.encrypt(keys.nonce(self._place, last), piece, keys.head))
        self._place += 1


class SealedReader(io.RawIOBase):
    """Reads what was sealed; raises BadInput where it is not as it was written."""

    def __init__(self, raw: IO[bytes], passphrase: str, name: Path) -> None:
        super().__init__()
        self._raw, self._name, self._place, self._ready = raw, name, 0, b""
        head, check = raw.read(_HEAD.size), raw.read(_CHECK)
        if len(check) != _CHECK or not head.startswith(MAGIC) or not _is_affordable(head):
            raise self._changed()
        self._keys, expected = _keys_of(head, passphrase)
        if not hmac.compare_digest(check, expected):
            raise BadInput(
                f"the passphrase does not open {name}; nothing was restored", field="passphrase"
            )
        self._next = raw.read(PIECE + _TAG)
        if not self._next:  # even nothing at all was sealed as one piece
            raise self._changed()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        while not self._ready and self._next:
            self._open_next()
        given = self._ready[: len(room)]
        self._ready = self._ready[len(given) :]
        room[: len(given)] = given
        return len(given)

    def _open_next(self) -> None:
        sealed, self._next = self._next, self._raw.read(PIECE + _TAG)
        nonce = self._keys.nonce(self._place, last=not self._next)
        try:
            self._ready = self._keys.cipher.decrypt(nonce, sealed, self._keys.head)
        except InvalidTag:
            raise self._changed() from None
        self._place += 1

    def _changed(self) -> BadInput:
        return BadInput(f"{self._name} was cut short or changed; nothing was restored")


@lru_cache(maxsize=4)
def _keys_of(head: bytes, passphrase: str) -> tuple[_Keys, bytes]:
    """The keys of a file, and the check that shows whether the passphrase is its own."""
    _, cost, block, lanes, salt, start = _HEAD.unpack(head)
    stretch = Scrypt(salt=salt, length=2 * _KEY, n=2**cost, r=block, p=lanes)
    both = stretch.derive(passphrase.encode())
    check = hmac.digest(both[_KEY:], head, hashlib.sha256)
    return _Keys(head, start, AESGCM(both[:_KEY])), check


def _is_affordable(head: bytes) -> bool:
    """A head that asks for all memory of the machine was not written here."""
    _, cost, block, lanes, _, _ = _HEAD.unpack(head)
    return bool(1 <= cost <= _DEAREST and (block, lanes) == (_BLOCK, _LANES))
