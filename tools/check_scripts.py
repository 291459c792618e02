"""Have node read every script of assets/ and name those that do not parse; nothing is run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
AT_ONCE = 2
NO_NODE = "node is not here: going on without reading the scripts of assets/"

# A file that takes or gives names is a module to the browser, and is read by a module's rules.
MODULE = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def scripts(folder: Path) -> list[Path]:
    """Every script of ours below ``folder``."""
    return [path for path in sorted(folder.rglob("*.js")) if "vendor" not in path.parts]


def complaints(folder: Path, node: str) -> list[str]:
    """What node says of each script that does not parse, under the script's own name."""
    with TemporaryDirectory() as scratch, ThreadPoolExecutor(AT_ONCE) as pool:
        read = pool.map(lambda path: _complaint(path, folder, Path(scratch), node), scripts(folder))
        return [said for said in read if said]


def _complaint(path: Path, folder: Path, scratch: Path, node: str) -> str:
    text = path.read_text(encoding="utf-8")
    # node tells the two kinds apart by the ending, which the browser's files do not have.
    ending = ".mjs" if MODULE.search(text) else ".cjs"
    name = path.relative_to(folder).as_posix()
    copy = scratch / (name.replace("/", "-") + ending)
    copy.write_text(text, encoding="utf-8")
    done = subprocess.run([node, "--check", str(copy)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    return "\n".join(_said(done.stderr.replace(str(copy), name)))


def _said(error: str) -> Iterator[str]:
    """The place, the line and the mistake, without node's own stack."""
    for line in error.replace("file://", "").splitlines():
        if line.startswith("    at "):
            return
        if line.strip():
            yield line


def main() -> int:
    """Run ``python -m tools.check_scripts``."""
    node = shutil.which("node")
    if node is None:
        print(NO_NODE)
        return 0
    found = complaints(ASSETS, node)
    for said in found:
        print(said, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
