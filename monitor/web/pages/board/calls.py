"""Unanswered urgent alerts that have climbed past the bedside: whom to call, at the board's top."""

from __future__ import annotations

from monitor.clinical.ladder import Climb, Rung
from monitor.language.reader import tr
from monitor.services.views import Board, SessionView
from monitor.web import html
from monitor.web.components.ladder import (
    call_button,
    call_words,
    unshown_call,
    urgency_of_call,
    waited,
)
from monitor.web.components.marks import Part, glyph

Waiting = tuple[SessionView, Climb]


def climbed(board: Board) -> list[Waiting]:
    """Every alert that waits for more than the bedside, in the order in which to call."""
    found = [
        (card.session, climb)
        for card in board.cards
        if card.session is not None
        for climb in card.session.running.climbs
        if climb.rung is not Rung.NURSE
    ]
    return sorted(found, key=lambda one: urgency_of_call(one[1]))


def calls(board: Board, *, may_call: bool = True) -> list[Part]:
    """The call to make first, and how many more there are; a button for who may call."""
    waiting = climbed(board)
    if not waiting:
        return []
    view, climb = waiting[0]
    words = tr(
        "Chair {chair}, {minutes} min: {call}",
        chair=view.head.chair.label,
        minutes=waited(climb, board.at),
        call=call_words(climb, board.watch),
    )
    more = len(waiting) - 1
    if more:  # in the same words: what stands beside them is not shown where there is little room
        words = f"{words} {tr('+{count} more', count=more)}"
    call: Part = html.Span(
        [glyph("phone"), html.Span(words)],
        className="badge badge--urgent-full badge--call",
        title=words,
    )
    if may_call:
        call = call_button(climb, view.head.id, words, "badge badge--urgent-full badge--call")
    unshown = [unshown_call(other, session.head.id) for session, other in waiting[1:]]
    return [html.Li([call, *unshown])]


def responsible(board: Board, chair_id: str) -> tuple[str, str]:
    """Initials and name of the nurse who watches over a chair, and of the next one who has to sign.

    Empty where nobody watches over it and no handover waits.
    """
    found, waiting = board.watch.chairs.get(chair_id), board.watch.handovers.get(chair_id)
    name = found.name if found else ""
    if waiting is None:
        return _initials(name), tr("Responsible: {name}", name=name) if name else ""
    next_one = waiting.receiver
    words = tr(
        "Responsible: {name}. Handover to {receiver} waits.",
        name=name or tr("nobody"),
        receiver=next_one,
    )
    # The arrow stays with who receives where the two stand in two lines.
    return f"{_initials(name) or '?'} \u2192\u00a0{_initials(next_one)}", words


def _initials(name: str) -> str:
    letters = [word[0] for word in name.replace(".", "").split() if word]
    return (letters[0] + letters[-1]).upper() if letters else ""
