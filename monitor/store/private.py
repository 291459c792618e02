"""Files that only their owner may read, from their first byte on, and what a killed program left.

What is being made has a name of its own beside the file it will be, so two at once never meet, and
is held by a lock as long as somebody makes it. A killed program lets go of the lock: what nobody
holds is cleared the next time something is made in that folder.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import IO

PRIVATE = 0o600
MAKING = "monitor-making-"
_LOCK = "lock"
_LEFT = re.compile(r".+\.[0-9a-f]{8}\.(part|copying|unsealed)(-journal|-wal|-shm)?")
_BESIDE = re.compile(r"-(journal|wal|shm)$")


@contextmanager
def private_file(file: Path) -> Iterator[IO[bytes]]:
    """A new file that nobody else may read."""
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    with os.fdopen(handle, "wb") as opened:
        yield opened


@contextmanager
def being_made(target: Path, ending: str) -> Iterator[Path]:
    """An empty private file beside ``target``; gone at the end unless it was given its name."""
    clear_left(target.parent)
    file = target.with_name(f"{target.name}.{token_hex(4)}.{ending}")
    unheld = file.with_name(f"{file.name}.new")  # until it is locked, no name that is cleared
    handle = os.open(unheld, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unheld.rename(file)
        yield file
    finally:
        os.close(handle)
        file.unlink(missing_ok=True)


@contextmanager
def private_folder(parent: Path | None = None) -> Iterator[Path]:
    """An empty private folder, gone at the end."""
    unheld = Path(mkdtemp(prefix="new-", dir=parent))
    clear_left(unheld.parent)
    folder = unheld.with_name(MAKING + unheld.name)
    with private_file(unheld / _LOCK) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unheld.rename(folder)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def clear_left(folder: Path) -> int:
    """Remove what a killed program left in a folder; answers how many files and folders went."""
    with suppress(OSError):
        there = [each for each in folder.iterdir() if _is_ours(each) and _is_nobodys(each)]
        for each in there:
            if each.is_dir():
                shutil.rmtree(each, ignore_errors=True)
            else:
                each.unlink(missing_ok=True)
        return len(there)
    return 0


def flush(place: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_ours(place: Path) -> bool:
    if place.is_symlink():
        return False
    if place.is_dir():
        return place.name.startswith(MAKING)
    return _LEFT.fullmatch(place.name) is not None


def _is_nobodys(place: Path) -> bool:
    """Whether whoever made it is gone: nobody holds its lock."""
    if place.is_dir():
        return _is_mine(place.lstat()) and _is_let_go(place / _LOCK, gone=True)
    of = _BESIDE.sub("", place.name)  # what SQLite keeps beside a file is held with the file
    held = place.with_name(of)
    return _is_let_go(held, gone=of != place.name) and (of == place.name or _is_file(place))


def _is_let_go(held: Path, *, gone: bool) -> bool:
    """Whether a file of ours is there that nobody holds; ``gone`` is the answer where none is."""
    try:
        # Whatever else stands under that name is neither waited for nor followed.
        handle = os.open(held, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return gone
    except OSError:
        return False
    try:
        if not (stat.S_ISREG(os.fstat(handle).st_mode) and _is_mine(os.fstat(handle))):
            return False
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _is_file(place: Path) -> bool:
    found = place.lstat()
    return stat.S_ISREG(found.st_mode) and _is_mine(found)


def _is_mine(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid()
