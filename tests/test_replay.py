"""Whole sessions, written from the rules: each must hold, and together they show every rule."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.replaying import DIFFERS, HOLDS, INVALID, replay_files
from monitor.clinical.words import ALERT_CODES, CRITERIA, SCALE_ITEMS
from tests.clinical.refused_sentences import SENTENCES

FOLDER = Path(__file__).parent / "sessions"
CASES = sorted(FOLDER.glob("*.toml"))
REFUSED = sorted((FOLDER / "refused").glob("*.toml"))
FINDINGS = ("met", "not_met", "not_assessed")
IMPOSSIBLE = {
    ("escort", "not_met"),  # an escort is named with a phone number, or not attested at all
    ("open_alerts", "not_assessed"),  # what is open is always known, once there is a dose
}
ONE_LEVEL = {
    "temperature_low": ("caution",),
    "red_flag": ("urgent",),
    "emergency": ("urgent",),
    "suicidal_ideation": ("urgent",),
    "not_ready_in_time": ("urgent",),
}


def played(path: Path) -> tuple[list[str], list[str], int]:
    return replay_files([path])


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    """The answers to every question of every case."""
    return [json.loads(line) for path in CASES for line in played(path)[0]]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_session_is_judged_as_written(path: Path) -> None:
    lines, complaints, status = played(path)

    assert complaints == []
    assert status == HOLDS
    assert lines


def test_there_are_enough_sessions_and_each_expects_something() -> None:
    assert len(CASES) >= 75
    for path in CASES:
        text = path.read_text(encoding="utf-8")
        asked = text.split("[[ask]]")[1:]
        assert asked, path.name
        for question in asked:
            assert "=" in question.split("[ask.expect]")[1], path.name


@pytest.mark.parametrize(
    ("criterion", "finding"),
    [
        (one, finding)
        for one in CRITERIA
        for finding in FINDINGS
        if (one, finding) not in IMPOSSIBLE
    ],
)
def test_every_finding_of_every_criterion_is_expected_somewhere(
    criterion: str, finding: str
) -> None:
    spellings = (
        f'findings.{criterion} = "{finding}"',
        f'findings.{criterion}.finding = "{finding}"',
    )

    assert any(line in spellings for path in CASES for line in lines_of(path))


@cache
def lines_of(path: Path) -> frozenset[str]:
    return frozenset(path.read_text(encoding="utf-8").splitlines())


def test_every_alert_is_raised_at_every_level_it_has(answers: list[dict[str, Any]]) -> None:
    raised = {(alert["code"], alert["level"]) for answer in answers for alert in answer["alerts"]}

    assert raised == {
        (code, level)
        for code in ALERT_CODES
        for level in ONE_LEVEL.get(code, ("caution", "urgent"))
    }


def test_every_state_phase_baseline_and_protocol_is_shown(answers: list[dict[str, Any]]) -> None:
    seen = answers
    protocols = {line for path in CASES for line in lines_of(path) if line.startswith("protocol")}

    assert {
        alert["state"] for one in seen for alert in one["alerts"] if isinstance(alert, dict)
    } == {
        "open",
        "acknowledged",
        "resolved",
        "withdrawn",
    }
    assert {str(one["phase"]) for one in seen} == {
        "expected",
        "arrived",
        "infusing",
        "paused",
        "observing",
        "criteria_met",
        "discharged",
    }
    assert {str(one["baseline"]["status"]) for one in seen} == {
        "accepted",
        "missing",
        "late",
        "after_medication",
    }
    assert len(protocols) == len(list((FOLDER.parents[1] / "data" / "protocols").glob("*.toml")))
    for scale in ("news2", *SCALE_ITEMS):
        assert any(one["scores"][scale]["total"] is not None for one in seen)
        assert any(one["scores"][scale]["total"] is None for one in seen)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_the_file_is_refused_and_says_why(path: Path) -> None:
    lines, complaints, status = replay_files([path])

    assert status == INVALID
    assert lines == []
    (sentence,) = complaints
    assert sentence.startswith(str(path))
    assert "\n" not in sentence
    for part in SENTENCES[path.stem]:
        assert part in sentence


def test_every_refusal_is_written_down() -> None:
    assert {path.stem for path in REFUSED} == set(SENTENCES)
    assert len(REFUSED) >= 80


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    target = folder / f"{name}_changed.toml"
    target.write_text(text.replace(old, new), encoding="utf-8")
    return target


def test_an_expectation_that_does_not_hold_names_file_question_key_expected_and_got(
    tmp_path: Path,
) -> None:
    wrong = changed(tmp_path, "respiration_12_to_20", 'respiration = "met"', 'respiration = "x"')

    lines, complaints, status = replay_files([wrong])

    assert status == DIFFERS
    assert lines
    for part in (str(wrong), "ask 3", "findings.respiration", "'x'", "'met'"):
        assert part in complaints[0]


def test_a_bad_file_keeps_no_other_from_being_evaluated_and_the_highest_status_wins(
    tmp_path: Path,
) -> None:
    good, bad = FOLDER / "respiration_12_to_20.toml", FOLDER / "refused" / "not_toml.toml"
    wrong = changed(tmp_path, "respiration_12_to_20", 'respiration = "met"', 'respiration = "x"')

    lines, complaints, status = replay_files([bad, wrong, tmp_path / "absent.toml", good])

    assert status == INVALID
    assert len(lines) == 2 * len(played(good)[0])
    assert str(bad) in complaints[0]
    assert str(wrong) in complaints[1]
    assert "absent.toml" in complaints[-1]


SHIPPED = FOLDER.parents[1] / "data" / "protocols" / "ketamine-iv.toml"


def following(folder: Path, protocol: str) -> Path:
    old, new = 'protocol = "ketamine-iv"', f'protocol = "{protocol}"'
    return changed(folder, "respiration_12_to_20", old, new)


@pytest.mark.parametrize("protocol", ["ketamine-iv", "ketamine-iv.toml", str(SHIPPED)])
def test_a_protocol_is_found_from_any_folder_by_id_by_file_name_and_by_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, protocol: str
) -> None:
    monkeypatch.chdir(tmp_path)

    lines, complaints, status = replay_files([following(tmp_path, protocol)])

    assert (complaints, status) == ([], HOLDS)
    assert lines == played(FOLDER / "respiration_12_to_20.toml")[0]


@pytest.mark.parametrize("by_path", ["ketamine-iv.toml", "own/ketamine-iv.toml"])
def test_a_path_from_the_case_comes_before_a_file_of_that_name_in_the_program(
    tmp_path: Path, by_path: str
) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version = "))
    own = tmp_path / by_path
    own.parent.mkdir(exist_ok=True)
    own.write_text(text.replace(version, "version = 4711"), encoding="utf-8")
    asked = following(tmp_path, f'{by_path}"\nprotocol_version = 4711 # "')

    assert played(asked)[1:] == ([], HOLDS)


@pytest.mark.parametrize(
    "protocol", ["nowhere.toml", "nowhere", "own/ketamine-iv.toml", "ketamine-iv.toml.toml", ""]
)
def test_a_protocol_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, protocol: str
) -> None:
    lines, complaints, status = replay_files([following(tmp_path, protocol)])

    assert (lines, status) == ([], INVALID)
    assert "protocol" in complaints[0]
    assert not protocol or (protocol in complaints[0] and "ketamine-iv-extended" in complaints[0])


def command(
    *paths: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    monitor = shutil.which("monitor", path=str(Path(sys.executable).parent))
    assert monitor
    return subprocess.run(
        [monitor, "replay", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.mark.parametrize("status", [HOLDS, DIFFERS, INVALID])
def test_the_command_prints_nothing_but_json_and_says_how_it_went(
    status: int, tmp_path: Path
) -> None:
    good = FOLDER / "respiration_12_to_20.toml"
    wrong = changed(tmp_path, "respiration_12_to_20", 'respiration = "met"', 'respiration = "x"')
    bad = FOLDER / "refused" / "not_toml.toml"

    ended = command(*[good, wrong, bad][: status + 1])

    assert ended.returncode == status
    printed = ended.stdout.splitlines()
    assert len(printed) == len(played(good)[0]) * min(status + 1, 2)
    assert all(isinstance(json.loads(line), dict) for line in printed)
    assert bool(ended.stderr) is bool(status)
    assert "Traceback" not in ended.stderr


def test_answers_are_printed_whatever_letters_the_terminal_knows(tmp_path: Path) -> None:
    text = (FOLDER / "respiration_12_to_20.toml").read_text(encoding="utf-8")
    renamed = tmp_path / "x.toml"
    renamed.write_text(text.replace('title = "', 'title = "Åse 💊 '), encoding="utf-8")

    ended = command(renamed, environment={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert (ended.returncode, ended.stderr) == (HOLDS, "")
    assert json.loads(ended.stdout.splitlines()[0])["title"].startswith("Åse 💊 ")
