"""What happened, on the time axis: infusion, doses, medicines, alerts, notes, now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from monitor.charts.axis import TimeAxis
from monitor.charts.packing import MARK, MOST_ROWS, Label, Placed, minutes, minutes_of, pack
from monitor.charts.palette import Palette
from monitor.charts.rows import HEADER_ROW, Rows
from monitor.charts.theme import TEXT_SIZE, Part, box, halo, line, note, vertical
from monitor.charts.timeline import Moment, Timeline
from monitor.clinical.event import Event
from monitor.clinical.state import Alert, AlertState, Level
from monitor.language.catalogue import MEDICINE
from monitor.language.reader import tr, tr_in, tr_plural
from monitor.language.said import say, say_in
from monitor.language.writing import number

ROUTES = {
    "im": say("IM"),
    "sublingual": say("under the tongue"),
    "intranasal": say("nasal"),
}
STATE_WORDS = {
    AlertState.OPEN: say_in("alert", "open"),
    AlertState.RESOLVED: say_in("alert", "resolved"),
    AlertState.ACKNOWLEDGED: say_in("alert", "acknowledged"),
}
DOSE = say("Dose")
QUIET_CODES = frozenset({"observation_overdue"})
GLYPHS = {Level.CAUTION: "◇", Level.URGENT: "▲"}
LONGEST_NOTE = 24
TEXT_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """The pump running, or standing still within an infusion."""

    start: float
    end: float
    running: bool


def infusion(facts: Iterable[Event], axis: TimeAxis, now: datetime) -> tuple[Stretch, ...]:
    """The infusion with its pauses; one still going ends at now."""
    stretches: list[Stretch] = []
    since: tuple[float, bool] | None = None
    for fact in facts:
        turn = {
            "infusion_started": True,
            "infusion_resumed": True,
            "infusion_paused": False,
            "infusion_ended": None,
        }
        if fact.kind not in turn:
            continue
        at = axis.position(fact.at)
        if since is not None:
            stretches.append(Stretch(since[0], at, since[1]))
        running = turn[fact.kind]
        since = None if running is None else (at, running)
    if since is not None:
        stretches.append(Stretch(since[0], axis.position(now), since[1]))
    return tuple(stretches)


def labels(timeline: Timeline, axis: TimeAxis) -> tuple[Label, ...]:
    """Every text over the panels; those that matter more come first and sit higher."""
    return (
        *_infusion_label(timeline, axis),
        *_now_label(timeline, axis),
        *(_alert_label(alert, timeline, axis) for alert in _shown_alerts(timeline)),
        *(
            _event_label(fact, timeline, axis)
            for fact in timeline.state.facts
            if fact.kind in _EVENTS
        ),
        *(_moment_label(moment, axis) for moment in timeline.moments),
    )


def place(timeline: Timeline, axis: TimeAxis) -> tuple[Placed, ...]:
    """The same with a row each; alerts without room for their words are counted in one more."""
    if timeline.placed is not None:
        return timeline.placed
    wanted = labels(timeline, axis)
    placed = pack(wanted, axis)
    if wordless := _wordless(placed):
        wanted = tuple(_clear_of(wordless, label, axis) for label in wanted)
        placed = pack(wanted, axis)
    wordless = _wordless(placed)
    if not wordless:
        return placed
    *rest, more = pack((*wanted, _count_of(wordless)), axis)
    return (*rest, more if more.row is not None else replace(more, row=MOST_ROWS))


def shapes(timeline: Timeline, axis: TimeAxis, rows: Rows, palette: Palette) -> list[Part]:
    """The shading, the bar and the vertical lines."""
    start, end = rows.paper(rows.pressure.top), 0.0
    clock = axis.position(timeline.clock)
    drawn: list[Part] = []
    stretches = infusion(timeline.state.facts, axis, timeline.clock)
    for stretch in stretches:
        drawn += _stretch_shapes(stretch, rows, palette)
    if stretches:
        edge = line(palette.plot_infusion_line, 1)
        edges = {stretches[0].start, stretches[-1].end}
        drawn += [{**vertical(x, edge, rows.paper(2), end), "opacity": 0.6} for x in sorted(edges)]
    dashed = line(palette.line_strong, 1, "3px,3px")
    marked = [fact.at for fact in timeline.state.facts if fact.kind in _EVENTS]
    marked += [moment.at for moment in timeline.moments]
    drawn += [vertical(axis.position(at), dashed, start, end) for at in marked]
    if timeline.minimum_at is not None:
        dotted = line(palette.line_strong, 1, "2px,3px")
        drawn.append(vertical(axis.position(timeline.minimum_at), dotted, start, end))
    drawn.append(box((clock, axis.end), (start, end), palette.page, opacity=0.45))
    drawn.append(
        {**vertical(clock, line(palette.ink, 1.5), rows.paper(HEADER_ROW), end), "layer": "above"}
    )
    return drawn


def texts(placed: tuple[Placed, ...], rows: Rows, palette: Palette) -> list[Part]:
    """The words over the panels, with the glyph of an alert beside them."""
    return [part for item in placed for part in _text(item, rows, palette)]


def minimum_text(timeline: Timeline, axis: TimeAxis, rows: Rows, palette: Palette) -> list[Part]:
    """What the dotted line of the shortest observation time means."""
    at = timeline.minimum_at
    if at is None or at <= timeline.clock:
        return []
    text = f"{axis.position(at):.0f} min<br>{axis.clock(at)}"
    foot = rows.paper(rows.pressure.bottom)
    return [
        note(axis.position(at), foot, text, palette.ink_3, xshift=5, yanchor="bottom", align="left")
    ]


_EVENTS = frozenset({"medication", "dose_given"})


def _infusion_label(timeline: Timeline, axis: TimeAxis) -> tuple[Label, ...]:
    stretches = infusion(timeline.state.facts, axis, timeline.clock)
    if not stretches:
        return ()
    paused = sum(not stretch.running for stretch in stretches)
    pauses = tr_plural("{number} pause", "{number} pauses", paused)
    text = f"{timeline.dose}, {pauses}" if paused else timeline.dose
    return (Label(text, stretches[0].start, "infusion", until=stretches[-1].end, bold=True),)


def _now_label(timeline: Timeline, axis: TimeAxis) -> tuple[Label, ...]:
    clock = timeline.clock
    word = tr("known") if timeline.frame else tr("now")
    word = tr("left") if timeline.state.discharged_to else word
    return (
        Label(f"{word} {axis.clock(clock)}", axis.position(clock), "now", centred=True, bold=True),
    )


def _shown_alerts(timeline: Timeline) -> list[Alert]:
    shown = [
        alert
        for alert in timeline.state.alerts
        if alert.state is not AlertState.WITHDRAWN
        and (alert.code not in QUIET_CODES or alert.state is AlertState.OPEN)
    ]
    return sorted(shown, key=lambda alert: (alert.state is not AlertState.OPEN, alert.raised_at))


def _alert_label(alert: Alert, timeline: Timeline, axis: TimeAxis) -> Label:
    name = timeline.alert_words.get(alert.code, alert.code.replace("_", " "))
    if alert.acknowledged_at is not None and alert.state is not AlertState.OPEN:
        state = tr("acknowledged {time}", time=axis.clock(alert.acknowledged_at))
    else:
        state = tr(STATE_WORDS.get(alert.state, alert.state.value))
    text = f"{name} {axis.clock(alert.raised_at)}, {state}"
    return Label(text, axis.position(alert.raised_at), f"alert_{alert.level}", bold=True)


def _is_alert(label: Label) -> bool:
    return label.kind.startswith("alert_")


def _wordless(placed: tuple[Placed, ...]) -> list[Label]:
    return [item.label for item in placed if item.row is None and _is_alert(item.label)]


def _clear_of(wordless: list[Label], label: Label, axis: TimeAxis) -> Label:
    """The label, right of its instant where it would cover the sign of an alert without words."""
    reach = minutes_of(label.text, axis, bold=label.bold) / 2 + minutes(MARK, axis)
    covers = label.centred and any(abs(one.at - label.at) < reach for one in wordless)
    return replace(label, centred=False, stays_right=True) if covers else label


def _count_of(wordless: list[Label]) -> Label:
    urgent = f"alert_{Level.URGENT}"
    kind = urgent if any(label.kind == urgent for label in wordless) else wordless[0].kind
    text = tr("+{count} more", count=len(wordless))
    return Label(text, wordless[0].at, kind.replace("alert_", "more_"), bold=True)


def _event_label(fact: Event, timeline: Timeline, axis: TimeAxis) -> Label:
    at, clock = axis.position(fact.at), axis.clock(fact.at)
    dose = fact.fields.get("dose_mg")
    amount = f" {number(dose)} mg" if isinstance(dose, int | float) else ""
    if fact.kind == "medication":
        outcome = timeline.outcomes.get(fact.id)
        came = f", {outcome}" if outcome else ""
        name = _sentence(tr_in(MEDICINE, str(fact.fields.get("name") or "")))
        return Label(f"{name}{amount} {clock}{came}", at, "event")
    route = tr(ROUTES.get(str(fact.fields.get("route")), ""))
    words = f"{tr(DOSE)}{amount} {route}".strip()
    return Label(f"{words} {clock}", at, "dose", bold=True)


def _moment_label(moment: Moment, axis: TimeAxis) -> Label:
    text = _sentence(moment.text)
    short = text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1].rstrip() + "…"
    return Label(f"{short} {axis.clock(moment.at)}", axis.position(moment.at), "event")


def _sentence(words: object) -> str:
    text = str(words or "").strip()
    return text[:1].upper() + text[1:]


def _stretch_shapes(stretch: Stretch, rows: Rows, palette: Palette) -> list[Part]:
    across = (stretch.start, stretch.end)
    edge = line(palette.plot_infusion_line, 1, "solid" if stretch.running else "3px,2px")
    fill = palette.plot_infusion if stretch.running else palette.surface
    bar = box(across, (rows.paper(2), rows.paper(HEADER_ROW - 1)), fill, line=edge)
    if not stretch.running:
        return [bar]
    shade = box(across, (rows.paper(rows.pressure.top), 0.0), palette.plot_infusion, opacity=0.38)
    return [shade, bar]


def _text(item: Placed, rows: Rows, palette: Palette) -> list[Part]:
    label, row = item.label, item.row
    y = rows.paper(((row or 0) + 0.55) * HEADER_ROW)
    alert = _is_alert(label)
    colour = _colour(label.kind, palette)
    parts = []
    if alert:
        glyph = GLYPHS[Level(label.kind.removeprefix("alert_"))]
        look = {"size": 15, "color": colour}
        parts.append(note(label.at, y, glyph, colour, xanchor="center", font=look))
    if row is not None:
        shift = MARK if alert else TEXT_GAP
        # A figure reads its texts as markup, and a medicine's name or a note is typed by hand.
        said = escape(label.text, quote=False)
        text = f"<b>{said}</b>" if label.bold else said
        font = {"size": TEXT_SIZE, "color": colour, "shadow": halo(palette.surface)}
        if label.kind == "infusion" and not item.beyond:
            font.pop("shadow")
        at = label.until if item.beyond and label.until is not None else label.at
        parts.append(note(at, y, text, colour, font=font, **_side(item, shift)))
    return parts


def _side(item: Placed, shift: float) -> Part:
    if item.label.centred:
        return {"xanchor": "center"}
    if item.leftward:
        return {"xanchor": "right", "xshift": -shift}
    return {"xanchor": "left", "xshift": shift}


def _colour(kind: str, palette: Palette) -> str:
    return {
        "infusion": palette.accent,
        "dose": palette.accent,
        "now": palette.ink,
        "alert_caution": palette.caution,
        "alert_urgent": palette.urgent,
        "more_caution": palette.caution,
        "more_urgent": palette.urgent,
    }.get(kind, palette.ink_2)
