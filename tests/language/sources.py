"""What the sources say: read once by each worker, for it takes three seconds."""

from __future__ import annotations

from functools import cache

from babel.messages.catalog import Catalog

from tools.messages import template


@cache
def said() -> Catalog:
    """All sentences of the sources; to be looked at only."""
    return template()
