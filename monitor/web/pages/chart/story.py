"""One criterion through the session: when it began to say something else, and why."""

from __future__ import annotations

from datetime import datetime

from dash.development.base_component import Component

from monitor.charts.axis import elapsed_words
from monitor.charts.lanes import turns
from monitor.clinical.state import Verdict
from monitor.errors import BadInput
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import finding_glyph
from monitor.web.looking import Looked
from monitor.web.pages.chart.told import told_of
from monitor.web.words import FINDINGS, MINUTE, clock_time


def story(looked: Looked, criterion: str) -> list[Component]:
    """The panel over the rail: every turn, the latest first, with value and reason as they stood.

    Raises BadInput for a criterion that the session's protocol does not have.
    """
    rule = next((one for one in looked.view.protocol.criteria if one.id == criterion), None)
    if rule is None:
        raise BadInput(
            say("The protocol of this session has no such criterion"),
            field="criterion",
            allowed=say("a criterion of the list beside the chart"),
        )
    label = tr(rule.label)
    told = [_turn(looked, at, verdict) for at, verdict in reversed(turns(told_of(looked), rule.id))]
    none = html.P(tr("Criteria are judged from time zero on."), className="soft")
    panel = html.Section(
        [
            html.Div([html.H2(label), _close()], className="story__head"),
            html.P(tr(rule.limit), className="crit__rule"),
            html.Ol(told) if told else none,
        ],
        className="story card",
        role="dialog",
        tabIndex=-1,
        **attributes(
            data_story="",
            aria_label=tr("{criterion}: when and why it changed", criterion=label),
        ),
    )
    return [panel]


def _close() -> html.Button:
    words = [glyph("close"), tr("Close")]
    return html.Button(words, type="button", className="btn", **attributes(data_story_close=""))


def _turn(looked: Looked, at: datetime, verdict: Verdict) -> html.Li:
    zero = looked.view.state.time_zero
    since = f" {elapsed_words((at - zero) / MINUTE)}" if zero else ""
    value, reason = tr(verdict.value), tr(verdict.reason)
    said = [html.B(": ".join(filter(None, [tr(FINDINGS[verdict.finding]), value])))]
    why = [html.P(reason, className="soft")] if reason and reason != value else []
    return html.Li(
        [
            finding_glyph(verdict.finding),
            html.Span([html.B(clock_time(at, looked.zone)), since], className="story__when"),
            html.Div([*said, *why]),
        ]
    )
