"""Programs: the access tokens there are, making one, and revoking one."""

from __future__ import annotations

from datetime import timedelta

import dash_mantine_components as dmc
from dash import html

from monitor.access.scopes import Scope
from monitor.language.reader import tr
from monitor.language.said import Said, say
from monitor.services.admin_views import TokenKept
from monitor.services.token_making import LONGEST_TOKEN_DAYS
from monitor.web.components import Part, chip, glyph
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.parts import (
    about,
    asked_first,
    button,
    card,
    field,
    gone,
    nothing_chosen,
    row,
    rows,
    said,
    ticks,
)
from monitor.web.pages.admin.present import NEW, Asked, Everything, address, written
from monitor.web.words import listed

SOON = timedelta(days=14)
SCOPE_WORDS: dict[Scope, Said] = {
    Scope.READ: say("Read board, sessions and patients"),
    Scope.RECORD: say("Record in sessions"),
    Scope.EXPORT: say("Export sessions and records"),
    Scope.AUDIT: say("Search the audit"),
}


def left(whole: Everything, asked: Asked) -> list[Part]:
    """Every access token."""
    to = address("programs", token=NEW)
    add = html.A([glyph("plus"), tr("Make a token")], href=to, className="btn btn--primary")
    lines = [_line(one, whole, asked) for one in whole.tokens.tokens]
    nothing = tr("No program has access.")
    return [card(tr("Access tokens of programs"), [add, rows(lines, nothing)])]


def right(whole: Everything, asked: Asked) -> Part:
    """A new token, or the chosen one."""
    if asked.kind == "token" and asked.chosen == NEW:
        return _new(whole)
    if asked.kind != "token":
        return nothing_chosen(tr("Choose a token to see what it is for, or make one."))
    found = next((one for one in whole.tokens.tokens if one.id == asked.chosen), None)
    return gone() if found is None else _one(found, whole)


def _line(one: TokenKept, whole: Everything, asked: Asked) -> html.Li:
    chosen = asked.kind == "token" and asked.chosen == one.id
    below = tr("{person}, {used}", person=one.person, used=_used(one, whole))
    return row(address("programs", token=one.id), chosen, one.name, below, _marks(one, whole))


def _marks(one: TokenKept, whole: Everything) -> list[Part]:
    if one.expires_at <= whole.now:
        return [chip(tr("expired"), "close", "unknown")]
    if one.expires_at - whole.now < SOON:
        return [chip(tr("ends soon"), "caution", "caution")]
    return []


def _used(one: TokenKept, whole: Everything) -> str:
    if one.used_at is None:
        return tr("never used")
    return tr("last used {instant}", instant=written(one.used_at, whole.clinic.zone))


def _new(whole: Everything) -> html.Section:
    why = tr(
        "What a program does stands under the name of a person. Add a person of its own for it, "
        "with the roles that it needs and no PIN; here can be chosen as whom nobody ever signed in."
    )
    if not whole.tokens.people:
        add = html.A(tr("Add a person"), href=address(person=NEW), className="btn btn--primary")
        return card(tr("A new token"), [html.P(why), add], "admin__form")
    people = [{"value": known, "label": name} for known, name in whole.tokens.people]
    scopes = [(scope.value, tr(words)) for scope, words in SCOPE_WORDS.items()]
    most = tr("1 to {most} days", most=LONGEST_TOKEN_DAYS)
    return card(
        tr("A new token"),
        [
            html.P(why, className="soft"),
            field(ids.TOKEN_NAME, tr("What for"), tr("Such as monitor gateway")),
            dmc.Select(
                id=ids.TOKEN_FOR, label=tr("Acts for"), data=people, value=people[0]["value"]
            ),
            ticks(ids.TOKEN_SCOPES, tr("May"), scopes, []),
            field(ids.TOKEN_DAYS, tr("Days until it ends"), most, "90"),
            said(),
            button(ids.CREATE_TOKEN, tr("Make this token")),
            html.Div(id=ids.TOKEN_ONCE, role="status"),
        ],
        "admin__form",
    )


def shown_once(token: str) -> list[Part]:
    """The new token, and that nobody sees it again."""
    words = tr("Copy it into the program now. It is shown only here, and only once.")
    back = html.A(tr("Done"), href=address("programs", done="added"), className="btn btn--primary")
    return [html.P(html.B(words)), html.Pre(token, className="admin__token"), back]


def _one(one: TokenKept, whole: Everything) -> html.Section:
    zone = whole.clinic.zone
    happens = tr("Whatever uses it is refused from its next request on. It cannot be given back.")
    do = button(ids.REVOKE_TOKEN, tr("Revoke it now"), "btn--danger")
    return card(
        one.name,
        [
            about(one.id, 0),
            html.P(tr("Acts for {name}", name=one.person)),
            html.P(_may(one)),
            html.P(tr("Made {instant}", instant=written(one.created_at, zone))),
            html.P(tr("Ends {instant}", instant=written(one.expires_at, zone))),
            html.P(_used(one, whole)),
            asked_first(tr("Revoke this token …"), happens, [do]),
            said(ids.ACT_SAID),
        ],
        "admin__form",
    )


def _may(one: TokenKept) -> str:
    if one.scopes is None:
        return tr("May do whatever {name} may", name=one.person)
    known = [tr(SCOPE_WORDS[Scope(each)]) for each in one.scopes if each in set(Scope)]
    return tr("May: {things}", things=listed(known))
