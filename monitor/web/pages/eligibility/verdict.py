"""Where it stands: nothing in the way, or each flag with who decided; what is open or changed."""

from __future__ import annotations

import json

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.eligibility import Standing
from monitor.language.reader import tr, tr_plural
from monitor.services.eligibility_views import Eligibility
from monitor.web import html
from monitor.web.brought import Asked
from monitor.web.components import Part, freshness, glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.eligibility import ids
from monitor.web.pages.eligibility.present import change_words, day_of, standing_words


def verdict(found: Eligibility, asked: Asked, who: Actor) -> list[Part]:
    """What stops the start, what was decided, and the way on."""
    flags = [one for one in found.flags if not one.is_unanswered or one.decided]
    still_open = [one for one in found.stops if one.is_unanswered]
    parts: list[Part] = [
        freshness(found.version, found.at, None),
        html.H2(tr("Where it stands")),
        _told(found),
        *([html.Ul([_flag(found, one) for one in flags], className="flags")] if flags else []),
        *_open(found, still_open),
        *_changed(found),
        *_way_on(found, asked, who),
    ]
    return parts


def _told(found: Eligibility) -> html.P:
    if found.told_at is None:
        return html.P(tr("Nothing has been answered for this session."), className="faint")
    words = tr("Answered {when} by {name}", when=day_of(found, found.told_at), name=found.told_by)
    return html.P(words, className="faint")


def _flag(found: Eligibility, standing: Standing) -> html.Li:
    decided = standing.decided
    told: Part = None
    if decided is not None:
        told = html.Span(
            tr(
                "overridden by {name} {when}: {reason}",
                name=decided.by,
                when=day_of(found, decided.at),
                reason=decided.reason,
            )
        )
    return html.Li(
        [
            glyph("caution"),
            html.Div(
                [
                    html.B(tr(found.label(standing))),
                    f" {standing_words(found, standing)}",
                    told,
                ]
            ),
        ],
        className="is-overridden" if decided else "",
    )


def _open(found: Eligibility, still_open: list[Standing]) -> list[Part]:
    parts: list[Part] = []
    if found.protocol_id is None:
        words = tr("Choose the protocol: its limits judge the readings.")
        parts.append(html.P([glyph("unknown"), words], className="screen__open"))
    if still_open:
        labels = ", ".join(tr(found.label(one)) for one in still_open)
        words = tr_plural(
            "{number} still open: {labels}", "{number} still open: {labels}", len(still_open),
            labels=labels,
        )  # fmt: skip
        parts.append(html.P([glyph("unknown"), html.Span(words)], className="screen__open"))
    if found.above_guide:
        words = tr("The pressure is above the label's guide: weigh delaying. No flag.")
        parts.append(html.P([glyph("high"), html.Span(words)], className="screen__guide"))
    return parts


def _changed(found: Eligibility) -> list[Part]:
    if not found.changed:
        return []
    rows: list[Part] = []
    for change in found.changed:
        label = tr(found.questionnaire.question(change.id).label)
        rows.append(html.Div([html.Dt(label), html.Dd(change_words(found, change))]))
    return [html.H3(tr("Changed since last time")), html.Dl(rows, className="screen__changed")]


def _way_on(found: Eligibility, asked: Asked, who: Actor) -> list[Part]:
    if not found.stops and found.protocol_id is not None:
        met = html.P(
            [glyph("met"), html.B(tr("Nothing stands in the way"))], className="screen__clear"
        )
        go = html.A(
            tr("Start session"),
            href=asked.start_address(found.patient.id, found.protocol_id),
            className="btn btn--primary",
        )
        course = html.A(tr("Course"), href=f"/patients/{found.patient.id}/course", className="btn")
        ways = [go, course] if may(who, Permission.START_SESSION) else [course]
        return [met, html.Div(ways, className="screen__go")]
    if not may(who, Permission.OVERRIDE_ELIGIBILITY):
        if any(not one.is_unanswered for one in found.stops):
            return [html.P(tr("A physician decides before the start."), className="screen__wait")]
        return []
    if not _decidable(found):
        return []
    button = html.Button(
        tr("Override …"), type="button", className="btn", **attributes(data_modal=ids.OVERRIDE)
    )
    return [html.Div(button, className="screen__go"), html.Div(_override(found, who), hidden=True)]


def _decidable(found: Eligibility) -> tuple[Standing, ...]:
    """What a physician can decide now: for the session, and for a course to be opened."""
    standings = [*found.stops]
    if found.course_id is None:
        known = {one.id for one in standings}
        standings += [one for one in found.for_course if one.stops and one.id not in known]
    return tuple(standings)


def _override(found: Eligibility, who: Actor) -> html.Div:
    choices = [_choice(found, one) for one in _decidable(found)]
    left = [
        html.H2(tr("Override a flag")),
        html.P(html.B(found.patient.name)),
        html.Fieldset([html.Legend(tr("Which flag")), *choices], className="choices"),
        html.Label(
            [tr("Reason, in your words"), html.Span(**attributes(data_reason=""))],
            className="reason",
        ),
        html.P(tr("The flag stays on every screen of the session, with your name and reason.")),
        html.Span(className="grow"),
        html.Button(
            tr("Go back"), type="button", className="btn", **attributes(data_close_modal="")
        ),
    ]
    pin = [
        html.P([html.B(who.name), tr("enter PIN to override")]),
        html.Div(**attributes(data_pin_host="")),
    ]
    return html.Div(
        [html.Div(left, className="modal__left"), html.Div(pin, className="modal__pin")],
        id=ids.OVERRIDE,
        className="modal__box",
        **attributes(
            data_act="eligibility",
            data_path=f"/patients/{found.patient.id}/eligibility/override",
            data_protocol=found.protocol_id or "",
        ),
    )


def _choice(found: Eligibility, standing: Standing) -> html.Label:
    value = json.dumps([standing.id, standing.word])
    box = html.Span(
        className="choice__checkbox",
        **attributes(data_choice="checkbox", data_name="flags", data_value=value),
    )
    words = tr(
        "{flag}: {word}", flag=tr(found.label(standing)), word=standing_words(found, standing)
    )
    return html.Label([box, html.Span(words)], className="choice")
