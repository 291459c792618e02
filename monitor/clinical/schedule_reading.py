"""Reads a course's schedule file: the days of its sessions, then their distance."""

from __future__ import annotations

from datetime import timedelta

from monitor.clinical.course import Schedule
from monitor.clinical.data_reading import DataFile, WholeNumber

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HEAD = ("id", "version", "title", "place", "weekdays", "sources", "series")
_SERIES = ("days", "then_every", "least_gap")
_OFFSETS = WholeNumber("d", 0, 366, listed=True)
_DISTANCE = WholeNumber("d", 1, 366)


def read_schedule(text: str, name: str) -> Schedule:
    """Read the text of a schedule file; ``name`` is shown in errors (InvalidDataFile)."""
    file = DataFile(name, text)
    file.known(file.whole, _HEAD)
    file.read_sources()
    series = file.table(file.whole, "series")
    file.known(series, _SERIES, "series.")
    days = file.numbers(series, "days", _OFFSETS, "series.") if "days" in series else ()
    if days and days[0] != 0:
        raise file.refuse("series.days", f"it begins with {days[0]}", "a list that begins with 0")
    every = (
        file.number(series, "then_every", _DISTANCE, "series.") if "then_every" in series else None
    )
    if every is not None and not days:
        raise file.refuse("series.then_every", "there are no days before it", "days first")
    open_on = file.words(file.whole, "weekdays", WEEKDAYS)
    return Schedule(
        id=file.text(file.whole, "id"),
        version=file.whole_number(file.whole, "version"),
        title=file.text(file.whole, "title"),
        place=file.whole_number(file.whole, "place"),
        weekdays=tuple(sorted(WEEKDAYS.index(word) for word in open_on)),
        days=days,
        then_every=None if every is None else timedelta(days=every),
        least_gap=timedelta(days=file.number(series, "least_gap", _DISTANCE, "series.")),
        quantities=tuple(file.quantities),
        sources=file.sources,
    )
