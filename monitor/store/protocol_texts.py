"""A clinic's own versions of protocols: which is in force, what is drafted, what was signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select

from monitor.store.tables import (
    people,
    protocol_drafts,
    protocol_signatures,
)
from monitor.store.work import Reading, Values, Writing

_IN_FORCE = select(
    protocol_signatures.c.protocol_id,
    func.max(protocol_signatures.c.version).label("version"),
).group_by(protocol_signatures.c.protocol_id)
_SIGNED = (
    select(protocol_signatures, protocol_drafts.c.based_on, protocol_drafts.c.reason)
    .join(
        protocol_drafts,
        (protocol_drafts.c.clinic_id == protocol_signatures.c.clinic_id)
        & (protocol_drafts.c.protocol_id == protocol_signatures.c.protocol_id)
        & (protocol_drafts.c.draft == protocol_signatures.c.draft),
    )
    .order_by(protocol_signatures.c.protocol_id, protocol_signatures.c.version.desc())
)
_LAST = select(
    protocol_drafts.c.protocol_id, func.max(protocol_drafts.c.draft).label("draft")
).group_by(protocol_drafts.c.protocol_id)
_DRAFT = (
    select(protocol_drafts, people.c.name)
    .join(
        people,
        (people.c.id == protocol_drafts.c.person_id)
        & (people.c.clinic_id == protocol_drafts.c.clinic_id),
    )
    .where(
        protocol_drafts.c.protocol_id == bindparam("the_protocol"),
        protocol_drafts.c.draft == bindparam("the_draft"),
    )
)
_ADD_DRAFT = insert(protocol_drafts)
_ADD_SIGNATURE = insert(protocol_signatures)


def versions_in_force(work: Reading) -> dict[str, int]:
    """The clinic's own version of each protocol that has one; the last signed is in force."""
    return {row.protocol_id: int(row.version) for row in work.all(_IN_FORCE)}


def signed(work: Reading) -> Sequence[Row[Any]]:
    """Every signature, of each protocol the latest first, with what its draft said."""
    return work.all(_SIGNED)


def last_drafts(work: Reading) -> dict[str, int]:
    """The number of the latest saving of each protocol's draft, whatever became of it."""
    return {row.protocol_id: int(row.draft) for row in work.all(_LAST)}


def draft(work: Reading, protocol_id: str, number: int) -> Row[Any] | None:
    """One saving, with the name of whoever saved it."""
    return work.one(_DRAFT, the_protocol=protocol_id, the_draft=number)


def add_draft(work: Writing, values: Values) -> None:
    """Keep a saving of a draft for good."""
    work.change(_ADD_DRAFT, **values)


def add_signature(work: Writing, values: Values) -> None:
    """Keep a signature; from now on its version is in force."""
    work.change(_ADD_SIGNATURE, **values)
