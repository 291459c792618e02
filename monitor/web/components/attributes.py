"""Attributes of the browser's elements that Dash takes only by dictionary."""

from __future__ import annotations

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """Write ``data_at="…"`` as ``data-at``: to be spread into a Dash element."""
    return {name.replace("_", "-"): value for name, value in named.items()}
