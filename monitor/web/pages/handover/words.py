"""What is said of a handover: who to whom, why, what it means, what has changed."""

from __future__ import annotations

from monitor.clinical.state import Phase
from monitor.language.reader import tr
from monitor.language.said import Said, say
from monitor.services.handover_views import Change, ChangeKind, HandoverHead, HandoverSigned
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
CHANGES: dict[ChangeKind, Said] = {
    ChangeKind.RESPONSIBLE: say("{about} watches over it now"),
    ChangeKind.NOBODY: say("nobody watches over it now"),
    ChangeKind.SESSION_ENDED: say("the session of {about} is in it no more"),
    ChangeKind.SESSION_STARTED: say("a session of {about} is in it now"),
    ChangeKind.ALERT_URGENT: say("new urgent alert: {about}"),
    ChangeKind.ALERT_CAUTION: say("new caution: {about}"),
    ChangeKind.ALERT_SEEN: say("alert answered or over: {about}"),
    ChangeKind.ALERT_OVER: say("alert over: {about}"),
    ChangeKind.PHASE: say("phase now: {about}"),
    ChangeKind.OVERDUE: say("a set is overdue"),
    ChangeKind.NO_LONGER_OVERDUE: say("no set is overdue any more"),
    ChangeKind.ORDER_NEW: say("a new order"),
    ChangeKind.ORDER_OVER: say("an order has ended"),
    ChangeKind.ORDER_SEEN: say("an order was acknowledged"),
    ChangeKind.EFFECT_NEW: say("a medicine or intervention whose effect is to be asked"),
    ChangeKind.EFFECT_OVER: say("the effect of a treatment was told"),
    ChangeKind.NOTE: say("a note was added or corrected"),
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
    elif change.what is ChangeKind.PHASE:
        about = tr(PHASES[Phase(about)])
    said = tr(CHANGES[change.what], about=about)
    return tr("Chair {chair}: {change}", chair=change.chair, change=said)
