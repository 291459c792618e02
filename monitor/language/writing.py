"""Dates and numbers as the reader writes them. The clock is the same for all: ``14:35``."""

from __future__ import annotations

from datetime import date

from babel import Locale
from babel.dates import format_date

from monitor.language.reader import decimal_mark, reader


def day(on: date) -> str:
    """Write a date: ``14 Apr 1987``, ``14 abr 1987``."""
    return format_date(on, "d MMM y", locale=_locale())


def day_and_month(on: date) -> str:
    """Write a date of this year: ``14 Apr``."""
    return format_date(on, "d MMM", locale=_locale())


def weekday_and_day(on: date) -> str:
    """Write a date with its day of the week: ``Wed 25 Nov``."""
    return format_date(on, "EEE d MMM", locale=_locale())


def number(value: float) -> str:
    """Write a number without needless decimals: ``36``, ``0.5`` or ``0,5``."""
    return f"{value:g}".replace(".", decimal_mark(reader()))


def _locale() -> Locale:
    return Locale.parse(reader(), sep="-")
