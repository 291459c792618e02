"""Bodies about people and their sign-in."""

from __future__ import annotations

from pydantic import Field, SecretStr

from monitor.access.roles import Role
from monitor.access.scopes import Scope
from monitor.api.schemas.common import Body, Identity, Pin, ShortText, Shown, Utc


class PasswordSignIn(Body):
    """Sign in with login and password, which also makes the device known."""

    login: ShortText
    password: SecretStr = Field(min_length=1, max_length=1024)
    new_password: SecretStr | None = Field(
        default=None,
        max_length=1024,
        description="Needed, like new_pin, where the answer was 401 choose_own naming it.",
    )
    new_pin: SecretStr | None = Field(default=None, max_length=12)
    code: SecretStr | None = Field(
        default=None,
        max_length=64,
        description="The second factor or a recovery code, where the answer was 401 second_factor; "
        "the first code of a new one after 401 set_up_second_factor.",
    )


class QrCode(Shown):
    """A QR code to be drawn: dark modules on a light square, its light border included."""

    size: int = Field(description="Modules a side.")
    path: str = Field(description="The dark modules as the path of an SVG of that size.")


class NewFactorShown(Shown):
    """What a second factor begins with; it is shown only now."""

    secret: str = Field(description="For the authenticator, in base32.")
    link: str = Field(description="The same as an otpauth address.")
    qr_code: QrCode = Field(description="The otpauth address, for the camera of a phone.")
    recovery_codes: list[str] = Field(description="Each opens the door once without it.")


class FactorShown(Shown):
    """How one's own second factor stands."""

    set_up_at: Utc | None = Field(description="Since when it is asked for; null without one.")
    codes_left: int = Field(description="Recovery codes that were not used.")
    demanded: bool = Field(description="Whether the clinic demands one of the person.")


class DemandedFactor(Body):
    """Login and password of somebody of whom a second factor is demanded."""

    login: ShortText
    password: SecretStr = Field(min_length=1, max_length=1024)


class OwnPassword(Body):
    """The password of whoever is signed in."""

    password: SecretStr = Field(min_length=1, max_length=1024)


class OwnNewPassword(Body):
    """The password of whoever is signed in, and the one that follows it."""

    password: SecretStr = Field(min_length=1, max_length=1024)
    new_password: SecretStr = Field(min_length=1, max_length=1024)


class OwnNewPin(Body):
    """The password of whoever is signed in, and the PIN from now on."""

    password: SecretStr = Field(min_length=1, max_length=1024)
    new_pin: SecretStr = Field(min_length=1, max_length=12)


class EndedShown(Shown):
    """What ended with it."""

    ended: int = Field(description="Other sign-ins of the person that were open until now.")


class FactorCode(Body):
    """A code of the authenticator."""

    code: SecretStr = Field(min_length=1, max_length=64)


class NewToken(Body):
    """An access token for whoever is signed in."""

    name: ShortText
    days: int = Field(ge=1, le=366)
    may: list[Scope] | None = Field(
        default=None,
        max_length=len(Scope),
        description="What it is for; without it, whatever the person may.",
    )


class TokenShown(Shown):
    """A new access token; it is shown only now."""

    id: str
    name: str
    token: str
    expires_at: Utc
    may: list[Scope] | None


class PinSignIn(Body):
    """Sign in on a known device by name tile and PIN."""

    person_id: Identity
    pin: Pin
    new_pin: SecretStr | None = Field(
        default=None, max_length=12, description="Needed where the answer was 401 choose_own."
    )


class LanguageChoice(Body):
    """The language a person wants to read."""

    language: ShortText


class Me(Shown):
    """Who is signed in, and what the screens need to know about it."""

    id: str
    name: str
    initials: str
    roles: list[Role]
    clinic_name: str
    zone: str
    demo: bool
    language: str | None = Field(description="The language the person has chosen, if any.")
    idle_lock_min: int = Field(description="Minutes without a touch until a tablet locks.")
    idle_lock_desk_min: int = Field(description="The same for a screen that nobody can touch.")
    emergency_until: Utc | None = Field(
        description="Until when records are open in an emergency; null where they are not."
    )
    emergencies_waiting: int = Field(
        description="Emergency accesses of others that wait for this person or a colleague."
    )


class Tile(Shown):
    """A name to tap on the sign-in page."""

    person_id: str
    name: str
    initials: str
    roles: list[Role]


class UrgentCall(Shown):
    """An open urgent alert, by chair, as the sign-in page shows it."""

    chair: str
    code: str
    level: str
    raised_at: Utc


class Tiles(Shown):
    """What the sign-in page shows before anybody is signed in."""

    clinic_name: str
    zone: str
    demo: bool
    known_device: bool
    tiles: list[Tile]
    urgent: list[UrgentCall]
