"""The set-up screen's document: shown while the database holds no clinic, and never again."""

from __future__ import annotations

from html import escape

from monitor.language.reader import reader, tr
from monitor.services.clinic import zones
from monitor.services.secrets import PASSWORD_ALLOWED
from monitor.settings import Settings
from monitor.web.assets import asset_url, home_screen_tags, words_tag

PATH = "/set-up"
STYLES = ("tokens", "glyphs", "base", "sign-in", "set-up", "enlarged", "print")
SCRIPTS = ("scheme", "language", "api", "set-up")


def document(settings: Settings, demo: bool) -> str:
    """Write the whole page; it holds nothing but questions."""
    mark = " data-demo" if demo else ""
    return (
        f'<!doctype html><html lang="{reader()}"{mark}><head>{_head()}</head>'
        f'<body class="sign-in">{_header(demo)}{_main(settings)}</body></html>'
    )


def _head() -> str:
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(tr('Set up the clinic'))}</title>"
        + home_screen_tags()
        + "".join(
            f'<link rel="stylesheet" href="{asset_url(f"css/{name}.css")}">' for name in STYLES
        )
        + words_tag()
        + "".join(f'<script src="{asset_url(f"js/{name}.js")}"></script>' for name in SCRIPTS)
    )


def _header(demo: bool) -> str:
    label = escape(tr("Dim or light room"))
    warning = escape(tr("Invented patients, not for care"))
    mark = f'<span class="demo" title="{warning}">DEMO</span>' if demo else ""
    return (
        f'<header class="top"><h1>{escape(tr("Set up the clinic"))}</h1>{mark}'
        '<span class="grow"></span>'
        '<button type="button" class="btn btn--icon btn--quiet" data-scheme-switch'
        f' aria-label="{label}"><i class="g g--moon when-light" aria-hidden="true"></i>'
        '<i class="g g--sun when-dim" aria-hidden="true"></i></button></header>'
    )


def _main(settings: Settings) -> str:
    words = tr(
        "This server holds no clinic yet. Whoever started it has read a set-up code there; "
        "with it you name the clinic and its first administrator, once."
    )
    button = escape(tr("Set up the clinic"))
    return (
        '<main class="set-up"><form data-part="form" autocomplete="off">'
        f'<p class="soft">{escape(words)}</p>{_server()}{_clinic(settings)}{_person()}'
        '<p class="pinbox__wrong" data-part="wrong" role="alert"></p>'
        f'<button class="btn btn--primary btn--big">{button}</button></form></main>'
    )


def _server() -> str:
    hint = tr("Three groups of four, as written where the server was started")
    return _card(
        tr("The server"), _field("code", tr("Set-up code"), hint, 'autocapitalize="characters"')
    )


def _clinic(settings: Settings) -> str:
    usual = settings.clinic_zone
    options = "".join(
        f"<option{' selected' if zone == usual else ''}>{escape(zone)}</option>" for zone in zones()
    )
    zone = (
        f'<label for="set-up-zone">{escape(tr("Time zone"))}</label>'
        '<select id="set-up-zone" name="zone" aria-describedby="set-up-zone-hint">'
        f"{options}</select>"
        f'<p class="hint" id="set-up-zone-hint">'
        f"{escape(tr('Times are shown in it; what is recorded stays the same whatever it is'))}</p>"
    )
    name = _field(
        "clinic_name", tr("Name of the clinic"), tr("As it stands on screens and records")
    )
    return _card(tr("The clinic"), f"{name}<div>{zone}</div>")


def _person() -> str:
    fields = (
        _field("name", tr("Your name"), tr("As on records: first and last name"))
        + _field(
            "login",
            tr("Login"),
            tr("2 to 64 of a-z 0-9 . _ @ -, beginning with a letter or digit"),
            'autocapitalize="none" spellcheck="false" autocomplete="username"',
        )
        + _field(
            "password",
            tr("Password"),
            tr(PASSWORD_ALLOWED),
            'type="password" autocomplete="new-password"',
        )
        + _field(
            "again",
            tr("Password once more"),
            tr("The same again, so that no slip locks you out"),
            'type="password" autocomplete="new-password"',
        )
        + _field(
            "pin",
            tr("PIN"),
            tr("four digits, not all the same, not a row such as 1234 or 4321"),
            'type="password" inputmode="numeric" maxlength="4" autocomplete="off"',
        )
    )
    return _card(tr("Its first administrator"), fields)


def _card(title: str, inside: str) -> str:
    return f'<section class="card"><h2>{escape(title)}</h2>{inside}</section>'


def _field(name: str, label: str, hint: str, more: str = "") -> str:
    return (
        f'<div><label for="set-up-{name}">{escape(label)}</label>'
        f'<input id="set-up-{name}" name="{name}" required {more} '
        f'aria-describedby="set-up-{name}-hint">'
        f'<p class="hint" id="set-up-{name}-hint">{escape(hint)}</p></div>'
    )
