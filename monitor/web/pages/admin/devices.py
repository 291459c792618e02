"""The devices on which a PIN is enough: a list under who is signed in, and revoking one."""

from __future__ import annotations

from dash import html

from monitor.language.reader import tr
from monitor.services.admin_views import KnownDevice
from monitor.web.components import Part, chip
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.parts import about, asked_first, button, card, gone, row, rows, said
from monitor.web.pages.admin.present import Asked, Everything, address, written


def listed(whole: Everything, asked: Asked) -> html.Section:
    """Every known device, the one used last first."""
    lines = [_line(one, whole, asked) for one in whole.devices]
    return card(tr("Known devices"), [rows(lines, tr("No device is known."))])


def chosen(whole: Everything, asked: Asked) -> Part:
    """The device that the address names, with the way to revoke it."""
    found = next((one for one in whole.devices if one.id == asked.chosen), None)
    return gone() if found is None else _revoking(found, whole)


def _line(one: KnownDevice, whole: Everything, asked: Asked) -> html.Li:
    marks: list[Part] = [chip(tr("this device"), "dot", "accent")] if one.own else []
    is_chosen = asked.kind == "device" and asked.chosen == one.id
    return row(address(device=one.id), is_chosen, _name(one), _used(one, whole), marks)


def _name(one: KnownDevice) -> str:
    """A device has no name but the beginning of its number, as in the audit."""
    return tr("device {number}", number=one.id[:4])


def _used(one: KnownDevice, whole: Everything) -> str:
    if one.used_at is None:
        return tr("never used")
    return tr("last used {instant}", instant=written(one.used_at, whole.clinic.zone))


def _revoking(one: KnownDevice, whole: Everything) -> html.Section:
    since = written(one.registered_at, whole.clinic.zone)
    happens = tr(
        "Whoever is signed in there is signed out at once, and no PIN opens anything there until "
        "somebody signs in with a password. Entries that lie unsent on it stay there."
    )
    do = button(ids.REVOKE_DEVICE, tr("Revoke it now"), "btn--danger")
    return card(
        _name(one),
        [
            about(one.id, 0),
            html.P(tr("Known since {instant}, by {name}", instant=since, name=one.registered_by)),
            html.P(_used(one, whole)),
            asked_first(tr("Revoke this device …"), happens, [do]),
            said(ids.ACT_SAID),
        ],
        "admin__form",
    )
