"""Aldrete, MPADSS, CADSS-6 and PHQ-9: what was asked, what is derived from readings, the total.

Aldrete: modified (1995), percent-based circulation; the cells that the published table leaves
undefined are decided on the careful side. MPADSS: Chung. The wording of CADSS-6 is copyrighted and
does not stand here; its items go by number.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.clinical.chronicle import Word
from monitor.clinical.situation import Situation
from monitor.clinical.state import Score
from monitor.clinical.versions import Fact
from monitor.clinical.words import SCALE_ITEMS

FULL, PARTIAL = 20, 50
"""Aldrete circulation: up to 20 % from baseline scores 2, below 50 % scores 1, else 0."""

MPADSS_FULL, MPADSS_PARTIAL = 20, 40
"""MPADSS vital signs: up to 20 % from baseline scores 2, up to 40 % scores 1, else 0."""

AIR_FULL, AIR_PARTIAL = 92, 90
"""Aldrete oxygen on room air: above 92 % scores 2, from 90 % scores 1, below 0."""

BY_POSITION = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm")
"""The vital signs that standing up changes."""

DERIVED = {"aldrete": ("circulation", "oxygen"), "mpadss": ("vital_signs",)}
"""The items that no one is asked for."""


def scored(situation: Situation, fact: Fact, *, count_standing: bool = True) -> Score:
    """Return the total of one scale entry, or what is missing.

    Derived items come from the readings as they were current at its own instant. A criterion
    leaves out readings measured standing (``count_standing=False``).
    """
    name = str(fact.fields["name"])
    asked = fact.fields["items"]
    assert isinstance(asked, Mapping)
    items: dict[str, int | None] = {item: asked.get(item) for item in SCALE_ITEMS[name]}
    readings = _Readings(situation, fact, count_standing)
    missing = [item for item, value in items.items() if value is None]
    if name == "aldrete":
        items |= {"circulation": readings.circulation(), "oxygen": readings.oxygen()}
    elif name == "mpadss":
        items |= {"vital_signs": readings.vital_signs()}
    missing += readings.missing
    known = {item: value for item, value in items.items() if value is not None}
    total = sum(known.values()) if len(known) == len(items) else None
    return Score(total, tuple(dict.fromkeys(missing)), known, fact.at)


def latest_score(situation: Situation, name: str) -> Score:
    """Return the score of the latest entry of a scale, at most as old as a check may be."""
    facts = [fact for fact in situation.known.of("scale") if fact.fields["name"] == name]
    if not facts or situation.is_stale(facts[-1].at, "checks"):
        return Score(None, (name,))
    return scored(situation, facts[-1])


class _Readings:
    """The readings current at the instant of one scale entry; remembers which are missing."""

    def __init__(self, situation: Situation, fact: Fact, count_standing: bool) -> None:
        self.situation = situation
        self.at = fact.at
        self.count_standing = count_standing
        self.missing: list[str] = []

    def current(self, name: str) -> float | None:
        """Return the value current then, or remember that it is missing."""
        word = self._word(name)
        value = word.value if word is not None else None
        if isinstance(value, int | float):
            return value
        self.missing.append(name)
        return None

    def _word(self, name: str) -> Word | None:
        words = self.situation.known.said(name)
        for word in reversed(words):
            if word.at > self.at or (name in BY_POSITION and self._leaves_out(word)):
                continue
            fresh = self.situation.protocol.freshness.duration("vital_signs")
            return word if self.at - word.at <= fresh else None
        return None

    def _leaves_out(self, word: Word) -> bool:
        return word.standing and not self.count_standing

    def change_percent(self, name: str) -> float | None:
        """Return the change from baseline in percent, unsigned."""
        value, base = self.current(name), self.situation.baseline.value(name)
        if base is None:
            self.missing.append("baseline")
        if value is None or base is None:
            return None
        return 100 * abs(value - base) / base

    def circulation(self) -> int | None:
        """Aldrete circulation: the worse of systolic and diastolic."""
        changes = [self.change_percent(name) for name in ("systolic_mmhg", "diastolic_mmhg")]
        known = [change for change in changes if change is not None]
        if len(known) < len(changes):
            return None
        worst = max(known)
        return 2 if worst <= FULL else 1 if worst < PARTIAL else 0

    def oxygen(self) -> int | None:
        """Aldrete oxygen: saturation on room air, or on oxygen above 90 %."""
        saturation, flow = self.current("spo2_percent"), self.current("oxygen_l_min")
        if saturation is None or flow is None:
            return None
        if flow > 0:
            return 1 if saturation > AIR_PARTIAL else 0
        return 2 if saturation > AIR_FULL else 1 if saturation >= AIR_PARTIAL else 0

    def vital_signs(self) -> int | None:
        """MPADSS vital signs: the worst of systolic, diastolic and heart rate."""
        names = ("systolic_mmhg", "diastolic_mmhg", "heart_rate_bpm")
        changes = [self.change_percent(name) for name in names]
        known = [change for change in changes if change is not None]
        if len(known) < len(changes):
            return None
        worst = max(known)
        return 2 if worst <= MPADSS_FULL else 1 if worst <= MPADSS_PARTIAL else 0
