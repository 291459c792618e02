"""Who signs protocols into force: the buttons, and what stands above them."""

from __future__ import annotations

from dash import Input

from monitor.access.actor import Actor
from monitor.access.roles import Role
from monitor.language.reader import tr
from monitor.services import roster
from monitor.services.admin_views import PersonKept
from monitor.services.house import House
from monitor.web import html
from monitor.web.components import Part
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.callbacks import ABOUT, Act, Answer, answers, callback, done
from monitor.web.pages.admin.callbacks import right_kept as kept
from monitor.web.pages.admin.parts import asked_first, button
from monitor.web.pages.admin.present import seen


def director_parts(person: PersonKept) -> list[Part]:
    """What a physician may do with protocols, and the button that changes it."""
    if Role.PHYSICIAN not in person.roles:
        return []
    if person.signs_protocols:
        happens = tr("{name} signs no protocol into force any more.", name=person.name)
        do = button(ids.UNNAME_DIRECTOR, tr("Name them no more"), "btn--danger")
        return [
            html.P(tr("Named to sign protocols into force, as medical director.")),
            asked_first(tr("Name them medical director no more …"), happens, [do]),
        ]
    return [
        html.P(tr("Drafts protocols; not named to sign them into force.")),
        button(ids.NAME_DIRECTOR, tr("Name as medical director")),
    ]


@callback(*answers(), Input(ids.NAME_DIRECTOR, "n_clicks"), ABOUT, prevent_initial_call=True)
async def name_director(_taps: int, about: object) -> Answer:
    return await done(_naming(about, True), kept)


@callback(*answers(), Input(ids.UNNAME_DIRECTOR, "n_clicks"), ABOUT, prevent_initial_call=True)
async def unname_director(_taps: int, about: object) -> Answer:
    return await done(_naming(about, False), kept)


def _naming(about: object, named: bool) -> Act[PersonKept]:
    def act(around: House, who: Actor) -> PersonKept:
        known, revision = seen(about)
        return roster.name_director(around, who, known, named, revision)

    return act
