"""The screens' elements as a text of HTML, for pages that work without Dash."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from monitor.web.html import Element
from monitor.web.still import Still

NAMES = {"className": "class", "colSpan": "colspan", "tabIndex": "tabindex", "htmlFor": "for"}
"""Properties that Dash names otherwise than HTML does."""
NO_END = frozenset({"input"})
"""Elements that hold nothing and are not closed."""


def markup(part: Any) -> str:
    """Write out an element with everything in it; text is escaped, None is nothing."""
    if part is None:
        return ""
    if isinstance(part, str | int | float):
        return escape(str(part), quote=False)
    if isinstance(part, Still):
        return markup(part.parts)
    if isinstance(part, Element):
        return _element(part)
    assert isinstance(part, Iterable), part
    return "".join(markup(each) for each in part)


def _element(element: Element) -> str:
    tag = type(element).__name__.lower()
    told = {name: value for name, value in element.props.items() if name != "children"}
    properties = "".join(_property(NAMES.get(name, name), value) for name, value in told.items())
    if tag in NO_END:
        return f"<{tag}{properties}>"
    return f"<{tag}{properties}>{markup(element.props.get('children'))}</{tag}>"


def _property(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
