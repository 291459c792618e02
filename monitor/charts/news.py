"""What is news about a reading: beyond an alert's limit, or only outside the band that is drawn.

Colour belongs to the alerts alone, so that the chart never calls high what the board does not.
"""

from __future__ import annotations

from enum import StrEnum

from monitor.charts.palette import Palette
from monitor.charts.timeline import Band
from monitor.clinical.interpretation import Interpretation
from monitor.clinical.state import Level
from monitor.language.reader import tr
from monitor.language.said import say, say_in


class Outside(StrEnum):
    """Outside the shaded band, with no alert's limit crossed."""

    ABOVE = "above_band"
    BELOW = "below_band"


News = Interpretation | Outside
QUIET, OUTSIDE, CAUTION, URGENT = "", "outside", "caution", "urgent"
_RANKS = (QUIET, OUTSIDE, CAUTION, URGENT)
_WORDS: dict[News, str] = {
    Interpretation.CRITICALLY_HIGH: say("critically high"),
    Interpretation.HIGH: say("high"),
    Interpretation.LOW: say("low"),
    Interpretation.CRITICALLY_LOW: say("critically low"),
    Interpretation.NEEDS_OXYGEN: say("needs oxygen"),
    Outside.ABOVE: say("above the band"),
    Outside.BELOW: say("below the band"),
}
_HEARD: dict[News, str] = {
    Interpretation.CRITICALLY_HIGH: say_in("heard", "critically high"),
    Interpretation.CRITICALLY_LOW: say_in("heard", "critically low"),
}


def news(interpretation: Interpretation | None, value: float, band: Band | None) -> News | None:
    """What is news about one value; None where it lies within band and limits."""
    if interpretation is not None:
        return interpretation
    if band is None or band.holds(value):
        return None
    return Outside.ABOVE if value > band.high else Outside.BELOW


def tone(told: News | None) -> str:
    """How it is drawn: ``urgent``, ``caution``, ``outside``, or nothing."""
    if told is None:
        return QUIET
    if isinstance(told, Outside):
        return OUTSIDE
    return URGENT if told.level is Level.URGENT else CAUTION


def rank(told: News | None) -> int:
    """The graver, the higher."""
    return _RANKS.index(tone(told))


def graver(one: News | None, other: News | None) -> News | None:
    """The graver of two; the first where they are alike."""
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=rank)


def word(told: News | None) -> str:
    """The word for it, as short as the reader's language allows."""
    return "" if told is None else tr(_WORDS[told])


def word_heard(told: News | None) -> str:
    """The word for somebody who hears it: whole."""
    return "" if told is None else tr(_HEARD.get(told, _WORDS[told]))


def colour(told: News | None, palette: Palette, quiet: str) -> str:
    """The colour of mark and word: outside the band it is worth a look before any alert."""
    if told is None:
        return quiet
    told_apart = {URGENT: palette.urgent, CAUTION: palette.caution, OUTSIDE: palette.caution}
    return told_apart.get(tone(told), quiet)
