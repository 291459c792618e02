"""The clinic's sessions written as tables from the command line."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from monitor.bootstrap import house_while
from monitor.services import chairs, patients, sessions
from monitor.services.founding import console_actor
from monitor.services.views import NewPatient, NewSession
from monitor.settings import load_settings
from tests.command import Done, found_clinic_of_three, monitor, surroundings
from tests.databases import settings_here
from tests.fit import fit

WRONG_USE = 2


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clinic in which one session was started."""
    folder = tmp_path_factory.mktemp("clinic")
    found_clinic_of_three(folder)
    with surroundings(settings_here(folder / "var"), ""), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with house_while(load_settings()) as house:
            nurse = console_actor(house, "nora")
            chair = chairs.add_chair(house, console_actor(house, "iris"), "1")
            new = NewPatient("DEMO Maya", date(1987, 4, 14), weight_kg=70.0)
            patient = patients.register_patient(house, nurse, new)
            started = NewSession(patient.id, chair.id, "ketamine-iv", 35.0, eligibility=fit())
            sessions.start_session(house, nurse, started)
    return folder


def export(folder: Path, to: str, *more: str, acting: str = "amara") -> Done:
    return monitor("export", "tables", "--to", to, "--acting", acting, *more, folder=folder)


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_every_table_and_the_dictionary_are_written_into_a_private_folder(
    clinic: Path, file_format: str
) -> None:
    done = export(clinic, f"out-{file_format}", "--format", file_format)

    folder = clinic / f"out-{file_format}"
    assert done.returncode == 0, done.stderr
    assert "1 sessions, without names" in done.stdout
    assert (folder / "data-dictionary.md").is_file()
    file = folder / f"sessions.{file_format}"
    read = pd.read_csv(file) if file_format == "csv" else pd.read_parquet(file)
    assert list(read["planned_dose_mg"]) == [35.0]
    assert "patient_name" not in read
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def test_names_are_written_where_they_are_asked_for(clinic: Path) -> None:
    done = export(clinic, "out-named", "--named")

    assert done.returncode == 0, done.stderr
    assert list(pd.read_csv(clinic / "out-named" / "sessions.csv")["patient_name"]) == ["DEMO Maya"]


@pytest.mark.parametrize(
    ("more", "acting", "said"),
    [
        ((), "nora", "not allowed to export the sessions"),
        (("--first-day", "2026-02-30"), "amara", "first-day"),
        (("--first-day", "2026-03-02", "--last-day", "2026-03-01"), "amara", "ends before"),
        (("--last-day", "2001-01-01"), "amara", "No session was started in this period"),
        (("--format", "xlsx"), "amara", "xlsx"),
    ],
)
def test_bad_input_is_refused_in_words_and_leaves_no_folder(
    clinic: Path, more: tuple[str, ...], acting: str, said: str
) -> None:
    done = export(clinic, "refused", *more, acting=acting)

    assert done.returncode == WRONG_USE
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clinic / "refused").exists()


def test_a_folder_that_holds_something_is_left_as_it_is(clinic: Path) -> None:
    (clinic / "full").mkdir()
    (clinic / "full" / "mine.txt").write_text("mine")

    done = export(clinic, "full")

    assert done.returncode == WRONG_USE
    assert "holds something already" in done.stderr
    assert [each.name for each in (clinic / "full").iterdir()] == ["mine.txt"]
