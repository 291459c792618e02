"""Numbers and changes as the chart writes them: the value, its change, the word when it is news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.charts import news as telling
from monitor.charts.news import News
from monitor.charts.timeline import Band
from monitor.clinical.state import Baseline
from monitor.language.reader import tr
from monitor.language.said import say
from monitor.web import spoken
from monitor.web.pages.chart.sets import ObservationSet
from monitor.web.words import decimal, signed

NOT_MEASURED = {
    "refused": say("refused"),
    "asleep": say("asleep"),
    "equipment": say("equipment"),
    "not_possible": say("not possible"),
    "other": say("not measured"),
}
TONES = {
    telling.URGENT: "is-urgent",
    telling.CAUTION: "is-news",
    telling.OUTSIDE: "is-outside",
}
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One value in words; ``news`` where it lies beyond a limit, or outside its band."""

    text: str
    change: str = ""
    news: News | None = None
    measured: bool = True

    @property
    def word(self) -> str:
        """The word for what is news, short."""
        return telling.word(self.news)

    @property
    def heard(self) -> str:
        """The same for somebody who hears it."""
        return telling.word_heard(self.news)

    @property
    def look(self) -> str | None:
        """The class of what is written of it; nothing where it is no news."""
        return TONES.get(telling.tone(self.news))


def shown(found: ObservationSet, field: str, baseline: Baseline, band: Band | None) -> Shown | None:
    """A reading with its change from baseline; None where the set says nothing about it."""
    word = found.word(field)
    if word.not_measured is not None:
        why = tr(NOT_MEASURED.get(word.not_measured, word.not_measured))
        return Shown(tr("not measured: {why}", why=why), measured=False)
    if not isinstance(word.value, int | float):
        return None
    middle = baseline.value(field)
    change = "" if middle is None else signed(round(word.value - middle))
    news = None
    if not found.in_error:
        news = telling.news(found.interpretations.get(field), word.value, band)
    return Shown(decimal(word.value), change, news)


def pressure(found: ObservationSet, baseline: Baseline, bands: Mapping[str, Band]) -> Shown | None:
    """Both pressures as one: ``163/98``, ``+35 / +18 (27 %)``, ``high``."""
    upper = shown(found, "systolic_mmhg", baseline, bands.get("systolic_mmhg"))
    lower = shown(found, "diastolic_mmhg", baseline, bands.get("diastolic_mmhg"))
    if upper is None or lower is None:
        return upper or lower
    if not upper.measured:
        return upper
    change = f"{upper.change} / {lower.change}" if upper.change else ""
    return Shown(f"{upper.text}/{lower.text}", change, telling.graver(upper.news, lower.news))


def percent_of(found: ObservationSet, baseline: Baseline) -> str:
    """How far the systolic pressure lies from baseline, in whole percent; empty without one."""
    value, middle = found.word("systolic_mmhg").value, baseline.systolic_mmhg
    if not isinstance(value, int | float) or not middle:
        return ""
    return f"{signed(round((value - middle) * PERCENT / middle))} %"


def pressure_said(found: ObservationSet) -> str:
    """Both pressures with their unit for somebody who hears them; empty where one is missing."""
    upper, lower = found.word("systolic_mmhg").value, found.word("diastolic_mmhg").value
    if not isinstance(upper, int | float) or not isinstance(lower, int | float):
        return ""
    return spoken.pressure_said(upper, lower)


def litres(found: ObservationSet) -> float | None:
    """Litres of oxygen a minute, 0 on air; None where the set does not say."""
    value = found.word("oxygen_l_min").value
    return float(value) if isinstance(value, int | float) else None


def oxygen(found: ObservationSet) -> str:
    """``air``, ``2 l/min``, or nothing where the set does not say."""
    value = litres(found)
    if value is None:
        return ""
    return f"{decimal(value)} l/min" if value else tr("air")
