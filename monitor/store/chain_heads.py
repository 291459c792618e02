"""The heads of the chains, written outside the database: what shows that an end was cut off.

A line is an instant, a clinic's id, the number of its last entry and that entry's hash. Nothing
of a patient is in it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from monitor.errors import BadInput
from monitor.store.chain_walk import Head
from monitor.store.private import PRIVATE
from monitor.store.tables import clinics

_LINE = re.compile(r"(?P<at>\S+) (?P<clinic>\S{1,36}) (?P<seq>\d{1,18}) (?P<hash>[0-9a-f]{64})")
_HEADS = select(clinics.c.clinic_id, clinics.c.audit_seq, clinics.c.audit_hash)


@dataclass(frozen=True, slots=True)
class KnownHead:
    """A head as it was written outside at an instant."""

    at: str
    clinic_id: str
    seq: int
    hash: str


def heads(engine: Engine) -> tuple[Head, ...]:
    """The head of every clinic's chain, as it is now."""
    with engine.connect() as connection:
        return heads_on(connection)


def heads_on(connection: Connection) -> tuple[Head, ...]:
    """The same, in the transaction under way."""
    found = connection.execute(_HEADS.order_by(clinics.c.clinic_id)).all()
    return tuple(Head(row.clinic_id, row.audit_seq, row.audit_hash) for row in found)


def head_line(at: datetime, head: Head) -> str:
    """A head as it is written outside."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ} {head.clinic_id} {head.seq} {head.hash}"


def append_heads(file: Path, at: datetime, now: Iterable[Head]) -> None:
    """Add a line for each clinic to a file, on the disk before it returns."""
    lines = "".join(f"{head_line(at, head)}\n" for head in now)
    handle = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, PRIVATE)
    with os.fdopen(handle, "ab") as out:
        out.write(lines.encode())
        out.flush()
        os.fsync(out.fileno())


def read_heads(file: Path) -> Sequence[KnownHead]:
    """The heads written into a file; a line that is none is refused, naming it."""
    if not file.is_file():
        raise BadInput(f"there is no file {file}", field="--against", allowed="a file of heads")
    found = []
    for number, line in enumerate(
        file.read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        said = _LINE.fullmatch(line.strip())
        if said is None:
            message = f"line {number} of {file} is no head of a chain"
            raise BadInput(message, field="--against", allowed="instant, clinic, number, hash")
        found.append(KnownHead(said["at"], said["clinic"], int(said["seq"]), said["hash"]))
    return found
