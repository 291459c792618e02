"""The draft that waits: its difference to the version in force, its back-test, its signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.access.actor import Actor
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_changes import Difference
from monitor.language.reader import tr, tr_in
from monitor.services.back_test_views import BackTestStand
from monitor.services.protocol_views import DraftKept, ProtocolRoom
from monitor.web import html
from monitor.web.components import Part
from monitor.web.components.attributes import attributes
from monitor.web.pages.back_test.present import Asked as Trial
from monitor.web.pages.back_test.present import done_words, number_words
from monitor.web.pages.back_test.result import table
from monitor.web.pages.protocols import ids
from monitor.web.pages.protocols.present import MEANING, path_words, when_words


def draft_card(
    room: ProtocolRoom, draft: DraftKept, stand: BackTestStand | None, aside: Part
) -> html.Section:
    """The draft, whole; what may not be signed says why."""
    made = tr(
        "Draft {draft}, by {name}, {when}. Signed, it becomes version {version}.",
        draft=draft.draft,
        name=draft.drafted_by,
        when=when_words(draft.drafted_at, room.zone),
        version=draft.version,
    )
    difference = tr("Difference to version {version}, in force", version=room.stand.version)
    return html.Section(
        [
            html.H2(tr("Draft")),
            html.P(made, className="soft"),
            difference_table(room.in_force, draft.differences, difference),
            html.P([html.B(tr("Reason")), " ", draft.reason]),
            *_tried(room, draft, stand),
            *([html.P(tr(draft.problem), role="alert")] if draft.problem else []),
            _acts(room, draft, aside),
        ],
        className="card trial__stand",
    )


def _acts(room: ProtocolRoom, draft: DraftKept, aside: Part) -> html.Div:
    acts: list[Part] = [aside]
    if draft.problem:
        return html.Div(acts, className="protocol__acts")
    to = Trial(room.stand.id, draft=str(draft.draft)).address()
    acts.append(html.A(tr("Try it on past sessions"), href=to, className="btn"))
    if room.may_sign:
        acts.append(
            html.Button(
                tr("Sign into force …"),
                type="button",
                className="btn btn--primary",
                **attributes(data_modal=ids.SIGN),
            )
        )
    else:
        words = tr("The medical director signs it: a physician whom an administrator has named.")
        acts.insert(0, html.P(words, className="soft"))
    return html.Div(acts, className="protocol__acts")


def difference_table(
    protocol: Protocol | None, differences: Sequence[Difference], label: str
) -> Part:
    """Every number that differs: what it was, what it is, with its unit."""
    if not differences:
        return html.P(tr("No number is different."), className="soft")
    rows = [
        html.Tr(
            [
                html.Th(path_words(protocol, one.path), scope="row"),
                html.Td(_value(one.before, one.unit)),
                html.Td(html.B(_value(one.after, one.unit))),
            ]
        )
        for one in differences
    ]
    return html.Div(
        [
            html.H3(label),
            table([tr("Number"), tr_in("number", "before"), tr_in("number", "after")], rows, label),
        ]
    )


def _value(value: object, unit: str) -> str:
    return number_words(value) if value is None else f"{number_words(value)} {unit}".rstrip()


def _tried(room: ProtocolRoom, draft: DraftKept, stand: BackTestStand | None) -> list[Part]:
    """What the back-test of this very draft came to."""
    to = Trial(room.stand.id, draft=str(draft.draft)).address()
    if stand is None or not stand.is_of_draft(room.stand.id, draft.draft):
        words = tr("This draft has not been tried on past sessions since the program was started.")
        return [html.P(words, className="soft")]
    counts = stand.counts()
    if counts is None:
        words = done_words(stand.done, stand.of) if stand.is_running else tr("It did not end.")
        return [html.P([words, " ", html.A(tr("See it"), href=to, className="btn")])]
    return [html.H3(tr("On past sessions")), tried_words(counts)]


def tried_words(tried: Mapping[str, int]) -> Part:
    """``Of 340 sessions 12 ready earlier, 3 later ...``."""
    return html.P(
        tr(
            "Of {sessions} sessions: {earlier} ready earlier, {later} later, {same} at the same "
            "minute; {newly} ready only with the other numbers, {no_more} only with those in "
            "force, {never} with neither.",
            sessions=tried.get("sessions", 0),
            earlier=tried.get("earlier", 0),
            later=tried.get("later", 0),
            same=tried.get("same", 0),
            newly=tried.get("newly_ready", 0),
            no_more=tried.get("no_more_ready", 0),
            never=tried.get("never_ready", 0),
        )
    )


def sign_source(room: ProtocolRoom, draft: DraftKept, actor: Actor) -> html.Div:
    """The signature: what it says at the left, the PIN at the right; kept hidden until opened."""
    label = tr("Difference to version {version}, in force", version=room.stand.version)
    left: list[Part] = [
        html.H2(tr("Sign version {version} into force", version=draft.version)),
        html.P([html.B(tr(room.stand.title)), f". {draft.reason}"]),
        difference_table(room.in_force, draft.differences, label),
        html.Div([html.B(tr("What your signature means")), tr(MEANING)], className="meaning"),
        html.P(tr("Kept and shown with your name, the time and this meaning.")),
        html.P(tr("Sessions that run keep the version they were started on.")),
    ]
    back = html.Button(
        tr("Go back"), type="button", className="btn", **attributes(data_close_modal="")
    )
    pin = html.Div(
        [
            html.P([html.B(actor.name), tr("enter PIN")]),
            html.Div(**attributes(data_pin_host="")),
        ],
        className="modal__pin",
    )
    box = html.Div(
        [html.Div([*left, html.Span(className="grow"), back], className="modal__left"), pin],
        id=ids.SIGN,
        className="modal__box",
        **attributes(
            data_act="protocol",
            data_path=f"/protocol-versions/{room.stand.id}/sign",
            data_draft=str(draft.draft),
        ),
    )
    return html.Div(box, hidden=True)
