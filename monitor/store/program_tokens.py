"""Access tokens as administrators see them; never the token, which is here only as a hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from monitor.store.tables import people, sign_ins, tokens
from monitor.store.work import Reading, Writing

_TOKENS = (
    select(
        tokens.c.id,
        tokens.c.name,
        tokens.c.person_id,
        tokens.c.created_at,
        tokens.c.expires_at,
        tokens.c.scopes,
        tokens.c.used_at,
        people.c.name.label("person"),
    )
    .join(people, (people.c.id == tokens.c.person_id) & (people.c.clinic_id == tokens.c.clinic_id))
    .order_by(tokens.c.created_at, tokens.c.id)
)
_ONE = _TOKENS.where(tokens.c.id == bindparam("the_token"))
_REVOKE = delete(tokens).where(tokens.c.id == bindparam("the_token"))
_USED = update(tokens).where(tokens.c.id == bindparam("the_token")).values(used_at=bindparam("now"))
_SIGNED_IN = select(sign_ins.c.person_id).distinct()


def every_token(work: Reading) -> Sequence[Row[Any]]:
    """Every token that was not revoked, with whom it acts for, the oldest first."""
    return work.all(_TOKENS)


def token(work: Reading, token_id: str) -> Row[Any] | None:
    """One of them."""
    return work.one(_ONE, the_token=token_id)


def revoke(work: Writing, token_id: str) -> None:
    """Let it open nothing any more."""
    work.change(_REVOKE, the_token=token_id)


def note_use(work: Writing, token_id: str, now: datetime) -> None:
    """Keep when it last opened a door."""
    work.change(_USED, the_token=token_id, now=now)


def who_ever_signed_in(work: Reading) -> frozenset[str]:
    """The ids of everybody as whom somebody has ever signed in."""
    return frozenset(row.person_id for row in work.all(_SIGNED_IN))
