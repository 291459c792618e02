"""The entry form's document: the same bytes for every session, so that a tablet can keep it.

The session stands in the address' fragment (``/record#<session id>``) and never reaches the
server with this request; what concerns the patient comes over the API and lives in the tablet's
own database, not in this page.
"""

from __future__ import annotations

from monitor.settings import Settings
from monitor.web.assets import asset_url, assets_folder
from monitor.web.pages.record import panels, parts

PATH = "/record"
STYLES = ("tokens", "glyphs", "base", "dialogs", "record", "lock")
PLAIN_SCRIPTS = ("scheme", "api", "pin", "call-strip", "lock")
MODULES = ("outbox", "dialogs", "record/main", "register-sw")


def _address(name: str) -> str | None:
    """The address of an asset that exists."""
    return asset_url(name) if (assets_folder() / name).is_file() else None


def _head() -> str:
    styles = [_address(f"css/{name}.css") for name in STYLES]
    plain = [_address(f"js/{name}.js") for name in PLAIN_SCRIPTS]
    modules = [_address(f"js/{name}.js") for name in MODULES]
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Record an observation set</title>"
        + "".join(f'<link rel="stylesheet" href="{link}">' for link in styles if link)
        + "".join(f'<script src="{link}"{"" if "scheme" in link else " defer"}></script>' for link in plain if link)
        + "".join(f'<script type="module" src="{link}"></script>' for link in modules if link)
    )


def _banner(demo: bool) -> str:
    mark = '<span class="demo">DEMO</span>' if demo else ""
    return (
        '<header class="top"><a class="btn btn--icon btn--quiet" href="/" aria-label="Back to the board">'
        f'{parts.glyph("back")}</a><b class="chair" data-say="chair"></b>'
        '<h1 class="patient"><strong data-say="name"></strong><span class="soft nowrap" data-say="born"></span>'
        '<span class="faint nowrap hide-narrow" data-say="dose"></span></h1>'
        f'{mark}<span class="grow"></span><span class="clock" role="timer" aria-label="Time since the dose">'
        '<span data-say="elapsed"></span><small data-say="clock"></small></span>'
        '<button type="button" class="badge link" data-outbox-chip></button>'
        '<button type="button" class="btn btn--icon btn--quiet" data-scheme-switch aria-label="Dim room">'
        '<i class="g g--moon when-light" aria-hidden="true"></i>'
        '<i class="g g--sun when-dim" aria-hidden="true"></i></button><div class="who"><b data-say="who"></b></div></header>'
    )


def _footer() -> str:
    return (
        '<footer class="save" aria-label="Save"><div class="grow" role="status" aria-live="polite">'
        '<div class="said" data-say="said"></div><p data-say="todo"></p></div>'
        f'{parts.button("discard", "Discard", css="btn btn--quiet hide-mid")}'
        f'{parts.button("save", "Save set", css="btn")}</footer>'
    )


def document(_settings: Settings | None, demo: bool) -> str:
    """The whole page; nothing in it differs between sessions or people."""
    vitals = parts.time_card() + parts.pressure_card() + parts.signs() + parts.alertness_card()
    return (
        f'<!doctype html><html lang="en" data-page="record"><head>{_head()}</head><body class="record">'
        f'{_banner(demo)}<main class="entry" data-part="entry" hidden>'
        f'<section class="col" aria-label="Vital signs">{vitals}</section>'
        f'<section class="col col--pad" aria-label="Keypad">{parts.keypad()}</section>'
        f'<section class="col col--felt" aria-label="Side effects">{parts.felt_column()}</section></main>'
        '<main class="waiting" data-part="waiting"><div data-say="waiting"></div></main>'
        f"{_footer()}{panels.templates()}"
        f'<template data-panel="more">{panels.more_panel()}</template></body></html>'
    )
