"""Tells sentences to the person who reads now: the only place where a catalogue is looked into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from babel import Locale
from babel.numbers import get_decimal_symbol

from monitor.language.catalogue import SOURCE, languages, translations
from monitor.language.said import Said, Wording, filled

_reader: ContextVar[str] = ContextVar("monitor_reader", default=SOURCE)


def reader() -> str:
    """The language of the person who reads now, as ``html lang`` names it."""
    return _reader.get()


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """Tell everything in a language; one that is not there is the sources' own."""
    token = _reader.set(language if language in languages() else SOURCE)
    try:
        yield
    finally:
        _reader.reset(token)


def tr(text: str, /, **values: object) -> str:
    """Tell a sentence to the reader: a literal with its values, or one that was ``say``-ed before.

    A sentence out of a table may still have open places, which ``values`` fill. Never a text that a
    person typed: names, notes and reasons are shown as they are.
    """
    language = reader()
    if language == SOURCE and not values:
        return str(text)  # told as it stands: there is nothing to look up
    said = text if isinstance(text, Said) else Said(Wording(text))
    return translated(filled(said, **values) if values else said, language)


def tr_in(context: str, text: str, /, **values: object) -> str:
    """Tell a word whose English has several meanings."""
    return translated(Said(Wording(text, values, context)), reader())


def tr_plural(one: str, many: str, number: int, /, **values: object) -> str:
    """Tell a sentence that counts; both forms may hold ``{number}``."""
    told = Wording(one, {"number": number, **values}, "", many, number)
    return translated(Said(told), reader())


def translated(said: str, language: str) -> str:
    """Tell a sentence in a language; what has no translation stands in English."""
    if language == SOURCE:
        return str(said)
    wording = said.wording if isinstance(said, Said) else Wording(said)
    if wording.parts is not None:
        return wording.text.join(translated(part, language) for part in wording.parts)
    text = _looked_up(wording, language)
    return text.format_map(_told(wording.values, language)) if wording.values else text


def _looked_up(wording: Wording, language: str) -> str:
    known = translations(language)
    if not wording.text:
        return ""
    if wording.many:
        return known.ngettext(wording.text, wording.many, wording.number)
    if wording.context:
        return known.pgettext(wording.context, wording.text)
    return known.gettext(wording.text)


def _told(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: _value(value, language) for name, value in values.items()}


def _value(value: object, language: str) -> object:
    if isinstance(value, Said):
        return translated(value, language)
    if isinstance(value, float):
        return _Number(value, language)
    return value


class _Number(float):
    """A number that is written with its language's own decimal mark, whatever the format asks."""

    def __new__(cls, value: float, language: str) -> _Number:
        number = super().__new__(cls, value)
        number.mark = decimal_mark(language)
        return number

    mark: str

    def __format__(self, form: str) -> str:
        return format(float(self), form).replace(".", self.mark)


@cache
def decimal_mark(language: str) -> str:
    """What stands between a whole number and its decimals."""
    return get_decimal_symbol(Locale.parse(language, sep="-"))
