"""The words left and right of the plot, row by row at the depths of ``charts/rows.py``.

The heights stand in assets/css/chart.css; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping

from dash.development.base_component import Component

from monitor.charts import marks, news
from monitor.charts.packing import rows_used
from monitor.charts.scales import ScalePanel
from monitor.charts.timeline import Effect, Lane, Timeline
from monitor.clinical.event import Event
from monitor.clinical.state import Current, Finding, SessionState
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import html
from monitor.web.by_words import by_words
from monitor.web.components.attributes import attributes
from monitor.web.components.marks import Part, finding_glyph
from monitor.web.components.ticking import age_in
from monitor.web.pages.chart.beside_names import heading, names, row
from monitor.web.pages.chart.panels import latest_words
from monitor.web.words import decimal, record_word, signed

KEPT_ROWS = 2048
NEVER = say("not asked")
LOOKS = {news.URGENT: "is-urgent", news.CAUTION: "is-news"}
READ = say("read from the vital signs, nobody graded it")


def beside(timeline: Timeline, treatment: str) -> list[Part]:
    """Both columns; the plot lies between them."""
    header = rows_used(marks.place(timeline, timeline.axis))
    return [names(timeline, treatment, header), _right(timeline, header)]


def _right(timeline: Timeline, header: int) -> html.Div:
    state = timeline.state
    return html.Div(
        [
            row("top", None),
            row(f"head beside__head--{header}", None),
            row("pressure beside__pressure--value", _pressure(timeline)),
            row("heart", _value(timeline, "heart_rate_bpm", _heart_extra(state))),
            row("spo2", _value(timeline, "spo2_percent", _oxygen_extra(state))),
            row("breathing", _value(timeline, "respiratory_rate_per_min", _limits(timeline))),
            *(row("scale", _total(panel)) for panel in timeline.scales),
            heading("", ""),
            *(_effect_now(effect, timeline) for effect in timeline.effects),
            heading("", ""),
            html.Div(
                [
                    _lane_now(lane.spans[-1].finding.value, _lane_words(lane, timeline))
                    for lane in timeline.lanes
                ],
                className="beside__lanes",
            ),
            row("foot", None),
        ],
        className="beside__right",
    )


def _total(panel: ScalePanel) -> list[Component]:
    value, words = latest_words(panel)
    big = [html.B(value, className="beside__value")] if value else []
    return [*big, html.Span(words)]


@by_words(KEPT_ROWS)
def _lane_now(finding: str, words: str) -> html.Div:
    return html.Div(
        [finding_glyph(Finding(finding)), html.Span(words)],
        className="beside__lane" if finding == Finding.MET else "beside__lane is-pending",
    )


def _lane_words(lane: Lane, timeline: Timeline) -> str:
    last = lane.spans[-1]
    if last.finding is Finding.MET:
        if len(lane.spans) == 1:
            return tr("throughout")
        return timeline.axis.clock(last.start)
    if last.finding is Finding.NOT_ASSESSED:
        return tr("not assessed")
    return timeline.axis.clock(lane.earliest_at) if lane.earliest_at else tr("not met")


def _number(current: Current | None) -> float | None:
    value = None if current is None else current.value
    return float(value) if isinstance(value, int | float) else None


def _pressure(timeline: Timeline) -> list[Component]:
    state = timeline.state
    upper, lower = state.current.get("systolic_mmhg"), state.current.get("diastolic_mmhg")
    high, low = _number(upper), _number(lower)
    if upper is None or high is None or low is None:
        return [html.Span(tr("not measured") if upper is not None else tr("no reading yet"))]
    told = news.graver(
        _told(timeline, "systolic_mmhg", high), _told(timeline, "diastolic_mmhg", low)
    )
    words: list[Component] = [_big(f"{high:g}/{low:g}", told, upper), *_news_line(told)]
    base = state.baseline
    if base.systolic_mmhg is not None and base.diastolic_mmhg is not None:
        rise = f"{signed(round(high - base.systolic_mmhg))} / "
        words.append(html.Span(rise + signed(round(low - base.diastolic_mmhg))))
    return [*words, age_in(state, upper.at, upper.stale)]


def _value(timeline: Timeline, field: str, extra: str) -> list[Component]:
    state = timeline.state
    current = state.current.get(field)
    if current is None:
        return [html.Span(tr("no reading yet"))]
    number = _number(current)
    if number is None:
        return [html.Span(tr("not measured")), _age_of(current, state)]
    told = _told(timeline, field, number)
    shown = html.Div([_big(f"{number:g}", told, current), _age_of(current, state)])
    usual = "" if told and field == "respiratory_rate_per_min" else extra  # room for one line
    return [shown, *_news_line(told), html.Span(usual)]


def _told(timeline: Timeline, field: str, value: float) -> news.News | None:
    """What is news about the value that stands: found at the readings of its instant."""
    at = timeline.state.current[field].at
    found: news.News | None = None
    for fact in timeline.state.facts:
        if fact.at == at and fact.fields.get(field) == value:
            one = timeline.interpretations.get((fact.id, field))
            found = news.graver(found, news.news(one, value, timeline.bands.get(field)))
    return found


def _big(words: str, told: news.News | None, current: Current) -> html.B:
    looks = ("beside__value", LOOKS.get(news.tone(told), ""), "is-stale" if current.stale else "")
    return html.B(words, className=" ".join(look for look in looks if look))


def _news_line(told: news.News | None) -> list[Component]:
    """The word for what is news, in its colour."""
    if told is None:
        return []
    return [html.Span(news.word(told), className=f"beside__news {LOOKS.get(news.tone(told), '')}")]


def _age_of(current: Current, state: SessionState) -> html.Span:
    return age_in(state, current.at, current.stale)


def _heart_extra(state: SessionState) -> str:
    rhythm = state.current.get("rhythm")
    said = record_word(rhythm.value) if rhythm is not None and rhythm.value else ""
    number, middle = _number(state.current.get("heart_rate_bpm")), state.baseline.heart_rate_bpm
    change = signed(round(number - middle)) if number is not None and middle is not None else ""
    return ", ".join(part for part in (change, said) if part)


def _oxygen_extra(state: SessionState) -> str:
    oxygen = _number(state.current.get("oxygen_l_min"))
    return "" if oxygen is None else (tr("on air") if oxygen == 0 else f"{decimal(oxygen)} l/min")


def _limits(timeline: Timeline) -> str:
    band = timeline.bands.get("respiratory_rate_per_min")
    if band is None:
        return ""
    return tr("limits {low}-{high}", low=decimal(band.low), high=decimal(band.high))


def _effect_now(effect: Effect, timeline: Timeline) -> Part:
    current = timeline.state.current.get(effect.code)
    if current is None or current.value is None:
        return _read_now(effect, timeline)
    look = " is-felt" if current.value != "none" else ""
    look += " is-stale" if current.stale else ""
    words = tr(
        "{grade} at {time}", grade=record_word(current.value), time=timeline.axis.clock(current.at)
    )
    return _effect_row(words, f"beside__now{look}", words)


@by_words(KEPT_ROWS)
def _effect_row(words: str, look: str, title: str) -> html.Div:
    told = attributes(title=title) if title else {}
    return row("effect", html.Span(words, className=look, **told))


def _read_now(effect: Effect, timeline: Timeline) -> Part:
    """What the vital signs said of it, where nobody was asked."""
    found = [check for check in timeline.read_checks if effect.code in _grades(check)]
    if not found:
        return _effect_row(tr(NEVER), "is-unasked", "")
    grade = str(_grades(found[-1])[effect.code])
    felt = " is-felt" if grade != "none" else ""
    words = tr("{grade}, read", grade=record_word(grade))
    return _effect_row(words, f"beside__now{felt}", tr(READ))


def _grades(check: Event) -> Mapping[str, object]:
    grades = check.fields["grades"]
    return grades if isinstance(grades, Mapping) else {}
