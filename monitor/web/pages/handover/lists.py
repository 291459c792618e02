"""Handovers in a row: those that wait, those that can go back, those of a day."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.language.reader import tr
from monitor.services.handover_views import HandoverDesk, HandoverHead
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part, glyph
from monitor.web.pages.handover.words import between_words, chairs_words, state_words, why_words


def waiting_card(desk: HandoverDesk) -> list[Part]:
    """What waits for the second signature; nothing where nothing does."""
    if not desk.waiting:
        return []
    title = html.H2([glyph("due"), tr("Waits for a signature")])
    return [html.Section([title, rows(desk.waiting, desk.zone)], className="card hand__card")]


def back_card(desk: HandoverDesk) -> list[Part]:
    """Breaks of others whose chairs can go back by one tap."""
    if not desk.given_back:
        return []
    items = [
        html.Li(
            [
                html.Div(
                    [html.B(head.giver), html.Span(chairs_words(head.chairs))],
                    className="hand__said",
                ),
                html.A(
                    tr("Give back …"),
                    href=f"/handover?takes_back={head.id}",
                    className="btn",
                    **attributes(aria_label=tr("Give back to {name}", name=head.giver)),
                ),
            ]
        )
        for head in desk.given_back
    ]
    title = html.H2(tr("Back from a break"))
    return [
        html.Section([title, html.Ul(items, className="hand__list")], className="card hand__card")
    ]


def rows(heads: Sequence[HandoverHead], zone: str) -> html.Ul:
    """One line a handover, leading to it."""
    return html.Ul([html.Li(_row(head, zone)) for head in heads], className="hand__list")


def _row(head: HandoverHead, zone: str) -> html.A:
    said = tr(
        "{chairs}. {why}, {state}",
        chairs=chairs_words(head.chairs),
        why=why_words(head),
        state=state_words(head, zone),
    )
    return html.A(
        [html.B(between_words(head)), html.Span(said)],
        href=f"/handover/{head.id}",
        className="hand__said",
    )


def to_past() -> html.A:
    """The way to the handovers of each day."""
    return html.A(tr("Past handovers"), href="/handover/past", className="btn")
