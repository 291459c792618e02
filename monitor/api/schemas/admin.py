"""Bodies of administration. Whoever changes something sends the ``revision`` that they saw."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from monitor.access.roles import Role
from monitor.api.schemas.common import Body, Identity, Shown, Text, Utc
from monitor.clinical import words

HIGHEST_REVISION = 1_000_000_000
MOST_CHAIRS = 500
Revision = Annotated[
    int,
    Field(ge=0, le=HIGHEST_REVISION, description="As last read; another one by now is 409."),
]
Roles = Annotated[list[Role], Field(max_length=len(Role))]
Secret = Annotated[SecretStr, Field(max_length=1024)]


class Seen(Body):
    """Which state of it was seen."""

    revision: Revision


class NewPersonBody(Body):
    """Somebody new; password and PIN are good for one sign-in, at which they choose their own."""

    login: Text
    name: Text
    roles: Roles
    password: Secret
    pin: Secret | None = None
    phone: Text = ""


class PersonBody(Seen):
    """What can be changed about a person."""

    name: Text
    roles: Roles
    phone: Text = ""


class SecretsBody(Seen):
    """A password or PIN set for somebody, good for one sign-in."""

    password: Secret | None = None
    pin: Secret | None = None


class AllowedBody(Seen):
    """Whether a physician may override where protocol and clinic let one."""

    allowed: bool


class NamedBody(Seen):
    """Whether a physician signs protocols into force, as medical director."""

    named: bool


class PersonShown(Shown):
    """Somebody of the clinic, never with a secret."""

    id: str
    login: str
    name: str
    roles: list[Role]
    phone: str
    active: bool
    may_override: bool
    signs_protocols: bool
    has_pin: bool
    password_temporary: bool
    pin_temporary: bool
    has_second_factor: bool
    added_at: Utc
    revision: int


class PeopleShown(Shown):
    """Everybody there ever was, those at work first."""

    people: list[PersonShown]


class PersonAdded(Shown):
    """The new person."""

    id: str


class SignInShown(Shown):
    """A sign-in that still opens doors."""

    id: str
    person_id: str
    name: str
    device_id: str
    began_at: Utc
    seen_at: Utc
    own: bool
    device_name: str
    device_number: int


class SignInsShown(Shown):
    """The sign-ins that still open doors, the one heard of last first."""

    sign_ins: list[SignInShown]


class NewChairBody(Body):
    """A chair at the end of the room."""

    label: Text
    room: Text = ""


class ChairBody(Seen):
    """What a chair is called, and the room it stands in."""

    label: Text
    room: Text = ""


class ChairPlace(Seen):
    """One chair in the order wished."""

    id: Identity


class OrderBody(Body):
    """Every chair of the room once, in the order wished."""

    chairs: list[ChairPlace] = Field(max_length=MOST_CHAIRS)


class ChairKeptShown(Shown):
    """A chair as administrators see it."""

    id: str
    label: str
    room: str
    in_use: bool
    occupied: bool
    revision: int


class RoomShown(Shown):
    """Every chair, those out of use too, in the order of the room."""

    chairs: list[ChairKeptShown]


class OfferBody(Seen):
    """Whether new sessions may start on the protocol."""

    offered: bool


class WithheldBody(Seen):
    """The criteria that nobody may override here although the file lets a physician."""

    withheld: list[Literal[words.CRITERIA]] = Field(max_length=len(words.CRITERIA))  # type: ignore[valid-type]


class QuantityShown(Shown):
    """One number of a protocol's file."""

    path: str
    value: str
    unit: str
    source: str


class ProtocolChoiceShown(Shown):
    """A protocol's file and what the clinic has decided about it."""

    id: str
    title: str
    version: int
    offered: bool
    overridable: list[str] = Field(description="What the file lets a physician override.")
    withheld: list[str] = Field(description="What of it the clinic lets nobody override.")
    numbers: list[QuantityShown]
    revision: int


class ProtocolChoicesShown(Shown):
    """Every protocol file, offered or not."""

    protocols: list[ProtocolChoiceShown]


class ClinicBody(Seen):
    """The clinic's name, and the zone in which instants are shown."""

    name: Text
    zone: Text


class ClinicShown(Shown):
    """The clinic's own settings."""

    name: str
    zone: str
    second_factor_roles: list[Role] = Field(description="Whose holders must have a second factor.")
    revision: int


class DemandBody(Seen):
    """The roles whose holders must have a second factor."""

    roles: Roles


class SetUpBody(Body):
    """A clinic with its first administrator, from whoever holds the code of this run."""

    code: Text
    clinic_name: Text
    zone: Text
    login: Text
    name: Text
    password: Secret
    pin: Secret | None = None


class SetUpShown(Shown):
    """Whether a clinic can be set up here."""

    open: bool
