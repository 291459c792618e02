"""Small marks: glyphs, grade bars, chips and the readiness gauge. Never colour alone."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from monitor.clinical.state import Finding, SessionState
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components.attributes import attributes
from monitor.web.words import FINDINGS, SIDE_EFFECTS, grade_word

GRADES = ("none", "mild", "moderate", "severe")
FINDING_GLYPHS = {
    Finding.MET: "met",
    Finding.NOT_MET: "unmet",
    Finding.NOT_ASSESSED: "unknown",
}
GAUGE_ORDER = (Finding.MET, Finding.NOT_ASSESSED, Finding.NOT_MET)
GAUGE_CELLS = {
    Finding.MET: "is-met",
    Finding.NOT_MET: "is-unmet",
    Finding.NOT_ASSESSED: "is-unknown",
}

Part = Component | str | int | float | None
Children = Part | Sequence[Part]


def glyph(name: str, extra: str = "") -> html.I:
    """Draw a picture of ``assets/css/glyphs.css``; a word always stands beside it."""
    return html.I(className=f"g g--{name} {extra}".strip(), **attributes(aria_hidden="true"))


def finding_glyph(finding: Finding) -> html.I:
    """Ticked disc, barred ring or broken ring."""
    return glyph(FINDING_GLYPHS[finding], f"finding finding--{finding.value}")


def grade_bars(grade: str) -> html.Span:
    """One, two or three bars; the grade's word stands beside them."""
    strength = GRADES.index(grade)
    return html.Span(
        [html.I(), html.I(), html.I()],
        className=f"grade grade--{strength}",
        **attributes(aria_hidden="true"),
    )


def side_effect(name: str, grade: str, note: str = "") -> html.Span:
    """Draw a side effect with its grade: bars, name, word."""
    words: list[Part] = [html.B(tr(SIDE_EFFECTS.get(name, name))), " ", grade_word(grade)]
    if note:
        words += [" ", html.Span(note, className="faint")]
    return html.Span([grade_bars(grade), html.Span(words)], className="effect")


def chip(word: Children, picture: str, tone: str = "unknown") -> html.Span:
    """Draw a badge of glyph and word; tones: urgent, urgent-full, caution, accent, met, unknown."""
    return html.Span([glyph(picture), html.Span(word)], className=f"badge badge--{tone}")


def findings_count(state: SessionState) -> dict[Finding, int]:
    """How many criteria have each finding."""
    return {
        kind: sum(verdict.finding is kind for verdict in state.findings.values())
        for kind in Finding
    }


def readiness_gauge(state: SessionState) -> html.Span:
    """One cell for each criterion: met filled, not assessed hatched, not met open."""
    count = findings_count(state)
    cells = [
        html.I(className=GAUGE_CELLS[kind]) for kind in GAUGE_ORDER for _ in range(count[kind])
    ]
    spoken = ", ".join(f"{count[kind]} {tr(FINDINGS[kind]).lower()}" for kind in FINDINGS)
    return html.Span(cells, className="gauge", role="img", **attributes(aria_label=spoken))
