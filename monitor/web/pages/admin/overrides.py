"""Overrides: what a physician may decide against here, and who of them."""

from __future__ import annotations

from dash import dcc, html

from monitor.access.roles import Role
from monitor.clinical.protocol import CriterionRule
from monitor.language.reader import tr
from monitor.services.admin_views import PersonKept, ProtocolChoice
from monitor.web.components import Part, chip
from monitor.web.pages.admin import ids, protocols
from monitor.web.pages.admin.director import director_parts
from monitor.web.pages.admin.parts import (
    about,
    asked_first,
    button,
    card,
    gone,
    nothing_chosen,
    row,
    rows,
    said,
    ticks,
)
from monitor.web.pages.admin.present import Asked, Everything, address


def left(whole: Everything, asked: Asked) -> list[Part]:
    """The protocols, and the physicians."""
    lines = [_line(one, asked) for one in _physicians(whole)]
    nobody = tr("No physician yet. Only physicians override.")
    return [
        *protocols.left(whole, asked, "overrides"),
        card(tr("Physicians"), [rows(lines, nobody)]),
    ]


def right(whole: Everything, asked: Asked) -> Part:
    """The protocol or the physician that is chosen."""
    if asked.kind == "person":
        person = next((one for one in _physicians(whole) if one.id == asked.chosen), None)
        return gone() if person is None else _right_of(person)
    if not asked.chosen:
        words = tr("Choose a protocol to say what may be overridden, or a physician to say who.")
        return nothing_chosen(words)
    choice = protocols.chosen(whole, asked)
    return gone() if choice is None else _criteria(choice)


def _physicians(whole: Everything) -> list[PersonKept]:
    return [one for one in whole.people if one.active and Role.PHYSICIAN in one.roles]


def _line(person: PersonKept, asked: Asked) -> html.Li:
    mark = (
        chip(tr("may override"), "done", "met")
        if person.may_override
        else chip(tr("may not override"), "close", "unknown")
    )
    to = address("overrides", person=person.id)
    return row(to, asked.chosen == person.id, person.name, person.login, [mark])


def _criteria(choice: ProtocolChoice) -> html.Section:
    rules = choice.protocol.criteria
    open_to = [rule for rule in rules if rule.override]
    shut = [rule for rule in rules if not rule.override]
    left_open = [rule.id for rule in open_to if rule.id not in choice.withheld]
    explained = tr(
        "Ticked: a physician may decide against it, with a reason. Not ticked: nobody here may. "
        "It counts at once, for sessions that run as well."
    )
    return card(
        tr(choice.protocol.title),
        [
            about(choice.protocol.id, choice.revision),
            dcc.Store(id=ids.OVERRIDABLE, data=[rule.id for rule in open_to]),
            html.P(explained, className="soft"),
            ticks(
                ids.LEFT_OPEN,
                tr("A physician may override"),
                [(rule.id, _rule(rule)) for rule in open_to],
                left_open,
            ),
            said(),
            button(ids.SAVE_OVERRIDES, tr("Save")),
            html.H3(tr("The protocol lets nobody override")),
            html.Ul(
                [html.Li(_rule(rule)) for rule in shut],
                className="admin__shut",
            ),
        ],
        "admin__form",
    )


def _rule(rule: CriterionRule) -> list[Part]:
    return [html.B(tr(rule.label)), html.Span(tr(rule.limit))]


def _right_of(person: PersonKept) -> html.Section:
    if person.may_override:
        happens = tr("{name} can sign, and override nothing any more.", name=person.name)
        do = button(ids.TAKE_RIGHT, tr("Take the right away"), "btn--danger")
        act: Part = asked_first(tr("Take the right to override away …"), happens, [do])
        words = tr("May override where the protocol and the clinic let a physician.")
    else:
        act = button(ids.GIVE_RIGHT, tr("Give the right to override"))
        words = tr("May not override anything.")
    inside = [
        about(person.id, person.revision),
        html.P(words),
        act,
        *director_parts(person),
        said(ids.ACT_SAID),
    ]
    return card(person.name, inside, "admin__form")
