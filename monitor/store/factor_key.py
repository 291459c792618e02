"""The key that seals the secrets of second factors: a file of its own, beside no backup."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from monitor.errors import InvalidSettings
from monitor.store.private import being_made, flush

KEY_BYTES = 32


class FactorKey:
    """A key in a file, made when it is first needed; without a file it lasts as long as this."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._key = secrets.token_bytes(KEY_BYTES) if file is None else None

    def read(self) -> bytes | None:
        """The key; None where its file is not there. Raises InvalidSettings for what is none."""
        if self._key is None and self.file is not None and self.file.exists():
            self._key = _key_in(self.file)
        return self._key

    def made(self) -> bytes:
        """The key, in a new file that only its owner reads where there was none."""
        if self.read() is None:
            assert self.file is not None
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with being_made(self.file, "part") as new:
                new.write_text(f"{secrets.token_hex(KEY_BYTES)}\n", encoding="ascii")
                flush(new)
                with suppress(FileExistsError):  # of two at once the first one's counts
                    os.link(new, self.file)
            flush(self.file.parent)
        found = self.read()
        assert found is not None
        return found


def _key_in(file: Path) -> bytes:
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise InvalidSettings(
            f"there is no key of second factors in {file}",
            where="settings.file",
            field="MONITOR_SECOND_FACTOR_KEY_FILE",
            allowed=f"a readable file with {2 * KEY_BYTES} hexadecimal digits",
        )
    return key
