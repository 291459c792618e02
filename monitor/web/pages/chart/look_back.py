"""What can be looked back at; assets/js/look-back.js makes the slider and the lists of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from monitor.language.reader import tr, tr_plural
from monitor.services.views import SessionHead, SessionView
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.looking import Looked
from monitor.web.pages.chart.asked import Beside
from monitor.web.pages.chart.kept_parts import part
from monitor.web.words import MINUTE, calendar_day, clock_time, decimal


def offered(looked: Looked, earlier: Sequence[SessionHead]) -> html.Div:
    """From when to when, at which minutes something arrived, whose tablets, which sessions."""
    view = looked.view
    start = view.head.started_at.replace(second=0, microsecond=0)
    until = looked.clock if view.state.discharged_to is not None else None
    minutes = sorted({(one.received_at - start) // MINUTE for one in view.entries})
    devices, zone = devices_of(view), looked.zone
    # Up to forty earlier sessions, and none of them changes while this one goes on.
    made_of = (tuple(devices.items()), earlier, zone)
    return html.Div(
        part("offered", view.head.id, made_of, lambda: _choices(devices, earlier, zone)),
        hidden=True,
        **attributes(
            data_back="",
            data_zone=looked.zone,
            data_from=start.isoformat(),
            data_zero=view.state.time_zero.isoformat() if view.state.time_zero else "",
            data_until=until.isoformat() if until else "",
            data_minutes=" ".join(str(minute) for minute in minutes if minute >= 0),
        ),
    )


def _choices(devices: Mapping[str, str], earlier: Sequence[SessionHead], zone: str) -> html.Ul:
    tablets = [
        html.Li(tr("the tablet of {names}", names=names), **attributes(data_device=device))
        for device, names in devices.items()
    ]
    sessions = [
        html.Li(session_words(head, zone), **attributes(data_earlier=head.id)) for head in earlier
    ]
    return html.Ul([*tablets, *sessions])


def devices_of(view: SessionView) -> dict[str, str]:
    """The devices on which something of this session was typed, by whom."""
    names: dict[str, list[str]] = {}
    for entry in view.entries:
        if entry.device_id is not None:
            known = names.setdefault(entry.device_id, [])
            known += [entry.person_name] if entry.person_name not in known else []
    return {device: ", ".join(known) for device, known in names.items()}


def session_words(head: SessionHead, zone: str) -> str:
    """``Session 3, 12 Nov 2026, 36 mg``."""
    day = calendar_day(head.started_at.astimezone(ZoneInfo(zone)).date())
    dose = decimal(head.dose_mg)
    return tr("Session {number}, {day}, {dose} mg", number=head.session_number, day=day, dose=dose)


def known_words(shown: Beside, present: Looked) -> str:
    """When, to whom, and how much came later; empty for the session as it stands."""
    asked, view = shown.asked, shown.looked.view
    if asked.at is None:
        return ""
    later = len(present.view.entries) - len(view.entries)
    when = clock_time(asked.at, present.zone)
    whose = devices_of(present.view).get(asked.device_id or "")
    said = (
        tr("As known to the server at {time}.", time=when)
        if whose is None
        else tr("As known on the tablet of {names} at {time}.", names=whose, time=when)
    )
    came = (
        tr_plural("{count} entry came later.", "{count} entries came later.", later, count=later)
        if later
        else tr("Nothing came later.")
    )
    return f"{said} {came}"
