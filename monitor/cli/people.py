"""Adding people, tokens and chairs from the server's own command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

from monitor.access.roles import Role
from monitor.access.scopes import Scope
from monitor.bootstrap import house_while
from monitor.errors import BadInput
from monitor.services import chairs, people
from monitor.services.founding import console_actor, found_clinic, is_founded
from monitor.services.views import NewPerson
from monitor.settings import load_settings

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where the password and the PIN are read from; never the command line itself."""

    password_file: Path | None
    pin_file: Path | None


def add_person(login: str, name: str, roles: Sequence[str], secrets: Secrets, acting: str) -> None:
    """Add a person, founding the clinic with the first one."""
    settings = load_settings()
    held = frozenset(_role(role) for role in roles)
    with house_while(settings) as house:
        first = not is_founded(house)
        _check_first(held, acting, first=first)
        person = NewPerson(login, name, held, *_read(secrets))
        if first:
            found_clinic(house, settings.clinic_name, settings.clinic_zone, person)
            sys.stdout.write(f"{settings.clinic_name} ({settings.clinic_zone}) begins.\n")
        else:
            people.add_person(house, console_actor(house, acting), person)
    sys.stdout.write(f"{name} may sign in as {login}.\n")


def create_token(login: str, name: str, days: int, may: Sequence[str]) -> None:
    """Print a token that acts for a person; it is kept only as a hash."""
    scopes = [_scope(one) for one in may] or None
    with house_while(load_settings()) as house:
        made = people.create_token(house, console_actor(house, login), name, days, scopes)
    told = ", ".join(made.scopes) if made.scopes else f"whatever {login} may"
    sys.stderr.write(f"May: {told}. Ends {made.expires_at:%Y-%m-%d}. It is shown only now:\n")
    sys.stdout.write(f"{made.token}\n")


def add_chair(label: str, room: str, acting: str) -> None:
    """Put a chair at the end of the room."""
    with house_while(load_settings()) as house:
        chair = chairs.add_chair(house, console_actor(house, acting), label, room)
    sys.stdout.write(f"Chair {chair.label} stands in the room.\n")


def _check_first(held: frozenset[Role], acting: str, *, first: bool) -> None:
    if first and Role.ADMINISTRATOR not in held:
        raise BadInput(
            "the first person must be an administrator", field="--role", allowed="administrator"
        )
    if not first and not acting:
        raise BadInput("an administrator must do this", field="--acting", allowed="their login")


def _read(secrets: Secrets) -> tuple[str, str | None]:
    password = _secret("Password", secrets.password_file, twice=True)
    pin = _secret("PIN", secrets.pin_file, twice=False) if secrets.pin_file else None
    return password, pin


def _role(said: str) -> Role:
    try:
        return Role(said)
    except ValueError:
        raise BadInput(
            f"there is no role {said!r}", field="--role", allowed=", ".join(Role)
        ) from None


def _scope(said: str) -> Scope:
    try:
        return Scope(said)
    except ValueError:
        raise BadInput(
            f"there is no scope {said!r}", field="--may", allowed=", ".join(Scope)
        ) from None


def _secret(what: str, file: Path | None, *, twice: bool) -> str:
    """Read it from a file, from a pipe, or from a prompt that does not show it; never from argv."""
    if file is not None and file != STANDARD_INPUT:
        return _first_line(file.read_text(encoding="utf-8"), what)
    if file == STANDARD_INPUT or not sys.stdin.isatty():
        return _first_line(sys.stdin.readline(), what)
    said = getpass(f"{what}: ")
    if twice and getpass(f"{what} again: ") != said:
        raise BadInput(f"the two {what.lower()}s differ; nobody was added")
    return said


def _first_line(text: str, what: str) -> str:
    said = text.partition("\n")[0].rstrip("\r")
    if not said:
        raise BadInput(f"the {what.lower()} is empty; nobody was added")
    return said
