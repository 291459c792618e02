"""The buttons that print: each opens its file beside the screen it was tapped on."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes


def paper_links(view: SessionView, who: Actor) -> list[html.A]:
    """The papers of a session, for who may take them out of the clinic."""
    if not may(who, Permission.EXPORT_SESSION):
        return []
    path = f"/api/v1/sessions/{view.head.id}"
    return [paper_link(f"{path}/record.pdf", tr("Print the record"))]


def paper_link(to: str, words: str) -> html.A:
    """One button; the file opens in a window of its own."""
    return html.A(
        [glyph("note"), words],
        href=to,
        target="_blank",
        className="btn",
        **attributes(rel="noopener"),
    )
