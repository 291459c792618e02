"""One patient's record taken out of the clinic from the command line."""

from __future__ import annotations

import json
import stat
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.bootstrap import build_house, house_while
from monitor.services import patients
from monitor.services.clock import system_clock
from monitor.services.founding import console_actor
from monitor.services.views import NewPatient
from monitor.settings import load_settings
from tests.command import Done, monitor, surroundings
from tests.databases import about_a_file, settings_here

PASSWORD = "a long pass phrase"
WRONG_USE = 2


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clinic of an administrator and a nurse."""
    folder = tmp_path_factory.mktemp("clinic")
    monitor("migrate", folder=folder)
    _add(folder, "iris", "administrator")
    _add(folder, "nora", "nurse", "--acting", "iris")
    return folder


def _add(folder: Path, login: str, role: str, *more: str) -> None:
    arguments = ("user", "add", login, "--name", f"DEMO {login}", "--role", role, *more)
    added = monitor(*arguments, folder=folder, said=f"{PASSWORD}\n")
    assert added.returncode == 0, added.stderr


@pytest.fixture
def patient(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody registered."""
    monkeypatch.chdir(clinic)
    with surroundings(settings_here(clinic / "var"), ""), house_while(load_settings()) as house:
        new = NewPatient("DEMO Maya", date(1987, 4, 14), confirmed=True)
        return patients.register_patient(house, console_actor(house, "nora"), new).id


def export(folder: Path, patient_id: str, to: str, acting: str = "nora") -> Done:
    return monitor("export", "patient", patient_id, "--to", to, "--acting", acting, folder=folder)


def test_the_record_is_written_into_a_new_private_file(clinic: Path, patient: str) -> None:
    done = export(clinic, patient, "record.json")

    file = clinic / "record.json"
    assert done.returncode == 0, done.stderr
    assert "DEMO Maya" not in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8"))["patient"]["name"] == "DEMO Maya"


def test_no_file_is_overwritten(clinic: Path, patient: str) -> None:
    (clinic / "there.json").write_text("mine", encoding="utf-8")

    done = export(clinic, patient, "there.json")

    assert done.returncode == WRONG_USE
    assert "there already" in done.stderr
    assert (clinic / "there.json").read_text(encoding="utf-8") == "mine"


def erase(folder: Path, patient_id: str, *more: str, acting: str = "iris") -> Done:
    arguments = ("erase", "patient", patient_id, "--reason", "asked for it", "--acting", acting)
    return monitor(*arguments, *more, folder=folder)


def test_a_patient_is_erased_and_verify_says_so(clinic: Path, patient: str) -> None:
    done = erase(clinic, patient, "--lawful-request", "--yes")
    verified = monitor("verify", folder=clinic)

    assert done.returncode == 0, done.stderr
    assert "Backups" in done.stdout
    assert verified.returncode == 0, verified.stdout
    assert "erased: " in verified.stdout
    assert "by DEMO iris, on a lawful request" in verified.stdout
    assert export(clinic, patient, "gone.json").returncode == WRONG_USE


@about_a_file
def test_a_file_that_somebody_reads_all_the_while_is_said_not_to_be_cleared(
    clinic: Path, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clinic)
    with (
        surroundings(settings_here(clinic / "var"), ""),
        house_while(load_settings()) as house,
        house.engine.connect() as reader,
    ):
        reader.execute(text("SELECT count(*) FROM patients")).all()
        done = erase(clinic, patient, "--lawful-request", "--yes")

    assert done.returncode == 0, done.stderr
    assert "was erased" in done.stdout
    assert "could not be cleared" in done.stderr


@pytest.mark.parametrize(
    ("more", "acting", "said"),
    [
        (("--yes",), "iris", "must still be kept"),
        (("--lawful-request",), "iris", "--yes"),
        (("--lawful-request", "--yes"), "nora", "not allowed"),
    ],
)
def test_an_erasure_is_refused_in_words(
    clinic: Path, patient: str, more: tuple[str, ...], acting: str, said: str
) -> None:
    done = erase(clinic, patient, *more, acting=acting)

    assert done.returncode == WRONG_USE
    assert said in done.stderr
    assert export(clinic, patient, f"still-{said[:3]}.json").returncode == 0


def test_what_is_past_its_time_is_listed_and_erased_on_demand(
    clinic: Path, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("retention", "--acting", "iris")
    for_ever = monitor(*arguments, folder=clinic)
    young = monitor(*arguments, folder=clinic, MONITOR_RETENTION_YEARS="1")
    monkeypatch.setattr(
        build_house,
        "__kwdefaults__",
        {**(build_house.__kwdefaults__ or {}), "clock": _in_two_years},
    )
    due = monitor(*arguments, folder=clinic, MONITOR_RETENTION_YEARS="1")
    unsure = monitor(*arguments, "--erase", folder=clinic, MONITOR_RETENTION_YEARS="1")
    done = monitor(*arguments, "--erase", "--yes", folder=clinic, MONITOR_RETENTION_YEARS="1")
    after = monitor(*arguments, folder=clinic, MONITOR_RETENTION_YEARS="1")

    assert "kept for ever" in for_ever.stdout
    assert young.stdout.startswith("0 records are past their time")
    assert patient in due.stdout
    assert "DEMO Maya" not in due.stdout
    assert unsure.returncode == WRONG_USE
    assert done.returncode == 0, done.stderr
    gone, found = done.stdout.splitlines()[-1].split(" patients")[0].split(" of ")
    assert gone == found != "0"
    assert after.stdout.startswith("0 records are past their time")


def _in_two_years() -> datetime:
    return system_clock() + timedelta(days=731)


@pytest.mark.parametrize("years", ["-1", "ten", "101"])
def test_a_time_of_keeping_that_is_none_is_refused_with_a_hint(clinic: Path, years: str) -> None:
    done = monitor("settings", folder=clinic, MONITOR_RETENTION_YEARS=years)

    assert done.returncode == WRONG_USE
    assert "MONITOR_RETENTION_YEARS" in done.stderr
    assert "0: for ever" in done.stderr


@pytest.mark.parametrize(
    ("known", "acting", "said"),
    [(False, "nora", "no such patient"), (True, "iris", "not allowed"), (True, "eve", "login")],
)
def test_where_it_is_refused_there_is_no_file(
    clinic: Path, patient: str, known: bool, acting: str, said: str
) -> None:
    done = export(clinic, patient if known else "nobody", "refused.json", acting)

    assert done.returncode == WRONG_USE
    assert said in done.stderr
    assert not (clinic / "refused.json").exists()
