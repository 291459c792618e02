"""How many bytes a browser fetches for a page, its cache empty."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, cast

import uvicorn
from dash import Dash, dcc, html
from fastapi import FastAPI
from playwright.sync_api import sync_playwright

from tests.benchmarks.calls import HOST

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
SETTLED_MS = 2500


def page_bytes(port: int, path: str, cookies: dict[str, str], wait_for: str) -> int:
    """The bytes on the wire of everything the page loads until it has settled."""
    fetched: list[float] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1024, "height": 768})
        context.add_cookies(
            [{"name": n, "value": v, "url": f"http://{HOST}:{port}"} for n, v in cookies.items()]
        )
        page = context.new_page()
        watcher = context.new_cdp_session(page)
        watcher.send("Network.enable")
        watcher.on(
            "Network.loadingFinished", lambda told: fetched.append(told["encodedDataLength"])
        )
        page.goto(f"http://{HOST}:{port}{path}")
        page.wait_for_selector(wait_for, state="attached")
        page.wait_for_timeout(SETTLED_MS)
        browser.close()
    return int(sum(fetched))


def create_stock_page() -> FastAPI:
    """A Dash page as the tutorials have it, with one graph."""
    server = FastAPI()
    app = Dash("stock", server=cast(Any, server))
    figure = {"data": [{"x": [1, 2, 3], "y": [4, 1, 2], "type": "scatter"}], "layout": {}}
    app.layout = html.Div([html.H1("Stock"), dcc.Graph(id="graph", figure=figure)])
    return server


if __name__ == "__main__":
    assert Path(CHROMIUM).exists()
    uvicorn.run(create_stock_page(), host=HOST, port=int(sys.argv[1]), log_level="error")
