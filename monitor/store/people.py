"""People of a clinic, what they are, and how often they mistyped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from monitor.store.tables import people, person_roles
from monitor.store.work import Reading, Values, Writing

_PERSON = select(
    people.c.id,
    people.c.login,
    people.c.name,
    people.c.password_hash,
    people.c.pin_hash,
    people.c.active,
    people.c.pin_failures,
    people.c.pin_failed_at,
    people.c.password_failures,
    people.c.password_failed_at,
    people.c.added_at,
    people.c.phone,
    people.c.may_override,
    people.c.password_temporary,
    people.c.pin_temporary,
    people.c.revision,
    people.c.language,
    people.c.signs_protocols,
)
_BY_ID = _PERSON.where(people.c.id == bindparam("person_id"))
_BY_LOGIN = _PERSON.where(people.c.login == bindparam("login"))
_ROLES = select(person_roles.c.role).where(person_roles.c.person_id == bindparam("person_id"))
_WITH_PIN = (
    select(people.c.id, people.c.name, person_roles.c.role)
    .join(
        person_roles,
        (person_roles.c.person_id == people.c.id)
        & (person_roles.c.clinic_id == people.c.clinic_id),
    )
    .where(people.c.active, people.c.pin_hash.is_not(None))
    .order_by(people.c.name, people.c.id, person_roles.c.role)
)
_EVERYBODY = _PERSON.order_by(people.c.name, people.c.id)
_ALL_ROLES = select(person_roles.c.person_id, person_roles.c.role).order_by(person_roles.c.role)
_WITH_ROLE = (
    select(people.c.name)
    .join(
        person_roles,
        (person_roles.c.person_id == people.c.id)
        & (person_roles.c.clinic_id == people.c.clinic_id),
    )
    .where(people.c.active, person_roles.c.role == bindparam("the_role"))
    .order_by(people.c.name, people.c.id)
)
_ADD = insert(people)
_ADD_ROLE = insert(person_roles)
_DROP_ROLES = delete(person_roles).where(person_roles.c.person_id == bindparam("the_person"))
_CHANGE = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(
        name=bindparam("new_name"),
        phone=bindparam("new_phone"),
        active=bindparam("now_active"),
        may_override=bindparam("now_may_override"),
        signs_protocols=bindparam("now_signs"),
        revision=people.c.revision + 1,
    )
)
_SET_PASSWORD = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(
        password_hash=bindparam("new_hash"),
        password_temporary=bindparam("temporary"),
        password_failures=0,
        password_failed_at=None,
        revision=people.c.revision + 1,
    )
)
_SET_PIN = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(
        pin_hash=bindparam("new_hash"),
        pin_temporary=bindparam("temporary"),
        pin_failures=0,
        pin_failed_at=None,
        revision=people.c.revision + 1,
    )
)
_SET_LANGUAGE = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(language=bindparam("chosen"))
)
_SET_PIN_FAILURES = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(pin_failures=bindparam("failures"), pin_failed_at=bindparam("failed_at"))
)
_SET_PASSWORD_FAILURES = (
    update(people)
    .where(people.c.id == bindparam("the_person"))
    .values(password_failures=bindparam("failures"), password_failed_at=bindparam("failed_at"))
)


def person(work: Reading, person_id: str) -> Row[Any] | None:
    """One person, with what signing in needs."""
    return work.one(_BY_ID, person_id=person_id)


def person_by_login(work: Reading, login: str) -> Row[Any] | None:
    """One person, by login."""
    return work.one(_BY_LOGIN, login=login)


def roles_of(work: Reading, person_id: str) -> frozenset[str]:
    """What the person is in this clinic now."""
    return frozenset(row.role for row in work.all(_ROLES, person_id=person_id))


def with_pin(work: Reading) -> Sequence[Row[Any]]:
    """Everyone who can sign in by PIN: one row for each of their roles."""
    return work.all(_WITH_PIN)


def with_role(work: Reading, role: str) -> Sequence[Row[Any]]:
    """The names of everyone who is active and holds a role."""
    return work.all(_WITH_ROLE, the_role=role)


def add_person(work: Writing, values: Values, roles: Iterable[str]) -> None:
    """Add a person with their roles."""
    work.change(
        _ADD,
        **values,
        active=True,
        pin_failures=0,
        pin_failed_at=None,
        password_failures=0,
        password_failed_at=None,
        may_override=True,
        revision=1,
    )
    _add_roles(work, str(values["id"]), roles)


def everybody(work: Reading) -> tuple[Sequence[Row[Any]], dict[str, frozenset[str]]]:
    """Every person there ever was, and the roles of each by id."""
    held: dict[str, set[str]] = {}
    for row in work.all(_ALL_ROLES):
        held.setdefault(row.person_id, set()).add(row.role)
    return work.all(_EVERYBODY), {each: frozenset(roles) for each, roles in held.items()}


def change_person(work: Writing, person_id: str, values: Values) -> None:
    """Set ``name``, ``phone``, ``active`` and both rights, and count the change."""
    work.change(
        _CHANGE,
        the_person=person_id,
        new_name=values["name"],
        new_phone=values["phone"],
        now_active=values["active"],
        now_may_override=values["may_override"],
        now_signs=values["signs_protocols"] or None,  # as those who were there before it came
    )


def change_roles(work: Writing, person_id: str, roles: Iterable[str]) -> None:
    """Give a person these roles and no others."""
    work.change(_DROP_ROLES, the_person=person_id)
    _add_roles(work, person_id, roles)


def set_password(work: Writing, person_id: str, hashed: str, *, temporary: bool) -> None:
    """Set a password; wrong tries with the old one are forgotten."""
    work.change(_SET_PASSWORD, the_person=person_id, new_hash=hashed, temporary=temporary)


def set_pin(work: Writing, person_id: str, hashed: str, *, temporary: bool) -> None:
    """Set a PIN; wrong tries with the old one are forgotten."""
    work.change(_SET_PIN, the_person=person_id, new_hash=hashed, temporary=temporary)


def _add_roles(work: Writing, person_id: str, roles: Iterable[str]) -> None:
    listed = [{"person_id": person_id, "role": role} for role in sorted(roles)]
    work.change_many(_ADD_ROLE, listed)


def set_language(work: Writing, person_id: str, language: str) -> None:
    """Keep the language that a person has chosen to read."""
    work.change(_SET_LANGUAGE, the_person=person_id, chosen=language)


def count_pin_failure(work: Writing, person_id: str, failures: int, at: datetime | None) -> None:
    """Set how many wrong PINs stand since the last right one."""
    work.change(_SET_PIN_FAILURES, the_person=person_id, failures=failures, failed_at=at)


def count_password_failure(
    work: Writing, person_id: str, failures: int, at: datetime | None
) -> None:
    """Set how many wrong passwords stand since the last right one."""
    work.change(_SET_PASSWORD_FAILURES, the_person=person_id, failures=failures, failed_at=at)
