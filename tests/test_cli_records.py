"""One patient's record taken out of the clinic from the command line."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from monitor.bootstrap import house_while
from monitor.services import patients
from monitor.services.founding import console_actor
from monitor.services.views import NewPatient
from monitor.settings import load_settings
from tests.command import Done, monitor, surroundings

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
    with surroundings({}, ""), house_while(load_settings()) as house:
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
