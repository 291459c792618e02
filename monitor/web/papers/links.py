"""The buttons that print: each opens its file beside the screen it was tapped on."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.language.catalogue import languages, own_name
from monitor.language.reader import tr
from monitor.services.printing import ESKETAMINE
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes


def paper_rights(view: SessionView, who: Actor) -> tuple[bool, bool]:
    """Whether there are papers for this person, and the form of the drug among them."""
    return may(who, Permission.EXPORT_SESSION), view.head.drug == ESKETAMINE


def paper_links(view: SessionView, who: Actor) -> list[html.A]:
    """The papers of a session, for who may take them out of the clinic."""
    may_export, has_form = paper_rights(view, who)
    if not may_export:
        return []
    path = f"/api/v1/sessions/{view.head.id}"
    links = [paper_link(f"{path}/record.pdf", tr("Print the record"))]
    # Each language under its own name: it is the patient's, not the reader's.
    links += [
        paper_link(
            f"{path}/instructions.pdf?language={code}",
            tr("Instructions for the patient: {language}", language=name),
        )
        for code, name in ((code, own_name(code)) for code in languages())
    ]
    if has_form:
        links.append(paper_link(f"{path}/monitoring-form.pdf", tr("Monitoring form")))
    return links


def paper_link(to: str, words: str) -> html.A:
    """One button; the file opens in a window of its own."""
    return html.A(
        [glyph("note"), words],
        href=to,
        target="_blank",
        className="btn",
        **attributes(rel="noopener"),
    )
