"""Where the browser's files lie, in a checkout and in a wheel, and under which address."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

LOCK_SCRIPTS = ("scheme", "api", "clock", "pin", "call-strip", "lock")
"""What a page of its own loads, in this order and in its head, to be covered when left alone."""

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def assets_folder() -> Path:
    """Find the folder of css and js: inside the installed package, or beside it in a checkout."""
    packed = PACKAGE / "_assets"
    return packed if packed.is_dir() else PACKAGE.parent / "assets"


@cache
def _fingerprint(path: Path, _modified_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """Return the address of an asset; it changes with the content, so it may be cached for long."""
    path = assets_folder() / name
    return f"/assets/{name}?v={_fingerprint(path, path.stat().st_mtime_ns)}"
