"""Every sentence of the sources has its translation, with the same places."""

from __future__ import annotations

import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from monitor.language.catalogue import SOURCE, catalogue_file, languages
from tests.language.sources import said
from tools.messages import untranslated

TRANSLATED = [language for language in languages() if language != SOURCE]


def _catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def _messages(language: str) -> Iterator[Message]:
    return (message for message in _catalogue(language) if message.id)


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _both(message: Message) -> list[tuple[str, str]]:
    """The English of a message with its translation, form by form."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def test_the_sources_say_something_and_spanish_is_among_the_languages() -> None:
    assert len(said()) > 100
    assert "es" in TRANSLATED


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_a_guess(language: str) -> None:
    assert untranslated(language, said()) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_sentence(language: str) -> None:
    differing = [
        english
        for message in _messages(language)
        for english, told in _both(message)
        if _places(english) != _places(told)
    ]

    assert differing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_ends_as_its_sentence_does(language: str) -> None:
    """A lost full stop or colon glues two sentences together on the screen."""
    differing = [
        english
        for message in _messages(language)
        for english, told in _both(message)
        if english[-1:] in ".:?" and told[-1:] != english[-1:]
    ]

    assert differing == []
