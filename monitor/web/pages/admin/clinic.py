"""Clinic: its name, and the zone that its clocks show."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from monitor.access.roles import Role
from monitor.language.reader import tr
from monitor.services.clinic import zones
from monitor.web.components import Part
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.parts import about, button, card, field, said, ticks
from monitor.web.pages.admin.present import Everything
from monitor.web.words import role_name


def left(whole: Everything) -> list[Part]:
    """Name and zone."""
    clinic = whole.clinic
    words = tr("Times are shown in it; what is recorded stays the same whatever it is")
    return [
        card(
            tr("The clinic"),
            [
                about("clinic", clinic.revision),
                field(
                    ids.CLINIC_NAME,
                    tr("Name of the clinic"),
                    tr("As it stands on screens and records"),
                    clinic.name,
                ),
                dmc.Select(
                    id=ids.ZONE,
                    label=tr("Time zone"),
                    description=words,
                    data=list(zones()),
                    value=clinic.zone,
                    searchable=True,
                    allowDeselect=False,
                    limit=60,
                    nothingFoundMessage=tr("No zone is called so"),
                ),
                said(),
                button(ids.SAVE_CLINIC, tr("Save")),
            ],
            "admin__form",
        ),
        _second_factor(whole),
    ]


def _second_factor(whole: Everything) -> Part:
    """Of whom one is demanded."""
    why = tr(
        "Whoever holds a role ticked here and has no second factor sets one up at the next sign-in "
        "with a password. A PIN on a known device goes on as before."
    )
    choices = [(role.value, role_name(role)) for role in Role]
    ticked = sorted(whole.clinic.second_factor_roles)
    return card(
        tr("Second factor"),
        [
            html.P(why, className="soft"),
            ticks(ids.DEMANDED_ROLES, tr("Demanded of"), choices, ticked),
            said(ids.ACT_SAID),
            button(ids.SAVE_DEMAND, tr("Save what is demanded"), "btn--primary"),
        ],
        "admin__form",
    )


def right() -> Part:
    """What the zone does not do."""
    told = [
        tr("Instants are kept in UTC. Another zone changes clocks on screens and in records."),
        tr("Durations, due times and ages are differences of instants: no zone changes them."),
    ]
    return card(tr("What a zone changes"), [html.P(words, className="soft") for words in told])
