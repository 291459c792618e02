"""Parts of a screen as the JSON that travels to the browser, so that each is written out once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
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


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Written(Drawn):
    """A part whose JSON is ready: it is sent as it is (server/ready.py), and may stand in others.

    Where Dash itself writes an answer out, it gets the value that the text stands for.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def to_plotly_json(self) -> Any:
        """The value, for Dash's own writing."""
        return json.loads(self.text)


def written(part: Any) -> Written:
    """Write a part out: components, lists and mappings of them, and what is written already."""
    return part if isinstance(part, Written) else Written(_text(part))


def data(value: Any) -> Written:
    """Write out a value without components in it, such as a figure."""
    return Written(_encode(value))


_PLAIN = frozenset({str, int, float, bool, type(None)})


def _text(part: Any) -> str:
    # What is met most is asked first, by its very type: that takes a fraction of isinstance.
    kind = type(part)
    if kind in _PLAIN:
        return _encode(part)
    if kind is dict:
        return _table(part)
    if isinstance(part, Written):
        return part.text
    if isinstance(part, Component | Drawn):
        return _table(part.to_plotly_json())  # type: ignore[no-untyped-call]
    return _listed(part)


def _listed(part: Any) -> str:
    if isinstance(part, list | tuple):
        return "[" + ",".join([_text(one) for one in part]) + "]"
    return _table(part) if isinstance(part, Mapping) else _encode(part)


def _table(named: Mapping[str, Any]) -> str:
    return "{" + ",".join([f"{_name(key)}:{_text(named[key])}" for key in named]) + "}"


@cache
def _name(key: str) -> str:
    """Names of properties and components are few, and each is written out once."""
    return _encode(key)
