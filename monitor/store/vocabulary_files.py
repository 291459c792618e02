"""The clinic's list of medicines and its shifts, read from their files at the start."""

from __future__ import annotations

from pathlib import Path

from monitor.clinical.formulary import Medicine, read_formulary
from monitor.clinical.shifts import ShiftPlan, read_shifts
from monitor.errors import InvalidSettings
from monitor.store.places import medicines_file, shifts_file


def shipped_formulary() -> tuple[Medicine, ...]:
    """Read the list of medicines; a mistake in it refuses the start, naming it."""
    return read_formulary(*_text(medicines_file()))


def shipped_shifts() -> ShiftPlan:
    """Read when the shifts begin; a mistake refuses the start, naming it."""
    return read_shifts(*_text(shifts_file()))


def _text(file: Path) -> tuple[str, str]:
    try:
        return file.read_text(encoding="utf-8"), file.name
    except (OSError, UnicodeDecodeError):
        raise InvalidSettings("it is not there, or no UTF-8 text", where=str(file)) from None
