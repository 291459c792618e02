"""Wrong PINs and passwords: counted on the server, and slower with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from monitor.access.actor import Actor
from monitor.access.audit import AuditAction
from monitor.errors import NotFound, NotPermitted, NotSignedIn, TooManyTries
from monitor.services.house import House
from monitor.services.secrets import fits
from monitor.store import people as rows
from monitor.store.work import About

FREE_TRIES = 5
"""So many wrong ones in a row are answered at once; then each further one has to wait."""

PINS_BEFORE_PASSWORD = 3
"""After so many wrong PINs only the password signs in."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
_DOUBLINGS = 5


@dataclass(frozen=True, slots=True)
class Failures:
    """How many wrong ones in a row, and when the last was."""

    number: int
    last_at: datetime | None

    def wait(self, now: datetime) -> timedelta:
        """How long the next try has to wait."""
        if self.number < FREE_TRIES or self.last_at is None:
            return timedelta()
        doubled: timedelta = FIRST_WAIT * int(2 ** min(self.number - FREE_TRIES, _DOUBLINGS))
        return max(self.last_at + min(doubled, LONGEST_WAIT) - now, timedelta())


def refuse_early(failures: Failures, now: datetime) -> None:
    """Raise TooManyTries while the wait lasts; the try is not even looked at."""
    wait = failures.wait(now)
    if wait > timedelta():
        seconds = round(wait.total_seconds()) + 1
        raise TooManyTries(
            f"Too many wrong tries in a row; nothing was saved. Wait {seconds} s",
            allowed=f"one try after {seconds} s",
        )


def confirm_pin(house: House, actor: Actor, pin: str) -> None:
    """Make sure that it is the actor who signs; a wrong PIN is counted and audited at once."""
    now = house.clock()
    with house.reading(actor.clinic_id) as work:
        person = rows.person(work, actor.person_id)
    if person is None or not person.active:
        raise NotFound("There is no such person in this clinic")
    if person.pin_hash is None:
        raise NotPermitted("You have no PIN to sign with; nothing was saved", field="pin")
    refuse_early(Failures(person.pin_failures, person.pin_failed_at), now)
    if not fits(house.pin_hasher, person.pin_hash, pin):
        count_wrong_pin(house, actor.clinic_id, person, now, actor)
        raise NotPermitted("The PIN is wrong; nothing was signed", field="pin", allowed="your PIN")
    if person.pin_failures:
        forgive(house, actor, now)


def count_wrong_pin(
    house: House, clinic_id: str, person: Row[Any], now: datetime, actor: Actor | None = None
) -> None:
    """Keep the failure in a transaction of its own: what it was for is not going to be saved."""
    about = About(subject_id=person.id, detail={"in_a_row": person.pin_failures + 1})
    with house.writing(clinic_id) as work:
        rows.count_pin_failure(work, person.id, person.pin_failures + 1, now)
        work.audit(AuditAction.PIN_REFUSED, now, actor, about)
        work.commit(changes=False)


def count_wrong_password(house: House, clinic_id: str, person: Row[Any], now: datetime) -> None:
    """Keep the failure of a password."""
    about = About(subject_id=person.id, detail={"in_a_row": person.password_failures + 1})
    with house.writing(clinic_id) as work:
        rows.count_password_failure(work, person.id, person.password_failures + 1, now)
        work.audit(AuditAction.SIGN_IN_REFUSED, now, None, about)
        work.commit(changes=False)


def forgive(house: House, actor: Actor, now: datetime) -> None:
    """Start counting wrong PINs anew after a right one."""
    with house.writing(actor.clinic_id) as work:
        rows.count_pin_failure(work, actor.person_id, 0, None)
        work.audit(AuditAction.PIN_CONFIRMED, now, actor, About(subject_id=actor.person_id))
        work.commit(changes=False)


def need_password(failures: int) -> None:
    """After several wrong PINs, only the password opens the door."""
    if failures >= PINS_BEFORE_PASSWORD:
        raise NotSignedIn(
            f"{failures} wrong PINs in a row; sign in with your password", field="pin"
        )
