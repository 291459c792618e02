"""Reading a tree of Dash components as a person or a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from dash.development.base_component import Component

from monitor.web.html import Element
from monitor.web.still import Still
from monitor.web.written import Written

MODULES = {"dash_html_components": "dash.html", "dash_core_components": "dash.dcc"}


def walk(part: Any) -> Iterator[Any]:
    """Everything in a tree, in the order of reading; what was drawn before as components again."""
    if isinstance(part, Written | Element | Still):
        part = part.to_plotly_json()
    if isinstance(part, dict) and part.get("type") == "Still":
        part = still(part["props"]["parts"])
    if isinstance(part, dict) and "namespace" in part:
        part = getattr(import_module(MODULES[part["namespace"]]), part["type"])(**part["props"])
    if isinstance(part, list | tuple):
        for each in part:
            yield from walk(each)
    elif part is not None:
        yield part
        if isinstance(part, Component):
            yield from walk(getattr(part, "children", None))


def still(parts: Any) -> Any:
    """The parts of a Still, which Dash knows nothing of: no component of its own among them."""
    for each in parts if isinstance(parts, list | tuple) else [parts]:
        if isinstance(each, Element):
            still(each.props.get("children"))
        assert not isinstance(each, Component), f"Dash's {each!r} stands where nothing listens"
    return parts


def words(part: Any) -> str:
    """All words that stand in a tree."""
    return "".join(str(each) for each in walk(part) if not isinstance(each, Component))


def find(part: Any, kind: str) -> list[Any]:
    """All components of one kind, by its name: A, Button, Span."""
    return [each for each in walk(part) if type(each).__name__ == kind]


def attribute(part: Any, name: str) -> Any:
    """One attribute; it must be there."""
    return getattr(next(walk(part)), name)
