"""Flags of eligibility under which a session was started: they stay on every screen of it."""

from __future__ import annotations

from monitor.language.reader import tr, tr_plural
from monitor.services.handover_views import FlagNow
from monitor.services.screened_views import OverriddenFlag
from monitor.services.screening import WORDS
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import chip, glyph


def flag_strip(view: SessionView) -> list[html.Div]:
    """Each flag with who decided against it and why; nothing where no flag was raised."""
    if view.screened is None or not view.screened.flags:
        return []
    told = " ".join(flag_words(flag) for flag in view.screened.flags)
    return [
        html.Div(
            [glyph("caution"), html.Span(told)],
            className="flagged",
            role="note",
            **attributes(aria_label=tr("Flags of eligibility")),
        )
    ]


def flag_mark(view: SessionView) -> list[html.Span]:
    """How many flags a session was started under, for a card; their names are its title."""
    if view.screened is None or not view.screened.flags:
        return []
    flags = view.screened.flags
    words = tr_plural("{number} flag", "{number} flags", len(flags))
    told = " ".join(flag_words(flag) for flag in flags)
    return [html.Span(chip(words, "caution", "caution"), title=told)]


def flag_words(flag: OverriddenFlag | FlagNow) -> str:
    """One flag, who decided against it and why."""
    return tr(
        "Flagged: {flag} ({word}). Overridden by {name}: {reason}.",
        flag=tr(flag.label),
        word=replied(flag.word),
        name=flag.by,
        reason=flag.reason.rstrip("."),
    )


def replied(word: str) -> str:
    """An answer of eligibility; what a person noted beside it stays as it was typed."""
    answer, _, note = word.partition(": ")
    told = tr(WORDS[answer]) if answer in WORDS else answer
    return f"{told}: {note}" if note else told
