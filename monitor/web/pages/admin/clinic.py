"""Clinic: its name, and the zone that its clocks show."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import html

from monitor.language.reader import tr
from monitor.services.clinic import zones
from monitor.web.components import Part
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.parts import about, button, card, field, said
from monitor.web.pages.admin.present import Everything


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
        )
    ]


def right() -> Part:
    """What the zone does not do."""
    told = [
        tr("Instants are kept in UTC. Another zone changes clocks on screens and in records."),
        tr("Durations, due times and ages are differences of instants: no zone changes them."),
    ]
    return card(tr("What a zone changes"), [html.P(words, className="soft") for words in told])
