"""What a sheet tells of its session in sentences. Pure: values in, words out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from monitor.clinical.grading import NEVER_URGENT_ALONE
from monitor.clinical.prompts import stop_limits
from monitor.clinical.protocol import Numbers, Protocol, UrgentLimit, urgent_limits
from monitor.clinical.state import AlertState
from monitor.language.reader import tr
from monitor.services.downtime import Sheet
from monitor.services.views import SessionView
from monitor.web.components.alerts import alert_words
from monitor.web.components.flags import replied
from monitor.web.components.orders import order_words
from monitor.web.words import (
    LEVELS,
    RED_FLAGS,
    SIDE_EFFECTS,
    clock_time,
    decimal,
    field_name,
    listed,
    whole_minutes,
)

ANY_ZONE = "UTC"
"""Clock times are of one length everywhere."""


def told(sheet: Sheet) -> tuple[str, ...]:
    """Everything of varying length on the first page, a text for each paragraph."""
    view = sheet.view
    return (
        allergies(view),
        flags(view),
        stop_words(view.protocol),
        urgent_words(view.protocol),
        cadence_words(view.protocol),
        alerts(view, ANY_ZONE),
        orders(view, ANY_ZONE),
    )


def allergies(view: SessionView) -> str:
    """The allergies as registered; that nothing is known is said, never left out."""
    return view.head.patient.allergies.strip() or tr("none registered")


def flags(view: SessionView) -> str:
    """Every flag of eligibility with who overrode it, and a known arrhythmia."""
    raised = view.screened.flags if view.screened is not None else ()
    words = [
        tr(
            "{flag} ({word}), overridden by {name}: {reason}",
            flag=tr(flag.label),
            word=replied(flag.word),
            name=flag.by,
            reason=flag.reason.rstrip("."),
        )
        for flag in raised
    ]
    if view.head.patient.known_arrhythmia:
        words.append(tr("known irregular rhythm"))
    return "; ".join(words) or tr("none raised")


def alerts(view: SessionView, zone: str) -> str:
    """The alerts that are open or acknowledged, the graver first."""
    standing = [
        alert
        for alert in view.state.alerts
        if alert.state in (AlertState.OPEN, AlertState.ACKNOWLEDGED)
    ]
    standing.sort(key=lambda alert: alert.level != "urgent")
    words = [
        f"{tr(LEVELS[alert.level])}: {alert_words(alert)}, {clock_time(alert.raised_at, zone)}"
        for alert in standing
    ]
    return "; ".join(words) or tr("none open")


def orders(view: SessionView, zone: str) -> str:
    """The orders that are open, with who gave them."""
    words = [
        tr(
            "{order} ({name})",
            order=order_words(order.state, zone),
            name=order.ordered_by,
        )
        for order in view.open_orders
    ]
    return "; ".join(words) or tr("none open")


def stop_words(protocol: Protocol) -> str:
    """From which readings on a stop is to be decided; empty where nothing is infused."""
    limits = protocol.infusion_prompts
    if limits is None:
        return ""
    beyond = listed(_beyond(stop_limits(limits)))
    return tr("{limits}; any red flag", limits=beyond)


def urgent_words(protocol: Protocol) -> str:
    """From which readings on a physician is called at once."""
    severe = listed(
        tr(name) for code, name in SIDE_EFFECTS.items() if code not in NEVER_URGENT_ALONE
    )
    return tr(
        "{limits}; {repeated}; ACVPU P or U; severe: {severe}; red flags: {flags}",
        limits=listed(_beyond(urgent_limits(protocol))),
        repeated=listed(_repeated(protocol)),
        severe=severe.lower(),
        flags=listed(tr(flag) for flag in RED_FLAGS.values()),
    )


def cadence_words(protocol: Protocol) -> str:
    """How the due times come about, for whoever must go on without them."""
    schedule = protocol.schedule
    after = listed(str(whole_minutes(one)) for one in schedule.durations("after_dosing"))
    then = whole_minutes(schedule.duration("then_every"))
    recheck = whole_minutes(schedule.duration("recheck_every"))
    values: dict[str, object] = {"after": after, "then": then, "recheck": recheck}
    if protocol.has_infusion:
        return tr(
            "every {during} min during the infusion; {after} min after its end, then every "
            "{then} min; while a vital sign is urgent every {recheck} min",
            during=whole_minutes(schedule.duration("during_dosing_every")),
            **values,
        )
    return tr(
        "{after} min after the dose, then every {then} min; while a vital sign is urgent every "
        "{recheck} min",
        **values,
    )


def _beyond(limits: Iterable[UrgentLimit]) -> list[str]:
    words: list[str] = []
    for limit in limits:
        name = field_name(limit.field)
        if limit.from_value is not None:
            words.append(_at_least(name, limit.from_value))
        if limit.to_value is not None:
            value = decimal(limit.to_value)
            words.append(tr("{name} {value} or below", name=name, value=value))
        if limit.below_value is not None:
            words.append(tr("{name} below {value}", name=name, value=decimal(limit.below_value)))
    return words


def _at_least(name: str, value: float) -> str:
    return tr("{name} {value} or above", name=name, value=decimal(value))


def _repeated(protocol: Protocol) -> list[str]:
    """What one reading alone does not decide."""
    words = [
        tr(
            "{limit} twice in a row",
            limit=_at_least(field_name(field), _of(protocol, code).number("urgent_twice_from")),
        )
        for code, field in (
            ("systolic_high", "systolic_mmhg"),
            ("diastolic_high", "diastolic_mmhg"),
        )
    ]
    fast = _of(protocol, "heart_rate_high")
    words.append(
        tr(
            "{name} above {value} for {minutes} min",
            name=field_name("heart_rate_bpm"),
            value=decimal(fast.number("sustained_above")),
            minutes=fast.duration("sustained_for") // timedelta(minutes=1),
        )
    )
    return words


def _of(protocol: Protocol, code: str) -> Numbers:
    return protocol.alerts[code]
