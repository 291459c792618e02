"""The parts of others are exact, and fit one another."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+) \\$", re.MULTILINE | re.IGNORECASE)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _constraints() -> dict[str, str]:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return {_plain(name): exact for name, exact in PINNED.findall(text)}


def test_every_part_is_pinned_with_hashes_and_no_host_is_named() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]

    assert len(blocks) == len(_constraints()) > 50
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"://|--index|--find|--trusted", text)


def test_what_the_project_asks_for_is_pinned_and_installed() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*told["dependencies"], *told["optional-dependencies"]["dev"]]
    names = [_plain(re.split(r"[\[>=<~!; ]", line)[0]) for line in wanted]
    pinned = _constraints()

    assert [name for name in names if name not in pinned] == []
    assert {name: version(name) for name in names} == {name: pinned[name] for name in names}


def test_the_smaller_plotly_is_the_version_inside_the_python_package() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    spec = find_spec("plotly")
    assert spec is not None
    assert spec.origin is not None
    bundle = Path(spec.origin).parent / "package_data" / "plotly.min.js"
    head = bundle.read_text(encoding="utf-8")[:200]

    assert f"plotly.js v{asked['plotly.js-basic-dist-min']}" in head


def test_browser_parts_are_locked_by_digest_and_no_host_is_named() -> None:
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = {name: part for name, part in locked.items() if name}

    assert parts
    assert all(part["integrity"].startswith("sha512-") for part in parts.values())
    assert all("resolved" not in part for part in parts.values())
