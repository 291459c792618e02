"""The demo is made in a hurry, and whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from monitor.bootstrap import build_house, prepare_database
from monitor.cli.demo import prepare
from monitor.settings import Settings
from monitor.store.engine import carry_over, without_waiting
from tests.databases import about_a_file


def _prepared(file: Path) -> Settings:
    settings = Settings(database_url=f"sqlite:///{file}")
    prepare_database(settings)
    return settings


@about_a_file
def test_a_demo_that_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    settings = _prepared(tmp_path / "demo.db")
    house = build_house(settings, demo=True)

    def lose_patience(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare(house, settings.database_file, 1, lose_patience)

    assert list(tmp_path.iterdir()) == []


@about_a_file
def test_only_what_is_made_in_a_hurry_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    engine = build_house(_prepared(file)).engine
    hasty = without_waiting(engine)
    with hasty.connect() as made:
        assert made.execute(text("PRAGMA synchronous")).scalar_one() == 0
        made.execute(text("CREATE TABLE kept (one INTEGER)"))
        made.commit()
    hasty.dispose()

    carry_over(engine)

    assert Path(f"{file}-wal").stat().st_size == 0
    with engine.connect() as look:
        assert look.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert look.execute(text("SELECT count(*) FROM kept")).scalar_one() == 0
    engine.dispose()


def test_a_server_of_its_own_is_asked_as_always() -> None:
    engine = create_engine("postgresql+psycopg://nobody@localhost/nothing")

    assert without_waiting(engine) is engine
    carry_over(engine)
