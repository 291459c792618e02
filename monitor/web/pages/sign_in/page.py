"""The sign-in screen's document: the same for everybody; people and alerts come by the API."""

from __future__ import annotations

from html import escape

from monitor.language.reader import reader, tr
from monitor.settings import Settings
from monitor.web.assets import asset_url, assets_folder, home_screen_tags, words_tag
from monitor.web.language_buttons import language_buttons
from monitor.web.modules import import_map_tag

PATH = "/sign-in"
STYLES = (
    "tokens",
    "glyphs",
    "base",
    "dialogs",
    "sign-in",
    "second-factor",
    "lock",
    "enlarged",
    "print",
)
SCRIPTS = (
    "scheme",
    "language",
    "api",
    "clock",
    "pin",
    "call-strip",
    "own-secrets",
    "second-factor",
    "sign-in",
)
MODULES = ("outbox", "register-sw")


def document(_settings: Settings, demo: bool) -> str:
    """Write the whole page; a device that is not known learns nothing of the clinic from it."""
    mark = " data-demo" if demo else ""
    return (
        f'<!doctype html><html lang="{reader()}"{mark}><head>{_head()}</head>'
        f'<body class="sign-in"><div class="strip" data-part="strip"></div>'
        f"{_header(demo)}{_main()}</body></html>"
    )


def _head() -> str:
    styles = [f"css/{name}.css" for name in STYLES]
    plain = [f"js/{name}.js" for name in SCRIPTS]
    modules = [f"js/{name}.js" for name in MODULES]
    title = tr("Sign in")
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>"
        + home_screen_tags()
        + "".join(f'<link rel="stylesheet" href="{link}">' for link in _addresses(styles))
        + words_tag()
        + "".join(f'<script src="{link}"></script>' for link in _addresses(plain))
        + import_map_tag()
        + "".join(f'<script type="module" src="{link}"></script>' for link in _addresses(modules))
    )


def _addresses(names: list[str]) -> list[str]:
    return [asset_url(name) for name in names if (assets_folder() / name).is_file()]


def _glyph(name: str, extra: str = "") -> str:
    return f'<i class="g g--{name} {extra}" aria-hidden="true"></i>'


def _header(demo: bool) -> str:
    warning, title, dim = (
        tr("Invented patients, not for care"),
        tr("Sign in"),
        tr("Dim or light room"),
    )
    mark = f'<span class="demo" title="{warning}">DEMO</span>' if demo else ""
    return (
        f'<header class="top"><h1 data-part="clinic">{title}</h1>{mark}'
        '<span class="grow"></span><button type="button" class="badge" data-outbox-chip></button>'
        '<span class="clock" data-part="clock"></span>'
        '<button type="button" class="btn btn--icon btn--quiet" data-scheme-switch'
        f' aria-label="{dim}">{_glyph("moon", "when-light")}{_glyph("sun", "when-dim")}'
        "</button></header>"
    )


def _main() -> str:
    loading = tr("Loading")
    return (
        '<main class="choose">'
        '<p class="choose__contact" data-part="contact" role="alert" hidden></p>'
        f'<p class="choose__waiting" data-part="waiting">{loading}</p>'
        f'<div class="choose__cols" data-part="main" hidden>{_people()}{_right()}</div></main>'
    )


def _people() -> str:
    who, new, toggle = (
        tr("Who are you?"),
        tr("This device is new here"),
        tr("Sign in with password"),
    )
    once = tr(
        "Sign in once with login and password. After that the people of this clinic "
        "can sign in on it with their tile and PIN."
    )
    return (
        f'<div><section data-part="people" hidden><h2>{who}</h2>'
        '<div class="tiles" data-part="tiles"></div></section>'
        f'<section class="unknown" data-part="unknown" hidden><h2>{new}</h2>'
        f"<p>{once}</p></section>"
        '<p class="choose__other"><button type="button" class="btn" data-part="toggle" hidden>'
        f"{toggle}</button></p>{language_buttons(for_me=False)}</div>"
    )


def _right() -> str:
    tap, digits, title = (
        tr("Tap your name"),
        tr("Then enter your four digits."),
        tr("Sign in with password"),
    )
    login, password, enter = tr("Login"), tr("Password"), tr("Sign in")
    return (
        f'<aside><div class="card pinbox" data-part="hello"><h2>{tap}</h2>'
        f"<p>{digits}</p></div>"
        '<div class="card pinbox" data-part="pinbox" hidden><h2 data-part="name"></h2>'
        '<p data-part="hint"></p><div class="pinbox__keys" data-part="pin"></div></div>'
        '<form class="card pinbox" data-part="password" hidden>'
        f"<h2>{title}</h2>"
        f'<label>{login}<input name="login" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" required></label>'
        f'<label>{password}<input name="password" type="password" autocomplete="current-password" '
        f'required></label>{_own()}<button class="btn btn--primary btn--big">{enter}</button>'
        '<p class="pinbox__wrong" data-part="wrong" role="alert"></p></form></aside>'
    )


_DIGITS = 'inputmode="numeric" maxlength="4"'


def _own() -> str:
    """What is asked once of whoever signs in with what somebody else has set."""
    why = tr("This was set by somebody else and is good for one sign-in; choose your own")
    asked = (
        ("new_password", "new_password", tr("New password"), ""),
        ("new_password", "again_password", tr("New password once more"), ""),
        ("new_pin", "new_pin", tr("New PIN, four digits"), _DIGITS),
        ("new_pin", "again_pin", tr("New PIN once more"), _DIGITS),
    )
    fields = "".join(
        f'<label data-own="{part}">{escape(words)}'
        f'<input name="{name}" {digits} type="password" autocomplete="new-password" required>'
        "</label>"
        for part, name, words, digits in asked
    )
    return (
        f'<template data-part="own"><div class="pinbox__own"><p>{escape(why)}.</p>'
        f"{fields}</div></template>"
    )
