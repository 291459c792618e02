"""What the address asks for, and the address of every other question. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from monitor.errors import BadInput
from monitor.language.said import Said, say
from monitor.services.clinic_figures import ClinicQuestion

PERIODS: Mapping[str, tuple[int, Said]] = {
    "30": (30, say("30 days")),
    "90": (90, say("90 days")),
    "365": (365, say("a year")),
    "ever": (40_000, say("all")),
}
USUAL = "90"
DOSES: Mapping[str, tuple[float | None, float | None, Said]] = {
    "low": (None, 0.39, say("below 0.4 mg/kg")),
    "usual": (0.4, 0.6, say("0.4 to 0.6 mg/kg")),
    "high": (0.61, None, say("above 0.6 mg/kg")),
}
NAMES = ("period", "from", "to", "route", "protocol", "dose", "show")


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands in the address; unknown words ask for nothing."""

    said: Mapping[str, str]

    def question(self, today: date) -> ClinicQuestion:
        """The question it asks; raises BadInput for days that are none."""
        days = PERIODS.get(self.said.get("period", ""), PERIODS[USUAL])[0]
        since, until = today - timedelta(days=days), today
        if self.said.get("from"):
            since = _day(self.said["from"], "from")
        if self.said.get("to"):
            until = _day(self.said["to"], "to")
        asked = ClinicQuestion(
            since, until, self.said.get("route", ""), self.said.get("protocol", "")
        )
        band = DOSES.get(self.said.get("dose", ""))
        return replace(asked, dose_from=band[0], dose_to=band[1]) if band else asked

    def address(self, **changes: str) -> str:
        """The address that asks the same but for the changes; an empty one is left out."""
        said = {**self.said, **changes}
        kept = {name: said[name] for name in NAMES if said.get(name)}
        return "/clinic" + (f"?{urlencode(kept)}" if kept else "")


def asked_by(query: Mapping[str, object]) -> Asked:
    """Read the query of the address."""
    return Asked({name: str(query[name]) for name in NAMES if query.get(name)})


def _day(said: str, field: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(
            say("{day} is no day", day=said), field=field, allowed=say("a day as 2026-04-14")
        ) from None
