"""A wheel built from the project runs outside the checkout: assets and data travel inside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CASE = """
title = "Nothing is known yet"
protocol = "ketamine-iv"
zone = "Europe/Oslo"
[[event]]
at = 2026-05-11T09:00:00+02:00
kind = "arrived"
[[ask]]
at = 2026-05-11T09:10:00+02:00
[ask.expect]
phase = "arrived"
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, in a folder far from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    made = [sys.executable, "-m", *command, "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(made, check=True, capture_output=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an installed one would, the checkout out of sight."""
    code = "import sys; from monitor.cli import app; sys.argv[0] = 'monitor'; app()"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")},
        "PYTHONPATH": str(installed),
        "MONITOR_DATA_DIR": str(folder / "records"),
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import monitor; print(monitor.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(told.stdout.strip()).is_relative_to(installed)


def test_replay_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.toml"
    case.write_text(CASE, encoding="utf-8")

    done = _run(installed, tmp_path, "replay", str(case))

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["phase"] == "arrived"


def test_a_database_is_made_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, tmp_path, "migrate")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "records" / "monitor.db").is_file()


def test_every_asset_and_every_data_file_is_inside_the_wheel(installed: Path) -> None:
    packed = {"assets": "_assets", "data": "_data"}
    missing = [
        str(path.relative_to(ROOT))
        for folder, inside in packed.items()
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and not (installed / "monitor" / inside / path.relative_to(ROOT / folder)).is_file()
    ]

    assert missing == []
    assert (installed / "monitor" / "_data" / "protocols" / "ketamine-iv.toml").is_file()
