"""The button that gives a device its name."""

from __future__ import annotations

from dash import Input, State

from monitor.services import tablets
from monitor.web.pages.admin import ids
from monitor.web.pages.admin.callbacks import ABOUT, Answer, answers, callback, done
from monitor.web.pages.admin.present import address, named, seen


@callback(
    output=answers(ids.SAID),
    inputs={
        "_taps": Input(ids.NAME_TABLET, "n_clicks"),
        "about": ABOUT,
        "tablet": State(ids.TABLET, "data"),
        "name": State(ids.TABLET_NAME, "value"),
    },
    prevent_initial_call=True,
)
async def name_tablet(_taps: int, about: object, tablet: object, name: object) -> Answer:
    return await done(
        lambda around, who: tablets.name_tablet(around, who, *named(tablet, name)),
        lambda said: address(sign_in=seen(about)[0], done="saved", seen=said),
    )
