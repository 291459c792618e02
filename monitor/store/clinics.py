"""The clinic's own row, and what the clinic has decided about each protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from monitor.errors import NotFound
from monitor.store.tables import clinics, protocol_choices
from monitor.store.work import Reading, Values, Writing

_CLINIC = select(
    clinics.c.clinic_id,
    clinics.c.name,
    clinics.c.zone,
    clinics.c.version,
    clinics.c.revision,
    clinics.c.second_factor_roles,
)
_CHANGE = update(clinics).values(
    name=bindparam("new_name"), zone=bindparam("new_zone"), revision=clinics.c.revision + 1
)
_CHOICES = select(
    protocol_choices.c.protocol_id,
    protocol_choices.c.offered,
    protocol_choices.c.withheld,
    protocol_choices.c.revision,
).order_by(protocol_choices.c.protocol_id)
_CHOICE = _CHOICES.where(protocol_choices.c.protocol_id == bindparam("the_protocol"))
_ADD_CHOICE = insert(protocol_choices)
_CHANGE_CHOICE = (
    update(protocol_choices)
    .where(protocol_choices.c.protocol_id == bindparam("the_protocol"))
    .values(
        offered=bindparam("now_offered"),
        withheld=bindparam("now_withheld"),
        revision=bindparam("new_revision"),
    )
)


def the_clinic(work: Reading) -> Row[Any]:
    """Name, zone and version of the clinic at hand."""
    row = work.one(_CLINIC)
    if row is None:
        raise NotFound("There is no such clinic")
    return row


def change_clinic(work: Writing, name: str, zone: str) -> None:
    """Set name and zone of the clinic at hand, and count the change."""
    work.change(_CHANGE, new_name=name, new_zone=zone)


def choices(work: Reading) -> Sequence[Row[Any]]:
    """What has been decided about each protocol; none has a row until somebody decides."""
    return work.all(_CHOICES)


def choice(work: Reading, protocol_id: str) -> Row[Any] | None:
    """What has been decided about one protocol."""
    return work.one(_CHOICE, the_protocol=protocol_id)


def keep_choice(work: Writing, protocol_id: str, values: Values, seen: int) -> None:
    """Set ``offered`` and ``withheld`` of a protocol over the revision seen, 0 for none."""
    if seen:
        work.change(
            _CHANGE_CHOICE,
            the_protocol=protocol_id,
            now_offered=values["offered"],
            now_withheld=values["withheld"],
            new_revision=seen + 1,
        )
    else:
        work.change(_ADD_CHOICE, protocol_id=protocol_id, **values, revision=1)
