"""A protocol with other numbers tried on past sessions, from the command line."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Event as Flag
from types import FrameType

from monitor.analytics.back_test import BackTest, Shift
from monitor.bootstrap import house_while
from monitor.cli.progress import shown
from monitor.cli.serving import check_database_is_there
from monitor.errors import BadInput
from monitor.services.back_test_views import BackTestStand, NewBackTest
from monitor.services.back_tests import run_back_test
from monitor.services.founding import console_actor
from monitor.settings import load_settings
from monitor.web.pages.back_test.present import number_of, number_words, outcome_words, side_words

STOPPED = 130


def try_protocol(
    protocol_id: str, numbers: Sequence[str], acting: str, from_day: str, to_day: str
) -> int:
    """Print what the other numbers would have meant; answers the exit code."""
    asked = NewBackTest(
        protocol_id,
        dict(_pair(one) for one in numbers),
        _day(from_day, "--from"),
        _day(to_day, "--to"),
    )
    settings = load_settings()
    check_database_is_there(settings)
    with house_while(settings) as house, shown() as tell, _interruptible() as stop:
        stand = run_back_test(
            house,
            console_actor(house, acting),
            asked,
            lambda done, of: tell("sessions", done, of),
            stop,
        )
    if stand.found is None:
        sys.stderr.write("Stopped. Nothing was changed, and what was found does not count.\n")
        return STOPPED
    sys.stdout.write("\n".join(_lines(stand, stand.found)) + "\n")
    return 0


def _pair(said: str) -> tuple[str, object]:
    path, is_there, value = said.partition("=")
    if not is_there or not path or not value.strip():
        raise BadInput(
            f"{said!r} is no number with its name",
            field="--set",
            allowed="NAME=VALUE as criteria.observation_time.since_time_zero=90",
        )
    return path.strip(), number_of(value)


def _day(said: str, name: str) -> date | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(f"{said!r} is no day", field=name, allowed="a day as 2026-03-02") from None


@contextmanager
def _interruptible() -> Iterator[Flag]:
    """Ctrl-C stops the work in order, and leaves no process behind."""
    stop = Flag()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _lines(stand: BackTestStand, found: BackTest) -> Iterator[str]:
    for one in stand.differences:
        yield f"{one.path}: {number_words(one.before)} -> {number_words(one.after)} {one.unit}"
    yield f"{found.sessions} sessions"
    yield f"ready earlier: {found.earlier.sessions}{_shift(found.earlier)}"
    yield f"ready later: {found.later.sessions}{_shift(found.later)}"
    yield f"at the same minute: {found.same}"
    yield f"ready only with the other numbers: {found.newly_ready}"
    yield f"ready only with those in force: {found.no_more_ready}"
    yield f"ready with neither: {found.never_ready}"
    for alert in found.alerts:
        yield f"alert {alert.alert}: {alert.appeared} would appear, {alert.vanished} would vanish"
    for each in found.outcomes:
        yield f"session {each.session_id}: {outcome_words(each)} {side_words(each)}".rstrip()


def _shift(shift: Shift) -> str:
    if shift.median is None or shift.least is None or shift.most is None:
        return ""
    return f", by {shift.median:.0f} min in the middle, {shift.least:.0f} to {shift.most:.0f}"
