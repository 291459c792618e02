"""The sign-in screen's document: the same for everybody; people and alerts come by the API."""

from __future__ import annotations

from monitor.language.reader import reader
from monitor.settings import Settings
from monitor.web.assets import asset_url, assets_folder, words_tag

PATH = "/sign-in"
STYLES = ("tokens", "glyphs", "base", "dialogs", "sign-in", "lock")
SCRIPTS = ("scheme", "language", "api", "clock", "pin", "call-strip", "sign-in")
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
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Sign in</title>"
        f'<link rel="icon" type="image/svg+xml" href="{asset_url("icons/monitor.svg")}">'
        + "".join(f'<link rel="stylesheet" href="{link}">' for link in _addresses(styles))
        + words_tag()
        + "".join(f'<script src="{link}"></script>' for link in _addresses(plain))
        + "".join(f'<script type="module" src="{link}"></script>' for link in _addresses(modules))
    )


def _addresses(names: list[str]) -> list[str]:
    return [asset_url(name) for name in names if (assets_folder() / name).is_file()]


def _glyph(name: str, extra: str = "") -> str:
    return f'<i class="g g--{name} {extra}" aria-hidden="true"></i>'


def _header(demo: bool) -> str:
    mark = '<span class="demo" title="Invented patients, not for care">DEMO</span>' if demo else ""
    return (
        f'<header class="top"><h1 data-part="clinic">Sign in</h1>{mark}'
        '<span class="grow"></span><button type="button" class="badge" data-outbox-chip></button>'
        '<span class="clock" data-part="clock"></span>'
        '<button type="button" class="btn btn--icon btn--quiet" data-scheme-switch'
        f' aria-label="Dim or light room">{_glyph("moon", "when-light")}{_glyph("sun", "when-dim")}'
        "</button></header>"
    )


def _main() -> str:
    return (
        '<main class="choose">'
        '<p class="choose__contact" data-part="contact" role="alert" hidden></p>'
        '<p class="choose__waiting" data-part="waiting">Loading</p>'
        f'<div class="choose__cols" data-part="main" hidden>{_people()}{_right()}</div></main>'
    )


def _people() -> str:
    return (
        '<div><section data-part="people" hidden><h2>Who are you?</h2>'
        '<div class="tiles" data-part="tiles"></div></section>'
        '<section class="unknown" data-part="unknown" hidden><h2>This device is new here</h2>'
        "<p>Sign in once with login and password. After that the people of this clinic "
        "can sign in on it with their tile and PIN.</p></section>"
        '<p class="choose__other"><button type="button" class="btn" data-part="toggle" hidden>'
        "Sign in with password</button></p></div>"
    )


def _right() -> str:
    return (
        '<aside><div class="card pinbox" data-part="hello"><h2>Tap your name</h2>'
        "<p>Then enter your four digits.</p></div>"
        '<div class="card pinbox" data-part="pinbox" hidden><h2 data-part="name"></h2>'
        '<p data-part="hint"></p><div class="pinbox__keys" data-part="pin"></div></div>'
        '<form class="card pinbox" data-part="password" hidden><h2>Sign in with password</h2>'
        '<label>Login<input name="login" autocomplete="username" autocapitalize="none" '
        'spellcheck="false" required></label>'
        '<label>Password<input name="password" type="password" autocomplete="current-password" '
        'required></label><button class="btn btn--primary btn--big">Sign in</button>'
        '<p class="pinbox__wrong" data-part="wrong" role="alert"></p></form></aside>'
    )
