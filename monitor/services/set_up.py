"""The first step of a clinic, on the screen: only who started the server knows the code."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from monitor.access.roles import Role
from monitor.errors import Conflict, NotPermitted
from monitor.language.said import say
from monitor.services.founding import found_clinic, is_founded
from monitor.services.house import House
from monitor.services.sign_in import sign_in_with_password
from monitor.services.views import NewPerson, SignedIn
from monitor.services.waiting import Failures, refuse_early
from monitor.services.wording import plain

# Without letters and digits that are taken for one another when read from a console.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 3, 4
_OVER = say("This server holds a clinic already; nothing was set up")


@dataclass(slots=True)
class SetUpCode:
    """A code that is good once, for this run of the server, and slower with each wrong try."""

    code: str
    wrong: int = 0
    wrong_at: datetime | None = None
    over: bool = False
    lock: Lock = field(default_factory=Lock, repr=False)


@dataclass(frozen=True, slots=True)
class NewClinic:
    """What is asked when a clinic is set up: itself, and its first administrator."""

    name: str
    zone: str
    login: str
    person: str
    password: str
    pin: str | None = None


def new_code() -> SetUpCode:
    """A code that nobody guesses, in groups that can be read aloud."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return SetUpCode("-".join(groups))


def is_open(house: House) -> bool:
    """Whether a clinic can be set up here: one never can be where there is one."""
    code = house.set_up_code
    if code is None or code.over:
        return False
    code.over = is_founded(house)
    return not code.over


def set_up(house: House, code: str, new: NewClinic, device_token: str | None) -> SignedIn:
    """Found the clinic with its first administrator, who is signed in at once.

    It offers no protocol: that is the first thing its administrator decides.
    """
    if not is_open(house) or house.set_up_code is None:
        raise Conflict(_OVER, allowed=say("sign in; an administrator adds people"))
    with house.set_up_code.lock:
        _check(house.set_up_code, code, house.clock())
        plain(new.name, "clinic_name")
        first = NewPerson(
            new.login, new.person, frozenset({Role.ADMINISTRATOR}), new.password, new.pin
        )
        found_clinic(house, new.name, new.zone, first, offered=(), alone=True)
        house.set_up_code.over = True
    return sign_in_with_password(house, new.login, new.password, device_token)


def _check(kept: SetUpCode, said: str, now: datetime) -> None:
    refuse_early(Failures(kept.wrong, kept.wrong_at), now)
    typed = "".join(said.split()).replace("-", "").upper().encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(typed, kept.code.replace("-", "").encode()):
        kept.wrong, kept.wrong_at = kept.wrong + 1, now
        raise NotPermitted(
            say("The set-up code is wrong; nothing was set up"),
            field="code",
            allowed=say("the code that the server wrote where it was started"),
        )
