"""The page docs/clinical-rules.md, out of data/protocols."""

from __future__ import annotations


def page() -> str:
    """Every number a clinic may change, with its unit and source."""
    return ""
