"""Find the patient to search by; write what is asked into the address, which searches."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from monitor.errors import MonitorError
from monitor.language.reader import tr
from monitor.services.audit_views import Audited
from monitor.services.auditing import find_audited, read_audit_sheet
from monitor.web import html
from monitor.web.components import Part
from monitor.web.context import actor, house, in_thread
from monitor.web.kit import Callbacks
from monitor.web.pages.admin.present import told
from monitor.web.pages.audit import ids
from monitor.web.pages.audit.layout import about
from monitor.web.pages.audit.present import Asked, asked_by
from monitor.web.still import Still

FEWEST_LETTERS = 2
TYPED = {
    "patient": State(ids.PATIENT, "data"),
    "person": State(ids.PERSON, "value"),
    "action": State(ids.ACTION, "value"),
    "from": State(ids.FROM, "value"),
    "to": State(ids.TO, "value"),
}

callback = Callbacks()


@callback(
    output=[Output(ids.FOUND, "children"), Output(ids.SAID, "children", allow_duplicate=True)],
    inputs={"words": Input(ids.FIND, "value"), "typed": TYPED},
    prevent_initial_call=True,
)
async def find(words: str | None, typed: dict[str, object]) -> tuple[Any, Any]:
    said = words.strip() if isinstance(words, str) else ""
    if len(said) < FEWEST_LETTERS:
        return Still([]), no_update
    try:
        found = await in_thread(find_audited, house(), actor(), said)
    except MonitorError as error:
        return no_update, told(error)
    return Still(_hits(found, asked_by(typed))), ""


@callback(
    output=[Output(ids.GO, "href"), Output(ids.SAID, "children", allow_duplicate=True)],
    inputs={"_taps": Input(ids.SEARCH, "n_clicks"), "typed": TYPED},
    prevent_initial_call=True,
)
async def search(_taps: int, typed: dict[str, object]) -> tuple[Any, str]:
    asked = asked_by(typed)
    try:
        asked.question((await in_thread(read_audit_sheet, house(), actor(), None)).zone)
    except MonitorError as error:
        return no_update, told(error)
    return asked.address(), ""


def _hits(found: tuple[Audited, ...], asked: Asked) -> list[Part]:
    hits: list[Part] = [
        html.A(
            [html.B(one.name), html.Span(about(one))],
            href=asked.address(patient=one.id),
            className="btn start__hit",
        )
        for one in found
    ]
    return hits or [html.P(tr("No patient found."))]
