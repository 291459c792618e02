"""A script that does not parse is named before a browser meets it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.check_scripts import ASSETS, NO_NODE, ROOT, complaints, scripts

NODE = shutil.which("node") or ""
needs_node = pytest.mark.skipif(not NODE, reason="node is not here")


def _written(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_every_script_of_ours_is_read_and_none_of_others() -> None:
    names = {path.relative_to(ASSETS).as_posix() for path in scripts(ASSETS)}

    assert {"sw.js", "js/live.js", "js/record/main.js"} <= names
    assert not any(name.startswith("vendor/") for name in names)


@needs_node
def test_our_own_scripts_parse(tmp_path: Path) -> None:
    """One of each kind; `make check`, with which `make test` begins, has node read them all."""
    for path in (ASSETS / "sw.js", ASSETS / "js/record/main.js"):
        name = path.relative_to(ASSETS).as_posix()
        _written(tmp_path, name, path.read_text(encoding="utf-8"))

    assert complaints(tmp_path, NODE) == []


@needs_node
@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("const age = 1;\nconst age = 2;\n", "has already been declared"),
        ("export function age() {\n  return 1;\n", "SyntaxError"),
        ('import { t } from "./t.js";\nimport { t } from "./t.js";\n', "has already been declared"),
        ("<<<<<<< ours\nconst age = 1;\n", "SyntaxError"),
    ],
)
def test_what_a_merge_leaves_behind_is_named_with_file_and_line(
    tmp_path: Path, text: str, mistake: str
) -> None:
    _written(tmp_path, "js/fine.js", 'export { t } from "./t.js";\nawait t();\n')
    _written(tmp_path, "js/record/broken.js", text)

    (said,) = complaints(tmp_path, NODE)

    assert said.startswith("js/record/broken.js:")
    assert mistake in said
    assert str(tmp_path) not in said


@needs_node
def test_a_script_is_read_and_not_run(tmp_path: Path) -> None:
    _written(tmp_path, "loud.js", 'throw new Error("run");\n')

    assert complaints(tmp_path, NODE) == []


def test_without_node_one_line_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.check_scripts"],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0
    assert done.stdout.splitlines() == [NO_NODE]
    assert done.stderr == ""
