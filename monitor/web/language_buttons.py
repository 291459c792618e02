"""The language switch of the pages that are plain HTML; assets/js/language.js answers it."""

from __future__ import annotations

from monitor.language.catalogue import languages, own_name
from monitor.language.reader import reader, tr


def language_buttons(*, for_me: bool) -> str:
    """Each language under its own name; ``for_me`` keeps the choice for who is signed in."""
    title = tr("Language")
    buttons = "".join(map(_button, languages()))
    said = '<span data-language-for-me role="alert"></span>' if for_me else ""
    return f'<div class="languages" role="group" aria-label="{title}">{buttons}{said}</div>'


def _button(language: str) -> str:
    pressed = "true" if language == reader() else "false"
    return (
        f'<button type="button" class="btn" lang="{language}" data-language="{language}"'
        f' aria-pressed="{pressed}">{own_name(language)}</button>'
    )
