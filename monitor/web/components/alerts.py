"""Open alerts as a band, and the words of one alert."""

from __future__ import annotations

from dash import html

from monitor.clinical.state import Alert, Level
from monitor.web.components.attributes import attributes
from monitor.web.words import ALERTS, RED_FLAGS, whole_minutes

VALUE_FORMS = {
    "systolic_high": "Systolic {}",
    "systolic_low": "Systolic {}",
    "diastolic_high": "Diastolic {}",
    "heart_rate_high": "Heart rate {}",
    "heart_rate_low": "Heart rate {}",
    "respiration_high": "Breathing {}/min",
    "respiration_low": "Breathing {}/min",
    "spo2_low": "SpO₂ {}",
    "temperature_high": "Temperature {} °C",
    "temperature_low": "Temperature {} °C",
}
GRADE_WORDS = frozenset({"mild", "moderate", "severe"})


def alert_words(alert: Alert) -> str:
    """Say what an alert is about, in a few words with its value."""
    name = ALERTS.get(alert.code, alert.code)
    value = alert.value
    if alert.code in VALUE_FORMS and isinstance(value, int | float):
        return VALUE_FORMS[alert.code].format(f"{value:g}")
    if isinstance(value, str) and value in GRADE_WORDS:
        return f"{name} {value}"
    if alert.code == "red_flag":
        return f"Red flag: {_flags(value)}"
    if alert.code == "emergency" and isinstance(value, str):
        return f"Emergency: {value.replace('_', ' ')}"
    return name


def late_words(alert: Alert) -> str:
    """Say that an alert became known late, or nothing."""
    if not alert.late_minutes:
        return ""
    return f"entered {whole_minutes(alert.known_at - alert.raised_at)} min late"


def acknowledge_button(alert: Alert, session_id: str) -> html.Button:
    """Open the dialog in which a person says that they have seen the alert."""
    tone = "btn--danger" if alert.level is Level.URGENT else ""
    return html.Button(
        "Acknowledge",
        type="button",
        className=f"btn {tone}".strip(),
        **attributes(
            data_dialog="acknowledge",
            data_session=session_id,
            data_code=alert.code,
            aria_label=f"Acknowledge {alert_words(alert)}",
        ),
    )


def _flags(value: object) -> str:
    names = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return ", ".join(RED_FLAGS.get(str(name), str(name)) for name in sorted(map(str, names)))
