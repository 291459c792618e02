"""The service worker as it is sent: its version says what the files are that it keeps.

A browser takes a worker for new when its text is. With the files' own content in its version it
fills its cache again after every update: what it keeps of one program never meets half of another.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache

from monitor.web.assets import assets_folder

WORKER = "sw.js"
_KEPT = re.compile(r'"/assets/([^"]+)"')
_VERSION = re.compile(r'(const VERSION = ")([^"]+)(";)')


@cache
def worker_script() -> str:
    """Raises FileNotFoundError where there is no worker."""
    text = (assets_folder() / WORKER).read_text(encoding="utf-8")
    whole = hashlib.sha256()
    for name in _KEPT.findall(text):
        file = assets_folder() / name
        whole.update(name.encode() + (file.read_bytes() if file.is_file() else b""))
    return _VERSION.sub(rf"\g<1>\g<2>-{whole.hexdigest()[:12]}\g<3>", text, count=1)
