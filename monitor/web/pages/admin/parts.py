"""What every part of administration is built of: lists, forms, and what opens before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from monitor.language.reader import tr
from monitor.web.components import Children, Part
from monitor.web.components.attributes import attributes
from monitor.web.pages.admin import ids


def card(title: str, children: Sequence[Part], extra: str = "") -> html.Section:
    """A titled card."""
    return html.Section([html.H2(title), *children], className=f"card admin__card {extra}".strip())


def row(to: str, chosen: bool, name: Part, below: str, marks: Iterable[Part]) -> html.Li:
    """One line of a list: a link to what it speaks of."""
    here: dict[str, Any] = attributes(aria_current="true") if chosen else {}
    words = html.Span([html.B(name), html.Span(below, className="faint")], className="admin__words")
    return html.Li(
        html.A([words, html.Span(list(marks), className="admin__marks")], href=to, **here)
    )


def rows(lines: Sequence[html.Li], nothing: str) -> Part:
    """A list, or what stands where there is none."""
    if not lines:
        return html.P(nothing, className="soft")
    return html.Ul(list(lines), className="admin__list")


def field(name: str, label: str, hint: str = "", value: str = "") -> dmc.TextInput:
    """One line to type in; what is allowed stands beside it before it is refused."""
    return dmc.TextInput(
        id=name, label=label, description=hint or None, value=value, autoComplete="off"
    )


def ticks(
    name: str, label: str, choices: Sequence[tuple[str, Children]], ticked: Sequence[str]
) -> dmc.CheckboxGroup:
    """Several of a few, each as large as a finger."""
    return dmc.CheckboxGroup(
        [
            dmc.CheckboxCard(
                [dmc.CheckboxIndicator(), html.Span(words)], value=value, className="admin__tick"
            )
            for value, words in choices
        ],
        id=name,
        label=label,
        value=list(ticked),
    )


def said(place: str = ids.SAID) -> html.Div:
    """Where it is said what was refused."""
    return html.Div(id=place, role="alert", className="start__said")


def button(name: str, words: str, look: str = "btn--primary btn--big") -> html.Button:
    """A button that does something."""
    return html.Button(words, id=name, type="button", className=f"btn {look}")


def asked_first(words: str, what_happens: str, inside: Sequence[Part]) -> html.Details:
    """What cannot be taken back: the first tap opens it and says what it does."""
    return html.Details(
        [html.Summary(words, className="btn"), html.P(what_happens), *inside],
        className="admin__ask",
    )


def about(known: str, revision: int) -> dcc.Store:
    """What the form speaks of, and the revision that was seen."""
    return dcc.Store(id=ids.ABOUT, data={"id": known, "revision": revision})


def nothing_chosen(words: str) -> html.Section:
    """The right side while nothing is chosen."""
    return html.Section(html.P(words, className="soft"), className="card admin__card")


def gone() -> html.Section:
    """The right side of an address that names something that is not there."""
    return nothing_chosen(tr("There is no such thing here any more. Choose from the list."))
