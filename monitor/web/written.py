"""Parts of a screen as the JSON that travels to the browser, so that each is written out once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component

# It stands wherever Dash's components stand; as one of them it would be taken for a part of a
# package of components, with scripts of its own to be loaded.
if TYPE_CHECKING:
    Drawn = Component
else:

    class Drawn:
        """Something that knows the form in which Dash would send it."""

        __slots__ = ()


_FORM: dict[str, Any] = {
    "ensure_ascii": False,
    "allow_nan": False,
    "check_circular": False,
    "separators": (",", ":"),
}
_encode = json.JSONEncoder(**_FORM).encode


class Written(Drawn):
    """A part whose JSON is ready: it is sent as it is (server/ready.py), and may stand in others.

    ``utf8`` holds it as it travels: a screen of parts is then put together by copying, whatever
    letters are in it. Where Dash itself writes an answer out, it gets the value that is meant.
    """

    __slots__ = ("utf8",)

    def __init__(self, utf8: bytes) -> None:
        self.utf8 = utf8

    def to_plotly_json(self) -> Any:
        """The value, for Dash's own writing."""
        return json.loads(self.utf8)


def written(part: Any) -> Written:
    """Write a part out: components, lists and mappings of them, and what is written already."""
    if isinstance(part, Written):
        return part
    held: list[bytes] = []
    utf8 = json.JSONEncoder(default=partial(_plain, held), **_FORM).encode(part).encode()
    return Written(_with_held(utf8, held) if held else utf8)


def data(value: Any) -> Written:
    """Write out a value without components in it, such as a figure."""
    return Written(_encode(value).encode())


_HOLDS = f"held {token_hex(16)}"
"""Stands for a part that is written already; nobody outside this process knows it."""

_HELD = _encode(_HOLDS).encode()


_TELLING = (Drawn, Component)  # ours first: there are many, and Dash's class is slow to ask


def _plain(held: list[bytes], part: Any) -> Any:
    """What the encoder itself does not know, as values that it does; the ready is kept aside."""
    if isinstance(part, Written):
        held.append(part.utf8)
        return _HOLDS
    if isinstance(part, _TELLING):
        return part.to_plotly_json()  # type: ignore[no-untyped-call]
    if isinstance(part, Mapping):
        return dict(part)
    raise TypeError(type(part).__name__)


def _with_held(utf8: bytes, held: Sequence[bytes]) -> bytes:
    """The JSON with every part kept aside in its place, in the order in which they were met."""
    first, *between = utf8.split(_HELD)
    pieces = zip(held, between, strict=True)
    return b"".join([first, *(piece for pair in pieces for piece in pair)])
