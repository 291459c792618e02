"""Making, bringing up, copying, putting back and moving the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from monitor.bootstrap import build_house, house_while, prepare_database
from monitor.cli.passphrase import to_open, to_seal
from monitor.cli.progress import shown
from monitor.cli.serving import check_database_is_there
from monitor.errors import BadInput, Conflict, InvalidSettings
from monitor.services.restoring import end_what_came_back
from monitor.services.same_states import StatesCompared, compare_states
from monitor.settings import KNOWN_SCHEMES, Settings, load_settings
from monitor.store.backup import (
    copy_to,
    holds_a_database,
    opened_plain,
    place_file,
    restore_from,
)
from monitor.store.carrying import Heads, carry_rows
from monitor.store.dump import dump_rows, load_rows
from monitor.store.engine import open_engine
from monitor.store.migrate import migrate
from monitor.store.private import private_folder
from monitor.store.sealed import is_sealed


def migrate_database() -> None:
    """Make the database where it is missing and bring it up, saying each step."""
    for line in prepare_database(load_settings()):
        sys.stdout.write(line + "\n")


def back_up(file: Path, passphrase_file: Path | None, *, encrypt: bool) -> None:
    """Copy the database to a new file; the server may go on."""
    settings = load_settings()
    check_database_is_there(settings)
    passphrase = to_seal(settings, passphrase_file, encrypt=encrypt)
    how = "sealed, checked" if passphrase else "checked"
    if settings.database_file is not None:
        with shown() as progress:
            copied = copy_to(settings.database_file, file, passphrase, progress)
        sys.stdout.write(f"{file} holds the database, {copied.size} bytes, {how}.\n")
        return
    with house_while(settings) as house, shown() as progress:
        rows = sum(dump_rows(house.engine, file, passphrase, progress).values())
    sys.stdout.write(f"{file} holds the database, {rows} rows, {how}.\n")


def put_back(file: Path, passphrase_file: Path | None, *, replace: bool) -> None:
    """Make a backup the database; what was there is put aside, never removed."""
    settings = load_settings()
    _check_place(file, settings, replace=replace)
    passphrase = to_open(settings, passphrase_file) if is_sealed(file) else ""
    if settings.database_file is None:
        rows = _into_server(file, settings, passphrase)
        sys.stdout.write(f"Restored {rows} rows.\n")
        _let_nobody_in(settings)
        return
    settings.database_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if holds_a_database(file, passphrase):
        aside = restore_from(file, settings.database_file, passphrase, replace=replace)
    else:
        aside = _rows_into_file(file, settings.database_file, passphrase, replace=replace)
    if aside is not None:
        sys.stdout.write(f"The database that was there is now {aside}.\n")
    sys.stdout.write("Restored.\n")
    _let_nobody_in(settings)


def _let_nobody_in(settings: Settings) -> None:
    """Bring what was restored up, and end every sign-in and token that came back with it."""
    prepare_database(settings)
    with house_while(settings) as house:
        ended = end_what_came_back(house)
    sys.stdout.write(
        f"{ended.sign_ins} sign-ins and {ended.tokens} access tokens that were in the backup have "
        "ended. People deactivated and rights taken since the backup are as they were in it: look "
        "through the people before you start the server. These can sign in now:\n"
    )
    for one in ended.people:
        sys.stdout.write(f"  {one}\n")


def move(source: str, target: str) -> None:
    """Put a clinic from one database into another that holds nothing, and prove it."""
    settings = load_settings()
    there, here = _at(settings, source), _at(settings, target)
    check_database_is_there(there)
    if there.database == here.database:
        raise BadInput("source and target are the same; nothing was moved", field="--to")
    with house_while(there) as house, _made(here) as engine:
        rows, heads, compared = _carry(here, house.engine, engine)
    for name, number in rows.items():
        sys.stdout.write(f"{number:>9} {name}\n")
    for clinic, (number, digest) in heads.items():
        sys.stdout.write(f"the audit of clinic {clinic} ends at {number}, {digest}\n")
    sys.stdout.write(
        f"Moved {sum(rows.values())} rows, each read again; {compared.sessions} sessions told "
        f"alike at {compared.states} instants.\n"
    )


def _check_place(file: Path, settings: Settings, *, replace: bool) -> None:
    if not file.is_file():
        raise BadInput(f"there is no file {file}; nothing was changed", allowed="a backup")
    place = settings.database_file
    if place is None and replace:
        raise BadInput(
            "a PostgreSQL database is not put aside; nothing was changed",
            field="--replace",
            allowed="MONITOR_DATABASE_URL with the name of an empty database",
        )
    if place is not None and place.exists() and not replace:
        raise BadInput(
            f"there is a database {place}; nothing was changed",
            allowed="--replace puts it aside first",
        )


def _into_server(file: Path, settings: Settings, passphrase: str) -> int:
    """Fill an empty PostgreSQL database; one that holds rows is left alone."""
    with _opened(settings.database) as engine, shown() as progress:
        if not holds_a_database(file, passphrase):
            return sum(load_rows(engine, file, passphrase, progress).values())
        with private_folder() as folder, _copied(file, passphrase, folder) as copy:
            rows, _, _ = _carry(settings, copy, engine)
            return sum(rows.values())


@contextmanager
def _copied(file: Path, passphrase: str, folder: Path) -> Iterator[Engine]:
    """A backup as a private database of this version, itself left as it is."""
    copy = folder / "copy.db"
    if passphrase:
        with opened_plain(file, passphrase, beside=copy) as plain:
            restore_from(plain, copy)
    else:
        restore_from(file, copy)
    with _opened(f"sqlite:///{copy}") as engine:
        migrate(engine)
        yield engine


def _rows_into_file(file: Path, database: Path, passphrase: str, *, replace: bool) -> Path | None:
    """Make a SQLite file of the rows, and give it its name once it is whole."""
    with (
        private_folder(database.parent) as folder,
        shown() as progress,
    ):
        made = folder / "restored.db"
        with _opened(f"sqlite:///{made}", create=True) as engine:
            load_rows(engine, file, passphrase, progress)
        return place_file(made, database, replace=replace)


def _carry(
    settings: Settings, source: Engine, target: Engine
) -> tuple[dict[str, int], Heads, StatesCompared]:
    house = build_house(settings)
    compared: list[StatesCompared] = []
    with shown() as progress:

        def prove(one: Engine, other: Engine) -> None:
            compared.append(compare_states(house, one, other, progress))

        rows, heads = carry_rows(source, target, prove, progress)
    house.engine.dispose()
    return rows, heads, compared[0]


@contextmanager
def _made(settings: Settings) -> Iterator[Engine]:
    """The target, opened; a SQLite file gets its name only once everything is in it."""
    place = settings.database_file
    if place is None:
        with _opened(settings.database) as engine:
            yield engine
        return
    if place.exists():
        raise Conflict(
            f"There is a database at {place}; nothing was moved", allowed="an empty place"
        )
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with private_folder(place.parent) as folder:
        made = folder / "moved.db"
        with _opened(f"sqlite:///{made}", create=True) as engine:
            yield engine
        place_file(made, place)


@contextmanager
def _opened(url: str, *, create: bool = False) -> Iterator[Engine]:
    engine = open_engine(url, create=create)
    try:
        yield engine
    finally:
        engine.dispose()


def _at(settings: Settings, url: str) -> Settings:
    """The same settings for another database."""
    if not url.startswith(KNOWN_SCHEMES):
        raise InvalidSettings(
            "this is no database that can be moved; nothing was done",
            field="--from, --to",
            allowed=", ".join(KNOWN_SCHEMES),
        )
    return settings.model_copy(update={"database_url": url})
