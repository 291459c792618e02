"""The line on a card: what is asked for, and what else is the matter than the band says."""

from __future__ import annotations

from monitor.clinical.state import Alert, AlertState, Level, SessionState
from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web.components import alert_words
from monitor.web.components.alerts import OVERDUE_CODE, gravity
from monitor.web.components.ladder import prompt_words
from monitor.web.pages.board.ordered import new_line
from monitor.web.pages.board.standing import (
    Reason,
    Standing,
    is_owed_now,
    open_alerts,
    overdue_set,
)
from monitor.web.words import clock_time


def alert_line(view: SessionView, why: Reason, zone: str) -> str:
    """Say what is to be decided, done or seen, or who has seen it; then name what else is open."""
    asked = new_line(view, zone) or _prompt(view) or _asked(view.state)
    named = None if asked else _seen(view.state, why)
    if named is not None:
        asked = _acknowledged(view, named, zone, by_name=named is not why.alert)
    others = [alert_words(alert) for alert in _others(view.state, why) if alert is not named]
    others.extend(_overdue_beside(view.state, why))
    return _together(asked, others)


def _prompt(view: SessionView) -> str:
    return prompt_words(view.running.prompts[0]) if view.running.prompts else ""


def _asked(state: SessionState) -> str:
    """What the gravest open alert asks for; a set that is owed asks for itself."""
    waiting = [alert for alert in open_alerts(state) if not _is_owed(alert, state)]
    if not waiting:
        return ""
    urgent = waiting[0].level is Level.URGENT
    return tr("Physician decision required.") if urgent else tr("Not yet seen.")


def _is_owed(alert: Alert, state: SessionState) -> bool:
    return alert.code == OVERDUE_CODE and is_owed_now(state)


def _all_seen(state: SessionState) -> list[Alert]:
    seen = [alert for alert in state.alerts if alert.state is AlertState.ACKNOWLEDGED]
    return sorted(seen, key=gravity)


def _seen(state: SessionState, why: Reason) -> Alert | None:
    """The alert of which it is said who has seen it: that of the band, or else the gravest."""
    seen = [alert for alert in _all_seen(state) if alert.acknowledged_at is not None]
    of_the_band = next((alert for alert in seen if alert is why.alert), None)
    return of_the_band or next(iter(seen), None)


def _acknowledged(view: SessionView, alert: Alert, zone: str, *, by_name: bool) -> str:
    """Who has seen an alert, and when; which one, where the band does not say it."""
    assert alert.acknowledged_at is not None
    told = {
        "time": clock_time(alert.acknowledged_at, zone),
        "name": _acknowledger(view, alert),
        "alert": alert_words(alert),
    }
    if by_name:
        if told["name"]:
            return tr("{alert}, acknowledged {time}, {name}.", **told)
        return tr("{alert}, acknowledged {time}.", **told)
    if told["name"]:
        return tr("Acknowledged {time}, {name}.", **told)
    return tr("Acknowledged {time}.", **told)


def _acknowledger(view: SessionView, alert: Alert) -> str:
    names = [
        entry.person_name
        for entry in view.entries
        if entry.event.kind == "alert_acknowledged" and entry.event.fields.get("code") == alert.code
    ]
    return names[-1] if names else ""


def _others(state: SessionState, why: Reason) -> list[Alert]:
    """What the band does not name: every open alert, and what is urgent though it was seen."""
    seen = [alert for alert in _all_seen(state) if alert.level is Level.URGENT]
    unnamed = [alert for alert in (*open_alerts(state), *seen) if alert is not why.alert]
    return sorted((alert for alert in unnamed if alert.code != OVERDUE_CODE), key=gravity)


def _overdue_beside(state: SessionState, why: Reason) -> list[str]:
    """That a set is overdue, where the band says what is graver: beside two buttons is no room."""
    if why.standing is Standing.OVERDUE or (why.alert and why.alert.code == OVERDUE_CODE):
        return []
    owed = any(alert.code == OVERDUE_CODE for alert in open_alerts(state))
    return [overdue_set(state)] if owed else []


def _together(asked: str, others: list[str]) -> str:
    """Name one more alert and count several: eight cards fit the screen only with short lines."""
    if not others:
        return asked
    more = (
        tr("Also {alert}.", alert=others[0])
        if len(others) == 1
        else tr("Also {count} more.", count=len(others))
    )
    lead = asked if not asked or asked.endswith(".") else f"{asked}."
    return f"{lead} {more}".strip()
