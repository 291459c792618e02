"""Before leaving: the release items, the session in brief, the signatures and the buttons."""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.state import Finding
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.services.views import Signature
from monitor.web import html
from monitor.web.components import finding_glyph, glyph
from monitor.web.components.attributes import attributes
from monitor.web.looking import Looked
from monitor.web.pages.discharge import present
from monitor.web.pages.discharge.modals import END, OVERRIDE, SIGN
from monitor.web.pages.discharge.present import Attestation, Item, Signing
from monitor.web.words import FINDINGS, clock_time, decimal

REOPENS = say("A later reading out of range re-opens the decision.")


def release(looked: Looked, actor: Actor) -> html.Aside:
    """The right-hand panel of a session that is still open."""
    view = looked.view
    said = present.attestations(view)
    leaving = [group for group in present.groups_of(view) if group.name == present.LEAVING]
    attests = may(actor, Permission.RECORD_EVENTS)
    items = [
        _item(item, said, looked, attests=attests) for group in leaving for item in group.items
    ]
    return html.Aside(
        [
            html.H2(tr("Before leaving")),
            html.Div(items, className="attests"),
            brief(looked),
            _sign(looked, actor),
        ],
        className="card release",
        **attributes(aria_label=tr("Before leaving")),
    )


def _item(
    item: Item, said: Mapping[str, Attestation], looked: Looked, *, attests: bool
) -> Component:
    field = present.ATTESTED.get(item.rule.id)
    done = item.verdict.finding is Finding.MET
    words = html.Div(
        [html.B(tr(item.rule.label)), html.Span(_stamp(item, said.get(field or ""), looked))]
    )
    shape = "attest is-done" if done else "attest"
    mark = html.I(glyph("done") if done else None, className="attest__box")
    if field is None:
        link = html.A(
            [finding_glyph(item.verdict.finding), words],
            href=f"/sessions/{looked.view.head.id}#alerts",
            className=shape,
        )
        return link
    if not attests:
        return html.Div([mark, words], className=shape)
    return html.Button(
        [mark, words],
        type="button",
        className=shape,
        **attributes(
            data_dialog="attest",
            data_session=looked.view.head.id,
            data_item=field,
            aria_pressed="true" if done else "false",
        ),
    )


def _stamp(item: Item, attested: Attestation | None, looked: Looked) -> str:
    if item.override is not None:
        signed = item.override
        return tr(
            "{finding}, overridden by {name}",
            finding=FINDINGS[item.verdict.finding],
            name=signed.name,
        )
    if attested is None:
        return tr(item.verdict.reason or FINDINGS[item.verdict.finding])
    value = attested.value
    who = f"{value.get('name')}, {value.get('phone')}" if isinstance(value, Mapping) else ""
    stamp = f"{attested.person_name} {clock_time(attested.at, looked.zone)}".strip()
    told = [part for part in (who, stamp) if part]
    if item.verdict.finding is not Finding.MET:
        told.insert(0, tr(item.verdict.reason))
    return ". ".join(told)


def brief(looked: Looked) -> html.Dl:
    """The session in three lines."""
    view, zone = looked.view, looked.zone
    lines: list[tuple[str, str]] = [(_dose_title(looked), _dose(looked))]
    peak = present.peak_pressure(view.state)
    if peak is not None:
        lines.append((tr("Peak BP"), _at(peak[0], clock_time(peak[1], zone))))
    earliest = view.state.earliest_ready_at
    if earliest is not None and not view.state.met:
        lines.append((tr("Earliest"), clock_time(earliest, zone)))
    parts = [part for name, words in lines for part in (html.Dt(name), html.Dd(words))]
    return html.Dl(parts, className="brief")


def _at(value: str, time: str) -> str:
    return tr("{value} at {time}", value=value, time=time)


def _dose_title(looked: Looked) -> str:
    return tr("Infusion") if looked.view.protocol.has_infusion else tr("Dose")


def _dose(looked: Looked) -> str:
    view, zone = looked.view, looked.zone
    dose = f"{decimal(view.head.dose_mg)} mg"
    start, end = view.state.time_zero, view.state.dosing_ended_at
    if start is None:
        return tr("{dose}, not started", dose=dose)
    if end is None:
        return tr("{start}, running, {dose}", start=clock_time(start, zone), dose=dose)
    if end == start:
        return f"{clock_time(start, zone)}, {dose}"
    begun, over = clock_time(start, zone), clock_time(end, zone)
    return tr("{start} to {end}, {dose}", start=begun, end=over, dose=dose)


def _sign(looked: Looked, actor: Actor) -> html.Div:
    signing = present.signing(looked.view, actor)
    open_items = present.pending(looked.view)
    return html.Div(
        [
            signatures(looked, signing),
            *_lapsed(signing, looked),
            _why(signing, open_items),
            html.Div(_buttons(looked, actor, signing), className="sign__buttons"),
        ],
        className="sign",
    )


def signatures(looked: Looked, signing: Signing) -> html.Dl:
    """Who has signed."""
    return html.Dl(
        [
            html.Dt(tr("Nurse")),
            html.Dd(_signed(signing.nurse, looked)),
            html.Dt(tr("Physician")),
            html.Dd(_signed(signing.physician, looked)),
        ]
    )


def _signed(signature: Signature | None, looked: Looked) -> str:
    if signature is None:
        return tr("not signed")
    time = clock_time(signature.signed_at, looked.zone)
    return tr("{name}, signed {time}", name=signature.name, time=time)


def _lapsed(signing: Signing, looked: Looked) -> list[Component]:
    return [
        html.P(
            [
                glyph("unknown"),
                html.Span(
                    [
                        html.S(_signed(signature, looked)),
                        " ",
                        tr("lapsed: the criteria were no longer all met. Sign again."),
                    ]
                ),
            ],
            className="sign__lapsed",
        )
        for signature in signing.lapsed
    ]


def _why(signing: Signing, open_items: tuple[Item, ...]) -> html.P:
    if not signing.why_not:
        return html.P(tr(REOPENS))
    return html.P(
        [glyph("unknown" if open_items else "due"), html.Span(signing.why_not)],
        className="sign__why",
    )


def _buttons(looked: Looked, actor: Actor, signing: Signing) -> list[Component]:
    if not may(actor, Permission.SIGN_DISCHARGE):
        return []
    blocked = bool(present.pending(looked.view))
    buttons: list[Component] = [
        html.Button(
            tr("Sign with PIN"),
            type="button",
            disabled=not signing.may_sign,
            className="btn btn--big btn--primary" if signing.may_sign else "btn btn--big btn--off",
            **attributes(data_modal=SIGN.source),
        )
    ]
    if blocked and looked.may_override and present.may_override(actor):
        buttons.append(_opens(tr("Override …"), OVERRIDE.source))
    if present.endings_for(actor):
        buttons.append(_opens(tr("Other ending …"), END.source))
    return buttons


def _opens(words: str, source: str) -> html.Button:
    return html.Button(
        words, type="button", className="btn btn--big", **attributes(data_modal=source)
    )
