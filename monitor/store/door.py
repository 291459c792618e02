"""Before anybody is known: which clinic a login belongs to, and nothing else.

Tokens name their clinic themselves. A login is then checked against a password, so these are the
only questions asked without a clinic, and they answer an identity or a number, never a row.
"""

from __future__ import annotations

from sqlalchemy import Engine, bindparam, func, select

from monitor.store.erased import SESSION_IS_THERE
from monitor.store.one_connection import connected
from monitor.store.tables import clinics, people, sessions

_BY_LOGIN = select(people.c.clinic_id).where(people.c.login == bindparam("login"))
_CLINIC_IDS = select(clinics.c.clinic_id).limit(2)
_SESSIONS = select(sessions.c.clinic_id, sessions.c.id).where(SESSION_IS_THERE)
_EVERY = select(clinics.c.clinic_id).order_by(clinics.c.clinic_id)
_COUNT = select(func.count()).select_from(clinics)


def clinic_of_login(engine: Engine, login: str) -> str | None:
    """The clinic that a login belongs to."""
    with connected(engine) as connection:
        row = connection.execute(_BY_LOGIN, {"login": login}).one_or_none()
        return row[0] if row else None


def only_clinic(engine: Engine) -> str | None:
    """The clinic of a database that holds one; None where there are none or several."""
    with connected(engine) as connection:
        found = connection.execute(_CLINIC_IDS).all()
        return str(found[0][0]) if len(found) == 1 else None


def number_of_clinics(engine: Engine) -> int:
    """How many clinics the database holds."""
    with connected(engine) as connection:
        return int(connection.execute(_COUNT).scalar_one())


def every_clinic(engine: Engine) -> list[str]:
    """The clinics of the database, for what the program does for all of them."""
    with connected(engine) as connection:
        return [row.clinic_id for row in connection.execute(_EVERY)]


def every_session(engine: Engine) -> list[tuple[str, str]]:
    """The clinic and the id of every session that was not erased, for comparing databases."""
    with connected(engine) as connection:
        return sorted((row.clinic_id, row.id) for row in connection.execute(_SESSIONS))
