"""What can be recorded from the chart beside an observation set; assets/js/dialogs.js answers."""

from __future__ import annotations

from monitor.access.actor import Actor
from monitor.access.permissions import Permission, may
from monitor.clinical.state import Finding, SessionState
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.components import glyph
from monitor.web.components.attributes import attributes
from monitor.web.looking import Looked
from monitor.web.pages.chart.kept_parts import part
from monitor.web.papers.links import paper_links, paper_rights
from monitor.web.still import Still
from monitor.web.written import Written

Choice = tuple[str, str, str]
INFUSION: Choice = ("infusion", "dose", say("Infusion"))
DOSE: Choice = ("dose", "dose", say("Dose"))
USUAL: tuple[Choice, ...] = (
    ("medication", "plus", say("Medicine")),
    ("intervention", "plus", say("Intervention")),
    ("walk", "walk", say("Walk test")),
    ("stand", "walk", say("Sit to stand")),
    ("scale", "note", say("Scale")),
    ("rating", "note", say("Total of a scale")),
    ("orientation", "person", say("Orientation")),
    ("note", "note", say("Note")),
    ("concern", "caution", say("Misuse concern")),
    ("emergency", "urgent", say("Emergency")),
)
ORDER: Choice = ("order", "pen", say("Order …"))
CHAIR: Choice = ("chair", "swap", say("Change of chair …"))
CORRECT: Choice = ("correct", "pen", say("Correct …"))
BASELINE: Choice = ("accept_baseline", "done", say("Accept baseline …"))
FLAGS: Choice = ("clear_flags", "done", say("Clear red flags …"))
ACCEPTED = "accepted"


def choices(looked: Looked, who: Actor) -> tuple[Choice, ...]:
    """What this person may want to record now; the service has the last word."""
    view, state = looked.view, looked.view.state
    if state.discharged_to is not None:
        return (CORRECT,)
    doses = (INFUSION, DOSE) if view.protocol.has_infusion else (DOSE,)
    ordering = (ORDER,) if may(who, Permission.GIVE_ORDER) else ()
    return (*doses, *USUAL, *ordering, *physicians_steps(state, who), CHAIR, CORRECT)


def buttons_of(looked: Looked, who: Actor) -> Written:
    """The buttons as they travel to the browser."""
    view = looked.view
    made_of = (choices(looked, who), paper_rights(view, who), view.head.closed_at is None)
    return part("buttons", view.head.id, made_of, lambda: Still(buttons(looked, who)))


def buttons(looked: Looked, who: Actor) -> list[html.Button | html.A]:
    """One button for each, then what has to do with paper."""
    shown: list[html.Button | html.A] = [
        html.Button(
            [glyph(picture), tr(word)],
            type="button",
            className="btn",
            **attributes(data_dialog=name, data_session=looked.view.head.id),
        )
        for name, picture, word in choices(looked, who)
    ]
    return [*shown, *_paper(looked, who)]


def _paper(looked: Looked, who: Actor) -> list[html.A]:
    """The sheet for a time without screens, the way back from it, and what can be printed."""
    path, patient = f"/sessions/{looked.view.head.id}", looked.view.head.patient.id
    ways = [
        (f"{path}/sheet", "note", tr("Downtime sheet")),
        (f"{path}/paper", "pen", tr("From paper …")),
        (f"/patients/{patient}", "person", tr("The patient's record")),
        (f"/patients/{patient}/course", "chart", tr("Course")),
    ]
    if looked.view.head.closed_at is not None:
        del ways[0]
    sheets = [
        html.A([glyph(picture), word], href=to, className="btn") for to, picture, word in ways
    ]
    return [*sheets, *paper_links(looked.view, who)]


def physicians_steps(state: SessionState, who: Actor) -> tuple[Choice, ...]:
    """What only a physician can settle, where there is something to settle."""
    if not may(who, Permission.DECIDE_CLINICALLY):
        return ()
    flags = state.findings.get("red_flags")
    told = flags is not None and flags.finding is Finding.NOT_MET
    missing = state.time_zero is not None and state.baseline.status != ACCEPTED
    return (*((BASELINE,) if missing else ()), *((FLAGS,) if told else ()))
