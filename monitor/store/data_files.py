"""The questions of eligibility and the schedules of courses, read from their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from monitor.clinical.course import Schedule
from monitor.clinical.eligibility import Questionnaire
from monitor.clinical.eligibility_reading import read_questionnaire
from monitor.clinical.schedule_reading import read_schedule
from monitor.errors import InvalidDataFile, NotFound
from monitor.store.places import data_folder

QUESTIONNAIRE = "eligibility.toml"


class ScheduleShelf(Mapping[str, Schedule]):
    """Schedules by name, in their order; each remembers its text, so that a course can pin it."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        read = {name: read_schedule(text, name) for name, text in texts.items()}
        ordered = sorted(read, key=lambda name: (read[name].place, name))
        self._texts = dict(texts)
        self._schedules = {name: read[name] for name in ordered}

    def __getitem__(self, name: str) -> Schedule:
        return self._schedules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._schedules)

    def __len__(self) -> int:
        return len(self._schedules)

    def text(self, name: str) -> str:
        """The schedule's file, as it was read."""
        return self._texts[name]

    def named(self, name: str) -> Schedule:
        """The schedule, or NotFound naming those there are."""
        if name not in self._schedules:
            allowed = ", ".join(self._schedules)
            raise NotFound(f"There is no schedule {name}", field="schedule_id", allowed=allowed)
        return self._schedules[name]


@lru_cache(maxsize=64)
def pinned_schedule(text: str) -> Schedule:
    """A schedule as it was when its course was opened; the same text is read once."""
    return read_schedule(text, "the schedule of the course")


def load_questionnaire(folder: Path) -> Questionnaire:
    """Read the questions; a mistake refuses the start, naming it."""
    return read_questionnaire(_read(folder / QUESTIONNAIRE), QUESTIONNAIRE)


def load_schedules(folder: Path) -> ScheduleShelf:
    """Read every schedule of a folder; a mistake in one refuses the start, naming it."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise InvalidDataFile("there is no schedule file", where=str(folder), allowed="*.toml")
    return ScheduleShelf({file.stem: _read(file) for file in files})


@lru_cache(maxsize=1)
def shipped_questionnaire() -> Questionnaire:
    """The questions that travel with the program."""
    return load_questionnaire(data_folder() / "vocabulary")


@lru_cache(maxsize=1)
def shipped_schedules() -> ScheduleShelf:
    """The schedules that travel with the program."""
    return load_schedules(data_folder() / "schedules")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise InvalidDataFile("the file is missing", where=str(file), allowed="the file") from None
    except UnicodeDecodeError:
        raise InvalidDataFile("it is not UTF-8 text", where=str(file), allowed="UTF-8") from None
