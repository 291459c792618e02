"""What is said of a handover: who to whom, why, what it means, what has changed."""

from __future__ import annotations

from monitor.clinical.state import Phase
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.handover_views import Change, HandoverHead, HandoverSigned
from monitor.web.components.alerts import alert_name
from monitor.web.words import PHASES, clock_time, listed, role_name

REASONS = {"shift": say("End of the shift"), "break": say("A break")}
BACK = say("Back from the break")
GIVE_MEANING = say("I hand over these chairs as shown.")
RECEIVE_MEANING = say("I have read this and watch over these chairs from now on.")
MEANINGS = {
    "given": GIVE_MEANING,
    "received": RECEIVE_MEANING,
    "withdrawn": say("Withdrawn: nothing was handed over."),
}
CHANGES = {
    "responsible": say("{about} watches over it now"),
    "nobody": say("nobody watches over it now"),
    "session_ended": say("the session of {about} is in it no more"),
    "session_started": say("a session of {about} is in it now"),
    "alert_urgent": say("new urgent alert: {about}"),
    "alert_caution": say("new caution: {about}"),
    "alert_seen": say("alert answered or over: {about}"),
    "alert_over": say("alert over: {about}"),
    "phase": say("phase now: {about}"),
    "overdue": say("a set is overdue"),
    "no_longer_overdue": say("no set is overdue any more"),
    "order_new": say("a new order"),
    "order_over": say("an order has ended"),
    "order_seen": say("an order was acknowledged"),
    "effect_new": say("a medicine or intervention whose effect is to be asked"),
    "effect_over": say("the effect of a treatment was told"),
    "note": say("a note was added or corrected"),
}


def between_words(head: HandoverHead) -> str:
    """``Priya Nair to Tess Oduya``."""
    return tr("{giver} to {receiver}", giver=head.giver, receiver=head.receiver)


def why_words(head: HandoverHead) -> str:
    """Why it was given."""
    return tr(BACK) if head.takes_back_id else tr(REASONS[head.reason])


def chairs_words(labels: tuple[str, ...]) -> str:
    """``Chairs 1, 4``."""
    if len(labels) == 1:
        return tr("Chair {chair}", chair=labels[0])
    return tr("Chairs {chairs}", chairs=listed(labels))


def state_words(head: HandoverHead, zone: str) -> str:
    """Where it stands: it waits, or how and when it ended."""
    if head.ended is None:
        time = clock_time(head.signed_at, zone)
        return tr("signed {time}, waits for {receiver}", time=time, receiver=head.receiver)
    time, name = clock_time(head.ended.at, zone), head.ended.name
    if head.ended.meaning == "received":
        return tr("received {time}, {name}", time=time, name=name)
    return tr("withdrawn {time}, {name}", time=time, name=name)


def signed_words(one: HandoverSigned, zone: str) -> str:
    """``Priya Nair, nurse, 14:02``."""
    return tr(
        "{name}, {role}, {time}",
        name=one.name,
        role=role_name(one.role),
        time=clock_time(one.at, zone),
    )


def change_words(change: Change) -> str:
    """One thing that is other than what was signed first."""
    about = change.about
    if change.what.startswith("alert_"):
        about = alert_name(about)
    elif change.what == "phase":
        about = tr(PHASES[Phase(about)])
    said = tr(CHANGES[change.what], about=about)
    return tr("Chair {chair}: {change}", chair=change.chair, change=said)
