"""A physician's order in words, and the taps that answer it."""

from __future__ import annotations

from monitor.clinical.order_state import OrderState, Until
from monitor.language.reader import tr
from monitor.language.said import say, say_list
from monitor.services.running_views import OrderView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.words import clock_time, decimal, whole_minutes

MEASURED = {
    "blood_pressure": say("BP"),
    "heart_rate": say("heart rate"),
    "spo2": say("SpO₂"),
    "respiration": say("breathing"),
    "temperature": say("temperature"),
    "alertness": say("alertness"),
}
FIELDS = {
    "systolic_mmhg": say("systolic"),
    "diastolic_mmhg": say("diastolic"),
    "heart_rate_bpm": say("heart rate"),
    "spo2_percent": say("SpO₂"),
    "respiratory_rate_per_min": say("breathing"),
    "temperature_c": say("temperature"),
    "moaas": say("alertness"),
}


def measured_words(order: OrderState) -> str:
    """What is to be measured: ``BP, heart rate``."""
    return tr(say_list([MEASURED[one] for one in order.measure], ", "))


def order_words(order: OrderState, zone: str) -> str:
    """The whole order: ``BP every 5 min until systolic below 160, 2 in a row``."""
    if not order.measure:
        return _in_words(order)
    words = _measuring(order, zone)
    return f"{words}. {order.text}" if order.text else words


def _in_words(order: OrderState) -> str:
    if order.every is None:
        return order.text
    return tr("{text}, every {minutes} min", text=order.text, minutes=whole_minutes(order.every))


def _measuring(order: OrderState, zone: str) -> str:
    what = measured_words(order)
    minutes = 0 if order.every is None else whole_minutes(order.every)
    if order.until is not None:
        return tr(
            "{what} every {minutes} min until {condition}",
            what=what,
            minutes=minutes,
            condition=condition_words(order.until),
        )
    if order.until_at is not None:
        time = clock_time(order.until_at, zone)
        return tr("{what} every {minutes} min until {time}", what=what, minutes=minutes, time=time)
    return tr("{what} every {minutes} min", what=what, minutes=minutes)


def condition_words(until: Until) -> str:
    """What ends an order: ``systolic below 160, 2 in a row``."""
    field, count = tr(FIELDS[until.field]), until.count
    if until.below is not None:
        value = decimal(until.below)
        return tr("{field} below {value}, {count} in a row", field=field, value=value, count=count)
    value = decimal(until.at_least or 0)
    return tr("{field} {value} or above, {count} in a row", field=field, value=value, count=count)


def seen_button(order: OrderView, session_id: str) -> html.Button:
    """One tap: a nurse has seen the order."""
    return html.Button(
        tr("Acknowledge"),
        type="button",
        className="btn",
        **attributes(
            aria_label=tr("Acknowledge order"),
            data_dialog="order_seen",
            data_session=session_id,
            data_target=order.state.id,
        ),
    )
