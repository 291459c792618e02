"""Pandas, read when a frame is first asked for: it costs a server time and room at its start."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _WhenUsed:
    """The module, imported at the first use of anything in it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module("pandas"), name)


pd: Any = _WhenUsed()
