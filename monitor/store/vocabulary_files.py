"""Medicines, shifts and the common words of passwords, read from their files at the start."""

from __future__ import annotations

import tomllib
from pathlib import Path
from unicodedata import combining, normalize

from monitor.clinical.formulary import Medicine, read_formulary
from monitor.clinical.shifts import ShiftPlan, read_shifts
from monitor.errors import InvalidDataFile, InvalidSettings
from monitor.store.places import common_passwords_file, medicines_file, shifts_file


def shipped_formulary() -> tuple[Medicine, ...]:
    """Read the list of medicines; a mistake in it refuses the start, naming it."""
    return read_formulary(*_text(medicines_file()))


def shipped_shifts() -> ShiftPlan:
    """Read when the shifts begin; a mistake refuses the start, naming it."""
    return read_shifts(*_text(shifts_file()))


def shipped_common_words() -> frozenset[str]:
    """Read the words that no password is made of; a mistake refuses the start, naming it."""
    text, name = _text(common_passwords_file())
    try:
        groups = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDataFile(f"it is no TOML: {error}", where=name) from None
    listed = [word for words in groups.values() if isinstance(words, list) for word in words]
    wrong = [word for word in listed if not (isinstance(word, str) and word.isalpha())]
    if wrong or not listed:
        raise InvalidDataFile(
            f"{wrong[:1] or 'nothing'} is no word", where=name, allowed="lists of words of letters"
        )
    return frozenset(folded(word) for word in listed)


def folded(word: str) -> str:
    """Small letters without accents, as passwords are compared."""
    return "".join(one for one in normalize("NFKD", word.casefold()) if not combining(one))


def _text(file: Path) -> tuple[str, str]:
    try:
        return file.read_text(encoding="utf-8"), file.name
    except (OSError, UnicodeDecodeError):
        raise InvalidSettings("it is not there, or no UTF-8 text", where=str(file)) from None
