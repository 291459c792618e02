"""The clinic's sessions as tables in one download."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile

from anyio import to_thread
from fastapi import APIRouter, Query, Response

from monitor.api.calling import Signed
from monitor.api.problems import problem_docs
from monitor.interop.table_files import TableFormat, files_of
from monitor.services.table_export import Tables, Wanted, export_tables

router = APIRouter(prefix="/api/v1", tags=["tables"])
AT_MOST = 2000
"""Sessions in one download: it is made while the caller waits."""

Format = Annotated[TableFormat, Query(alias="format", description="The kind of files.")]
Day = Annotated[date | None, Query(description="On the clinic's calendar; without it, no bound.")]
Named = Annotated[bool, Query(description="With names and what was typed in own words.")]


@router.get(
    "/tables.zip",
    summary="The sessions of the clinic as tables",
    response_class=Response,
    responses={
        200: {
            "description": "A file a table and data-dictionary.md, which explains every column.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            "headers": {"Content-Disposition": {"schema": {"type": "string"}}},
        },
        **problem_docs(400, 401, 403, 404, 503),
    },
)
async def tables(
    caller: Signed,
    file_format: Format = TableFormat.CSV,
    first_day: Day = None,
    last_day: Day = None,
    named: Named = False,
) -> Response:
    wanted = Wanted(first_day, last_day, named, AT_MOST)
    found = await caller.run(export_tables, wanted)
    packed = await to_thread.run_sync(_packed, found, file_format)
    headers = {
        "Content-Disposition": f'attachment; filename="sessions-{file_format.value}.zip"',
        "Cache-Control": "no-store",
    }
    return Response(packed, media_type="application/zip", headers=headers)


def _packed(found: Tables, file_format: TableFormat) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in files_of(found.rows, file_format, named=found.named):
            packed.writestr(name, content)
    return out.getvalue()
