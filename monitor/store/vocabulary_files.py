"""The clinic's list of medicines, read from its file at the start."""

from __future__ import annotations

from pathlib import Path

from monitor.clinical.formulary import Medicine, read_formulary
from monitor.errors import InvalidSettings


def load_formulary(file: Path) -> tuple[Medicine, ...]:
    """Read the list of medicines; a mistake in it refuses the start, naming it."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidSettings("it is not there, or no UTF-8 text", where=str(file)) from None
    return read_formulary(text, file.name)
