"""The browser's modules come under their content's own address, whoever imports them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from monitor.server.static import StaticFiles
from monitor.web.assets import asset_url, assets_folder
from monitor.web.modules import import_map_tag, imported_modules
from tests.server.asgi_client import ask, echo, scope_of

SCRIPTS = sorted((assets_folder() / "js").rglob("*.js"))
GZIP = ("Accept-Encoding", "gzip")
NAMED = re.compile(r"""["'](\.{1,2}/[\w./-]+\.js)["']""")


def addresses() -> dict[str, str]:
    written = re.fullmatch(r'<script type="importmap">(.*)</script>', import_map_tag())
    assert written is not None
    found = json.loads(written[1])
    assert list(found) == ["imports"]
    return dict(found["imports"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_whatever_a_script_names_by_its_place_is_in_the_map(script: Path) -> None:
    root = assets_folder().resolve()
    named = [(script.parent / name).resolve() for name in NAMED.findall(script.read_text("utf-8"))]

    plain = [f"/assets/{path.relative_to(root).as_posix()}" for path in named]

    assert set(plain) <= set(addresses())


def test_each_leads_to_what_may_be_kept_for_ever() -> None:
    app = StaticFiles(echo, assets_folder())
    assert len(addresses()) > 30
    for plain, address in addresses().items():
        path, _, query = address.partition("?")
        answer = ask(app, scope_of("GET", path, [GZIP], query_string=query.encode()))
        assert path == plain
        assert "immutable" in answer.headers["cache-control"], plain


def test_what_is_imported_and_named_by_a_page_is_one_module_and_not_two() -> None:
    """Two addresses would be two modules, each with a state of its own."""
    for name in imported_modules():
        assert addresses()[f"/assets/{name}"] == asset_url(name)
