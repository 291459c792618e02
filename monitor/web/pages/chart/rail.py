"""Readiness beside the chart: what is pending, with evidence and rule, then what is met."""

from __future__ import annotations

from datetime import datetime

from dash.development.base_component import Component

from monitor.clinical.protocol import CriterionRule
from monitor.clinical.state import Finding, SessionState, Verdict
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import SessionView
from monitor.web import html
from monitor.web.by_words import by_words
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part, finding_glyph, findings_count, readiness_gauge
from monitor.web.pages.chart import ids
from monitor.web.spoken import heard, seen
from monitor.web.words import FINDINGS, MINUTE, clock_time

KEPT_ROWS = 2048
DECISION = say("Clinician decision required.")
PENDING = {
    Finding.NOT_MET: say("{count} not met"),
    Finding.NOT_ASSESSED: say("{count} not assessed"),
}


def rail(view: SessionView, zone: str, known: str = "") -> list[Component]:
    """Head, list and foot of the rail; ``known`` says of what past it is, and nothing is signed."""
    past = [html.P(known, className="rail__known", role="status")] if known else []
    return [*past, _head(view, zone), _list(view, zone), _foot(view, zone)]


def counted(state: SessionState) -> str:
    """``14 of 22 met``."""
    met = findings_count(state)[Finding.MET]
    return tr("{met} of {total} met", met=met, total=len(state.findings))


def pending_words(state: SessionState) -> str:
    """``3 not met, 1 not assessed.`` or ``Criteria met.``, and who decides."""
    count = findings_count(state)
    said = [tr(words, count=count[kind]) for kind, words in PENDING.items() if count[kind]]
    found = ", ".join(said) or tr("Criteria met")
    return f"{found}. {tr(DECISION)}"


def vitals_until(view: SessionView) -> datetime | None:
    """Until when the latest vital signs count, if they still do."""
    current = view.state.current.get("systolic_mmhg")
    if current is None or current.stale or current.value is None:
        return None
    return current.at + view.protocol.freshness.duration("vital_signs")


def sign_off_words(view: SessionView, zone: str) -> str:
    """Why sign-off is open or shut, and until when the vital signs count."""
    state = view.state
    if state.discharged_to is not None:
        return tr("This session is over.")
    until = vitals_until(view)
    count = (
        tr("These vitals count until {time}.", time=clock_time(until, zone))
        if until
        else tr("No vitals count now.")
    )
    if state.met:
        return " ".join([tr("Every criterion is met."), tr(DECISION), count])
    return " ".join([tr("Sign-off opens when every criterion is met."), count])


def signed_words(view: SessionView, zone: str) -> str:
    """Who signed a session that is over, and when: the findings beside it decide nothing more."""
    signed = [
        tr("{name} signed at {time}.", name=one.name, time=clock_time(one.signed_at, zone))
        for one in view.signatures
        if not one.lapsed
    ]
    return " ".join([tr("This session is over."), *signed])


def _head(view: SessionView, zone: str) -> html.Div:
    state = view.state
    over = state.discharged_to is not None
    earliest = state.earliest_ready_at
    when: list[Component | str] = []
    if earliest is not None and not state.met:
        when = [tr("earliest"), " ", html.B(clock_time(earliest, zone))]
    return html.Div(
        [
            html.Div(
                [html.H2(counted(state)), html.Span(when, className="soft nowrap")],
                className="rail__count",
            ),
            readiness_gauge(state),
            html.P(signed_words(view, zone) if over else pending_words(state), className="soft"),
        ],
        className="rail__head",
    )


def _list(view: SessionView, zone: str) -> html.Div:
    state = view.state
    said = [
        (rule, state.findings[rule.id])
        for rule in view.protocol.criteria
        if rule.id in state.findings
    ]
    judged = state.clock if state.time_zero is not None else None
    pending = [
        _pending(rule, verdict, judged, zone)
        for kind in PENDING
        for rule, verdict in said
        if verdict.finding is kind
    ]
    met = [
        _met(rule, verdict, state.clock) for rule, verdict in said if verdict.finding is Finding.MET
    ]
    parts: list[Part] = []
    if state.time_zero is None:
        parts.append(
            html.P(tr("Criteria are judged from time zero on."), className="soft rail__none")
        )
    if pending:
        parts += [html.H3(tr("Waiting for")), html.Ul(pending)]
    if met:
        parts += [html.H3(tr("Met")), html.Ul(met)]
    return html.Div(
        parts,
        id=ids.CRITERIA,
        className="rail__list",
        tabIndex=0,
        role="region",
        **attributes(aria_label=tr("Discharge criteria")),
    )


def _pending(rule: CriterionRule, verdict: Verdict, now: datetime | None, zone: str) -> Part:
    need = tr(verdict.value or FINDINGS[verdict.finding])
    if not verdict.value:
        need = need.lower()
    if verdict.finding is Finding.NOT_ASSESSED:
        need = tr("not assessed")
    reason = f"{_sentence(tr(verdict.reason))} {_chance(verdict, now, zone)}".strip()
    name = (rule.id, tr(rule.label), _found(verdict))
    return _pending_row(*name, verdict.finding.value, need, reason, tr(rule.limit))


@by_words(KEPT_ROWS)
def _pending_row(  # noqa: PLR0913, PLR0917  (what a row says)
    code: str, label: str, found: str, finding: str, need: str, reason: str, limit: str
) -> html.Li:
    return html.Li(
        [
            finding_glyph(Finding(finding)),
            _name(code, label, found),
            html.Span(need, className="crit__value"),
            html.P(reason),
            html.P(limit, className="crit__rule"),
        ],
        className="crit crit--pending",
    )


def _met(rule: CriterionRule, verdict: Verdict, now: datetime) -> Part:
    value = tr(verdict.value) or tr("met")
    name = (rule.id, tr(rule.label), _found(verdict))
    return _met_row(*name, value, age_words(verdict, now), _old(verdict, now))


@by_words(KEPT_ROWS)
def _met_row(  # noqa: PLR0913, PLR0917  (what a row says)
    code: str, label: str, found: str, value: str, age: str, old: str
) -> html.Li:
    return html.Li(
        [
            finding_glyph(Finding.MET),
            _name(code, label, found),
            html.Span(value, className="crit__value"),
            html.Span(_age(age, old), className="crit__age"),
        ],
        className="crit crit--met",
    )


def _name(code: str, label: str, found: str) -> html.Button:
    """A tap on it tells when and why it changed (story.py)."""
    return html.Button(
        [label, heard(found)],
        type="button",
        className="crit__name",
        **attributes(data_criterion=code),
    )


def _found(verdict: Verdict) -> str:
    """The finding for who does not see its glyph; none where the value itself says it."""
    unsaid = bool(verdict.value) and verdict.finding is not Finding.NOT_ASSESSED
    return f". {tr(FINDINGS[verdict.finding])}. " if unsaid else ". "


def _age(shown: str, old: str) -> list[Part]:
    return [seen(shown), heard(f", {old}")] if old else [heard(", "), shown]


def _old(verdict: Verdict, now: datetime) -> str:
    """The age of the evidence for who does not see it; empty where it is of this instant."""
    if verdict.measured_at is None or now - verdict.measured_at < MINUTE:
        return ""
    return tr("{minutes} min old", minutes=(now - verdict.measured_at) // MINUTE)


def age_words(verdict: Verdict, now: datetime) -> str:
    """How old the evidence of a finding is: ``6 min``, or ``now`` where it is of this instant."""
    if verdict.measured_at is None:
        return tr("now")
    minutes = (now - verdict.measured_at) // MINUTE
    return f"{minutes} min" if minutes > 0 else tr("now")


def _sentence(words: str) -> str:
    text = words.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _chance(verdict: Verdict, now: datetime | None, zone: str) -> str:
    if now is None:
        return ""
    if verdict.earliest_at is None:
        return tr("No further check can help: a physician decides.")
    if verdict.earliest_at <= now:
        return tr("The next check may meet it.")
    return tr("Earliest {time}.", time=clock_time(verdict.earliest_at, zone))


def _foot(view: SessionView, zone: str) -> html.Div:
    to = f"/sessions/{view.head.id}/discharge"
    ready = view.state.met and view.state.discharged_to is None
    acting = attributes(data_acting="")  # not for whoever only looks
    sign: Component = html.Button(
        tr("Sign off"), className="btn btn--off", disabled=True, type="button", **acting
    )
    if ready:
        sign = html.A(tr("Sign off"), href=to, className="btn btn--primary", **acting)
    peek = html.Button(
        tr("Criteria"),
        type="button",
        className="btn rail__peek",
        **attributes(data_criteria="", aria_expanded="false", aria_controls=ids.CRITERIA),
    )
    return html.Div(
        [
            html.P(sign_off_words(view, zone)),
            html.Div(
                [peek, sign, html.A(tr("Discharge …"), href=to, className="btn")],
                className="rail__buttons",
            ),
        ],
        className="rail__foot",
    )
