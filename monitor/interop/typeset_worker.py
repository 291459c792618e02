"""One paper in a process of its own: a document as JSON on standard input, the PDF on its output.

Run as a file, so that nothing of the program is loaded but the typesetter: what that keeps in
memory, more than 100 MB after a few papers, goes when the paper is done.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

TEMPLATE = Path(__file__).with_name("paper.typ")


def main() -> None:
    """Set what was asked for; only typefaces that come with the typesetter are used."""
    asked = json.load(sys.stdin.buffer)
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(), TEMPLATE.parent, typst.Fonts(include_system_fonts=False)
    )
    made = compiler.compile(
        format="pdf",
        sys_inputs={"told": json.dumps(asked["told"]), "size": asked["size"]},
        timestamp=datetime.fromtimestamp(asked["at"], UTC),
    )
    assert isinstance(made, bytes)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
