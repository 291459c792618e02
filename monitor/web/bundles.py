"""The styles and the plain scripts of the Dash screens, each sent as one file.

They lie in some forty files, each with its own subject. A tablet that is new here asks for two
instead, and one that has been here has two to look up, at every change of screen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.web.assets import assets_folder

STYLES = (
    "tokens",
    "glyphs",
    "base",
    "lock",
    "board",
    "today",
    "start",
    "eligibility",
    "course",
    "clinic",
    "chart",
    "discharge",
    "register",
    "handover",
    "admin",
    "audit",
    "back-test",
    "dialogs",
    "enlarged",
    "print",
)
SCRIPTS = (
    "language",
    "api",
    "clock",
    "focus",
    "early",
    "pin",
    "call-strip",
    "lock",
    "emergency",
    "live",
    "still",
    "notices",
    "announce",
    "sound",
    "start",
    "chart",
    "look-back",
    "modal",
    "discharge",
    "eligibility",
    "course",
    "handover",
)
# As in files of their own, a script that throws leaves the others, and its error is told. One that
# cannot be read at all would take them along: `make check` reads each (tools/check_scripts.py).
_AND_TOLD = "catch (error) {{ setTimeout(() => {{ throw error; }}); }}"
_ALONE = f"try {{{{\n{{}}\n}}}} {_AND_TOLD}\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files of one kind, sent one after the other."""

    kind: str
    names: tuple[str, ...]

    def stamp(self) -> int:
        """Another number once one of them was changed, be it put back to an older time."""
        found = [path.stat() for path in self._paths()]
        return hash(tuple((one.st_mtime_ns, one.st_size) for one in found))

    def content(self) -> bytes:
        """What is sent."""
        texts = [path.read_text(encoding="utf-8") for path in self._paths()]
        written = [_ALONE.format(text) for text in texts] if self.kind == "js" else texts
        return "\n".join(written).encode()

    def _paths(self) -> list[Path]:
        return [assets_folder() / self.kind / f"{name}.{self.kind}" for name in self.names]


STYLE_SHEET, SCRIPT = "screens.css", "screens.js"
BUNDLES: Mapping[str, Bundle] = {
    STYLE_SHEET: Bundle("css", STYLES),
    SCRIPT: Bundle("js", SCRIPTS),
}


def bundle_url(name: str) -> str:
    """The address of a bundle; it changes with the content."""
    return f"/assets/{name}?v={_fingerprint(name, BUNDLES[name].stamp())}"


@cache
def _fingerprint(name: str, _stamp: int) -> str:
    return hashlib.sha256(BUNDLES[name].content()).hexdigest()[:12]
