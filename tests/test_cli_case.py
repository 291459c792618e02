"""A session taken out of the clinic as a case from the command line."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.bootstrap import house_while
from monitor.cli.replaying import HOLDS, replay_files
from monitor.services import chairs, patients, sessions
from monitor.services.founding import console_actor
from monitor.services.house import House
from monitor.services.recording import record_events
from monitor.services.views import NewPatient, NewSession
from monitor.settings import load_settings
from monitor.store.tables import audit_entries
from tests.command import Done, found_clinic_of_three, monitor, surroundings
from tests.databases import settings_here
from tests.fit import fit

WRONG_USE = 2
DRUG = "DEMO løsning 💊"
INSTALLED = Path(sys.executable).with_name("monitor")
SAID = "Left out, as a case has no such kinds: eligibility, note, session_started\n"


@contextmanager
def house_in(folder: Path) -> Iterator[House]:
    """The clinic of a folder, as its commands see it."""
    with surroundings(settings_here(folder / "var"), ""), pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        with house_while(load_settings()) as house:
            yield house


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clinic of three people."""
    folder = tmp_path_factory.mktemp("clinic")
    found_clinic_of_three(folder)
    return folder


@pytest.fixture(scope="module")
def session(clinic: Path) -> str:
    """A session with readings, a drug and a note."""
    with house_in(clinic) as house:
        nurse, at = console_actor(house, "nora"), house.clock().isoformat()
        chair = chairs.add_chair(house, console_actor(house, "iris"), "1")
        new = NewPatient("DEMO Maya", date(1987, 4, 14), weight_kg=70.0)
        patient = patients.register_patient(house, nurse, new)
        started = NewSession(patient.id, chair.id, "ketamine-iv", 35.0, eligibility=fit())
        session_id = sessions.start_session(house, nurse, started).head.id
        drug = {"kind": "medication", "at": at, "name": DRUG, "medication_class": "antiemetic"}
        vitals = {"kind": "vitals", "at": at, "systolic_mmhg": 122, "diastolic_mmhg": 78}
        note = {"kind": "note", "at": at, "text": "DEMO what nobody else need read"}
        record_events(house, nurse, session_id, "one-key", [vitals, drug, note])
    return session_id


def exported(clinic: Path) -> list[tuple[str, str]]:
    """Whose exports of a session the audit holds: login and session."""
    with house_in(clinic) as house:
        people = {console_actor(house, login).person_id: login for login in ("nora", "amara")}
        clinic_id = console_actor(house, "nora").clinic_id
        found = select(audit_entries).where(audit_entries.c.action == "session:session:export")
        with house.reading(clinic_id) as look:
            rows = look.all(found.order_by(audit_entries.c.seq))
        return [(people[row.person_id], row.session_id) for row in rows]


def export(folder: Path, session_id: str, *more: str, acting: str = "nora") -> Done:
    return monitor("export", "case", session_id, "--acting", acting, *more, folder=folder)


def test_the_case_is_written_to_standard_output_and_what_it_leaves_out_beside_it(
    clinic: Path, session: str, tmp_path: Path
) -> None:
    before = exported(clinic)

    done = export(clinic, session)

    assert done.returncode == 0, done.stderr
    assert done.stderr == SAID
    assert DRUG in done.stdout
    assert "nobody else" not in done.stdout
    assert "DEMO Maya" not in done.stdout
    assert exported(clinic) == [*before, ("nora", session)]
    case = tmp_path / "case.toml"
    case.write_text(done.stdout, encoding="utf-8")
    assert replay_files([case])[1:] == ([], HOLDS)


def test_the_case_is_written_into_a_new_private_file(clinic: Path, session: str) -> None:
    done = export(clinic, session, "--to", "case.toml", acting="amara")

    file = clinic / "case.toml"
    assert (done.returncode, done.stderr) == (0, SAID)
    assert done.stdout == f"case.toml holds session {session} as a case; keep it as a record.\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8") == export(clinic, session).stdout
    replayed = monitor("replay", "case.toml", folder=clinic)
    assert (replayed.returncode, replayed.stderr) == (0, "")


def test_the_case_can_be_read_whatever_letters_the_terminal_knows(
    clinic: Path, session: str
) -> None:
    """The installed command into a pipe, which is a file to others."""
    environment = {**os.environ, **settings_here(clinic / "var"), "PYTHONIOENCODING": "ascii"}
    arguments = [str(INSTALLED), "export", "case", session, "--acting", "nora"]

    done = subprocess.run(
        arguments, cwd=clinic, env=environment, capture_output=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr.decode()) == (0, SAID)
    (clinic / "piped.toml").write_bytes(done.stdout)
    assert DRUG in done.stdout.decode("utf-8")
    assert monitor("replay", "piped.toml", folder=clinic).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_standard_output_that_is_full_is_told_and_nothing_of_it_is_said_to_be_left_out(
    clinic: Path, session: str
) -> None:
    environment = {**os.environ, **settings_here(clinic / "var")}
    arguments = [str(INSTALLED), "export", "case", session, "--acting", "nora"]

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            arguments,
            cwd=clinic,
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )

    assert done.returncode != 0
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Left out" not in done.stderr


@pytest.mark.parametrize(
    ("known", "acting", "said"),
    [(False, "nora", "no such session"), (True, "iris", "not allowed"), (True, "eve", "login")],
)
@pytest.mark.parametrize("more", [(), ("--to", "refused.toml")])
def test_where_it_is_refused_nothing_is_written(  # noqa: PLR0917  (two tables of cases)
    clinic: Path, session: str, known: bool, acting: str, said: str, more: tuple[str, ...]
) -> None:
    before = exported(clinic)

    done = export(clinic, session if known else "nothing", *more, acting=acting)

    assert done.returncode == WRONG_USE
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert not (clinic / "refused.toml").exists()
    assert exported(clinic) == before


def test_no_file_is_overwritten(clinic: Path, session: str) -> None:
    (clinic / "there.toml").write_text("mine", encoding="utf-8")
    before = exported(clinic)

    done = export(clinic, session, "--to", "there.toml")

    assert done.returncode == WRONG_USE
    assert "there already" in done.stderr
    assert (clinic / "there.toml").read_text(encoding="utf-8") == "mine"
    assert exported(clinic) == before


@pytest.mark.parametrize("to", ["nowhere/case.toml", "there.db/case.toml"])
def test_a_file_that_cannot_be_written_is_named(clinic: Path, session: str, to: str) -> None:
    (clinic / "there.db").write_bytes(b"")
    before = exported(clinic)

    done = export(clinic, session, "--to", to)

    assert done.returncode == WRONG_USE
    assert done.stderr.startswith(f"monitor: {to}: ")
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
    assert exported(clinic) == before


@pytest.mark.parametrize("arguments", [(), ("s1",)])
def test_what_is_needed_and_missing_is_named(clinic: Path, arguments: tuple[str, ...]) -> None:
    done = monitor("export", "case", *arguments, folder=clinic)

    assert done.returncode == WRONG_USE
    assert ("--acting" if arguments else "session_id") in done.stderr.lower()
