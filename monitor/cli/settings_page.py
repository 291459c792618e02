"""The settings as a page; docs/settings.md is this text."""

from __future__ import annotations

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from monitor.settings import PREFIX, Settings


def settings_page() -> str:
    """Write the settings as a Markdown page; docs/settings.md is this text."""
    lines = [
        "# Settings",
        "",
        "Read from the environment at start and checked; an unknown name is refused with the",
        "nearest known one. This page is written by `monitor settings --markdown`.",
        "",
        "| variable | default | what it is |",
        "|---|---|---|",
    ]
    for name, field in Settings.model_fields.items():
        sentence = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{PREFIX}{name.upper()}` | {_shown_default(field.default)} | {sentence} |")
    return "\n".join(lines) + "\n"


def _shown_default(value: object) -> str:
    if value in (None, "", (), PydanticUndefined, SecretStr("")):
        return "(none)"
    return f"`{value}`"
