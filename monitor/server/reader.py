"""In which language a request is answered."""

from __future__ import annotations

import re

from monitor.api.credentials import LANGUAGE_COOKIE
from monitor.language.catalogue import SOURCE, languages
from monitor.language.reader import reading_in
from monitor.server.asgi import ASGIApp, Receive, Scope, Send, header

_CHOSEN = re.compile(rf"(?:^|;)\s*{LANGUAGE_COOKIE}\s*=([^;]*)")


class Reader:
    """Sets the language of the device, until it is known who reads and in what language.

    The cookie holds what was last chosen or signed in with on this device; without one the
    browser's own wishes count, then the clinic's setting. A machine with a token reads English.
    """

    def __init__(self, app: ASGIApp, usual: str) -> None:
        self.app = app
        self.usual = usual

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with reading_in(self._language(scope)):
            await self.app(scope, receive, send)

    def _language(self, scope: Scope) -> str:
        if header(scope, b"authorization"):
            return SOURCE
        chosen = _cookie(header(scope, b"cookie"))
        if chosen in languages():
            return chosen
        wished = _wishes(header(scope, b"accept-language"))
        return next((one for one in wished if one in languages()), self.usual)


def _cookie(said: str) -> str:
    """The language in the cookies; the others, which every request brings too, are not read."""
    found = _CHOSEN.findall(said)
    return str(found[-1]).strip().strip('"') if found else ""


def _wishes(said: str) -> list[str]:
    """The languages of ``es-MX,es;q=0.9,en`` in that order; a region falls back on its own."""
    named = [part.partition(";")[0].strip() for part in said.split(",")]
    return [wish for name in named for wish in (name, name.partition("-")[0])]
