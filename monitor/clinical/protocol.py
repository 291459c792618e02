"""A clinic's written protocol: what is watched, how often, and when its criteria are met.

Every number comes from a file in ``data/protocols/``, with its unit, its source and whether a
physician may override the criterion that it belongs to. A session keeps the
version it started with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

Setting = int | float | timedelta | tuple[timedelta, ...]
"""A protocol's number: minutes become durations, the rest stays in the unit of the file."""


_NUMBER = (int, float)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a protocol as it stands in the file: where, value, unit, source."""

    path: str
    value: object
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one rule by name."""

    values: Mapping[str, Setting]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def number(self, name: str) -> float:
        """Return a plain number."""
        value = self.values[name]
        assert isinstance(value, _NUMBER)
        return value

    def duration(self, name: str) -> timedelta:
        """Return a duration."""
        value = self.values[name]
        assert isinstance(value, timedelta)
        return value

    def durations(self, name: str) -> tuple[timedelta, ...]:
        """Return a list of durations."""
        value = self.values[name]
        assert isinstance(value, tuple)
        return value


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One discharge criterion of a protocol: how it is called, its numbers, who may override it.

    ``override`` is true where a physician may decide against its finding, with a reason.
    """

    id: str
    label: str
    group: str
    limit: str
    source: str
    override: bool
    enabled: bool
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Protocol:
    """One version of a protocol, read and checked.

    ``time_zero`` names the kind of event from which minutes are counted; ``has_infusion`` says
    whether infusion events are allowed; ``restarts`` whether each dose begins the slots anew.
    ``infusion_prompts`` holds the limits at which a pause or a stop is to be decided.
    ``pre_dose`` holds the limits before the dose; a file without them judges no reading there.
    """

    id: str
    version: int
    title: str
    drug: str
    route: str
    time_zero: str
    has_infusion: bool
    restarts: bool
    rules: Mapping[str, CriterionRule]
    alerts: Mapping[str, Numbers]
    schedule: Numbers
    freshness: Numbers
    baseline: Numbers
    late_entry: Numbers
    dose: Numbers
    quantities: tuple[Quantity, ...]
    sources: Mapping[str, str]
    pre_dose: Numbers | None = None
    infusion_prompts: Numbers | None = None

    @property
    def unlikely_dose_mg_per_kg(self) -> float | None:
        """A planned dose above this is asked back once; None where it is not given by weight."""
        return self.dose.number("unlikely_above") if "unlikely_above" in self.dose else None

    @property
    def criteria(self) -> tuple[CriterionRule, ...]:
        """The enabled criteria, in the order of the file."""
        return tuple([rule for rule in self.rules.values() if rule.enabled])

    def is_overdue(self, waited: timedelta) -> bool:
        """Whether a set has waited too long: the schedule's own, or an ordered one.

        So long a set may wait, to the minute itself; beyond it is overdue ([alerts], proposed by
        this project).
        """
        return waited > self.alerts["observation_overdue"].duration("caution_after")

    def criterion(self, criterion_id: str) -> CriterionRule:
        """The rule of one criterion; raises KeyError where the protocol does not enable it."""
        rule = self.rules[criterion_id]
        if not rule.enabled:
            raise KeyError(criterion_id)
        return rule


@dataclass(frozen=True, slots=True)
class UrgentLimit:
    """Beyond these a single value is urgent: at or above, at or below, or below."""

    field: str
    from_value: float | None = None
    to_value: float | None = None
    below_value: float | None = None


def urgent_limits(protocol: Protocol) -> tuple[UrgentLimit, ...]:
    """The limits beyond which one value alone is urgent: all that an off-line form may say."""
    alerts = protocol.alerts
    return (
        UrgentLimit(
            "systolic_mmhg",
            from_value=alerts["systolic_high"].number("urgent_from"),
            below_value=alerts["systolic_low"].number("urgent_below"),
        ),
        UrgentLimit("diastolic_mmhg", from_value=alerts["diastolic_high"].number("urgent_from")),
        UrgentLimit(
            "heart_rate_bpm",
            from_value=alerts["heart_rate_high"].number("urgent_from"),
            to_value=alerts["heart_rate_low"].number("urgent_to"),
        ),
        UrgentLimit(
            "respiratory_rate_per_min",
            from_value=alerts["respiration_high"].number("urgent_from"),
            to_value=alerts["respiration_low"].number("urgent_to"),
        ),
        UrgentLimit("spo2_percent", to_value=alerts["spo2_low"].number("urgent_to")),
        UrgentLimit("temperature_c", from_value=alerts["temperature_high"].number("urgent_from")),
        UrgentLimit("moaas", to_value=alerts["sedation"].number("urgent_moaas_to")),
        UrgentLimit(
            "rass",
            from_value=alerts["agitation"].number("urgent_rass_from"),
            to_value=alerts["sedation"].number("urgent_rass_to"),
        ),
    )
