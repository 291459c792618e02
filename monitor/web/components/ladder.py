"""Who is to come to an unanswered urgent alert, in words; who decides what while a dose runs in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from monitor.clinical.ladder import NO_ANSWER, REACHED, Climb, Rung
from monitor.clinical.prompts import Act, Prompt
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.watch_views import Watch
from monitor.web import html
from monitor.web.components.alerts import gravity
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import glyph
from monitor.web.looking import Looked
from monitor.web.words import ALERTS, MINUTE, clock_time

ACTS = {
    Act.PAUSE: say("Pause and call: physician decision required"),
    Act.STOP: say("Stop: physician decision required"),
}


def urgency_of_call(climb: Climb) -> tuple[bool, int, bool, datetime]:
    """Sort key: somebody reached already last; the gravest; everybody; the longest waiting."""
    calls = climb.calls if climb.rung is Rung.PHYSICIAN else ()
    reached = bool(calls) and calls[-1].answer == REACHED
    return (reached, gravity(climb.alert), climb.rung is not Rung.EVERYBODY, climb.since)


def waited(climb: Climb, now: datetime) -> int:
    """The minutes an alert has waited for a physician."""
    return max(0, (now - climb.since) // MINUTE)


def call_words(climb: Climb, watch: Watch) -> str:
    """Who is to be called next, with the number."""
    if climb.rung is Rung.EVERYBODY:
        if watch.emergency_phone:
            return tr("call everybody, emergency {phone}", phone=watch.emergency_phone)
        return tr("call everybody and the emergency service")
    if watch.duty is None:
        return tr("nobody is on duty: call a physician")
    return tr("call {name}, {phone}", name=watch.duty.name, phone=watch.duty.phone)


def climb_words(climb: Climb, watch: Watch, now: datetime) -> str:
    """``Unanswered for 4 min: call Dr Osei, 555 0101`` or who watches over the chair."""
    minutes = waited(climb, now)
    if climb.rung is Rung.NURSE:
        return tr("Unanswered for {minutes} min", minutes=minutes)
    return tr(
        "Unanswered for {minutes} min: {call}", minutes=minutes, call=call_words(climb, watch)
    )


def calls_made(climb: Climb, zone: str) -> str:
    """The calls so far: whom, when, what came of it; empty without any."""
    said = [
        tr("called {name} {time}, no answer", name=call.called, time=clock_time(call.at, zone))
        if call.answer == NO_ANSWER
        else tr("called {name} {time}, reached", name=call.called, time=clock_time(call.at, zone))
        for call in climb.calls
    ]
    return ", ".join(said)


def call_button(climb: Climb, session_id: str, words: str, css: str = "btn") -> html.Button:
    """Open the dialog that writes a call down; its name begins with the words that are seen."""
    what = tr("Write down a call about: {alert}", alert=tr(ALERTS[climb.alert.code]))
    return html.Button(
        [glyph("phone"), html.Span(words)],
        type="button",
        className=css,
        **attributes(data_dialog="call", aria_label=f"{words} {what}"),
        **_sounding(climb, session_id),
    )


def unshown_call(climb: Climb, session_id: str) -> html.Div:
    """A call that is not the first to be made: nothing to see, but assets/js/sound.js hears it."""
    return html.Div(hidden=True, **_sounding(climb, session_id))


def _sounding(climb: Climb, session_id: str) -> dict[str, Any]:
    return attributes(
        data_session=session_id, data_code=climb.alert.code, data_climbing=climb.rung.value
    )


def prompt_words(found: Prompt) -> str:
    """What is to be decided, and why: ``Stop: physician decision required. Systolic 204 mmHg``."""
    return f"{tr(ACTS[found.act])}. {_sentence(tr(found.reason))}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def prompt_strip(prompts: tuple[Prompt, ...], zone: str) -> list[html.Div]:
    """What is to be decided now, over everything else on a session's screen."""
    return [
        html.Div(
            [
                glyph("urgent"),
                html.B(tr(ACTS[found.act])),
                html.Span(f"{_sentence(tr(found.reason))} {clock_time(found.at, zone)}"),
            ],
            className=f"prompt prompt--{found.act.value}",
            role="alert",
        )
        for found in prompts[:1]
    ]


def emergency_button(session_id: str) -> html.Button:
    """One tap from every screen of a session to the dialog of an emergency."""
    return html.Button(
        glyph("urgent"),
        type="button",
        className="btn btn--icon btn--emergency",
        **attributes(data_dialog="emergency", data_session=session_id, aria_label=tr("Emergency")),
    )


def strips(looked: Looked) -> list[html.Div]:
    """What stands over a session's screen: a decision to make, and whom to call."""
    running = looked.view.running
    calling = [climb for climb in running.climbs if climb.rung is not Rung.NURSE]
    calling.sort(key=urgency_of_call)
    strip = [_call_strip(calling[0], len(calling) - 1, looked)] if calling else []
    strip.extend(unshown_call(climb, looked.view.head.id) for climb in calling[1:])
    return [*prompt_strip(running.prompts, looked.zone), *strip]


def _call_strip(climb: Climb, others: int, looked: Looked) -> html.Div:
    """Whom to call; a screen reader hears it when it appears, and not its minutes each minute."""
    made = calls_made(climb, looked.zone)
    more = tr("{count} more to call", count=others) if others else ""
    return html.Div(
        [
            glyph("phone"),
            html.B(tr(ALERTS[climb.alert.code])),
            html.Span(climb_words(climb, looked.watch, looked.now)),
            html.Span(made, className="faint"),
            html.Span(more, className="faint"),
            html.Span(className="grow"),
            call_button(climb, looked.view.head.id, tr("Called …")),
        ],
        className="prompt prompt--call",
        role="region",
        **attributes(aria_label=tr(ALERTS[climb.alert.code])),
        **_said_once(climb, looked),
    )


def _said_once(climb: Climb, looked: Looked) -> dict[str, Any]:
    """What assets/js/announce.js says at once, of each rung one time."""
    alert, session = climb.alert, looked.view.head.id
    return attributes(
        data_urgent=f"{session} {alert.code} {alert.raised_at:%Y%m%d%H%M%S} {climb.rung.value}",
        data_said=tr(
            "{alert}, unanswered: {call}.",
            alert=tr(ALERTS[alert.code]),
            call=call_words(climb, looked.watch),
        ),
    )
