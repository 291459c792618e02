"""The sheets as a preview: what is seen here is what the printer gets, the frame left out.

A page of plain HTML: it is drawn at once, prints without contact, and nothing on it moves.
"""

from __future__ import annotations

from monitor.language.reader import tr, tr_plural
from monitor.services.downtime import read_sheets
from monitor.web import html
from monitor.web.components import Frame, Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.pages.downtime.pages import pages_of
from monitor.web.pages.downtime.paper import blank_page, page
from monitor.web.papers.links import paper_link
from monitor.web.plain import back_to, document, top

PATH = "/downtime"
SHEET_PATH = "/sessions/{session_id}/sheet"


async def draw(session_id: str | None = None) -> str:
    """The sheets of all open sessions with a blank one, or the sheet of one session."""
    found = await in_thread(read_sheets, house(), actor(), session_id)
    shown: list[Part] = [
        page(one, found, actor()) for sheet in found.sheets for one in pages_of(sheet)
    ]
    if session_id is None:
        shown.append(blank_page(found, actor()))
    frame = Frame(found.at, found.zone, actor(), found.demo)
    title = tr("Downtime sheets")
    back = back_to("/", tr("Back to the board"))
    if session_id is not None:
        back = back_to(f"/sessions/{session_id}", tr("Back to the chart"))
    return document(
        title,
        [
            top(frame, back, [html.H1(title)], _print_button()),
            html.Main([_note(len(found.sheets)), _files(session_id), *shown], className="sheets"),
        ],
        css=("downtime",),
        scripts=("downtime",),
    )


def _note(count: int) -> html.P:
    told = tr_plural("{number} open session.", "{number} open sessions.", count)
    words = tr("Print before the screens are away; this page prints without contact too.")
    return html.P([told, " ", words], className="sheets__note")


def _files(session_id: str | None) -> html.Div:
    """The same as files to keep; unlike the page they need contact. Nothing of it is printed."""
    if session_id is not None:
        links = [paper_link(f"/api/v1/sessions/{session_id}/sheet.pdf", tr("This sheet as a PDF"))]
    else:
        links = [
            paper_link("/api/v1/downtime.pdf", tr("These sheets as a PDF")),
            paper_link("/api/v1/downtime.pdf?blank=true", tr("A blank sheet as a PDF")),
        ]
    return html.Div(links, className="sheets__note")


def _print_button() -> html.Button:
    return html.Button(
        [glyph("note"), tr("Print")],
        type="button",
        className="btn btn--primary",
        **attributes(data_print=""),
    )
