"""One ASGI application, and everything that stands before it."""

from __future__ import annotations

from monitor.server.app import create_app

__all__ = ["create_app"]
