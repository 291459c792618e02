"""The commands under `monitor export`: a patient's record, a session as a case, all as tables."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.interop.table_files import TableFormat

export = typer.Typer(help="Records taken out of the clinic.", no_args_is_help=True)
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day on the clinic's calendar.")
]


@export.command("patient")
def export_patient(
    patient_id: Annotated[str, typer.Argument(help="The patient's id, as in the addresses.")],
    to: Annotated[Path, typer.Option(help="A new file; nobody but its owner may read it.")],
    acting: Annotated[str, typer.Option(help="Login of the nurse or physician who exports it.")],
) -> None:
    """Write one patient's whole record into FILE; the audit says who did."""
    from monitor.cli.records import export_record

    export_record(patient_id, to, acting)


@export.command("case")
def export_session_case(
    session_id: Annotated[str, typer.Argument(help="The session's id, as in the addresses.")],
    acting: Annotated[str, typer.Option(help="Login of the nurse or physician who exports it.")],
    to: Annotated[
        Path | None,
        typer.Option(help="A new file that only its owner may read; else standard output."),
    ] = None,
) -> None:
    """Write a session as a case for monitor replay; standard error says what it leaves out.

    It names no patient, but holds the birth date, who took the patient home, and notes and reasons
    as they were typed: keep it as a record.
    """
    from monitor.cli.records import export_session

    export_session(session_id, to, acting)


@export.command("tables")
def export_tables(  # noqa: PLR0913, PLR0917  (each is an option of the command)
    to: Annotated[Path, typer.Option(help="A new or empty folder; only its owner may read it.")],
    acting: Annotated[str, typer.Option(help="Login of the physician who exports.")],
    file_format: Annotated[
        TableFormat, typer.Option("--format", help="The kind of files.")
    ] = TableFormat.CSV,
    first_day: Day = None,
    last_day: Day = None,
    named: Annotated[
        bool, typer.Option("--named", help="With names and what was typed in own words.")
    ] = False,
) -> None:
    """Write the sessions of the clinic into FOLDER, a file a table with the data dictionary."""
    from monitor.cli.exporting import write_tables

    write_tables(to, file_format, (first_day, last_day), acting, named=named)
