"""A sealed file opens with its passphrase alone, and tells every change of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from monitor.errors import BadInput
from monitor.store.sealed import (
    PIECE,
    SealedReader,
    SealedWriter,
    check_passphrase,
    is_sealed,
    read_passphrase,
)

PASSPHRASE = "correct horse"
CHEAP = 10
SECRET = b"DEMO Maya Lindqvist"


def sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    with SealedWriter(out, PASSPHRASE, CHEAP) as writer:
        writer.write(content)
    return out.getvalue()


def unsealed(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return SealedReader(io.BytesIO(content), passphrase, Path("x.sealed")).readall() or b""


@pytest.fixture(scope="module")
def three_pieces() -> bytes:
    return sealed(SECRET + b"x" * (2 * PIECE))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_was_sealed_reads_as_it_was(length: int) -> None:
    content = bytes(range(256)) * (length // 256) + b"y" * (length % 256)

    assert unsealed(sealed(content)) == content


def test_nothing_of_it_stands_in_clear_and_no_two_are_alike(three_pieces: bytes) -> None:
    assert SECRET not in three_pieces
    assert three_pieces != sealed(SECRET + b"x" * (2 * PIECE))


def test_another_passphrase_opens_nothing(three_pieces: bytes) -> None:
    with pytest.raises(BadInput, match="does not open"):
        unsealed(three_pieces, "another horse")


def test_every_change_is_told(three_pieces: bytes) -> None:
    body = 16 + 3 + 16 + 7 + 32
    piece = PIECE + 16
    first, second = three_pieces[body : body + piece], three_pieces[body + piece : body + 2 * piece]
    rest = three_pieces[body + 2 * piece :]
    head = three_pieces[:body]
    changed = {
        "cut within a piece": three_pieces[:-1],
        "cut between pieces": head + first + second,
        "cut to its head": head,
        "cut within its head": head[:40],
        "pieces exchanged": head + second + first + rest,
        "a piece removed": head + second + rest,
        "a piece twice": head + first + first + second + rest,
        "more behind it": three_pieces + b"z",
    }
    for place in (0, 16, 25, 41, body - 1, body, body + piece, len(three_pieces) - 1):
        flipped = bytearray(three_pieces)
        flipped[place] ^= 1
        changed[f"a bit of byte {place}"] = bytes(flipped)

    for name, content in changed.items():
        with pytest.raises(BadInput):
            pytest.fail(f"{name}: {len(unsealed(content))} bytes")


def test_a_head_that_asks_for_all_memory_is_refused(three_pieces: bytes) -> None:
    dear = bytearray(three_pieces)
    dear[16] = 40

    with pytest.raises(BadInput, match="changed"):
        unsealed(bytes(dear))


def test_a_sealed_file_is_known_by_its_first_bytes(tmp_path: Path, three_pieces: bytes) -> None:
    (tmp_path / "a").write_bytes(three_pieces)
    (tmp_path / "b").write_bytes(b"SQLite format 3\x00")

    assert is_sealed(tmp_path / "a")
    assert not is_sealed(tmp_path / "b")


def test_a_passphrase_that_protects_nothing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "passphrase"
    file.write_text("a good passphrase\r\nand another line\n")
    file.chmod(0o644)
    with pytest.raises(BadInput, match="everybody on this machine can read") as refused:
        read_passphrase(file)
    assert f"chmod 600 {file}" in str(refused.value.allowed)
    file.chmod(0o600)

    assert read_passphrase(file) == "a good passphrase"
    with pytest.raises(BadInput, match="too short"):
        check_passphrase("seven77")
    with pytest.raises(BadInput, match="cannot be read"):
        read_passphrase(tmp_path / "none")
