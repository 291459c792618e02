"""The parts every screen is built of. Pure: values in, Dash components out."""

from monitor.web.components.alerts import (
    acknowledge_button,
    alert_words,
    late_words,
)
from monitor.web.components.banner import (
    TO_BOARD,
    Back,
    Frame,
    chair_mark,
    demo_mark,
    header,
    live_mark,
    patient_banner,
    person_menu,
    scheme_switch,
    treatment,
)
from monitor.web.components.marks import (
    GRADES,
    Children,
    Part,
    chip,
    finding_glyph,
    findings_count,
    glyph,
    grade_bars,
    readiness_gauge,
    side_effect,
)
from monitor.web.components.notices import empty_panel, error_panel, notice, skeleton
from monitor.web.components.ticking import age, elapsed, freshness, tick_words, ticking, wall_clock
from monitor.web.components.unsent import tablet_name, unsent_lines

__all__ = [
    "GRADES",
    "TO_BOARD",
    "Back",
    "Children",
    "Frame",
    "Part",
    "acknowledge_button",
    "age",
    "alert_words",
    "chair_mark",
    "chip",
    "demo_mark",
    "elapsed",
    "empty_panel",
    "error_panel",
    "finding_glyph",
    "findings_count",
    "freshness",
    "glyph",
    "grade_bars",
    "header",
    "late_words",
    "live_mark",
    "notice",
    "patient_banner",
    "person_menu",
    "readiness_gauge",
    "scheme_switch",
    "side_effect",
    "skeleton",
    "tablet_name",
    "tick_words",
    "ticking",
    "treatment",
    "unsent_lines",
    "wall_clock",
]
