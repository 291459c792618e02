"""The invented shift: each nurse watches over chairs, and a physician is on duty with a number."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.demo.nurse import PHYSICIANS_PHONE
from monitor.demo.stage import Stage
from monitor.services import watch
from monitor.services.watch_views import NewDuty

BEGAN_BEFORE, LASTS = timedelta(hours=3), timedelta(hours=12)
ENDS_SOON = timedelta(minutes=10)


def begin_shift(stage: Stage, now: datetime) -> None:
    """Share the chairs out, and put the physician on duty."""
    for nurse in stage.nurses:
        own = [
            chair_id
            for label, chair_id in stage.chair_ids.items()
            if stage.nurse_of(label) == nurse
        ]
        watch.take_chairs(stage.house, nurse, own)
    _put_on_duty(stage, now)


def keep_duty(stage: Stage, now: datetime) -> datetime:
    """Answer till when somebody is on duty; whose duty ends soon stays for another one."""
    current = watch.read_watch(stage.house, stage.nurse).duty
    if current is not None and current.until_at > now + ENDS_SOON:
        return current.until_at - ENDS_SOON
    return _put_on_duty(stage, now) - ENDS_SOON


def _put_on_duty(stage: Stage, now: datetime) -> datetime:
    until = now + LASTS
    new = NewDuty(stage.physician.person_id, PHYSICIANS_PHONE, now - BEGAN_BEFORE, until)
    watch.set_duty(stage.house, stage.nurse, new)
    return until
