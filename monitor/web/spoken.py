"""Readings as somebody hears them who does not see the screen: name, number, unit, what is news.

What stands on a screen in figures and short words is hidden from a screen reader where these words
stand beside it, so that nothing is said twice.
"""

from __future__ import annotations

from monitor.language.reader import tr
from monitor.language.said import say, say_in
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Children
from monitor.web.words import decimal

PRESSURE = say("Blood pressure")
NAMES = {
    "heart_rate_bpm": say_in("heard", "Heart rate"),
    "spo2_percent": say("Oxygen saturation"),
    "respiratory_rate_per_min": say("Breathing rate"),
    "temperature_c": say("Temperature"),
}
NUMBERS = {
    "heart_rate_bpm": say("{value} per minute"),
    "spo2_percent": say("{value} percent"),
    "respiratory_rate_per_min": say("{value} per minute"),
    "temperature_c": say("{value} degrees Celsius"),
}


def seen(children: Children) -> html.Span:
    """What is for the eyes alone."""
    return html.Span(children, **attributes(aria_hidden="true"))


def heard(children: Children) -> html.Span:
    """What is for the ears alone."""
    return html.Span(children, className="spoken")


def pressure_said(systolic: float, diastolic: float) -> str:
    """``204 over 112 mmHg``."""
    return tr(
        "{systolic} over {diastolic} mmHg", systolic=decimal(systolic), diastolic=decimal(diastolic)
    )


def number_said(field: str, value: float) -> str:
    """A number with its unit in words."""
    return tr(NUMBERS[field], value=decimal(value))


def air_said(litres: float) -> str:
    """What the patient breathes; litres a minute of oxygen, 0 is air."""
    return (
        tr("on {litres} litres of oxygen per minute", litres=decimal(litres))
        if litres
        else tr("on air")
    )


def change_said(change: str) -> str:
    """How far from baseline; a pair reads ``+66 over +28``."""
    first, _, second = change.partition(" / ")
    both = tr("{systolic} over {diastolic}", systolic=first, diastolic=second) if second else first
    return tr("{change} from baseline", change=both)
