"""The server writes the heads of the chains outside its database."""

from __future__ import annotations

from pathlib import Path

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from monitor.errors import InvalidSettings
from monitor.server.heads import HeadKeeper, heads_kept
from monitor.services import chairs
from monitor.settings import Settings
from monitor.store.chain_heads import read_heads
from monitor.store.verifying import verify
from tests.people import Cast


def test_heads_are_written_at_the_start_and_at_the_end_and_agree(
    cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "heads"
    with heads_kept(cast.house, Settings(head_file=file)):
        assert len(read_heads(file)) == 2
        chairs.add_chair(cast.house, cast.administrator, "another")
    known = read_heads(file)

    assert [head.clinic_id for head in known].count(cast.nurse.clinic_id) == 2
    assert [verdict.first for verdict in verify(cast.house.engine, known)] == [None, None]
    assert sum(verdict.heads for verdict in verify(cast.house.engine, known)) == 3
    assert "Lindqvist" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_a_head_that_stays_the_same_is_written_once(cast: Cast, tmp_path: Path) -> None:
    keeper = HeadKeeper(cast.house, tmp_path / "heads")
    for _ in range(3):
        keeper.write()

    assert len(read_heads(tmp_path / "heads")) == 2


def test_without_a_file_the_heads_stand_in_the_log(cast: Cast) -> None:
    with structlog.testing.capture_logs() as logged:
        HeadKeeper(cast.house, None).write()

    assert {line["event"] for line in logged} == {"audit_head"}
    assert {line["clinic"] for line in logged} >= {cast.nurse.clinic_id}
    assert all(len(line["hash"]) == 64 for line in logged)


def test_a_file_that_cannot_be_written_refuses_the_start(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match="cannot be written"):
        heads_kept(cast.house, Settings(head_file=tmp_path / "no" / "heads")).__enter__()


def test_a_database_that_does_not_answer_is_said_and_tried_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the driver says of it: a thread that died would write no head any more."""
    keeper = HeadKeeper(cast.house, tmp_path / "heads")

    def away(_engine: object) -> None:
        raise OperationalError("SELECT", {}, Exception("server closed the connection"))

    with monkeypatch.context() as patched, structlog.testing.capture_logs() as logged:
        patched.setattr("monitor.server.heads.heads", away)
        keeper.write_or_say()
    keeper.write_or_say()

    assert [(line["event"], line["kind"]) for line in logged] == [
        ("audit_head_not_written", "OperationalError")
    ]
    assert len(read_heads(tmp_path / "heads")) == 2


def test_a_disk_that_is_gone_later_is_said_and_tried_again(cast: Cast, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    keeper = HeadKeeper(cast.house, folder / "heads")
    folder.rmdir()
    with structlog.testing.capture_logs() as logged:
        keeper.write_or_say()
    folder.mkdir()
    keeper.write_or_say()

    assert [line["event"] for line in logged] == ["audit_head_not_written"]
    assert len(read_heads(folder / "heads")) == 2
