"""What is missing stays missing in the files, and nothing in them is run by a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pandas as pd
import pytest

from monitor.interop.table_columns import TABLES, Kind, columns_of, dictionary
from monitor.interop.table_files import TableFormat, files_of, frame

AT = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
ROWS = {
    "sets": [
        {"session_id": "s", "at": AT, "counts": True, "systolic_mmhg": 122, "oxygen_l_min": 0.0},
        {"session_id": "s", "at": AT, "counts": False, "not_measured": "spo2_percent: refused"},
    ],
    "medicines": [{"session_id": "s", "at": AT, "name": '=cmd|"/c calc"!A1'}],
}


def read(file_format: TableFormat, table: str, *, named: bool = False) -> pd.DataFrame:
    made = dict(files_of(ROWS, file_format, named=named))
    content = BytesIO(made[f"{table}.{file_format.value}"])
    if file_format is TableFormat.PARQUET:
        return pd.read_parquet(content)
    return pd.read_csv(content)


@pytest.mark.parametrize("file_format", list(TableFormat))
def test_what_was_not_measured_is_missing_and_air_is_zero(file_format: TableFormat) -> None:
    sets = read(file_format, "sets")

    assert list(sets["systolic_mmhg"].isna()) == [False, True]
    assert sets["oxygen_l_min"][0] == 0
    assert pd.isna(sets["oxygen_l_min"][1])
    assert list(sets["counts"]) == [True, False]


def test_parquet_keeps_kinds_and_instants_with_their_zone() -> None:
    sets = read(TableFormat.PARQUET, "sets")

    assert str(sets["at"].dtype).endswith("UTC]")
    assert sets["at"][0] == pd.Timestamp(AT)
    assert str(sets["systolic_mmhg"].dtype) == "Float64"


def test_csv_writes_instants_in_utc() -> None:
    assert read(TableFormat.CSV, "sets")["at"][0] == "2026-03-02T20:30:00.000000Z"


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone() -> None:
    typed = str(ROWS["medicines"][0]["name"])

    assert read(TableFormat.CSV, "medicines")["name"][0] == f"'{typed}"
    assert read(TableFormat.PARQUET, "medicines")["name"][0] == typed


@pytest.mark.parametrize("table", list(TABLES))
def test_a_table_without_a_row_has_all_its_columns(table: str) -> None:
    made = frame(table, [], named=True)

    assert list(made.columns) == [column.name for column in TABLES[table]]
    assert len(made) == 0


def test_names_stand_only_where_they_are_asked_for() -> None:
    named = {(table, column.name) for table in TABLES for column in TABLES[table] if column.named}
    assert {("sessions", "patient_name"), ("sets", "by"), ("alerts", "note")} <= named

    for table in TABLES:
        kept = {column.name for column in columns_of(table, named=False)}
        assert not kept & {name for one, name in named if one == table}


def test_the_dictionary_tells_every_column_with_kind_and_meaning() -> None:
    page = dictionary()

    for table, columns in TABLES.items():
        part = page.split(f"\n## {table}\n")[1].split("\n## ")[0]
        for column in columns:
            assert column.kind in Kind
            assert f"| `{column.name}` | {column.kind.value} |" in part, (table, column.name)
            assert column.meaning.endswith((".", ".)")) or column.meaning
