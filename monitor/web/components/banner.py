"""The header of every screen, and the patient banner of every patient screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.state import SessionState
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import SessionHead
from monitor.web import html
from monitor.web.by_words import by_words
from monitor.web.components.attributes import attributes
from monitor.web.components.ladder import emergency_button
from monitor.web.components.language_switch import language_switch
from monitor.web.components.marks import Children, Part, glyph
from monitor.web.components.self_harm import self_harm_mark
from monitor.web.components.ticking import elapsed, wall_clock
from monitor.web.still import Still
from monitor.web.words import born, decimal, drug_name, role_name, route_name
from monitor.web.written import Drawn


@dataclass(frozen=True, slots=True)
class Frame:
    """What every screen shows around its own matter: when, where, for whom, invented or not."""

    now: datetime
    zone: str
    actor: Actor
    demo: bool


@dataclass(frozen=True, slots=True)
class Back:
    """Where the arrow at the left leads."""

    to: str
    label: str


KEPT_MENUS = 256
TO_BOARD = Back("/", say("Back to the board"))


def scheme_switch() -> html.Button:
    """Switch between light and dim room; assets/js/scheme.js answers and keeps the choice."""
    return html.Button(
        [glyph("moon", "when-light"), glyph("sun", "when-dim")],
        className="btn btn--icon btn--quiet",
        type="button",
        **attributes(data_scheme_switch="", aria_label=tr("Dim or light room")),
    )


def person_menu(actor: Actor) -> html.Details:
    """Show who is signed in; a tap offers to lock or to sign out."""
    return html.Details(
        [
            html.Summary(
                html.B(actor.initials, **attributes(aria_hidden="true")),
                **attributes(aria_label=tr("Signed in: {name}", name=actor.name)),
            ),
            html.Div(
                [
                    html.P([html.Strong(actor.name), html.Span(_roles(actor), className="faint")]),
                    *_administration(actor),
                    *_figures(actor),
                    *_sheets(actor),
                    html.A([glyph("person"), tr("Your account")], href="/account", className="btn"),
                    html.A(
                        [glyph("lock"), tr("Second factor")], href="/second-factor", className="btn"
                    ),
                    html.Button(
                        [glyph("bell"), tr("Sound at this desk")],
                        className="btn",
                        type="button",
                        hidden=True,
                        **attributes(data_sound_switch="", aria_pressed="false"),
                    ),
                    html.Button(
                        [glyph("lock"), tr("Lock")],
                        className="btn",
                        type="button",
                        **attributes(data_lock_now=""),
                    ),
                    html.Button(
                        [glyph("out"), tr("Sign out")],
                        className="btn",
                        type="button",
                        **attributes(data_sign_out=""),
                    ),
                    language_switch(),
                ],
                className="who__menu card",
            ),
        ],
        className="who",
    )


_menu = by_words(KEPT_MENUS)(person_menu)


def _administration(actor: Actor) -> list[Component]:
    """The ways to administration and to the audit, for those who may; the services ask all."""
    ways: list[Component] = []
    if may(actor, Permission.MANAGE_PEOPLE):
        ways.append(html.A([glyph("pen"), tr("Administration")], href="/admin", className="btn"))
    if may(actor, Permission.SEARCH_AUDIT):
        ways.append(html.A([glyph("search"), tr("Audit")], href="/audit", className="btn"))
    if may(actor, Permission.TRY_PROTOCOL):
        ways.append(html.A([glyph("chart"), tr("Back-test")], href="/back-test", className="btn"))
    if may(actor, Permission.DRAFT_PROTOCOL):
        ways.append(html.A([glyph("pen"), tr("Protocols")], href="/protocols", className="btn"))
    if may(actor, Permission.REVIEW_EMERGENCY):
        words = tr("Emergency access")
        ways.append(html.A([glyph("urgent"), words], href="/emergency", className="btn"))
    return ways


def _figures(actor: Actor) -> list[Part]:
    """The way to the clinic's figures: in the menu, for the head belongs to the room's calls."""
    if not may(actor, Permission.READ_CLINIC_FIGURES):
        return []
    return [html.A([glyph("chart"), tr("The clinic in figures")], href="/clinic", className="btn")]


def _sheets(actor: Actor) -> list[Component]:
    """Paper for the time without screens, one tap to the print dialog; the sessions as tables."""
    if not may(actor, Permission.READ_SESSION):
        return []
    words = tr("Print downtime sheets")
    ways: list[Component] = [
        html.A([glyph("note"), words], href="/downtime#print", className="btn")
    ]
    if may(actor, Permission.EXPORT_TABLES):
        words = tr("Download the sessions as tables")
        ways.append(html.A([glyph("note"), words], href="/api/v1/tables.zip", className="btn"))
    return ways


def live_mark() -> html.Span:
    """Show how fresh the screen is; assets/js/live.js writes it."""
    return html.Span(
        [html.Span(tr("live"), className="fresh__word"), html.Span("", className="fresh__age")],
        className="fresh",
        **attributes(data_live_mark=""),
    )


def outbox_chip() -> html.Button:
    """Say where entries are that are not on the server yet; assets/js/outbox.js fills it."""
    return html.Button(type="button", className="unsent", **attributes(data_outbox_chip=""))


def demo_mark(demo: bool) -> list[Component]:
    """Mark that all patients on the screen are invented."""
    if not demo:
        return []
    return [html.Span("DEMO", className="demo", title=tr("Invented patients, not for care"))]


def header(
    frame: Frame,
    title: str,
    *,
    after_title: Children = None,
    before_clock: Children = None,
    back: Back | None = None,
) -> html.Header:
    """Draw the header of a screen without a patient."""
    return html.Header(
        [
            Still([*_back(back), html.H1(title), *demo_mark(frame.demo)]),
            *_as_list(after_title),
            html.Span(className="grow"),
            *_as_list(before_clock),
            Still([wall_clock(frame.now, frame.zone), *_right_end(frame)]),
        ],
        className="top",
        **_offers(frame.actor),
    )


def patient_banner(
    frame: Frame,
    head: SessionHead,
    state: SessionState,
    *,
    back: Back = TO_BOARD,
    before_clock: Children = None,
) -> html.Header:
    """Draw back, chair, name, birth date, T+, clock, scheme, person: always in this order."""
    return html.Header(
        [
            *_back(back),
            chair_mark(head.chair.label),
            html.Div(
                [
                    html.H1(head.patient.name),
                    html.Span(born(head.patient.birth_date), className="soft nowrap"),
                    html.Span(treatment(head), className="faint nowrap hide-mid"),
                ],
                className="patient",
            ),
            *demo_mark(frame.demo),
            *self_harm_mark(state),
            html.Span(className="grow"),
            *([] if state.discharged_to else [emergency_button(head.id)]),
            *_as_list(before_clock),
            html.Span(elapsed(state), className="clock"),
            wall_clock(frame.now, frame.zone, "faint nowrap"),
            *_right_end(frame),
        ],
        className="top top--patient",
        **_offers(frame.actor),
    )


def chair_mark(label: str) -> html.B:
    """Draw the chair's number on its dark square."""
    return html.B(
        label,
        className="chair",
        **attributes(aria_label=tr("Chair {chair}", chair=label)),
        role="img",
    )


def treatment(head: SessionHead) -> str:
    """Write ``Session 7, ketamine 36 mg IV``."""
    return tr(
        "Session {number}, {drug} {dose} mg {route}",
        number=head.session_number,
        drug=drug_name(head.drug),
        dose=decimal(head.dose_mg),
        route=route_name(head.route),
    )


def _offers(actor: Actor) -> dict[str, Any]:
    """Mark the screen of somebody who may not record: base.css then offers nothing to record.

    What is drawn of a chair or a set is kept and serves everybody; the services refuse the rest.
    """
    return {} if may(actor, Permission.RECORD_EVENTS) else attributes(data_looks_only="")


def _right_end(frame: Frame) -> list[Component]:
    return [outbox_chip(), live_mark(), scheme_switch(), _menu(frame.actor)]


def _back(back: Back | None) -> list[Component]:
    if back is None:
        return []
    return [
        html.A(
            glyph("back"),
            href=back.to,
            className="btn btn--icon btn--quiet",
            **attributes(aria_label=tr(back.label)),
        )
    ]


def _as_list(children: Children) -> list[Part]:
    if children is None:
        return []
    if isinstance(children, Component | Drawn | str | int | float):
        return [children]
    return list(children)


def _roles(actor: Actor) -> str:
    return ", ".join(role_name(role) for role in sorted(actor.roles))
