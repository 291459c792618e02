"""The screen on which a sheet is copied: the frame here, the lines by assets/js/paper.js.

A page of plain HTML, because a half-copied sheet must outlive every redrawing.
"""

from __future__ import annotations

from monitor.access.permissions import Permission, permit
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Frame, Part, chair_mark, glyph
from monitor.web.components.attributes import attributes
from monitor.web.components.flags import flag_strip
from monitor.web.context import actor, house, in_thread
from monitor.web.looking import Looked, look
from monitor.web.plain import back_to, document, top
from monitor.web.words import born, clock_time

PATH = "/sessions/{session_id}/paper"


async def draw(session_id: str) -> str:
    """The page of one session; what cannot be read is said by whoever serves it."""
    permit(actor(), Permission.RECORD_EVENTS)
    looked = await in_thread(look, house(), actor(), session_id)
    head = looked.view.head
    frame = Frame(looked.now, looked.zone, actor(), house().demo)
    back = back_to(f"/sessions/{head.id}", tr("Back to the chart"))
    who: list[Part] = [
        chair_mark(head.chair.label),
        html.Div(
            [
                html.H1(head.patient.name),
                html.Span(born(head.patient.birth_date), className="soft nowrap"),
            ],
            className="patient",
        ),
    ]
    return document(
        tr("Copy from paper"),
        [top(frame, back, who), *flag_strip(looked.view), _main(looked), _bar()],
        css=("paper",),
        modules=("paper",),
    )


def _main(looked: Looked) -> html.Main:
    head = looked.view.head
    return html.Main(
        [
            html.H2(tr("Copy from paper")),
            *_ended(looked),
            html.P(
                tr(
                    "Each line is recorded by you, as from paper, at the time written on it; what "
                    "comes late is marked so. What is not recorded yet stays on this tablet."
                ),
                className="soft",
            ),
            html.Div(className="paper", **attributes(data_paper=head.id)),
        ],
        className="copying",
    )


def _ended(looked: Looked) -> list[Part]:
    """What a session that is over still takes; nothing while it is open."""
    closed = looked.view.head.closed_at
    if closed is None:
        return []
    words = tr(
        "This session ended at {time}. Only what was measured before that is still taken; a note "
        "may be of any time.",
        time=clock_time(closed, looked.zone),
    )
    return [html.P([glyph("lock"), " ", words], className="copying__ended", role="note")]


def _bar() -> html.Aside:
    return html.Aside(
        [
            html.P(className="grow", role="status", **attributes(data_paper_said="")),
            html.Button(
                tr("Record all lines"),
                type="button",
                className="btn btn--primary btn--big",
                **attributes(data_paper_save=""),
            ),
        ],
        className="copying__bar",
        **attributes(aria_label=tr("Record")),
    )
