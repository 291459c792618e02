"""Unremarkable answers and readings: with them nothing stops the start."""

from __future__ import annotations

from dataclasses import replace

from monitor.clinical.eligibility import ANSWERS, PreDose, Reply
from monitor.services.screened_views import NewScreening
from monitor.store.data_files import shipped_questionnaire

CALM = PreDose(122, 78, 72, 98, 14)


def fit(readings: PreDose = CALM, **replies: str | Reply | None) -> NewScreening:
    """Everything answered without a flag, but for the replies given; None leaves one out."""
    said = {
        one.id: Reply(next(word for word in ANSWERS if word not in one.flagged_by))
        for one in shipped_questionnaire().questions
    }
    for question, reply in replies.items():
        if reply is None:
            del said[question]
        else:
            said[question] = Reply(reply) if isinstance(reply, str) else reply
    return NewScreening(said, readings)


def reading(**changed: int | None) -> PreDose:
    """Calm readings, but for those given."""
    return replace(CALM, **changed)


def as_json(screening: NewScreening) -> dict[str, object]:
    """The body that a machine sends."""
    replies = {
        key: {"answer": one.answer, "note": one.note, "unchanged": one.unchanged}
        for key, one in screening.replies.items()
    }
    readings = {name: getattr(screening.readings, name) for name in PreDose.__slots__}
    return {"replies": replies, "readings": readings}
