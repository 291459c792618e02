"""The entry form's document: the same bytes for every session, so that a tablet can keep it.

The session stands in the address' fragment (``/record#<session id>``) and never reaches the
server with this request; what concerns the patient comes over the API and lives in the tablet's
own database, not in this page.
"""

from __future__ import annotations

from monitor.language.reader import reader, tr
from monitor.settings import Settings
from monitor.web.assets import asset_url, assets_folder, home_screen_tags, words_tag
from monitor.web.language_buttons import language_buttons
from monitor.web.modules import import_map_tag
from monitor.web.names import names_tag
from monitor.web.pages.record import panels, parts

PATH = "/record"
STYLES = ("tokens", "glyphs", "base", "dialogs", "record", "lock", "enlarged", "print")
PLAIN_SCRIPTS = (
    "scheme",
    "language",
    "api",
    "focus",
    "early",
    "pin",
    "call-strip",
    "lock",
    "emergency",
    "notices",
    "announce",
)
MODULES = ("outbox", "dialogs", "record/main", "register-sw")


def _address(name: str) -> str | None:
    """The address of an asset that exists."""
    return asset_url(name) if (assets_folder() / name).is_file() else None


def _links(folder: str, names: tuple[str, ...], suffix: str) -> list[str]:
    found = (_address(f"{folder}/{name}.{suffix}") for name in names)
    return [link for link in found if link]


def _script(link: str) -> str:
    # The scheme must be known before the first paint; all others wait for the document.
    wait = "" if "/scheme." in link or "/language." in link else " defer"
    return f'<script src="{link}"{wait}></script>'


def _head() -> str:
    styles = "".join(f'<link rel="stylesheet" href="{x}">' for x in _links("css", STYLES, "css"))
    plain = "".join(_script(link) for link in _links("js", PLAIN_SCRIPTS, "js"))
    modules = "".join(
        f'<script type="module" src="{link}"></script>' for link in _links("js", MODULES, "js")
    )
    title = tr("Record an observation set")
    return (
        '<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title>{home_screen_tags()}{styles}{words_tag()}{names_tag()}"
        f"{plain}{import_map_tag()}{modules}"
    )


def _person() -> str:
    who, lock, out = tr("Who is signed in"), tr("Lock"), tr("Sign out")
    return (
        f'<details class="who"><summary aria-label="{who}">'
        '<b data-say="who"></b></summary>'
        '<div class="who__menu card"><p><strong data-say="who-name"></strong></p>'
        f'<button type="button" class="btn" data-lock-now>{parts.glyph("lock")} {lock}</button>'
        f'<button type="button" class="btn" data-sign-out>{parts.glyph("out")} {out}</button>'
        f"{language_buttons(for_me=True)}</div></details>"
    )


def _banner(demo: bool) -> str:
    mark = '<span class="demo">DEMO</span>' if demo else ""
    quiet = "btn btn--icon btn--quiet"
    back, since, dim = tr("Back to the board"), tr("Time since the dose"), tr("Dim or light room")
    emergency = tr("Emergency")
    return (
        f'<header class="top"><a class="{quiet}" href="/" aria-label="{back}">'
        f'{parts.glyph("back")}</a><b class="chair" data-say="chair"></b>'
        '<h1 class="patient"><strong data-say="name"></strong>'
        '<span class="soft nowrap" data-say="born"></span>'
        '<span class="faint nowrap hide-narrow" data-say="dose"></span></h1>'
        f'{mark}<span class="badge badge--caution" data-part="item9" hidden>'
        f'{parts.glyph("caution")}<span data-say="item9"></span></span>'
        '<span class="badge badge--caution flagged-badge" data-part="flags" hidden>'
        f'{parts.glyph("caution")}<span data-say="flagged"></span></span><span class="grow"></span>'
        f'<span class="clock" role="timer" aria-label="{since}">'
        '<span data-say="elapsed"></span><small data-say="clock"></small></span>'
        f'<button type="button" class="{quiet} btn--emergency" data-dialog="emergency"'
        f' aria-label="{emergency}">{parts.glyph("urgent")}</button>'
        '<button type="button" class="badge link" data-outbox-chip></button>'
        f'<button type="button" class="{quiet}" data-scheme-switch aria-label="{dim}">'
        '<i class="g g--moon when-light" aria-hidden="true"></i>'
        '<i class="g g--sun when-dim" aria-hidden="true"></i></button>'
        f"{_person()}</header>"
    )


def _footer() -> str:
    name = tr("Save")
    return (
        f'<footer class="save" aria-label="{name}">'
        '<div class="grow" role="status" aria-live="polite">'
        '<div class="said" data-say="said"></div><p data-say="todo"></p></div>'
        + parts.button("discard", tr("Discard"), css="btn btn--quiet hide-mid")
        + parts.button("save", tr("Save set"))
        + "</footer>"
    )


def _column(name: str, css: str, content: str) -> str:
    return f'<section class="{css}" aria-label="{name}">{content}</section>'


def document(_settings: Settings | None, demo: bool) -> str:
    """The whole page; nothing in it differs between sessions or people."""
    vitals = parts.time_card() + parts.pressure_card() + parts.signs() + parts.alertness_card()
    pad, felt = parts.keypad(), parts.felt_column()
    asked = tr("Orders and effects")
    mark = " data-demo" if demo else ""
    columns = (
        _column(tr("Vital signs"), "col", vitals)
        + _column(tr("Keypad"), "col col--pad", pad)
        + _column(tr("Side effects"), "col col--felt", felt)
    )
    return (
        f'<!doctype html><html lang="{reader()}" data-page="record"{mark}><head>{_head()}</head>'
        f'<body class="record">{_banner(demo)}<main class="entry" data-part="entry" hidden>'
        f'<section class="asks" data-part="asks" aria-label="{asked}"'
        " hidden></section>"
        f"{columns}</main>"
        '<main class="waiting" data-part="waiting"><div data-say="waiting"></div></main>'
        f"{_footer()}{panels.templates()}</body></html>"
    )
