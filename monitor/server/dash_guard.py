"""Every Dash callback is an open POST: what cannot have come from our own page stops here.

Dash itself answers 500 to a malformed call. Behind this guard a call has the form that the page
sends; its values are still anybody's, and are judged where they are used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import HTTPConnection

from monitor.api.origin import comes_from_own_page, foreign_origin
from monitor.api.problems import method_not_allowed
from monitor.api.strict_json import read_json
from monitor.errors import BadInput, MonitorError
from monitor.server.asgi import ASGIApp, Receive, Scope, Send, header, refuse, told_again
from monitor.settings import Settings

CALL = "/_dash-update-component"
DASH = "/_dash-"
JSON_TYPE = "application/json"
CHECKED_CALL = "monitor.checked_call"
"""Under this name the request carries the call as it was read and checked."""

SEVERAL = ".."
ADDRESS = "_pages_location"
"""Where the page tells its address; what Dash makes of it is sure only of texts."""
KNOWN_KEYS = frozenset(
    {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
)
Spec = Mapping[str, Any]
Specs = Mapping[str, Spec]


class DashGuard:
    """Lets a callback call through only if it came from our page and has the form of one."""

    def __init__(self, app: ASGIApp, settings: Settings, specs: Callable[[], Specs]) -> None:
        self.app = app
        self.settings = settings
        self.specs = specs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(DASH):
            await self.app(scope, receive, send)
        elif scope["path"] != CALL:
            await self._read_only(scope, receive, send)
        elif scope["method"] != "POST":
            await method_not_allowed(scope["method"], ["POST"])(scope, receive, send)
        else:
            await self._call(scope, receive, send)

    async def _read_only(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
        else:
            await method_not_allowed(scope["method"], ["GET"])(scope, receive, send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not comes_from_own_page(HTTPConnection(scope), self.settings):
            await refuse(foreign_origin(), scope, receive, send)
            return
        # The body has been read and bounded before: it is one message.
        message = await receive()
        try:
            if header(scope, b"content-type").partition(";")[0].strip().lower() != JSON_TYPE:
                raise _bad("the call is not JSON", JSON_TYPE)
            scope[CHECKED_CALL] = call = read_json(message.get("body", b""))
            check_call(call, self.specs())
        except MonitorError as error:
            await refuse(error, scope, receive, send)
            return
        await self.app(scope, told_again(message, receive), send)


def check_call(call: Any, specs: Specs) -> None:
    """Refuse a call that the page could not have made; raises BadInput."""
    if not isinstance(call, dict) or not call.keys() <= KNOWN_KEYS:
        raise _bad("the call has not the form of a callback", ", ".join(sorted(KNOWN_KEYS)))
    output = call.get("output")
    spec = specs.get(output) if isinstance(output, str) else None
    if spec is None or "callback" not in spec:
        raise _bad("there is no such callback", "what /_dash-dependencies lists", "output")
    _check_changed(call.get("changedPropIds", []))
    if not spec["no_output"]:
        _check_outputs(call.get("outputs"), str(output))
    for name, wanted in (("inputs", spec["inputs"]), ("state", spec["state"])):
        _check_sent(name, call.get(name, []), wanted)


def _check_changed(changed: Any) -> None:
    if not isinstance(changed, list) or not all(isinstance(one, str) for one in changed):
        raise _bad("it is no list of texts", "a list of texts", "changedPropIds")


def _check_outputs(outputs: Any, output: str) -> None:
    """Hold the outputs named against the callback's own: as many, in the same order."""
    several = output.startswith(SEVERAL)
    names = output.strip(".").split("...") if several else [output]
    listed = outputs if several else [outputs]
    if not isinstance(listed, list) or len(listed) != len(names):
        raise _bad("the outputs are not those of the callback", output, "outputs")
    for one, name in zip(listed, names, strict=True):
        for each in _flat(one):
            if not isinstance(each, dict) or not _is_named(each, name):
                raise _bad("an output is not that of the callback", name, "outputs")


def _is_named(sent: Mapping[str, Any], name: str) -> bool:
    wanted, _, wanted_property = name.rpartition(".")
    is_pattern = wanted.startswith("{")
    fits = isinstance(sent.get("id"), dict) if is_pattern else sent.get("id") == wanted
    return fits and sent.get("property") == wanted_property


def _check_sent(name: str, sent: Any, wanted: list[Mapping[str, Any]]) -> None:
    if not isinstance(sent, list) or len(sent) != len(wanted):
        raise _bad("the values sent are not those of the callback", f"{len(wanted)} values", name)
    for got, expected in zip(sent, wanted, strict=True):
        for one in _flat(got):
            _check_value(name, one, expected)


def _check_value(name: str, one: Any, expected: Mapping[str, Any]) -> None:
    if not isinstance(one, dict) or one.get("property") != expected["property"]:
        raise _bad("a value sent is not that of the callback", str(expected["property"]), name)
    is_pattern = str(expected["id"]).startswith("{")
    fits = isinstance(one.get("id"), dict) if is_pattern else one.get("id") == expected["id"]
    if not fits:
        raise _bad("a value sent is not that of the callback", str(expected["id"]), name)
    kinds = str if expected["property"] == "pathname" else str | None
    if expected["id"] != ADDRESS:
        return
    if not isinstance(one.get("value"), kinds):
        raise _bad("an address is a text", "an address", name)
    if expected["property"] == "pathname" and not str(one["value"]).startswith("/"):
        raise _bad("an address begins with a stroke", "an address of this server", name)


def _flat(sent: Any) -> list[Any]:
    return sent if isinstance(sent, list) else [sent]


def _bad(message: str, allowed: str, field: str | None = None) -> BadInput:
    return BadInput(f"{message}; nothing was done", field=field, allowed=allowed)
