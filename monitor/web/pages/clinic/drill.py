"""The sessions behind a figure, each leading to its chart; for who may see patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from monitor.analytics.clinic import overrides
from monitor.analytics.frames import pd
from monitor.clinical.words import SIDE_EFFECTS
from monitor.language import writing
from monitor.language.reader import tr
from monitor.services.clinic_figures import ClinicFigures
from monitor.web import html
from monitor.web.components import Part, empty_panel, glyph
from monitor.web.components.attributes import attributes
from monitor.web.pages.clinic.asked import Asked
from monitor.web.pages.clinic.present import criterion_name
from monitor.web.words import SIDE_EFFECTS as EFFECT_WORDS

MOST_SHOWN = 200
EFFECT, OVERRIDE, CHAIR = "effect.", "override.", "chair."
Picks = Callable[[Any], Any]
"""Which rows of a frame: one truth value each."""

PICKS: Mapping[str, Picks] = {
    "all": lambda frame: frame["started"].notna(),
    "urgent": lambda frame: frame["urgent"] > 0,
    "caution": lambda frame: frame["caution"] > 0,
    "late": lambda frame: frame["late_sets"] + frame["missed_sets"] > 0,
    "met": lambda frame: (frame["left"] - frame["met"]).notna(),
    "dose": lambda frame: frame["to_dose"].notna(),
    "scored": lambda frame: frame["phq9"].notna(),
}


def picked(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """The sessions behind one figure; of an unknown one none."""
    if show.startswith(EFFECT) and show.removeprefix(EFFECT) in SIDE_EFFECTS:
        return frame[frame[f"grade_{show.removeprefix(EFFECT)}"].fillna(0) > 0]
    if show.startswith(CHAIR):
        return frame[frame["chair"] == show.removeprefix(CHAIR)]
    if show.startswith(OVERRIDE):
        name = show.removeprefix(OVERRIDE)
        return frame[overrides(frame, name)]
    pick = PICKS.get(show)
    return frame[pick(frame)] if pick else frame.iloc[:0]


def title(show: str) -> str:
    """What the sessions have in common."""
    if show.startswith(EFFECT):
        name = EFFECT_WORDS.get(show.removeprefix(EFFECT), "")
        return tr("Sessions with: {what}", what=tr(name) if name else show)
    if show.startswith(OVERRIDE):
        what = criterion_name(show.removeprefix(OVERRIDE))
        return tr("Sessions with an override of: {what}", what=what)
    if show.startswith(CHAIR):
        return tr("Sessions in chair {chair}", chair=show.removeprefix(CHAIR))
    return {
        "urgent": tr("Sessions with an urgent alert"),
        "caution": tr("Sessions with a caution"),
        "late": tr("Sessions with a late or missed set"),
        "met": tr("Sessions in which all criteria were met"),
        "dose": tr("Sessions with a dose"),
        "scored": tr("Sessions with a PHQ-9"),
    }.get(show, tr("All of these sessions"))


def sessions(found: ClinicFigures, asked: Asked) -> list[Part]:
    """The list, where one was asked for."""
    show = asked.said.get("show", "")
    if not show or not found.sees_patients:
        return []
    rows = picked(found.frame, show)
    back = html.A(tr("Close the list"), href=asked.address(show=""), className="btn")
    if rows.empty:
        return [html.Section(empty_panel(tr("No such session"), "", back), id="sessions")]
    latest = rows.iloc[::-1].head(MOST_SHOWN)
    shown = [_line(row, found.zone) for row in latest.to_dict("records")]
    count = tr("{shown} of {all}, the latest first", shown=len(latest), all=len(rows))
    return [
        html.Section(
            [
                html.Div(
                    [html.H2(title(show)), html.Span(count, className="soft"), back],
                    className="course__title",
                ),
                html.Ul(shown, className="clinic__sessions"),
            ],
            id="sessions",
            className="card clinic__panel",
            **attributes(aria_label=title(show)),
        )
    ]


def _line(row: Mapping[str, object], zone: str) -> html.Li:
    started = row["started"]
    assert isinstance(started, pd.Timestamp)
    local = started.to_pydatetime().astimezone(ZoneInfo(zone))
    day = f"{writing.day(local.date())} {local:%H:%M}"
    words = tr("{day}, chair {chair}", day=day, chair=row["chair"])
    return html.Li(
        html.A([glyph("chart"), words], href=f"/sessions/{row['id']}", className="btn btn--quiet")
    )
