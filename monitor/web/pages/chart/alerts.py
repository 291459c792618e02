"""Every alert episode of the session under the chart, with who answered when."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.clinical.state import Alert, AlertState, Level
from monitor.language.reader import tr
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components import acknowledge_button, alert_words, chip, glyph, late_words
from monitor.web.words import LEVELS, STATES, clock_time, role_name

STATE_TONES = {
    AlertState.OPEN: "caution",
    AlertState.ACKNOWLEDGED: "accent",
    AlertState.RESOLVED: "unknown",
    AlertState.WITHDRAWN: "unknown",
}
STATE_GLYPHS = {
    AlertState.OPEN: "caution",
    AlertState.ACKNOWLEDGED: "done",
    AlertState.RESOLVED: "done",
    AlertState.WITHDRAWN: "close",
}


def alerts_card(view: SessionView, zone: str) -> html.Section:
    """Every alert episode of the session, the open ones on top with their button."""
    alerts = sorted(
        view.state.alerts,
        key=lambda alert: (alert.state is not AlertState.OPEN, -alert.raised_at.timestamp()),
    )
    rows: list[Component] = [_alert(alert, view, zone) for alert in alerts]
    if not rows:
        rows = [html.Li(tr("No alert in this session."), className="soft episode")]
    return html.Section(
        [html.H2(tr("Alerts")), html.Ul(rows, className="episodes")],
        className="card below__card",
        id="alerts",
    )


def _alert(alert: Alert, view: SessionView, zone: str) -> html.Li:
    urgent = alert.level is Level.URGENT
    tone = "urgent" if urgent and alert.state is AlertState.OPEN else STATE_TONES[alert.state]
    waiting = alert.state is AlertState.OPEN or _waits_for_physician(alert)
    words = [
        glyph(
            "urgent" if urgent else "caution",
            f"episode__mark episode__mark--{alert.level.value}",
        ),
        html.Div([html.B(alert_words(alert)), html.P(_alert_story(alert, zone))]),
        chip(
            f"{tr(LEVELS[alert.level])}, {tr(STATES[alert.state.value])}",
            STATE_GLYPHS[alert.state],
            tone,
        ),
        acknowledge_button(alert, view.head.id) if waiting else None,
    ]
    return html.Li([word for word in words if word is not None], className="episode")


def _waits_for_physician(alert: Alert) -> bool:
    withdrawn = alert.state is AlertState.WITHDRAWN
    return alert.level is Level.URGENT and not alert.answered and not withdrawn


def _alert_story(alert: Alert, zone: str) -> str:
    said = [tr("raised {time}", time=clock_time(alert.raised_at, zone))]
    if alert.acknowledged_at is not None:
        said.append(_acknowledged(alert, clock_time(alert.acknowledged_at, zone)))
    if alert.note:
        said.append(f"“{alert.note}”")
    if alert.closed_at is not None:
        said.append(tr("closed {time}", time=clock_time(alert.closed_at, zone)))
    if _waits_for_physician(alert):
        said.append(tr("waits for a physician's note"))
    if late := late_words(alert):
        said.append(late)
    return ", ".join(said)


def _acknowledged(alert: Alert, time: str) -> str:
    if not alert.acknowledged_by:
        return tr("acknowledged {time}", time=time)
    # A case file knows only the role; the running system the person.
    return tr("acknowledged {time} by {who}", time=time, who=role_name(alert.acknowledged_by))
