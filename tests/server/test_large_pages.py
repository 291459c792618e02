"""What is asked to lie in large pages, and that nothing of it changes."""

from __future__ import annotations

import ctypes
import mmap
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from monitor.server import large_pages
from monitor.server.large_pages import LARGE, collapse, collapse_and_again, whole_spans

MAPS = """\
7f0000000000-7f0000400000 rw-p 00000000 00:00 0
7f0000500000-7f0000b00000 rw-p 00000000 00:00 0                  [heap]
7f0000b00000-7f0000c00000 rw-p 00000000 00:00 0
7f0001000000-7f0001800000 r--p 00000000 00:00 0
7f0002000000-7f0002800000 r-xp 00000000 fe:01 1837               /usr/bin/python3
7f0003000000-7f0003800000 rw-p 00000000 fe:01 1837               /usr/lib/with a name.so
7f0004000000-7f0004800000 rw-p 00000000 00:00 0                  [stack]
7f0005000000-7f0005800000 rw-s 00000000 00:05 12                 /dev/shm/kept
"""


def test_whole_pages_of_the_programs_own_memory_are_asked_for_and_nothing_else() -> None:
    assert list(whole_spans(MAPS.splitlines())) == [
        (0x7F0000000000, 2 * LARGE),
        (0x7F0000600000, 2 * LARGE),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems are left alone")
def test_what_the_memory_holds_is_the_same_afterwards() -> None:
    held = mmap.mmap(-1, 4 * LARGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    words = [f"a word, {number}" for number in range(200_000)]
    held.write(b"q" * 4 * LARGE)
    before = hash(tuple(words))

    given = collapse()

    assert given % LARGE == 0
    assert hash(tuple(words)) == before
    assert words[-1] == "a word, 199999"
    assert held[:] == b"q" * 4 * LARGE
    held.close()


def test_it_is_done_again_as_the_memory_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(large_pages, "collapse", lambda: done.append("collapsed"))
    monkeypatch.setattr(time, "sleep", lambda pause: done.append(f"after {pause}"))

    collapse_and_again((5.0, 60.0))

    assert done == ["collapsed", "after 5.0", "collapsed", "after 60.0", "collapsed"]


def told(monkeypatch: pytest.MonkeyPatch, folder: Path, enabled: str = "[madvise] never") -> None:
    """The system tells this of its memory."""
    (folder / "maps").write_text(MAPS)
    (folder / "enabled").write_text(f"always {enabled}\n")
    monkeypatch.setattr(large_pages, "_MAPS", folder / "maps")
    monkeypatch.setattr(large_pages, "_ENABLED", folder / "enabled")


@pytest.mark.parametrize(
    ("enabled", "given"), [("[madvise] never", 4 * LARGE), ("madvise [never]", 0)]
)
def test_every_whole_page_is_asked_for_unless_the_machine_says_never(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, enabled: str, given: int
) -> None:
    class Giving:
        def madvise(self, _place: Any, _length: Any, _advice: int) -> int:
            return 0

    told(monkeypatch, tmp_path, enabled)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Giving())

    assert collapse() == given


@pytest.mark.parametrize("answers", [(-1, 0), (0, -1)])
def test_what_the_kernel_refuses_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answers: tuple[int, int]
) -> None:
    asked: list[int] = []

    class Refusing:
        def madvise(self, _place: Any, _length: Any, advice: int) -> int:
            asked.append(advice)
            return answers[advice == large_pages._COLLAPSE]

    told(monkeypatch, tmp_path)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: Refusing())

    assert collapse() == 0
    assert asked == ([14, 14] if answers[0] else [14, 25, 14, 25])


def test_a_system_that_tells_nothing_of_its_memory_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(large_pages, "_MAPS", tmp_path / "nothing")
    assert collapse() == 0
