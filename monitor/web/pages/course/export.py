"""Where the whole record of a patient leaves the clinic as a file."""

from __future__ import annotations

from monitor.access.permissions import Permission, may
from monitor.language.reader import tr
from monitor.web import html
from monitor.web.components import Part, glyph
from monitor.web.components.attributes import attributes
from monitor.web.context import actor
from monitor.web.papers.links import paper_link


def export_part(patient_id: str) -> list[Part]:
    """The button, and beside it what it does; nothing for who may not export."""
    if not may(actor(), Permission.EXPORT_PATIENT):
        return []
    return [
        html.Section(
            [
                html.A(
                    [glyph("pen"), tr("The patient's record")],
                    href=f"/patients/{patient_id}",
                    className="btn",
                ),
                html.A(
                    [glyph("note"), tr("Export the record")],
                    href=f"/api/v1/patients/{patient_id}/record",
                    className="btn",
                ),
                paper_link(f"/api/v1/patients/{patient_id}/courses.pdf", tr("Print the course")),
                html.Span(
                    tr(
                        "One file with everything that is known of this patient. It names the "
                        "patient, and it is written down that you exported it."
                    ),
                    className="soft",
                ),
            ],
            className="card course__export",
            **attributes(aria_label=tr("Export the record")),
        )
    ]
