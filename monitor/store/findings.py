"""What verifying finds wrong, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

CHANGED, REMOVED, INSERTED, REORDERED = "changed", "removed", "inserted", "reordered"


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry or row that is not as it was written.

    ``seq`` and ``at`` are those of the audit entry that it is, or that vouches for it; ``at`` is
    as it stands in the database. ``columns`` are named where they can be known.
    """

    clinic_id: str
    table: str
    what: str
    where: str
    seq: int | None = None
    at: str | None = None
    columns: tuple[str, ...] = ()
    note: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """What it is sorted by: its place in the chain; what has none comes last."""
        return (1, 0) if self.seq is None else (0, self.seq)

    def sentence(self) -> str:
        """The fault in one line."""
        said = f"{self.table}, {self.where}: {self.what}"
        if self.columns:
            said += f" ({' or '.join(self.columns)})"
        if self.at is not None:
            said += f"; written {self.at}"
        return f"{said}; {self.note}" if self.note else said
