"""The hazard log's clinical mistakes, each played as a case that must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.cli.replaying import HOLDS, replay_files

CASES = sorted((Path(__file__).parent / "hazards").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_the_mistake_is_not_made(case: Path) -> None:
    lines, complaints, status = replay_files([case])

    assert complaints == []
    assert status == HOLDS
    assert lines


def test_a_wrong_expectation_would_be_noticed(tmp_path: Path) -> None:
    case = next(path for path in CASES if path.stem == "h02_missing_is_not_normal")
    wrong = case.read_text(encoding="utf-8").replace('readiness = "not_ready"', 'readiness = "x"')
    (tmp_path / "wrong.toml").write_text(wrong, encoding="utf-8")

    assert replay_files([tmp_path / "wrong.toml"])[2] != HOLDS
