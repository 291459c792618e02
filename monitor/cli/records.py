"""Records from the server's own command line: a patient's or a session's out, a patient erased."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.bootstrap import house_while
from monitor.cli.serving import check_database_is_there
from monitor.errors import BadInput, Conflict
from monitor.services.erasure import (
    Erased,
    NewErasure,
    erase_past_retention,
    erase_patient,
    list_past_retention,
)
from monitor.services.export import export_case
from monitor.services.founding import console_actor
from monitor.services.patient_record import export_patient
from monitor.settings import load_settings
from monitor.store.private import flush, private_file
from monitor.store.retention import LastAct

_LEFT = (
    "Backups, exported files, printed sheets and open screens still hold what they held: "
    "docs/retention.md."
)


def export_record(patient_id: str, to: Path, acting: str) -> None:
    """Write the record into a new private file; where anything fails there is no file."""
    settings = load_settings()
    check_database_is_there(settings)

    def record() -> str:
        with house_while(settings) as house:
            return export_patient(house, console_actor(house, acting), patient_id).text

    _write_new(to, record)
    sys.stdout.write(f"{to} holds the record of patient {patient_id}; keep it as such.\n")


def export_session(session_id: str, to: Path | None, acting: str) -> None:
    """Write the case of a session to standard output or into a new private file.

    What a case does not have is said on standard error, by its kinds.
    """
    settings = load_settings()
    check_database_is_there(settings)
    left_out: list[str] = []

    def case() -> str:
        with house_while(settings) as house:
            exported = export_case(house, console_actor(house, acting), session_id)
        left_out.extend(exported.left_out)
        return exported.text

    if to is None:
        _print(case())
    else:
        _write_new(to, case)
        sys.stdout.write(f"{to} holds session {session_id} as a case; keep it as a record.\n")
    if left_out:
        sys.stderr.write(f"Left out, as a case has no such kinds: {', '.join(left_out)}\n")


def _print(text: str) -> None:
    """Write a file's text as the file would hold it, whatever letters the terminal knows."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)
    sys.stdout.flush()


def _write_new(to: Path, text: Callable[[], str]) -> None:
    """Write a text into a new private file, made before the text is; none where it fails."""
    with ExitStack() as opened:
        try:
            out = opened.enter_context(private_file(to))
        except FileExistsError:
            raise Conflict(
                f"{to} is there already; nothing was exported", allowed="a new file name"
            ) from None
        try:
            out.write(text().encode())
            out.flush()
            flush(to)
        except BaseException:
            to.unlink(missing_ok=True)
            raise


def erase_record(patient_id: str, new: NewErasure, acting: str, *, confirmed: bool) -> None:
    """Erase one patient for good; without ``confirmed`` the patient's name is asked back."""
    settings = load_settings()
    check_database_is_there(settings)
    asked = new if confirmed else replace(new, name=_asked_back())
    with house_while(settings) as house:
        done = erase_patient(house, console_actor(house, acting), patient_id, asked)
    sys.stdout.write(f"Patient {patient_id} was erased, with {done.sessions} sessions. {_LEFT}\n")
    _say_disk(done.off_the_disk)


def show_past_retention(acting: str, *, erase: bool, confirmed: bool) -> None:
    """List the records that need not be kept any longer; on demand erase each of them."""
    settings = load_settings()
    check_database_is_there(settings)
    if erase and not confirmed:
        raise BadInput(
            "many records at once are erased only with --yes; nothing was erased", field="--yes"
        )
    with house_while(settings) as house:
        actor = console_actor(house, acting)
        past: list[LastAct] = []

        def listed(found: tuple[LastAct, ...]) -> None:
            past.extend(found)
            _say_past(found, settings.zone, house.retention_years)

        if not erase:
            listed(list_past_retention(house, actor))
            return
        gone: list[Erased] = []
        try:
            done = erase_past_retention(house, actor, gone.append, listed)
        finally:
            sys.stdout.write(f"{len(gone)} of {len(past)} patients were erased. {_LEFT}\n")
    _say_disk(all(one.off_the_disk for one in done))


def _say_past(found: tuple[LastAct, ...], zone: ZoneInfo, years: int | None) -> None:
    for one in found:
        last = one.at.astimezone(zone).date()
        sys.stdout.write(f"{one.patient_id}  last act {last}, {one.sessions} sessions\n")
    sys.stdout.write(f"{len(found)} records are past their time; {_kept(years)}.\n")


def _say_disk(cleared: bool) -> None:
    if not cleared:
        sys.stderr.write(
            "ATTENTION: the database's files could not be cleared of it: somebody was reading all "
            "the while. What was erased may still be read in the file that ends in -wal. "
            "Stop the server, then run `monitor verify`: that empties it.\n"
        )


def _kept(years: int | None) -> str:
    if years is None:
        return "MONITOR_RETENTION_YEARS is 0, so records are kept for ever"
    return f"records are kept for {years} years after the last act"


def _asked_back() -> str:
    if not sys.stdin.isatty():
        raise BadInput(
            "there is nobody to ask the patient's name back; nothing was erased",
            field="--yes",
            allowed="--yes, or a terminal",
        )
    return input("This cannot be undone. Name of the patient, as registered: ")
