"""Parts of a screen as the JSON that travels to the browser, so that each is written out once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dash.development.base_component import Component

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Written:
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


def _text(part: Any) -> str:
    if isinstance(part, Written):
        return part.text
    if isinstance(part, Component):
        return _table(part.to_plotly_json().items())  # type: ignore[no-untyped-call]
    if isinstance(part, list | tuple):
        return "[" + ",".join([_text(one) for one in part]) + "]"
    if isinstance(part, Mapping):
        return _table(part.items())
    return _encode(part)


def _table(items: Iterable[tuple[str, Any]]) -> str:
    return "{" + ",".join([f"{_encode(name)}:{_text(value)}" for name, value in items]) + "}"
