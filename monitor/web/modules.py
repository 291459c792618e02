"""What the browser's modules import of one another, each under its content's own address.

A script names what it imports by its plain path, and about a plain path a browser has to ask again
at each page: on poor Wi-Fi every link of such a chain is a wait. The import map turns each path
into the address with the fingerprint, which is kept for as long as the content is the same. A
browser that knows no import maps asks again, as before.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from monitor.web.assets import asset_url, assets_folder

_IMPORTS = re.compile(r'\b(?:from|import)\s*\(?\s*"(\.[^"]+\.js)"')


def import_map_tag() -> str:
    """The tag that brings the map; it must stand before the first module of a page."""
    return f'<script type="importmap">{_written()}</script>'


def import_map_hash() -> str:
    """What a page's Content-Security-Policy has to allow, and no more: these very words."""
    return f"'sha256-{b64encode(sha256(_written().encode()).digest()).decode()}'"


@cache
def _written() -> str:
    addresses = {f"/assets/{name}": asset_url(name) for name in imported_modules()}
    return json.dumps({"imports": addresses}, separators=(",", ":"))


def imported_modules() -> list[str]:
    """Every script that another one imports, by its name among the assets."""
    folder = assets_folder().resolve()
    scripts = sorted((folder / "js").rglob("*.js"))
    found = {target for script in scripts for target in _imports_of(script) if target.is_file()}
    return sorted(target.relative_to(folder).as_posix() for target in found)


def _imports_of(script: Path) -> list[Path]:
    named = _IMPORTS.findall(script.read_text(encoding="utf-8"))
    return [(script.parent / name).resolve() for name in named]
