"""The discharge screen put together: summary, two columns of criteria, release or decision."""

from __future__ import annotations

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.state import Finding
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import Signature
from monitor.web import html
from monitor.web.components import findings_count, readiness_gauge
from monitor.web.components.attributes import attributes
from monitor.web.looking import Looked
from monitor.web.pages.discharge import present
from monitor.web.pages.discharge.modals import ENDINGS, modals
from monitor.web.pages.discharge.present import LEAVING, Group
from monitor.web.pages.discharge.release import brief, release
from monitor.web.pages.discharge.rows import group_card
from monitor.web.papers.links import paper_links
from monitor.web.words import FINDINGS, clock_time, role_name

DECISION = say("Clinician decision required.")
LEFT_COLUMN = ("observation_time", "vital_signs")
HOME = say("Went home")


def screen(looked: Looked, actor: Actor) -> list[Component]:
    """An open session with its way to the decision, or a closed one with the decision."""
    closed = looked.view.state.discharged_to is not None
    groups = [group for group in present.groups_of(looked.view) if group.name != LEAVING]
    left = [group for group in groups if group.name in LEFT_COLUMN]
    right = [group for group in groups if group.name not in LEFT_COLUMN]
    panel = decision(looked, actor) if closed else release(looked, actor)
    parts: list[Component] = [
        summary(looked),
        html.Main(
            [_half(left, looked, actor), _half(right, looked, actor), panel], className="decide"
        ),
    ]
    signs = not closed and may(actor, Permission.SIGN_DISCHARGE)
    return [*parts, modals(looked, actor)] if signs else parts


def summary(looked: Looked) -> html.Section:
    """How many are met, what is pending, who decides, until when the vital signs count."""
    state = looked.view.state
    count = findings_count(state)
    kinds = (Finding.NOT_MET, Finding.NOT_ASSESSED)
    rest = ", ".join(f"{count[kind]} {tr(FINDINGS[kind]).lower()}" for kind in kinds if count[kind])
    return html.Section(
        [
            html.H2(tr("{met} of {total} met", met=count[Finding.MET], total=len(state.findings))),
            html.Span(rest, className="soft"),
            readiness_gauge(state),
            html.Span(_decides(looked), className="soft sum__decides"),
        ],
        className="sum",
        **attributes(aria_label=tr("Discharge readiness")),
    )


def vitals_words(looked: Looked) -> str:
    """Until when the latest vital signs count."""
    current = looked.view.state.current.get("systolic_mmhg")
    if current is None or current.value is None or current.stale:
        return tr("No vitals count now")
    until = current.at + looked.view.protocol.freshness.duration("vital_signs")
    return tr("Vitals count until {time}", time=clock_time(until, looked.zone))


def _decides(looked: Looked) -> list[Component | str]:
    state = looked.view.state
    if state.discharged_to is not None:
        return [html.B(tr("This session is over.")), " ", tr("Findings as they stood")]
    words = tr("Criteria met, clinician decision required.") if state.met else tr(DECISION)
    return [html.B(words), f" {vitals_words(looked)}"]


def _half(groups: list[Group], looked: Looked, actor: Actor) -> html.Div:
    return html.Div([group_card(group, looked, actor) for group in groups], className="half")


def decision(looked: Looked, actor: Actor) -> html.Aside:
    """What was decided, by whom and why; the findings beside it are those of that instant."""
    view = looked.view
    to = view.state.discharged_to or "home"
    leaving = [group for group in present.groups_of(view) if group.name == LEAVING]
    return html.Aside(
        [
            html.H2(tr("Decision")),
            html.P(
                [
                    html.B(tr(ENDINGS.get(to, HOME))),
                    f" {clock_time(view.state.clock, looked.zone)}",
                ],
                className="decision__to",
            ),
            html.Ul(
                [_signature(one, looked) for one in view.signatures], className="decision__signed"
            ),
            brief(looked),
            *(group_card(group, looked) for group in leaving),
            html.A(
                tr("Back to the chart"),
                href=f"/sessions/{view.head.id}",
                className="btn decision__back",
            ),
            *paper_links(view, actor),
        ],
        className="card release",
        **attributes(aria_label=tr("Decision")),
    )


def _signature(signature: Signature, looked: Looked) -> html.Li:
    meaning = {
        "discharge": tr("signed the decision"),
        "override": tr("decided against"),
        "ended": tr("ended the session"),
    }
    said = f"{role_name(signature.role)}, {meaning.get(signature.meaning, signature.meaning)}"
    names = [tr(looked.view.protocol.rules[name].label) for name in signature.criteria]
    words: list[Component | str] = [
        html.B(signature.name),
        f" {said} {clock_time(signature.signed_at, looked.zone)}",
        f": {', '.join(names)}" if names else "",
        f". {signature.reason}" if signature.reason else "",
    ]
    return html.Li(html.S(words) if signature.lapsed else html.Span(words))
