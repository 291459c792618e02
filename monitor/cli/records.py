"""One patient's record from the server's own command line: taken out as a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from monitor.bootstrap import house_while
from monitor.cli.serving import check_database_is_there
from monitor.errors import Conflict
from monitor.services.founding import console_actor
from monitor.services.patient_record import export_patient
from monitor.settings import load_settings

_PRIVATE = 0o600


def export_record(patient_id: str, to: Path, acting: str) -> None:
    """Write the record into a new private file; where anything fails there is no file."""
    settings = load_settings()
    check_database_is_there(settings)
    try:
        handle = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE)
    except FileExistsError:
        raise Conflict(
            f"{to} is there already; nothing was exported", allowed="a new file name"
        ) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out, house_while(settings) as house:
            out.write(export_patient(house, console_actor(house, acting), patient_id).text)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        to.unlink(missing_ok=True)
        raise
    sys.stdout.write(f"{to} holds the record of patient {patient_id}; keep it as such.\n")
