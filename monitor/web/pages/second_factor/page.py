"""The screen of one's own second factor; what it shows comes over the interface.

A page of plain HTML, because a secret that is shown once is no part of what Dash sends or keeps.
"""

from __future__ import annotations

from monitor.language.reader import tr
from monitor.services.people import read_clinic
from monitor.web import html
from monitor.web.components import Frame
from monitor.web.components.attributes import attributes
from monitor.web.context import actor, house, in_thread
from monitor.web.plain import back_to, document, top

PATH = "/second-factor"


async def draw() -> str:
    """The page of whoever is signed in."""
    clinic = await in_thread(read_clinic, house(), actor())
    frame = Frame(house().clock(), clinic.zone, actor(), house().demo)
    title = html.H1(tr("Second factor"))
    return document(
        tr("Second factor"),
        [
            top(frame, back_to("/", tr("Back to the board")), [title]),
            html.Main(
                html.P(tr("Loading"), className="soft"),
                className="own-factor",
                **attributes(data_second_factor=""),
            ),
        ],
        css=("second-factor",),
        scripts=("second-factor", "own-second-factor"),
    )
