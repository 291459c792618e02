"""The frame of a page that is plain HTML and shows a patient: head, header, who is signed in."""

from __future__ import annotations

from html import escape

from monitor.language.reader import reader
from monitor.web import html
from monitor.web.assets import asset_url, words_tag
from monitor.web.components import Frame, Part, demo_mark, glyph, person_menu, scheme_switch
from monitor.web.components.attributes import attributes
from monitor.web.components.banner import outbox_chip
from monitor.web.components.ticking import wall_clock
from monitor.web.context import house
from monitor.web.markup import markup
from monitor.web.modules import import_map_tag
from monitor.web.names import names_tag

STYLES = ("tokens", "glyphs", "base", "dialogs", "lock")
LAST_STYLES = ("enlarged", "print")
SCRIPTS = ("scheme", "language", "api", "clock", "focus", "pin", "call-strip", "lock", "emergency")
MODULES = ("outbox", "register-sw")
AT_ONCE = frozenset({"scheme", "language"})
"""The scheme must be known before the first paint; all others wait for the document."""


class Input(html.Element):
    """Where something is typed on a plain page; on the others it is Dash's own."""

    __slots__ = ()


def document(
    title: str,
    body: list[Part],
    *,
    css: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    modules: tuple[str, ...] = (),
) -> str:
    """The whole page. The title names no patient."""
    head = (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        + "".join(_style(name) for name in (*STYLES, *css, *LAST_STYLES))
        + words_tag()
        + names_tag()
        + import_map_tag()
        + "".join(_script(name) for name in (*SCRIPTS, *scripts))
        + "".join(_module(name) for name in (*MODULES, *modules))
    )
    demo = " data-demo" if house().demo else ""
    return (
        f'<!doctype html><html lang="{reader()}"{demo}><head>{head}</head>'
        f"<body>{markup(body)}</body></html>"
    )


def top(frame: Frame, back: Part, title: list[Part], before_clock: Part = None) -> html.Header:
    """The header, in the order of every screen: back, title, clock, scheme, person."""
    return html.Header(
        [
            back,
            *title,
            *demo_mark(frame.demo),
            html.Span(className="grow"),
            before_clock,
            wall_clock(frame.now, frame.zone),
            outbox_chip(),
            scheme_switch(),
            person_menu(frame.actor),
        ],
        className="top",
        **attributes(data_now=frame.now.isoformat()),
    )


def back_to(address: str, label: str) -> html.A:
    """The arrow at the left."""
    return html.A(
        glyph("back"),
        href=address,
        className="btn btn--icon btn--quiet",
        **attributes(aria_label=label),
    )


def _style(name: str) -> str:
    return f'<link rel="stylesheet" href="{asset_url(f"css/{name}.css")}">'


def _script(name: str) -> str:
    wait = "" if name in AT_ONCE else " defer"
    return f'<script src="{asset_url(f"js/{name}.js")}"{wait}></script>'


def _module(name: str) -> str:
    return f'<script type="module" src="{asset_url(f"js/{name}.js")}"></script>'
