"""`monitor replay`: reads case files and plays them; a bad one does not keep the others from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from monitor.clinical.answer import instant
from monitor.clinical.casefile import read_case
from monitor.clinical.protocol import Protocol
from monitor.clinical.protocol_reading import read_protocol
from monitor.clinical.replaying import play, sentence
from monitor.errors import BadInput, InvalidCase
from monitor.store.places import protocols_folder

HOLDS, DIFFERS, INVALID = 0, 1, 2
"""Exit statuses: every expectation holds, some do not, a file cannot be read or is not valid."""


@dataclass(slots=True)
class Played:
    """What was printed and complained of over all files, and the highest status."""

    lines: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    status: int = HOLDS


def replay_files(paths: Sequence[Path]) -> tuple[list[str], list[str], int]:
    """Play each file; return the JSON lines, the complaints and the exit status."""
    played = Played()
    for path in paths:
        try:
            _play_file(path, played)
        except BadInput as error:
            played.complaints.append(error.sentence())
            played.status = INVALID
    return played.lines, played.complaints, played.status


def _play_file(path: Path, played: Played) -> None:
    case = read_case(_read(path, InvalidCase), str(path), _finder(path))
    outcome = play(case)
    played.lines += [json.dumps(said) for said in outcome.answers]
    for number, wrong in outcome.complaints:
        asked_at = instant(case.asks[number - 1].at)
        played.complaints.append(sentence(str(path), number, asked_at, wrong))
        played.status = max(played.status, DIFFERS)


def _read(path: Path, error: type[BadInput]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise error("it is not UTF-8 text", where=str(path), allowed="a TOML file") from None
    except OSError as fault:
        reason = fault.strerror or "it cannot be read"
        raise error(f"it cannot be read: {reason}", where=str(path)) from None


def _finder(case_file: Path) -> Callable[[str], Protocol]:
    """Return what finds a protocol by its id, by a path, or by the name of its file.

    A path is read from here or from the case file, and comes before a file in data/protocols.
    """

    def find(name: str) -> Protocol:
        known = protocols_folder()
        shipped = (known / name,) if Path(name).name == name else ()
        for path in (known / f"{name}.toml", Path(name), case_file.parent / name, *shipped):
            if _is_file(path):
                return _protocol(path)
        names = ", ".join(sorted(file.stem for file in known.glob("*.toml")))
        raise InvalidCase(
            f"{name!r} is no known protocol", field="protocol", allowed=f"{names}, or a path"
        )

    return find


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=64)
def _protocol(path: Path) -> Protocol:
    return read_protocol(_read(path, InvalidCase), path.name)
