from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import InvalidProtocol
from monitor.store.places import assets_folder, data_folder, protocols_folder
from monitor.store.protocol_files import load_protocols


def test_data_and_assets_are_found_beside_the_package() -> None:
    assert (data_folder() / "protocols" / "ketamine-iv.toml").is_file()
    assert (assets_folder() / "css").is_dir()


def test_every_protocol_file_is_on_the_shelf_with_its_text() -> None:
    shelf = load_protocols(protocols_folder())

    assert set(shelf) == {file.stem for file in protocols_folder().glob("*.toml")}
    assert len(shelf) == 5
    for name, protocol in shelf.items():
        assert protocol.id == name
        assert f'id = "{name}"' in shelf.text(name)


def test_a_mistake_in_one_file_refuses_the_start_naming_it(tmp_path: Path) -> None:
    good = (protocols_folder() / "ketamine-iv.toml").read_text(encoding="utf-8")
    (tmp_path / "ketamine-iv.toml").write_text(good, encoding="utf-8")
    (tmp_path / "torn.toml").write_text(good[: len(good) // 2], encoding="utf-8")

    with pytest.raises(InvalidProtocol) as refused:
        load_protocols(tmp_path)
    assert "torn" in refused.value.sentence()


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_no_file_or_no_text_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "x.toml").write_bytes(content)

    with pytest.raises(InvalidProtocol) as refused:
        load_protocols(tmp_path)
    assert str(tmp_path) in refused.value.sentence()
