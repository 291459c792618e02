"""A drawn part as the plain values that travel to the browser, so that it is written out once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash.development.base_component import Component


def plain(part: Any) -> Any:
    """The part with every component in it replaced by what Dash would send for it."""
    if isinstance(part, Component):
        told = part.to_plotly_json()  # type: ignore[no-untyped-call]
        return {**told, "props": {key: plain(value) for key, value in told["props"].items()}}
    if isinstance(part, list | tuple):
        return [plain(one) for one in part]
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    return part
