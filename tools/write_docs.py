"""Write what is generated (pages of docs/, catalogues), or say which of it is out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from monitor.interop import table_columns
from tools import access_rules, clinical_rules, command_line, error_codes, messages

ROOT = Path(__file__).parent.parent

PAGES: Mapping[str, Callable[[], str]] = {
    "docs/access.md": access_rules.page,
    "docs/clinical-rules.md": clinical_rules.page,
    "docs/commands.md": command_line.page,
    "docs/data-dictionary.md": table_columns.dictionary,
    "docs/errors.md": error_codes.page,
    **messages.pages(),
}


def stale_pages() -> list[str]:
    """The generated pages that differ from what they would be now."""
    return [name for name, page in PAGES.items() if _on_disk(name) != page()]


def write_pages() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8")
        print(f"wrote {name}")


def _on_disk(name: str) -> str:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: list[str]) -> int:
    """Run ``python -m tools.write_docs [--check]``."""
    if "--check" not in arguments:
        write_pages()
        return 0
    stale = stale_pages()
    for name in stale:
        print(f"{name} is out of date: run `make docs`", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
