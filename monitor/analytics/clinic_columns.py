"""A clinic's sessions column by column: the form in which a month of them is kept and read at once.

Fifty thousand sessions read one by one take seconds; as columns they take a few milliseconds.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from monitor.analytics.clinic import COUNTS, HEAD, MINUTES, TOLD
from monitor.analytics.frames import pd
from monitor.clinical.words import SIDE_EFFECTS

if TYPE_CHECKING:
    import pyarrow as pa

FORM = 1
"""Grows whenever the columns change; what was packed before cannot be read any more."""

DIGEST = 32
_GRADES = tuple(f"grade_{name}" for name in SIDE_EFFECTS)


def packed(frame: pd.DataFrame) -> str:
    """A frame of sessions as one text, with a digest of it; in the form that ``FORM`` numbers."""
    import pyarrow as pa

    table = _table(frame).cast(_schema(pa.int8()))
    out, how = pa.BufferOutputStream(), pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(out, table.schema, options=how) as stream:
        stream.write_table(table)
    columns = b64encode(out.getvalue())
    return f"{_digest(columns)}{columns.decode('ascii')}"


def unpacked(month: str) -> pa.Table | None:
    """The columns of a packed month; None where the text is not as it was packed."""
    import pyarrow as pa

    digest, columns = month[:DIGEST], month[DIGEST:].encode()
    if digest != _digest(columns):
        return None
    # Threads that wait for each other take longer than a month's few columns.
    how = pa.ipc.IpcReadOptions(use_threads=False)
    return pa.ipc.open_stream(b64decode(columns), options=how).read_all()


def _digest(columns: bytes) -> str:
    return blake2b(columns, digest_size=DIGEST // 2).hexdigest()


def whole(months: Iterable[pa.Table], loose: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Unpacked months and frames of sessions as one frame, the earliest session first."""
    import pyarrow as pa

    kept, schema = _schema(pa.int8()), _schema(pa.float64())
    packed_ones = pa.concat_tables([kept.empty_table(), *months]).cast(schema)
    every = pa.concat_tables([packed_ones, *map(_table, loose)])
    frame = every.to_pandas(types_mapper=_lists_as_they_are, use_threads=False)
    if frame["started"].is_monotonic_increasing:  # months come in their order, and sorted
        return frame
    return frame.sort_values(["started", "id"], kind="stable", ignore_index=True)


def _table(frame: pd.DataFrame) -> pa.Table:
    import pyarrow as pa

    schema = _schema(pa.float64())
    return pa.Table.from_pandas(frame, schema, preserve_index=False).replace_schema_metadata()


def _schema(grade: pa.DataType) -> pa.Schema:
    """Every column with its kind; the grades are kept small."""
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = dict.fromkeys(HEAD, pa.string())
    kinds |= dict.fromkeys(("started", "closed"), pa.timestamp("us", tz="UTC"))
    kinds |= dict.fromkeys(TOLD, pa.float64())
    kinds |= dict.fromkeys(MINUTES, pa.list_(pa.float64()))
    kinds |= {"overridden": pa.string()}
    kinds |= dict.fromkeys(_GRADES, grade)
    kinds |= dict.fromkeys(COUNTS, pa.int64())
    return pa.schema(kinds.items())


def _lists_as_they_are(kind: pa.DataType) -> Any:
    """Lists stay columns of lists: one object for each session takes longer than all the rest."""
    import pyarrow as pa

    return pd.ArrowDtype(kind) if pa.types.is_list(kind) else None
