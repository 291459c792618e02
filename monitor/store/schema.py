"""What every table is made with: its clinic, its references, its words."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, MetaData

from monitor.store.columns import identity

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def clinic_column() -> Column[str]:
    """The clinic a row belongs to: the first column of every table and of its key."""
    return Column("clinic_id", identity(), nullable=False)


def reference(thing: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the clinic."""
    return ForeignKeyConstraint(["clinic_id", f"{thing}_id"], [f"{table}.clinic_id", f"{table}.id"])


def only(column: str, *words: str) -> CheckConstraint:
    """A column that holds one of a few words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")
