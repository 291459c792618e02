"""Dates and numbers as the reader writes them. The clock is the same for all: ``14:35``."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

from monitor.language.reader import decimal_mark, reader

KEPT_DATES = 4096


def day(on: date) -> str:
    """Write a date: ``14 Apr 1987``, ``14 abr 1987``."""
    return _written(on.toordinal(), "d MMM y", reader())


def day_and_month(on: date) -> str:
    """Write a date of this year: ``14 Apr``."""
    return _written(on.toordinal(), "d MMM", reader())


def weekday_and_day(on: date) -> str:
    """Write a date with its day of the week: ``Wed 25 Nov``."""
    return _written(on.toordinal(), "EEE d MMM", reader())


def number(value: float) -> str:
    """Write a number without needless decimals: ``36``, ``0.5`` or ``0,5``."""
    return f"{value:g}".replace(".", decimal_mark(reader()))


@lru_cache(maxsize=KEPT_DATES)
def _written(ordinal: int, form: str, language: str) -> str:
    """Write a date out, each once: the same few stand on every screen."""
    return format_date(date.fromordinal(ordinal), form, locale=Locale.parse(language, sep="-"))
