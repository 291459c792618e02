"""Errors meant for users' eyes. Everything else is a bug.

MonitorError
├── BadInput                 400  what was sent cannot be right
│   ├── InvalidEvent              an event breaks its form, its limits or the session's rules
│   ├── InvalidCase               a case file cannot be read or is not valid
│   ├── InvalidProtocol           a protocol file has a mistake
│   ├── InvalidDataFile           another file of data/ has a mistake
│   └── InvalidSettings           a setting is missing or makes no sense
├── NotSignedIn              401  nobody is signed in, or the sign-in has ended
│   ├── ChooseOwn                 the password or PIN was set by somebody else; choose your own
│   ├── SecondFactorAsked         the password was right; now the code of the second factor
│   └── SecondFactorDemanded      the clinic demands a second factor of a role; set one up
├── NotPermitted             403  this person's roles do not allow it
├── NotFound                 404  no such thing in this clinic
├── Conflict                 409  it contradicts what is already recorded
│   ├── NotEligible               an eligibility flag waits for a physician, or nobody asked
│   ├── KeyReused                 an idempotency key came back with another body
│   ├── ChangedMeanwhile          somebody else changed it after it was looked at
│   ├── ChangedSinceShown         what is to be signed is other than what was shown
│   ├── SessionClosed             the session is over
│   ├── AskedBack                 it may be right, and is kept once somebody says so
│   ├── SamePatient               a patient of that name and birth date is there already
│   └── ChairTaken                the chair holds another open session
├── TooLarge                 413  the body is larger than allowed
├── TooManyTries             429  wrong PINs or passwords; wait
└── StoreUnavailable         503  nothing can be saved now; nothing acknowledged is lost
    ├── StoreLocked               another process holds the database
    ├── StoreFull                 the disk or the database is full
    └── StoreMissing              the database is not there or not migrated
"""

from __future__ import annotations

from monitor.language.said import say


class MonitorError(Exception):
    """Something a user must be told in a sentence: what is allowed, what was not saved."""

    status = 500
    code = "error"

    def __init__(
        self,
        message: str,
        *,
        field: str | None = None,
        allowed: str | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.allowed = allowed
        self.where = where

    def sentence(self) -> str:
        """Say where, which field, what is wrong and what is allowed, on one line."""
        place = ", ".join(part for part in (self.where, self.field) if part)
        said = say("{place}: {message}", place=place, message=self.message) if place else None
        told = self.message if said is None else said
        if not self.allowed:
            return told
        return say("{message} (allowed: {allowed})", message=told, allowed=self.allowed)


class BadInput(MonitorError):
    """What was sent cannot be right."""

    status = 400
    code = "bad_input"


class InvalidEvent(BadInput):
    """An event breaks its form, its limits or the session's rules."""

    code = "invalid_event"


class InvalidCase(BadInput):
    """A case file cannot be read or is not valid."""

    code = "invalid_case"


class InvalidProtocol(BadInput):
    """A protocol file has a mistake."""

    code = "invalid_protocol"


class InvalidDataFile(BadInput):
    """A file of vocabulary or schedules has a mistake."""

    code = "invalid_data_file"


class InvalidSettings(BadInput):
    """A setting is missing or makes no sense."""

    code = "invalid_settings"


class NotSignedIn(MonitorError):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    code = "not_signed_in"


class ChooseOwn(NotSignedIn):
    """The password or PIN was set by somebody else; choose your own to sign in."""

    code = "choose_own"


class SecondFactorAsked(NotSignedIn):
    """The password was right; the code of the second factor is asked for as well."""

    code = "second_factor"


class SecondFactorDemanded(NotSignedIn):
    """The clinic demands a second factor of one of the person's roles; set one up to sign in."""

    code = "set_up_second_factor"


class NotPermitted(MonitorError):
    """The person's roles do not allow it."""

    status = 403
    code = "not_permitted"


class NotFound(MonitorError):
    """No such thing in this clinic."""

    status = 404
    code = "not_found"


class Conflict(MonitorError):
    """It contradicts what is already recorded."""

    status = 409
    code = "conflict"


class NotEligible(Conflict):
    """An eligibility flag waits for a physician's override, or a question was not asked."""

    code = "not_eligible"

    def __init__(self, message: str, *, patient_id: str, allowed: str) -> None:
        super().__init__(message, field="eligibility", allowed=allowed)
        self.patient_id = patient_id


class KeyReused(Conflict):
    """An idempotency key came back with another body."""

    code = "key_reused"


class ChangedMeanwhile(Conflict):
    """Somebody else changed it after it was looked at; nothing was overwritten."""

    code = "changed_meanwhile"


class ChangedSinceShown(Conflict):
    """What is to be signed is other than what was shown; read it again, then sign."""

    code = "changed_since_shown"


class SessionClosed(Conflict):
    """The session is over."""

    code = "session_closed"


class ChairGivenAway(Conflict):
    """The chair it was entered for holds another patient; it is kept once that is confirmed."""

    code = "chair_given_away"


class CorrectedMeanwhile(Conflict):
    """Somebody else corrected or struck out the same entry; it is kept once that is confirmed."""

    code = "corrected_meanwhile"


class AskedBack(Conflict):
    """It is unlikely, or there already; it is kept once each question named is confirmed."""

    code = "asked_back"


class SamePatient(Conflict):
    """A patient of that name and birth date is there already; ask whether it is the same person."""

    code = "same_patient"


class AnotherPerson(Conflict):
    """Name and birth date would both be others; ask whether the record is still of one person."""

    code = "another_person"


class ChairTaken(Conflict):
    """The chair holds another open session."""

    code = "chair_taken"


class TooLarge(MonitorError):
    """The body is larger than allowed."""

    status = 413
    code = "too_large"


class TooManyTries(MonitorError):
    """Too many wrong PINs or passwords; wait."""

    status = 429
    code = "too_many_tries"


class StoreUnavailable(MonitorError):
    """Nothing can be saved now; nothing acknowledged is lost."""

    status = 503
    code = "store_unavailable"


class StoreLocked(StoreUnavailable):
    """Another process holds the database."""

    code = "store_locked"


class StoreFull(StoreUnavailable):
    """The disk or the database is full."""

    code = "store_full"


class StoreMissing(StoreUnavailable):
    """The database is not there or not migrated."""

    code = "store_missing"
