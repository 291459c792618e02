"""The translations: gettext catalogues under ``data/languages``, read once when first asked for.

The .po files travel in the wheel and are compiled in memory: no compiled file lies in the sources,
so none can be out of date or in the way of a merge.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
"""The language that the sources speak; it has no catalogue."""

MEDICINE, SHIFT = "medicine", "shift"
"""The contexts of names in a clinic's own files: one that it added has no translation."""

DOMAIN = "monitor"
_PACKAGE = Path(__file__).resolve().parent.parent
_NO_TRANSLATIONS = gettext.NullTranslations()


def languages_folder() -> Path:
    """The folder of catalogues: inside the installed package, or beside it in a checkout."""
    packed = _PACKAGE / "_data"
    return (packed if packed.is_dir() else _PACKAGE.parent / "data") / "languages"


def catalogue_file(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return languages_folder() / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be read: the sources' own first, then those with a catalogue."""
    found = sorted(path.parent.parent.name for path in languages_folder().glob("*/*/monitor.po"))
    return (SOURCE, *found)


@cache
def own_name(language: str) -> str:
    """What a language calls itself: ``Español``."""
    name = Locale.parse(language, sep="-").get_language_name(language)
    return (name or language).capitalize()


def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; of the sources' own, one that changes nothing."""
    return _read(language)[0]


def browser_words(language: str) -> Mapping[str, str | list[str]]:
    """What assets/js says, by msgid or ``context|msgid``: one text, or the plural forms.

    The medicines' names are among it: the browser gets them from the server as they are recorded.
    """
    return _read(language)[1]


@cache
def _read(language: str) -> tuple[gettext.NullTranslations, Mapping[str, str | list[str]]]:
    """Both out of one reading, which takes a fifth of a second."""
    if language == SOURCE or language not in languages():
        return _NO_TRANSLATIONS, {}
    with catalogue_file(language).open("rb") as file:
        catalogue = read_po(file, locale=language.replace("-", "_"), domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled), _spoken_in_browsers(catalogue)


def _spoken_in_browsers(catalogue: Catalog) -> dict[str, str | list[str]]:
    words: dict[str, str | list[str]] = {}
    for message in catalogue:
        spoken = any(place.startswith("assets/") for place, _ in message.locations)
        if not spoken and message.context != MEDICINE:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        told = message.string if isinstance(message.string, str) else list(message.string or ())
        words[f"{message.context}|{key}" if message.context else key] = told
    return words
