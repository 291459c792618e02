"""How grave the latest reading of an alert's episode is, while the episode keeps its worst."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from monitor.clinical.patient import PatientFacts
from monitor.clinical.reading_events import read_event
from monitor.clinical.session import evaluate
from monitor.clinical.state import Alert, Level
from tests.clinical.sessions import PROTOCOLS, minute


def episode(code: str, *readings: Mapping[str, object]) -> Alert:
    """The one episode of this code after readings five minutes apart."""
    told: list[dict[str, object]] = [{"kind": "infusion_started", "dose_mg": 36}]
    told += [{"kind": "vitals", **one} for one in readings]
    events = [
        read_event({**body, "at": minute(5 * place)}, position=place, default_id=f"e{place}")
        for place, body in enumerate(told)
    ]
    now = minute(5 * len(readings) + 1)
    state = evaluate(PROTOCOLS["ketamine-iv"], PatientFacts(), events, now)
    (found,) = [alert for alert in state.alerts if alert.code == code]
    return found


@pytest.mark.parametrize(
    ("percent", "latest"),
    [(66, Level.URGENT), (87, Level.URGENT), (92, Level.CAUTION), (97, None)],
)
def test_a_saturation_that_gets_better_is_judged_as_it_is_now(
    percent: int, latest: Level | None
) -> None:
    readings = [{"spo2_percent": value, "oxygen_l_min": 0} for value in (66, percent)]
    alert = episode("spo2_low", *readings)
    assert (alert.level, alert.value, alert.latest) == (Level.URGENT, 66, latest)


def test_a_pressure_that_fell_again_is_no_longer_urgent() -> None:
    pressures = [{"systolic_mmhg": top, "diastolic_mmhg": 90} for top in (204, 165)]
    alert = episode("systolic_high", *pressures)
    assert (alert.level, alert.value, alert.latest) == (Level.URGENT, 204, Level.CAUTION)
