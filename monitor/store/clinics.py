"""The clinic's own row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from monitor.errors import NotFound
from monitor.store.tables import clinics
from monitor.store.work import Reading

_CLINIC = select(clinics.c.clinic_id, clinics.c.name, clinics.c.zone, clinics.c.version)


def the_clinic(work: Reading) -> Row[Any]:
    """Name, zone and version of the clinic at hand."""
    row = work.one(_CLINIC)
    if row is None:
        raise NotFound("There is no such clinic")
    return row
