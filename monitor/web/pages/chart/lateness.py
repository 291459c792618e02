"""That something was entered late or copied from paper, with its times apart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.charts.axis import TimeAxis
from monitor.language.reader import tr


def entered_words(
    axis: TimeAxis,
    received_at: datetime,
    typed_at: datetime | None,
    measured_by: Sequence[str],
    *,
    is_late: bool,
) -> str:
    """When it was typed and received, where either tells something; empty for what came at once.

    The instant measured stands beside it on every screen that shows this.
    """
    words = []
    if measured_by:
        words.append(tr("from paper, measured by {name}", name=", ".join(measured_by)))
    if is_late or measured_by:
        words.append(_times(axis, received_at, typed_at))
    if is_late:
        words.append(tr("late"))
    return ", ".join(words)


def _times(axis: TimeAxis, received_at: datetime, typed_at: datetime | None) -> str:
    received = axis.clock(received_at)
    if typed_at is None or axis.clock(typed_at) == received:
        return tr("entered {time}", time=received)
    typed = axis.clock(typed_at)
    return tr("typed {typed}, received {received}", typed=typed, received=received)
