"""Whole sessions as case files: what they expect holds, and what the page refuses is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.replaying import DIFFERS, HOLDS, INVALID, replay_files
from monitor.clinical.casefile import read_case
from monitor.clinical.replaying import play, sentence
from monitor.clinical.words import ALERT_CODES, CRITERIA
from monitor.errors import BadInput
from monitor.store.places import protocols_folder
from monitor.store.protocol_files import load_protocols

CASES = Path(__file__).parent / "cases"
HELD = sorted(CASES.glob("*.toml"))
REFUSED = sorted((CASES / "mistaken").glob("*.toml"))
WHERE: dict[str, list[str]] = json.loads((CASES / "mistaken" / "expected.json").read_text())
PROTOCOLS = load_protocols(protocols_folder())
FINDINGS = ("met", "not_met", "not_assessed")
NO_CAUTION = {"red_flag", "emergency", "suicidal_ideation", "not_ready_in_time"}
NO_URGENT = {"temperature_low"}
MONITOR = Path(sys.executable).with_name("monitor")


@pytest.mark.parametrize("file", HELD, ids=lambda file: file.stem)
def test_every_expectation_of_a_case_holds(file: Path) -> None:
    case = read_case(file.read_text(encoding="utf-8"), file.name, PROTOCOLS.__getitem__)

    complaints = play(case).complaints

    asked = [sentence(file.name, number, case.asks[number - 1].at, wrong)
             for number, wrong in complaints]  # fmt: skip
    assert asked == []
    assert any(ask.expect for ask in case.asks), "a case without an expectation shows nothing"


@pytest.mark.parametrize("file", REFUSED, ids=lambda file: file.stem)
def test_a_case_with_one_mistake_is_refused_by_file_event_and_field(file: Path) -> None:
    place, field = WHERE[file.stem]

    lines, complaints, status = replay_files([file])

    assert (lines, status) == ([], INVALID)
    assert len(complaints) == 1
    said = complaints[0]
    assert str(file) in said
    assert place in said
    assert f"{field}: " in said
    assert "(allowed: " in said


def test_there_are_enough_cases_and_every_refusal_is_expected() -> None:
    assert len(HELD) >= 60
    assert {file.stem for file in REFUSED} == set(WHERE)


def test_every_criterion_is_shown_met_not_met_and_not_assessed() -> None:
    shown: set[tuple[str, str]] = set()
    for file in HELD:
        case = read_case(file.read_text(encoding="utf-8"), file.name, PROTOCOLS.__getitem__)
        for ask in case.asks:
            findings = ask.expect.get("findings", {})
            assert isinstance(findings, dict)
            for criterion, said in findings.items():
                shown.add((criterion, said.get("finding", "") if isinstance(said, dict) else said))

    wanted = {(criterion, finding) for criterion in CRITERIA for finding in FINDINGS}
    # Alerts are never unknown; and nobody can attest that there is no escort.
    assert wanted - shown == {("open_alerts", "not_assessed"), ("escort", "not_met")}


def test_every_alert_is_shown_at_every_level_it_has() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in HELD)

    for code in ALERT_CODES:
        assert code in NO_CAUTION or f'"{code}:caution"' in text, code
        assert code in NO_URGENT or f'"{code}:urgent"' in text, code


def test_every_protocol_has_its_cases() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in HELD)

    assert set(PROTOCOLS) == {
        "esketamine-nasal",
        "ketamine-im",
        "ketamine-iv",
        "ketamine-iv-extended",
        "ketamine-sublingual",
    }
    for name in PROTOCOLS:
        assert f'protocol = "{name}"' in text, name


def test_the_highest_status_wins_and_a_bad_file_keeps_none_from_being_played(
    tmp_path: Path,
) -> None:
    good, differs, bad = HELD[0], tmp_path / "differs.toml", REFUSED[0]
    text = (CASES / "phases.toml").read_text(encoding="utf-8")
    differs.write_text(text.replace('phase = "expected"', 'phase = "arrived"'), encoding="utf-8")

    assert replay_files([good])[2] == HOLDS
    assert replay_files([good, differs])[2] == DIFFERS
    lines, complaints, status = replay_files([bad, differs, good, tmp_path / "none.toml"])

    assert status == INVALID
    assert len(lines) > 1
    assert any("phase" in said and "'arrived'" in said and "ask 1" in said for said in complaints)
    assert any("none.toml" in said for said in complaints)


def test_the_command_prints_nothing_but_one_json_object_for_each_question() -> None:
    done = subprocess.run(
        [str(MONITOR), "replay", str(CASES / "phases.toml"), str(REFUSED[0])],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert done.returncode == INVALID
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["phase"] for answer in answers][:2] == ["expected", "arrived"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content", ["", "title = ", "\x00", "title = 1\nprotocol = 2\nzone = 3", 'zone = "UTC"']
)
def test_a_file_that_is_no_case_is_refused_in_words(content: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_case(content, "x.toml", PROTOCOLS.named)

    assert "x.toml" in refused.value.sentence()
