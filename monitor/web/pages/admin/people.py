"""People: who works here, what they may, and where they are signed in."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html

from monitor.access.roles import Role
from monitor.language.reader import tr
from monitor.services.admin_views import OpenSignIn, PersonKept
from monitor.services.people import LOGIN_ALLOWED
from monitor.services.secrets import PASSWORD_ALLOWED, PIN_ALLOWED
from monitor.services.wording import PHONE_ALLOWED
from monitor.web.components import Part, chip, glyph, tablet_name
from monitor.web.pages.admin import devices, ids
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
from monitor.web.pages.admin.present import NEW, Asked, Everything, address, missing_of, written
from monitor.web.words import listed, role_name


def left(whole: Everything, asked: Asked) -> list[Part]:
    """Everybody, and who is signed in now."""
    add = html.A(
        [glyph("plus"), tr("Add a person")], href=address(person=NEW), className="btn btn--primary"
    )
    people = [_line(one, asked) for one in whole.people]
    sign_ins = [_sign_in(one, whole, asked) for one in whole.sign_ins]
    nobody = tr("Nobody is signed in.")
    return [
        card(tr("People"), [add, rows(people, tr("Nobody yet."))]),
        card(tr("Signed in now"), [rows(sign_ins, nobody)]),
        devices.listed(whole, asked),
    ]


def right(whole: Everything, asked: Asked) -> Part:
    """Who is chosen."""
    if asked.kind == "sign_in":
        found = next((one for one in whole.sign_ins if one.id == asked.chosen), None)
        return gone() if found is None else _ending(found, whole)
    if asked.kind == "device":
        return devices.chosen(whole, asked)
    if asked.chosen == NEW:
        return _new()
    if not asked.chosen:
        return nothing_chosen(tr("Choose a person to see what they may, or add one."))
    person = next((one for one in whole.people if one.id == asked.chosen), None)
    return gone() if person is None else _form(person, whole)


def _line(person: PersonKept, asked: Asked) -> html.Li:
    marks: list[Part] = [chip(words, "caution", "caution") for words in missing_of(person)]
    if person.has_second_factor:
        marks.append(chip(tr("second factor"), "lock", "accent"))
    if not person.active:
        marks.append(chip(tr("deactivated"), "close", "unknown"))
    below = tr("{login}, {roles}", login=person.login, roles=_roles(person))
    chosen = asked.kind == "person" and asked.chosen == person.id
    return row(address(person=person.id), chosen, person.name, below, marks)


def _roles(person: PersonKept) -> str:
    return listed(role_name(role) for role in sorted(person.roles))


def _sign_in(one: OpenSignIn, whole: Everything, asked: Asked) -> html.Li:
    instant = written(one.seen_at, whole.clinic.zone)
    heard = tr("{tablet}, last heard of {instant}", tablet=_tablet(one), instant=instant)
    marks: list[Part] = [chip(tr("this device"), "dot", "accent")] if one.own else []
    chosen = asked.kind == "sign_in" and asked.chosen == one.id
    return row(address(sign_in=one.id), chosen, one.name, heard, marks)


def _ticks(held: frozenset[Role]) -> dmc.CheckboxGroup:
    choices = [(role.value, role_name(role)) for role in Role]
    return ticks(ids.ROLES, tr("Roles"), choices, sorted(held))


def _secrets() -> list[Part]:
    return [
        field(ids.PASSWORD, tr("Password, for one sign-in"), tr(PASSWORD_ALLOWED)),
        field(ids.PIN, tr("PIN, for one sign-in"), tr(PIN_ALLOWED)),
    ]


def _phone(number: str) -> dmc.TextInput:
    label = tr("Phone, to be called about urgent alerts")
    return field(ids.PHONE, label, tr(PHONE_ALLOWED), number)


def _new() -> html.Section:
    why = tr(
        "Tell them password and PIN: both are good for one sign-in, at which they choose their own."
    )
    return card(
        tr("A new person"),
        [
            field(ids.NAME, tr("Full name"), tr("As on the chart, such as Nora Vance")),
            field(ids.LOGIN, tr("Login"), tr(LOGIN_ALLOWED)),
            _ticks(frozenset()),
            _phone(""),
            *_secrets(),
            html.P(why, className="soft"),
            said(),
            button(ids.ADD_PERSON, tr("Add this person")),
        ],
        "admin__form",
    )


def _form(person: PersonKept, whole: Everything) -> html.Section:
    since = written(person.added_at, whole.clinic.zone)
    known = tr("Login {login}, added {instant}", login=person.login, instant=since)
    if not person.active:
        return card(person.name, [html.P(known, className="faint"), *_away(person)], "admin__form")
    return card(
        person.name,
        [
            about(person.id, person.revision),
            html.P(known, className="faint"),
            field(ids.NAME, tr("Full name"), value=person.name),
            _ticks(person.roles),
            _phone(person.phone),
            said(),
            button(ids.SAVE_PERSON, tr("Save")),
            _new_secrets(person),
            *_second_factor(person),
            _deactivation(person),
            said(ids.ACT_SAID),
        ],
        "admin__form",
    )


def _new_secrets(person: PersonKept) -> Part:
    happens = tr(
        "{name} is signed out everywhere at once. What is set here is good for one sign-in; "
        "an empty field stays as it is.",
        name=person.name,
    )
    do = button(ids.SET_SECRETS, tr("Set it and sign out"), "btn--danger")
    return asked_first(tr("Set a new password or PIN …"), happens, [*_secrets(), do])


def _second_factor(person: PersonKept) -> list[Part]:
    """For somebody who has lost theirs."""
    if not person.has_second_factor:
        return []
    happens = tr(
        "For somebody who has lost it: {name} signs in with the password alone, until they set "
        "another one up. The recovery codes go with it.",
        name=person.name,
    )
    do = button(ids.TAKE_FACTOR, tr("Take the second factor away"), "btn--danger")
    return [asked_first(tr("Take the second factor away …"), happens, [do])]


def _deactivation(person: PersonKept) -> Part:
    happens = tr(
        "{name} is signed out everywhere at once and cannot sign in any more. Records keep the "
        "name, and an administrator can bring the person back.",
        name=person.name,
    )
    do = button(ids.DEACTIVATE, tr("Deactivate {name}", name=person.name), "btn--danger")
    return asked_first(tr("Deactivate …"), happens, [do])


def _away(person: PersonKept) -> list[Part]:
    held = tr("Roles: {roles}", roles=_roles(person))
    return [
        about(person.id, person.revision),
        html.P(tr("Deactivated: cannot sign in. Records keep the name.")),
        html.P(held, className="soft"),
        said(ids.ACT_SAID),
        button(ids.BRING_BACK, tr("Bring {name} back", name=person.name)),
    ]


def _ending(one: OpenSignIn, whole: Everything) -> html.Section:
    zone = whole.clinic.zone
    happens = tr(
        "The device shows the sign-in screen at once. Entries that lie unsent on it stay there."
    )
    do = button(ids.END_SIGN_IN, tr("End it now"), "btn--danger")
    return card(
        one.name,
        [
            about(one.id, 0),
            html.P(tr("Signed in since {instant}", instant=written(one.began_at, zone))),
            html.P(tr("last heard of {instant}", instant=written(one.seen_at, zone))),
            *_naming(one),
            asked_first(tr("End this sign-in …"), happens, [do]),
            said(ids.ACT_SAID),
        ],
        "admin__form",
    )


def _tablet(one: OpenSignIn) -> str:
    return tablet_name(one.device_name, one.device_number)


def _naming(one: OpenSignIn) -> list[Part]:
    """What people call the device: the board names it where entries lie unsent on it."""
    hint = tr(
        "As it is written on it, such as Tablet window side; now {tablet}", tablet=_tablet(one)
    )
    return [
        dcc.Store(id=ids.TABLET, data={"id": one.device_id, "seen": one.device_name}),
        field(ids.TABLET_NAME, tr("Name of the device"), hint, one.device_name),
        said(),
        button(ids.NAME_TABLET, tr("Save the name")),
    ]
