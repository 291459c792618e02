"""The elements of HTML that the screens are built from, no heavier than the JSON they become.

Dash's own check the name of every property when one is made and look for each again when it is
written out, which took most of the time in which a screen is drawn. These take what they are given;
the tests make Dash's own out of what is drawn, so that a property that is none does not last.
"""

from __future__ import annotations

from typing import Any

from monitor.web.written import Drawn

NAMESPACE = "dash_html_components"


class Element(Drawn):
    """One element with its properties, named as Dash names them."""

    __slots__ = ("props",)

    def __init__(self, children: Any = None, **props: Any) -> None:
        self.props = props if children is None else {"children": children, **props}

    def to_plotly_json(self) -> dict[str, Any]:
        """The form in which Dash sends an element."""
        return {"props": self.props, "type": type(self).__name__, "namespace": NAMESPACE}


class A(Element):
    __slots__ = ()


class Article(Element):
    __slots__ = ()


class Aside(Element):
    __slots__ = ()


class B(Element):
    __slots__ = ()


class Button(Element):
    __slots__ = ()


class Caption(Element):
    __slots__ = ()


class Dd(Element):
    __slots__ = ()


class Del(Element):
    __slots__ = ()


class Details(Element):
    __slots__ = ()


class Div(Element):
    __slots__ = ()


class Dl(Element):
    __slots__ = ()


class Dt(Element):
    __slots__ = ()


class Em(Element):
    __slots__ = ()


class Fieldset(Element):
    __slots__ = ()


class Form(Element):
    __slots__ = ()


class H1(Element):
    __slots__ = ()


class H2(Element):
    __slots__ = ()


class H3(Element):
    __slots__ = ()


class Header(Element):
    __slots__ = ()


class I(Element):  # noqa: E742  (HTML's own name)
    __slots__ = ()


class Ins(Element):
    __slots__ = ()


class Label(Element):
    __slots__ = ()


class Legend(Element):
    __slots__ = ()


class Li(Element):
    __slots__ = ()


class Main(Element):
    __slots__ = ()


class Nav(Element):
    __slots__ = ()


class Ol(Element):
    __slots__ = ()


class P(Element):
    __slots__ = ()


class Pre(Element):
    __slots__ = ()


class Q(Element):
    __slots__ = ()


class S(Element):
    __slots__ = ()


class Section(Element):
    __slots__ = ()


class Small(Element):
    __slots__ = ()


class Span(Element):
    __slots__ = ()


class Strong(Element):
    __slots__ = ()


class Summary(Element):
    __slots__ = ()


class Table(Element):
    __slots__ = ()


class Tbody(Element):
    __slots__ = ()


class Td(Element):
    __slots__ = ()


class Textarea(Element):
    __slots__ = ()


class Th(Element):
    __slots__ = ()


class Thead(Element):
    __slots__ = ()


class Tr(Element):
    __slots__ = ()


class Ul(Element):
    __slots__ = ()
