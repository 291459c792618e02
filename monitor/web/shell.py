"""The shell around every Dash screen: one application, its pages, its look and its last resort."""

from __future__ import annotations

import logging
from typing import Any, cast

import dash_mantine_components as dmc
from dash import Dash, dcc, html, page_container, set_props
from dash.backends._fastapi import FastAPIResponseAdapter
from fastapi import FastAPI

from monitor.errors import MonitorError
from monitor.language.reader import reader, tr
from monitor.language.said import say
from monitor.services.house import House
from monitor.settings import Settings
from monitor.web import context, ids
from monitor.web.assets import asset_url, assets_folder, home_screen_tags, words_tag
from monitor.web.bundles import SCRIPT, STYLE_SHEET, bundle_url
from monitor.web.components import demo_mark, empty_panel, notice
from monitor.web.kit import Callbacks, Page
from monitor.web.modules import import_map_tag
from monitor.web.names import names_tag
from monitor.web.pages import PAGES

MODULES = ("outbox", "dialogs", "register-sw")
FIRST_SCRIPT = "js/scheme.js"
FIGURES = "js/figures.js"
SMALLER_PLOTLY = "vendor/plotly-basic.min.js"

INDEX = """<!DOCTYPE html>
<html lang="en"{demo}>
<head>
{{%metas%}}
<title>{{%title%}}</title>
{icon}
<script src="{scheme}"></script>{modules}{figures}
<!--words-->
{{%css%}}
</head>
<body>
{{%app_entry%}}
<footer>
{{%config%}}
{{%scripts%}}
{{%renderer%}}
</footer>
</body>
</html>"""

ENTRY = """<div id="react-entry-point"></div>
<div class="loading" role="status" aria-label="{loading}">
<div class="loading__bar"></div>
<div class="loading__cards"><i></i><i></i><i></i><i></i><i></i><i></i><i></i><i></i></div>
<p data-still-loading hidden>{still} <a class="btn" href="">{again}</a></p>
</div>"""

BUG = say("Something went wrong here. It was not saved; what was acknowledged before is safe.")

log = logging.getLogger(__name__)


class JsonAnswer(FastAPIResponseAdapter):
    """Dash sends callbacks' answers without a type; with one they are compressed on the way."""

    def set_response(self, **said: Any) -> Any:
        """Say that the answer is JSON."""
        answer = super().set_response(**said)  # type: ignore[no-untyped-call]
        answer.headers.setdefault("content-type", "application/json")
        return answer


class Screens(Dash):
    """Dash with the screen's shape to look at until the first page has been drawn."""

    def interpolate_index(  # noqa: PLR0913, PLR0917 - the signature is Dash's
        self,
        metas: Any = "",
        title: Any = "",
        css: Any = "",
        config: Any = "",
        scripts: Any = "",
        app_entry: Any = "",
        favicon: Any = "",
        renderer: Any = "",
    ) -> Any:
        """Put the skeleton where Dash writes ``Loading...``, and say in which language."""
        page: str = super().interpolate_index(  # type: ignore[no-untyped-call]
            metas, title, css, config, scripts, entry(), favicon, renderer
        )
        page = page.replace('<html lang="en"', f'<html lang="{reader()}"', 1)
        return page.replace("<!--words-->", words_tag() + names_tag(), 1)


def entry() -> str:
    """The screen's shape in the reader's language."""
    return ENTRY.format(loading=tr("Loading"), still=tr("Still loading."), again=tr("Try again"))


def create_web(server: FastAPI, house: House, settings: Settings) -> Dash:
    """Build the Dash application on ``server``, with every page registered and bound."""
    app = Screens(
        "monitor",
        server=cast(Any, server),
        assets_folder=str(assets_folder()),
        include_assets_files=False,
        include_pages_meta=False,
        use_pages=True,
        pages_folder="",
        suppress_callback_exceptions=True,
        external_scripts=[
            {"src": bundle_url(SCRIPT)},
            *(_module(f"js/{name}.js") for name in MODULES),
        ],
        external_stylesheets=[bundle_url(STYLE_SHEET)],
        index_string=INDEX.format(
            scheme=asset_url(FIRST_SCRIPT),
            icon=home_screen_tags(),
            modules=import_map_tag(),
            figures=_figures(),
            demo=" data-demo" if house.demo else "",
        ),
        title=settings.clinic_name,
        update_title="",
        on_error=tell,
        use_async=True,
        enable_mcp=False,
        add_log_handler=False,
    )
    app.backend.response_adapter = JsonAnswer
    for order, page in enumerate((*PAGES, NOWHERE)):
        page.register(app, order)
    app.layout = frame()
    return app


async def nowhere(**_: Any) -> html.Main:
    """Say that there is no such screen."""
    words = tr("The address leads nowhere. A session that is over is still found from its chart.")
    board = html.A(tr("To the board"), href="/", className="btn btn--primary")
    panel = empty_panel(tr("No such screen"), words, board)
    return html.Main([*demo_mark(context.house().demo), panel])


# Dash looks for this name when no path fits.
NOWHERE = Page("not_found_404", "/not-found", say("No such screen"), nowhere, Callbacks())


def frame() -> dmc.MantineProvider:
    """Lay out what stands around every page."""
    return dmc.MantineProvider(
        [
            dcc.Store(id=ids.LIVE, data=0),
            dcc.Store(id=ids.SCHEME),
            html.Div(id=ids.NOTICES, className="notices"),
            html.Div(id=ids.SAID, className="spoken", role="status"),
            page_container,
        ],
        id=ids.PROVIDER,
        theme={
            "fontFamily": "var(--font)",
            "primaryColor": "blue",
            "defaultRadius": "md",
            "respectReducedMotion": True,
        },
    )


def tell(error: Exception) -> None:
    """Show what a callback could not do; what stands on the screen stays as it was."""
    if isinstance(error, MonitorError):
        words = tr(error.sentence())
    else:
        log.error("a callback failed: %s at %s", type(error).__name__, _place(error))
        words = tr(BUG)
    set_props(ids.NOTICES, {"children": notice(words, "urgent", "urgent")})


def _place(error: Exception) -> str:
    """Where the fault is; its message may hold what a nurse typed, so it is never logged."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"


def _exists(name: str) -> bool:
    return (assets_folder() / name).is_file()


def _figures() -> str:
    """The tag that has the chart use the smaller figure library, where setup could fetch it."""
    if not _exists(SMALLER_PLOTLY):
        return ""
    tag = '\n<script src="{}" data-bundle="{}"></script>'
    return tag.format(asset_url(FIGURES), asset_url(SMALLER_PLOTLY))


def _module(name: str) -> dict[str, str]:
    return {"src": asset_url(name), "type": "module"}
