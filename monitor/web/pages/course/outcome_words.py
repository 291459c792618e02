"""How a course goes, in words that state the definition they judge by."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.clinical.outcomes import BEYOND, LASTING_FROM, SCALES, Outcome
from monitor.language import writing
from monitor.language.reader import tr, tr_plural


def head_words(one: Outcome | None) -> tuple[str, str]:
    """``PHQ-9 is 9, was 21`` and beneath it the fall and what it is called."""
    if one is None:
        return tr("no PHQ-9 yet"), tr("asked before each session")
    title = SCALES[one.scale].title
    if one.first == one.latest:
        return tr("{scale} is {latest}", scale=title, latest=one.latest), fall_words(one)
    head = tr("{scale} is {latest}, was {first}", scale=title, latest=one.latest, first=one.first)
    return head, fall_words(one)


def fall_words(one: Outcome) -> str:
    """``fall of 57 %, response``: remission is said besides, and a rise as one."""
    fall = one.fall_percent
    if fall is None or fall == 0:
        told = tr("unchanged")
    elif fall > 0:
        told = tr("fall of {percent} %", percent=f"{fall:.0f}")
    else:
        told = tr("rise of {percent} %", percent=f"{-fall:.0f}")
    called = [tr("response")] if one.response else [tr("no response")]
    if one.remission:
        called.append(tr("remission"))
    return ", ".join([told, *called])


def definition_words(scale: str) -> str:
    """What response and remission mean here."""
    known = SCALES[scale]
    return tr(
        "{scale}: response is a fall of at least half from the first score; remission is {score} "
        "or less of {highest}.",
        scale=known.title,
        score=known.remission_to,
        highest=known.highest,
    )


def lasting_words(one: Outcome, ended_at: datetime | None, zone: str) -> str:
    """Whether relief lasted after the last session, as far as it was scored."""
    title = SCALES[one.scale].title
    if one.responded_at is None:
        return tr("{scale}: no response so far.", scale=title)
    if one.relapsed_at is not None:
        day = writing.day(one.relapsed_at.astimezone(ZoneInfo(zone)).date())
        return tr(
            "{scale}: response was lost by {day}, when the score rose above half of the first.",
            scale=title,
            day=day,
        )
    if ended_at is None or one.latest_at <= ended_at:
        return tr(
            "{scale}: response held at the last score; none after the last session yet.",
            scale=title,
        )
    days = (one.latest_at - ended_at).days
    held = tr_plural(
        "{scale}: response held {number} day after the last session",
        "{scale}: response held {number} days after the last session",
        days,
        scale=title,
    )
    if one.latest_at - ended_at >= BEYOND:
        return tr("{held}, beyond four months.", held=held)
    if one.latest_at - ended_at >= LASTING_FROM:
        return tr("{held}, three to four months.", held=held)
    return f"{held}."
