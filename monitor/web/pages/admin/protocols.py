"""Protocols: which of the program's files this clinic starts sessions on."""

from __future__ import annotations

from dash import html

from monitor.clinical.protocol import Protocol, Quantity
from monitor.language.reader import tr
from monitor.services.admin_views import ProtocolChoice
from monitor.web.components import Part, chip
from monitor.web.components.attributes import attributes
from monitor.web.pages.admin import ids
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
)
from monitor.web.pages.admin.present import Asked, Everything, address
from monitor.web.words import drug_name, route_name


def left(whole: Everything, asked: Asked, part: str = "protocols") -> list[Part]:
    """Every protocol file, offered or not."""
    lines = [_line(one, asked, part) for one in whole.protocols]
    return [card(tr("Protocols"), [rows(lines, tr("There is no protocol file."))])]


def right(whole: Everything, asked: Asked) -> Part:
    """The protocol that is chosen."""
    choice = chosen(whole, asked)
    if not asked.chosen:
        return nothing_chosen(tr("Choose a protocol to read its numbers, and to offer it."))
    return gone() if choice is None else _reading(choice)


def chosen(whole: Everything, asked: Asked) -> ProtocolChoice | None:
    """The protocol that the address names."""
    found = (one for one in whole.protocols if one.protocol.id == asked.chosen)
    return next(found, None) if asked.kind == "protocol" else None


def _line(choice: ProtocolChoice, asked: Asked, part: str) -> html.Li:
    protocol = choice.protocol
    mark = chip(tr("offered"), "done", "met") if choice.offered else chip(tr("not offered"), "dot")
    to = address(part, protocol=protocol.id)
    here = asked.kind == "protocol" and asked.chosen == protocol.id
    return row(to, here, tr(protocol.title), _version(protocol), [mark])


def _version(protocol: Protocol) -> str:
    return tr(
        "version {version}, {drug} {route}",
        version=protocol.version,
        drug=drug_name(protocol.drug),
        route=route_name(protocol.route),
    )


def _reading(choice: ProtocolChoice) -> html.Section:
    protocol = choice.protocol
    return card(
        tr(protocol.title),
        [
            about(protocol.id, choice.revision),
            html.P(_version(protocol), className="faint"),
            _offering(choice),
            said(ids.ACT_SAID),
            _criteria(protocol),
            _numbers(protocol),
            _held_back(protocol),
            _sources(protocol),
        ],
        "admin__form",
    )


def _offering(choice: ProtocolChoice) -> Part:
    if not choice.offered:
        words = tr("Read the numbers before you offer it: the clinic's medical director approves.")
        do = button(ids.OFFER, tr("Offer it for new sessions"))
        return html.Div([html.P(words, className="soft"), do], className="admin__form")
    happens = tr("No new session starts on it. Sessions that run keep it to their end.")
    do = button(ids.OFFER_NO_MORE, tr("Offer it no more"), "btn--danger")
    return asked_first(tr("Offer it no more …"), happens, [do])


def _criteria(protocol: Protocol) -> html.Details:
    lines = [
        html.Tr([html.Th(tr(rule.label), scope="row"), html.Td(tr(rule.limit))])
        for rule in protocol.criteria
    ]
    return _opened(tr("Criteria for going home"), [tr("criterion"), tr("met when")], lines)


def _held_back(protocol: Protocol) -> html.P:
    """Whoever approves the numbers must know which of them hold a session back."""
    if protocol.pre_dose is None:
        words = tr(
            "It has no limits before the dose (pre_dose): every start waits for a physician."
        )
    else:
        words = tr(
            "Beyond the limits before the dose (pre_dose) a start waits for a physician's override."
        )
    return html.P(words, className="soft")


def _numbers(protocol: Protocol) -> html.Details:
    lines = [
        html.Tr(
            [
                html.Th(number.path, scope="row"),
                html.Td(tr("{value} {unit}", value=_value(number), unit=number.unit)),
                html.Td(number.source),
            ]
        )
        for number in protocol.quantities
    ]
    return _opened(tr("Every number"), [tr("number"), tr("value"), tr("source")], lines)


def _value(number: Quantity) -> str:
    if isinstance(number.value, list | tuple):
        return ", ".join(str(one) for one in number.value)
    return str(number.value)


def _sources(protocol: Protocol) -> html.Details:
    lines = [
        html.Tr([html.Th(name, scope="row"), html.Td(words)])
        for name, words in protocol.sources.items()
    ]
    return _opened(tr("Sources"), [tr("source"), tr("what it is")], lines)


def _opened(title: str, heads: list[str], lines: list[html.Tr]) -> html.Details:
    head = html.Tr([html.Th(words, scope="col") for words in heads])
    table = html.Table([html.Thead(head), html.Tbody(lines)], **attributes(aria_label=title))
    return html.Details(
        [html.Summary(title, className="btn"), html.Div(table, className="admin__table")],
        className="admin__ask",
    )
