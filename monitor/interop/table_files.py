"""Rows to frames, frames to files: CSV or Parquet, missing staying missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

from monitor.interop.table_columns import TABLES, Column, Kind, columns_of, dictionary

if TYPE_CHECKING:
    import pandas as pd

Rows = Sequence[Mapping[str, Any]]
DICTIONARY_FILE = "data-dictionary.md"
DTYPES = {
    Kind.TEXT: "string",
    Kind.NUMBER: "Float64",
    Kind.WHOLE: "Int64",
    Kind.TRUTH: "boolean",
    Kind.INSTANT: "datetime64[us, UTC]",
    Kind.DAY: "string",
}
RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")


class TableFormat(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    PARQUET = "parquet"


def frame(table: str, rows: Rows, *, named: bool) -> pd.DataFrame:
    """The rows as a frame whose columns have their kinds, however few rows there are."""
    import pandas as pd

    columns = columns_of(table, named=named)
    return pd.DataFrame(
        {column.name: _series(column, rows) for column in columns},
        columns=[column.name for column in columns],
    )


def _series(column: Column, rows: Rows) -> pd.Series:
    import pandas as pd

    values = [row.get(column.name) for row in rows]
    if column.kind is Kind.INSTANT:
        return pd.Series(pd.to_datetime(values, utc=True), dtype=DTYPES[column.kind])
    return pd.Series(values, dtype=DTYPES[column.kind])


def files_of(
    tables: Mapping[str, Rows], file_format: TableFormat, *, named: bool
) -> Iterator[tuple[str, bytes]]:
    """Each table as a file with its name, then the dictionary that explains them."""
    for table in TABLES:
        made = frame(table, tables.get(table, ()), named=named)
        yield f"{table}.{file_format.value}", _written(made, file_format)
    yield DICTIONARY_FILE, dictionary().encode()


def _written(made: pd.DataFrame, file_format: TableFormat) -> bytes:
    if file_format is TableFormat.PARQUET:
        out = BytesIO()
        made.to_parquet(out, engine="pyarrow", index=False)
        return out.getvalue()
    safe = made.copy()
    for name in safe.columns:
        if safe[name].dtype == "string":
            safe[name] = safe[name].map(_harmless, na_action="ignore").astype("string")
    text: str = safe.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S.%fZ", lineterminator="\n")
    return text.encode("utf-8", "replace")


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(RUNS_IN_A_SPREADSHEET) else text
