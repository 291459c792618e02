"""Which tablets hold entries that have not reached the server, as they said last."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.language.reader import tr, tr_plural
from monitor.services.tablet_views import TabletUnsent
from monitor.web import html
from monitor.web.components.marks import Part, glyph
from monitor.web.components.ticking import ticking
from monitor.web.words import clock_time, listed


def tablet_name(name: str, number: int) -> str:
    """What a device is called: the name that somebody gave it, or its number."""
    return name or tr("Tablet {number}", number=number)


def unsent_lines(tablets: Iterable[TabletUnsent], zone: str, now: datetime) -> list[Part]:
    """One line for each other tablet; the one in hand says it by itself, in its own chip."""
    return [_line(one, zone, now) for one in tablets if not one.own]


def _line(one: TabletUnsent, zone: str, now: datetime) -> html.Li:
    what = tr_plural(
        "{tablet}: {number} entry not sent",
        "{tablet}: {number} entries not sent",
        one.unsent,
        tablet=tablet_name(one.name, one.number),
    )
    return html.Li(
        [
            glyph("offline"),
            html.P(
                [
                    html.B(what),
                    *_parts(one),
                    html.Span(_said(one, zone), className="elsewhere__said"),
                    html.Span(["(", ticking("ago", one.said_at, now), ")"]),
                ]
            ),
        ]
    )


def _parts(one: TabletUnsent) -> list[Part]:
    parts: list[Part] = []
    if one.chairs:
        places = listed(
            tr("chair {chair}: {count}", chair=chair, count=count) for chair, count in one.chairs
        )
        parts.append(html.Span(places))
    if one.asking:
        waits = tr_plural(
            "{number} of them waits for an answer there",
            "{number} of them wait for an answer there",
            one.asking,
        )
        parts.append(html.Span(waits, className="elsewhere__asks"))
    return parts


def _said(one: TabletUnsent, zone: str) -> str:
    return tr(
        "as it said at {time}, the oldest made at {oldest}",
        time=clock_time(one.said_at, zone),
        oldest=clock_time(one.oldest_at, zone),
    )
