"""PHQ-9's ninth item: shown on every screen of the session while its last answer is above 0."""

from __future__ import annotations

from monitor.clinical.scales.showing import self_harm_answer
from monitor.clinical.state import SessionState
from monitor.web import html
from monitor.web.components.marks import chip


def self_harm_mark(state: SessionState) -> list[html.Span]:
    """The mark, or nothing where the item was not asked or answered 0."""
    said = self_harm_answer(state)
    if said is None or not said.needs_person:
        return []
    return [chip(f"PHQ-9 item 9: {said.score}", "caution", "caution")]
