"""Open alerts as a band, and the words of one alert."""

from __future__ import annotations

from typing import Any

from monitor.clinical.state import Alert, Level
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.words import (
    ALERTS,
    RED_FLAGS,
    decimal,
    emergency_word,
    grade_word,
    whole_minutes,
)

_SYSTOLIC = say("Systolic {value}")
_HEART_RATE = say("Heart rate {value}")
_BREATHING = say("Breathing {value}/min")
_TEMPERATURE = say("Temperature {value} °C")
VALUE_FORMS = {
    "systolic_high": _SYSTOLIC,
    "systolic_low": _SYSTOLIC,
    "diastolic_high": say("Diastolic {value}"),
    "heart_rate_high": _HEART_RATE,
    "heart_rate_low": _HEART_RATE,
    "respiration_high": _BREATHING,
    "respiration_low": _BREATHING,
    "spo2_low": say("SpO₂ {value}"),
    "temperature_high": _TEMPERATURE,
    "temperature_low": _TEMPERATURE,
}
_SYSTOLIC_SAID = say("Systolic {value} mmHg")
_HEART_SAID = say("Heart rate {value} per minute")
_BREATHING_SAID = say("Breathing {value} per minute")
SAID_FORMS = {
    "systolic_high": _SYSTOLIC_SAID,
    "systolic_low": _SYSTOLIC_SAID,
    "diastolic_high": say("Diastolic {value} mmHg"),
    "heart_rate_high": _HEART_SAID,
    "heart_rate_low": _HEART_SAID,
    "respiration_high": _BREATHING_SAID,
    "respiration_low": _BREATHING_SAID,
    "spo2_low": say("Oxygen saturation {value} percent"),
}
OVERDUE_CODE, EMERGENCY_CODE = "observation_overdue", "emergency"
GRADE_WORDS = frozenset({"mild", "moderate", "severe"})


def gravity(alert: Alert) -> int:
    """An emergency before all; what the patient has before a set that nobody took. Least first."""
    if alert.code == EMERGENCY_CODE:
        return 0
    return 1 + 2 * (alert.level is not Level.URGENT) + (alert.code == OVERDUE_CODE)


def alert_words(alert: Alert) -> str:
    """Say what an alert is about, in a few words with its value."""
    return alert_name(alert.code, alert.value)


def alert_name(code: str, value: object = None) -> str:
    """The same from a code and its value."""
    name = ALERTS.get(code, code)
    if code in VALUE_FORMS and isinstance(value, int | float):
        return tr(VALUE_FORMS[code], value=decimal(value))
    if isinstance(value, str) and value in GRADE_WORDS:
        return tr("{effect} {grade}", effect=tr(name), grade=grade_word(value))
    if code == "red_flag" and value:
        return tr("Red flag: {flags}", flags=_flags(value))
    if code == "emergency" and isinstance(value, str):
        return tr("Emergency: {what}", what=emergency_word(value))
    return tr(name)


def alert_said(alert: Alert) -> str:
    """The same for somebody who hears it: the value with its unit."""
    if alert.code in SAID_FORMS and isinstance(alert.value, int | float):
        return tr(SAID_FORMS[alert.code], value=decimal(alert.value))
    return alert_words(alert)


def urgent_marks(view: SessionView) -> list[html.Div]:
    """Every open urgent alert as a sentence; assets/js/announce.js says a new one at once."""
    if view.state.discharged_to is not None:
        return []
    return [
        html.Div(hidden=True, **_told(alert, view))
        for alert in view.state.open_alerts()
        if alert.level is Level.URGENT
    ]


def _told(alert: Alert, view: SessionView) -> dict[str, Any]:
    chair, words = view.head.chair.label, alert_said(alert)
    return attributes(
        data_urgent=f"{view.head.id} {alert.code} {alert.raised_at:%Y%m%d%H%M%S}",
        data_said=tr("Urgent, chair {chair}: {alert}.", chair=chair, alert=words),
    )


def late_words(alert: Alert) -> str:
    """Say that an alert became known late, or nothing."""
    if not alert.late_minutes:
        return ""
    late = whole_minutes(alert.known_at - alert.raised_at)
    return tr("entered {minutes} min late", minutes=late)


def acknowledge_button(alert: Alert, session_id: str) -> html.Button:
    """Open the dialog in which a person says that they have seen the alert."""
    tone = "btn--danger" if alert.level is Level.URGENT else ""
    return html.Button(
        tr("Acknowledge"),
        type="button",
        className=f"btn {tone}".strip(),
        **attributes(
            data_dialog="acknowledge",
            data_session=session_id,
            data_code=alert.code,
            aria_label=tr("Acknowledge {alert}", alert=alert_said(alert)),
        ),
    )


def _flags(value: object) -> str:
    names = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return ", ".join(tr(RED_FLAGS.get(name, name)) for name in sorted(map(str, names)))
