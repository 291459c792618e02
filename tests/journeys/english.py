"""What an English reader is told: found again on a Spanish screen, it is not translated."""

from __future__ import annotations

from babel.messages.pofile import read_po

from monitor.language.catalogue import catalogue_file


def english_sentences() -> list[str]:
    """The longer English sentences that read otherwise in Spanish, without their places."""
    with catalogue_file("es").open("rb") as file:
        catalogue = read_po(file, locale="es")
    found = []
    for message in catalogue:
        english = message.id if isinstance(message.id, str) else ""
        if english and "{" not in english and " " in english and english != message.string:
            found.append(english)
    return found
