"""The tables in one download: for a physician, without names unless asked for."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from monitor.interop.table_columns import TABLES
from tests.api.served import API, Served, error_of

PATH = f"{API}/tables.zip"


@pytest.mark.parametrize("file_format", ["csv", "parquet"])
def test_the_download_holds_every_table_and_the_dictionary(
    served: Served, file_format: str
) -> None:
    session_id = served.session()

    answer = served.client.get(PATH, params={"format": file_format}, headers=served.physician)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    packed = ZipFile(BytesIO(answer.content))
    wanted = {f"{table}.{file_format}" for table in TABLES} | {"data-dictionary.md"}
    assert set(packed.namelist()) == wanted
    if file_format == "csv":
        sessions = packed.read("sessions.csv").decode()
        assert session_id in sessions
        assert "DEMO Patient" not in sessions


def test_names_come_where_they_are_asked_for(served: Served) -> None:
    served.session()

    answer = served.client.get(PATH, params={"named": "true"}, headers=served.physician)

    assert b"DEMO Patient" in ZipFile(BytesIO(answer.content)).read("sessions.csv")


def test_nobody_but_a_physician_takes_the_sessions_out(served: Served) -> None:
    for headers in (served.nurse, served.administrator):
        answer = served.client.get(PATH, headers=headers)

        assert answer.status_code == 403
        assert "physician" in error_of(answer)["allowed"]
    assert served.client.get(PATH).status_code == 401


@pytest.mark.parametrize(
    ("params", "status", "field"),
    [
        ({"format": "xlsx"}, 400, "format"),
        ({"first_day": "yesterday"}, 400, "first_day"),
        ({"first_day": "2026-03-02", "last_day": "2026-03-01"}, 400, "last_day"),
        ({"last_day": "2001-01-01"}, 404, "first_day"),
    ],
)
def test_bad_input_is_refused_in_words(
    served: Served, params: dict[str, str], status: int, field: str
) -> None:
    answer = served.client.get(PATH, params=params, headers=served.physician)

    assert answer.status_code == status
    assert error_of(answer)["field"] == field
