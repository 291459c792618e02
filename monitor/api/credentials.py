"""What a request shows to say who it comes from: a sign-in or a token, and the CSRF proof."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.access.actor import Actor
from monitor.errors import NotPermitted, NotSignedIn
from monitor.language.said import say
from monitor.services import people
from monitor.services.house import House

SIGN_IN_COOKIE = "monitor_sign_in"
CSRF_COOKIE = "monitor_csrf"
DEVICE_COOKIE = "monitor_device"
LANGUAGE_COOKIE = "monitor_language"
CSRF_HEADER = "x-csrf-token"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Exactly one of a sign-in (from the cookie) or a token (from the header)."""

    sign_in: str | None = None
    token: str | None = None

    def actor(self, house: House, *, active: bool = True) -> Actor:
        """Look up who this is; raises NotSignedIn. Reads the database.

        With ``active=False`` the request counts as no sign of life: a screen asked by itself.
        """
        if self.token is not None:
            return people.identify_token(house, self.token)
        if self.sign_in is not None:
            return people.identify(house, self.sign_in, active=active)
        raise not_signed_in()


def read_credentials(headers: Mapping[str, str], cookies: Mapping[str, str]) -> Credentials:
    """Take a bearer token before a cookie; raises NotSignedIn when there is neither."""
    said = headers.get("authorization")
    if said is not None:
        scheme, _, token = said.partition(" ")
        if scheme.lower() == BEARER and token.strip():
            return Credentials(token=token.strip())
        raise NotSignedIn(say("the Authorization header is not a token"), allowed="Bearer <token>")
    sign_in = cookies.get(SIGN_IN_COOKIE)
    if not sign_in:
        raise not_signed_in()
    return Credentials(sign_in=sign_in)


def check_forgery(credentials: Credentials, method: str, headers: Mapping[str, str]) -> None:
    """Refuse a change that another site's page could have caused.

    A bearer token is never sent by a browser on its own, so it needs no proof.
    """
    if method in READING_METHODS or credentials.sign_in is None:
        return
    shown = headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(
        shown.encode("latin-1", "replace"), csrf_proof(credentials.sign_in).encode()
    ):
        raise NotPermitted(
            say("the request does not prove that our own page sent it; nothing was saved"),
            field="X-CSRF-Token",
            allowed=say("the value of the cookie {csrf_cookie}", csrf_cookie=CSRF_COOKIE),
        )


def csrf_proof(sign_in: str) -> str:
    """The value of the readable cookie: bound to the sign-in, and no way back to it."""
    return hmac.digest(sign_in.encode(), b"monitor-csrf", "sha256").hex()


def not_signed_in() -> NotSignedIn:
    """The error for a request that shows nothing."""
    return NotSignedIn(
        say("nobody is signed in here; nothing was saved"),
        allowed=say(
            "the cookie {sign_in_cookie}, or the header Authorization: Bearer <token>",
            sign_in_cookie=SIGN_IN_COOKIE,
        ),
    )
