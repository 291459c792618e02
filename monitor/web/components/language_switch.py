"""The buttons with which a person chooses what to read."""

from __future__ import annotations

from monitor.language.catalogue import languages, own_name
from monitor.language.reader import reader, tr
from monitor.web import html
from monitor.web.components.attributes import attributes


def language_switch() -> html.Div:
    """Choose what to read, each language under its own name; assets/js/language.js answers."""
    buttons = [
        html.Button(
            own_name(language),
            type="button",
            className="btn",
            lang=language,
            **attributes(
                data_language=language, aria_pressed="true" if language == reader() else "false"
            ),
        )
        for language in languages()
    ]
    return html.Div(
        [*buttons, html.Span(**attributes(data_language_for_me="", role="alert"))],
        className="languages",
        role="group",
        **attributes(aria_label=tr("Language")),
    )
