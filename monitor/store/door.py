"""Before anybody is known: which clinic a login or a hashed token belongs to, and nothing else.

These are the only questions asked without a clinic. Each needs a secret (or a login that is then
checked against one) and answers an identity, never a row.
"""

from __future__ import annotations

from sqlalchemy import Engine, Select, bindparam, func, select

from monitor.store.tables import clinics, devices, people, sign_ins, tokens

_BY_LOGIN = select(people.c.clinic_id).where(people.c.login == bindparam("said"))
_BY_DEVICE = select(devices.c.clinic_id).where(devices.c.token_hash == bindparam("said"))
_BY_SIGN_IN = select(sign_ins.c.clinic_id).where(sign_ins.c.token_hash == bindparam("said"))
_BY_TOKEN = select(tokens.c.clinic_id).where(tokens.c.token_hash == bindparam("said"))
_COUNT = select(func.count()).select_from(clinics)


def clinic_of_login(engine: Engine, login: str) -> str | None:
    """The clinic that a login belongs to."""
    return _ask(engine, _BY_LOGIN, login)


def clinic_of_device(engine: Engine, token_hash: str) -> str | None:
    """The clinic in which a device is known."""
    return _ask(engine, _BY_DEVICE, token_hash)


def clinic_of_sign_in(engine: Engine, token_hash: str) -> str | None:
    """The clinic in which a sign-in was begun."""
    return _ask(engine, _BY_SIGN_IN, token_hash)


def clinic_of_token(engine: Engine, token_hash: str) -> str | None:
    """The clinic that an access token opens."""
    return _ask(engine, _BY_TOKEN, token_hash)


def number_of_clinics(engine: Engine) -> int:
    """How many clinics the database holds."""
    with engine.connect() as connection:
        return int(connection.execute(_COUNT).scalar_one())


def _ask(engine: Engine, question: Select[str], said: str) -> str | None:
    with engine.connect() as connection:
        row = connection.execute(question, {"said": said}).one_or_none()
        return row[0] if row else None
