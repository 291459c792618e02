"""What stands in the modals: meaning on the left, PIN on the right.

Kept hidden in the page; assets/js/discharge.js copies one to open it, so that no redraw closes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.clinical.state import Finding
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components import findings_count
from monitor.web.components.attributes import attributes
from monitor.web.looking import Looked
from monitor.web.pages.discharge import present
from monitor.web.pages.discharge.present import Item
from monitor.web.words import FINDINGS, calendar_day

MEANING = say("I have reviewed these findings and I am responsible for the decision to discharge.")
PRESETS = (
    say("Assessed another way"),
    say("Usual for this patient"),
    say("Patient's own wish"),
    say("Transfer of care"),
)
ENDINGS = {
    "hospital": say("Transfer to hospital"),
    "against_advice": say("Left against advice"),
    "left_unseen": say("Left unseen"),
    "died": say("Died"),
}


class Act(NamedTuple):
    """One thing that a PIN can do here: where its modal is kept, its address, what it asks."""

    source: str
    name: str
    ask: str


SIGN = Act("discharge-sign-source", "sign", say("enter PIN"))
OVERRIDE = Act("discharge-override-source", "override", say("enter PIN to override"))
END = Act("discharge-ending-source", "end", say("enter PIN to end the session"))


def modals(looked: Looked, actor: Actor) -> html.Div:
    """The contents of all three."""
    return html.Div(
        [_sign(looked, actor), _override(looked, actor), _ending(looked, actor)], hidden=True
    )


def _sign(looked: Looked, actor: Actor) -> html.Div:
    count = findings_count(looked.view.state)
    total = len(looked.view.state.findings)
    overridden = len(present.standing_overrides(looked.view))
    met = count[Finding.MET]
    said = tr("{met} of {total} criteria met.", met=met, total=total)
    if overridden:
        said = tr(
            "{met} of {total} criteria met, {overridden} overridden.",
            met=met,
            total=total,
            overridden=overridden,
        )
    left = [
        html.H2(tr("Sign the discharge decision")),
        _who(looked),
        html.P(f"{said} {_last_vitals(looked)}"),
        html.Div([html.B(tr("What your signature means")), tr(MEANING)], className="meaning"),
        html.P(tr("Kept and shown with your name, the time and this meaning.")),
    ]
    return _modal(SIGN, left, looked, actor)


def _override(looked: Looked, actor: Actor) -> html.Div:
    items = present.pending(looked.view)
    allowed = [item for item in items if item.rule.override]
    refused = [item for item in items if not item.rule.override]
    left: list[Component] = [
        html.H2(tr("Decide against a finding")),
        _who(looked),
        html.Fieldset(
            [
                html.Legend(tr("Which finding")),
                *(_choice("criteria", item.rule.id, _label(item)) for item in allowed),
            ],
            className="choices",
        ),
        *([html.P(_refused(refused))] if refused else []),
        _presets(),
        _reason(),
        html.P(tr("The finding keeps its state; your reason and name are kept and shown with it.")),
    ]
    return _modal(OVERRIDE, left, looked, actor)


def _ending(looked: Looked, actor: Actor) -> html.Div:
    choices = [
        _choice("to", name, tr(ENDINGS[name]), single=True) for name in present.endings_for(actor)
    ]
    left: list[Component] = [
        html.H2(tr("End the session otherwise")),
        _who(looked),
        html.Fieldset([html.Legend(tr("How it ended")), *choices], className="choices"),
        _reason(),
        html.P(
            tr(
                "The session is closed at once, whatever the findings say; "
                "they are kept as they stand."
            )
        ),
    ]
    return _modal(END, left, looked, actor)


def _modal(act: Act, left: Sequence[Component], looked: Looked, actor: Actor) -> html.Div:
    back = html.Button(
        tr("Go back"), type="button", className="btn", **attributes(data_close_modal="")
    )
    return html.Div(
        [
            html.Div([*left, html.Span(className="grow"), back], className="modal__left"),
            html.Div(
                [
                    html.P([html.B(actor.name), tr(act.ask)]),
                    html.Div(**attributes(data_pin_host="")),
                ],
                className="modal__pin",
            ),
        ],
        id=act.source,
        className="modal__box",
        **attributes(data_act=act.name, data_session=looked.view.head.id),
    )


def _who(looked: Looked) -> html.P:
    head = looked.view.head
    rest = tr(
        "born {date}, chair {chair}. Session {number}",
        date=calendar_day(head.patient.birth_date),
        chair=head.chair.label,
        number=head.session_number,
    )
    return html.P([html.B(head.patient.name), f", {rest}"])


def _last_vitals(looked: Looked) -> str:
    current = looked.view.state.current
    values = [current.get(field) for field in ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm")]
    if any(value is None or value.value is None for value in values):
        return tr("No complete vital signs.")
    upper, lower, rate = (value.value for value in values if value is not None)
    return tr(
        "Last vitals {upper}/{lower}, heart rate {rate}.", upper=upper, lower=lower, rate=rate
    )


def _label(item: Item) -> str:
    finding = tr(FINDINGS[item.verdict.finding]).lower()
    return f"{tr(item.rule.label)}: {finding} ({tr(item.rule.limit)})"


def _refused(items: Sequence[Item]) -> str:
    names = ", ".join(tr(item.rule.label) for item in items)
    return tr(
        "Nobody may override: {names}. This must be settled before anyone signs.", names=names
    )


def _choice(name: str, value: str, words: str, *, single: bool = False) -> html.Label:
    kind = "radio" if single else "checkbox"
    return html.Label(
        [
            html.Span(
                className=f"choice__{kind}",
                **attributes(data_choice=kind, data_name=name, data_value=value),
            ),
            html.Span(words),
        ],
        className="choice",
    )


def _presets() -> html.Div:
    return html.Div(
        [
            html.Button(
                words,
                type="button",
                className="btn",
                **attributes(data_preset=words, aria_pressed="false"),
            )
            for words in map(tr, PRESETS)
        ],
        className="chips",
        role="group",
        **attributes(aria_label=tr("Kind of reason")),
    )


def _reason() -> html.Label:
    return html.Label(
        [html.Span(tr("Reason, in your words")), html.Span(**attributes(data_reason=""))],
        className="reason",
    )
