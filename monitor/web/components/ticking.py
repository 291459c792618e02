"""Spans whose words move on with the clock; assets/js/clock.js rewrites them by the same rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from monitor.clinical.state import SessionState
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.words import MINUTE, clock_time, whole_minutes


def _old(at: datetime, now: datetime) -> str:
    return tr("{minutes} min old", minutes=whole_minutes(now - at))


def _ago(at: datetime, now: datetime) -> str:
    return tr("{minutes} min ago", minutes=whole_minutes(now - at))


def _open(at: datetime, now: datetime) -> str:
    return tr("open {minutes} min", minutes=whole_minutes(now - at))


def _elapsed(at: datetime, now: datetime) -> str:
    return f"T+{whole_minutes(now - at)}"


def _due(at: datetime, now: datetime) -> str:
    if at > now:
        ahead = -((now - at) // MINUTE)
        return tr("In {minutes} min", minutes=ahead)
    over = whole_minutes(now - at)
    return tr("{minutes} min over", minutes=over) if over else tr("Now")


def _overdue(at: datetime, now: datetime) -> str:
    return tr("Overdue {minutes} min", minutes=whole_minutes(now - at))


FORMS: dict[str, Callable[[datetime, datetime], str]] = {
    "old": _old,
    "ago": _ago,
    "open": _open,
    "elapsed": _elapsed,
    "due": _due,
    "overdue": _overdue,
}


def tick_words(form: str, at: datetime, now: datetime) -> str:
    """Return the words of a ticking span at one instant."""
    return FORMS[form](at, now)


def ticking(form: str, at: datetime, now: datetime, extra: str = "") -> html.Span:
    """Make a span that counts on in the browser; forms: see FORMS."""
    return html.Span(
        tick_words(form, at, now),
        className=f"tick {extra}".strip(),
        **attributes(data_tick=form, data_at=at.isoformat()),
    )


def age(at: datetime, now: datetime, stale: bool = False) -> html.Span:
    """How old a value is; amber once it is too old to count."""
    return ticking("old", at, now, "is-stale" if stale else "")


def age_in(state: SessionState, at: datetime, stale: bool = False) -> html.Span:
    """How old a value of a session is; after discharge it stands still, as it was then."""
    if state.discharged_to is None:
        return age(at, state.clock, stale)
    extra = " is-stale" if stale else ""
    return html.Span(tick_words("old", at, state.clock), className=f"tick{extra}")


def words_elapsed(state: SessionState) -> str:
    """The same as `elapsed` in words that stand still."""
    if state.time_zero is None:
        return "T \u2013"
    return tick_words("elapsed", state.time_zero, state.clock)


def elapsed(state: SessionState) -> html.Span:
    """``T+38``, ticking; it stands still after discharge and is ``T \u2013`` before time zero."""
    if state.time_zero is None:
        return html.Span("T \u2013", className="tick")
    if state.discharged_to is not None:
        return html.Span(tick_words("elapsed", state.time_zero, state.clock), className="tick")
    return ticking("elapsed", state.time_zero, state.clock)


def wall_clock(now: datetime, zone: str, extra: str = "clock") -> html.Span:
    """Show the time on the clinic's wall, ticking."""
    return html.Span(
        clock_time(now, zone),
        className=extra,
        **attributes(data_clock=zone, data_now=now.isoformat()),
    )


def freshness(version: int, at: datetime, changes_at: datetime | None) -> html.Div:
    """Tell the browser how new the drawing is; assets/js/live.js reads it."""
    return html.Div(
        hidden=True,
        **attributes(
            data_live_version=str(version),
            data_live_at=at.isoformat(),
            data_changes_at=changes_at.isoformat() if changes_at else "",
        ),
    )
