"""Where the chosen patient stands before the session, and the way to the questions."""

from __future__ import annotations

from monitor.language.reader import tr, tr_plural
from monitor.services.eligibility_views import Eligibility
from monitor.web import html
from monitor.web.brought import Asked
from monitor.web.components import Part, glyph


def screened(stands: Eligibility | None, brought: Asked) -> list[Part]:
    """Nothing before a patient is chosen; then what stands in the way, or that nothing does."""
    if stands is None:
        return []
    stops = stands.stops
    if stands.protocol_id is not None and not stops:
        told: Part = html.P(
            [glyph("met"), tr("Screened: nothing stands in the way.")], className="is-clear"
        )
        words, shape = tr("See the answers"), "btn"
    else:
        told = html.P([glyph("unknown"), html.Span(_open(stands))], className="is-flagged")
        words, shape = tr("Screen before the session"), "btn btn--primary"
    link = html.A(words, href=brought.screen_address(stands.patient.id), className=shape)
    return [html.Div([told, link], className="start__screen")]


def _open(stands: Eligibility) -> str:
    number = len(stands.stops)
    if stands.told_at is None:
        return tr("Not screened for this session yet.")
    if not number:
        return tr("The readings before the dose are still to be judged.")
    labels = ", ".join(tr(stands.label(one)) for one in stands.stops)
    return tr_plural(
        "{number} stands in the way: {labels}", "{number} stand in the way: {labels}", number,
        labels=labels,
    )  # fmt: skip
