"""Where the passphrase of a backup comes from: a file, the settings or a prompt."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from monitor.errors import BadInput
from monitor.settings import Settings
from monitor.store.sealed import check_passphrase, read_passphrase

_HOW = "--passphrase-file, MONITOR_BACKUP_PASSPHRASE_FILE, or a terminal to type it on"


def to_seal(settings: Settings, file: Path | None, *, encrypt: bool) -> str:
    """The passphrase that a new backup gets; empty where nobody asked for one."""
    given = _given(settings, file)
    if given or not encrypt:
        return given
    typed = check_passphrase(_typed("Passphrase for the backup: "))
    if _typed("The same once more: ") != typed:
        raise BadInput("the two are not the same; nothing was copied", field="passphrase")
    return typed


def to_open(settings: Settings, file: Path | None) -> str:
    """The passphrase of a backup that is sealed."""
    return _given(settings, file) or _typed("Passphrase of the backup: ")


def _given(settings: Settings, file: Path | None) -> str:
    chosen = file or settings.backup_passphrase_file
    if chosen is not None:
        return read_passphrase(chosen)
    said = settings.backup_passphrase.get_secret_value()
    return check_passphrase(said) if said else ""


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise BadInput("a passphrase is needed; nothing was done", field="passphrase", allowed=_HOW)
    return getpass(prompt)
