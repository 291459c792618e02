"""One look at the clinic's figures."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from monitor.access.actor import Actor
from monitor.services.clinic_figures import ClinicFigures, read_clinic_figures
from monitor.services.house import House
from monitor.services.people import read_clinic
from monitor.web.pages.clinic.asked import Asked


def look(around: House, who: Actor, asked: Asked) -> ClinicFigures:
    """Read what the address asks for; raises BadInput where it makes no sense."""
    zone = read_clinic(around, who).zone
    today = around.clock().astimezone(ZoneInfo(zone)).date()
    return read_clinic_figures(around, who, asked.question(today))
