"""Reads a small file of data/: refuses a mistake by file, key and what is allowed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.clinical.fields import shown
from monitor.clinical.protocol import Quantity
from monitor.errors import InvalidDataFile

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """What one number of a data file may be; ``listed`` ones are rising lists."""

    unit: str
    lowest: int
    highest: int
    listed: bool = False

    def allowed(self) -> str:
        """Say what is allowed."""
        kind = "a rising list of whole numbers" if self.listed else "a whole number"
        return f"{kind} from {self.lowest} to {self.highest}, unit {self.unit!r}"


class DataFile:
    """One file being read: its name, its sources, and the numbers met on the way."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.quantities: list[Quantity] = []
        try:
            self.whole: Table = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
            raise self.refuse("file", f"it is not TOML: {error}", "a TOML file") from None
        self.sources: dict[str, str] = {}

    def refuse(self, key: str, message: str, allowed: str) -> InvalidDataFile:
        """Make the error for one key."""
        return InvalidDataFile(message, where=self.name, field=key, allowed=allowed)

    def read_sources(self) -> None:
        """Read [sources], which every later ``cited`` is held against."""
        table = self.table(self.whole, "sources")
        self.sources = {key: self.text(table, key, "sources.") for key in table}

    def known(self, table: Table, allowed: Iterable[str], path: str = "") -> None:
        """Refuse a key that is not one of those allowed."""
        for key in table:
            if key not in allowed:
                told = "one of " + ", ".join(allowed)
                raise self.refuse(path + key, "the key is not known", told)

    def table(self, table: Table, key: str, path: str = "") -> Table:
        """A table inside a table."""
        value = table.get(key)
        if not isinstance(value, Mapping):
            what = "it is missing" if value is None else "it is no table"
            raise self.refuse(path + key, what, f"a table [{path}{key}]")
        return value

    def text(self, table: Table, key: str, path: str = "") -> str:
        """A text that says something."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(path + key, f"{shown(value)} is not allowed", "a text")
        return value

    def whole_number(self, table: Table, key: str, path: str = "") -> int:
        """A bare whole number from 1: a version, a place in a list."""
        value = table.get(key)
        if type(value) is not int or value < 1:
            told = "a whole number from 1"
            raise self.refuse(path + key, f"{shown(value)} is not allowed", told)
        return value

    def truth(self, table: Table, key: str, path: str = "") -> bool:
        """A plain true or false."""
        value = table.get(key)
        if not isinstance(value, bool):
            raise self.refuse(path + key, f"{shown(value)} is not allowed", "true or false")
        return value

    def words(
        self, table: Table, key: str, allowed: Sequence[str], path: str = ""
    ) -> tuple[str, ...]:
        """A list of known words, at least one, none of them twice."""
        value = table.get(key)
        told = "a list of " + ", ".join(allowed)
        if not isinstance(value, list) or not value or len(set(map(str, value))) != len(value):
            raise self.refuse(path + key, f"{shown(value)} is no such list", told)
        for word in value:
            if not isinstance(word, str) or word not in allowed:
                raise self.refuse(path + key, f"{shown(word)} is not known", told)
        return tuple(value)

    def cited(self, table: Table, path: str) -> str:
        """The key of a source that [sources] tells."""
        source = table.get("source")
        if not isinstance(source, str) or source not in self.sources:
            told = "a key of [sources]: " + ", ".join(self.sources)
            raise self.refuse(f"{path}source", f"the source {shown(source)} is not listed", told)
        return source

    def number(self, table: Table, key: str, form: WholeNumber, path: str = "") -> int:
        """A whole number with its unit and source."""
        value = self._value(table, key, form, path)
        return self._inside(value, form, path + key)

    def numbers(self, table: Table, key: str, form: WholeNumber, path: str = "") -> tuple[int, ...]:
        """A rising list of whole numbers with its unit and source."""
        value = self._value(table, key, form, path)
        if not isinstance(value, list) or not value:
            raise self.refuse(path + key, f"{shown(value)} is no list", form.allowed())
        listed = tuple(self._inside(each, form, path + key) for each in value)
        if list(listed) != sorted(set(listed)):
            raise self.refuse(path + key, "the list does not rise", form.allowed())
        return listed

    def _value(self, table: Table, key: str, form: WholeNumber, path: str) -> object:
        entry = table.get(key)
        if not isinstance(entry, Mapping) or set(entry) != {"value", "unit", "source"}:
            what = "it is missing" if entry is None else "it is no number with unit and source"
            raise self.refuse(path + key, what, f"{{ value, unit, source }}: {form.allowed()}")
        if entry["unit"] != form.unit:
            told = f"the unit {shown(entry['unit'])} is not its own"
            raise self.refuse(path + key, told, form.allowed())
        source = self.cited(entry, f"{path}{key}.")
        self.quantities.append(Quantity(path + key, entry["value"], form.unit, source))
        value: object = entry["value"]
        return value

    def _inside(self, value: object, form: WholeNumber, key: str) -> int:
        if type(value) is not int or not form.lowest <= value <= form.highest:
            raise self.refuse(key, f"{shown(value)} is not allowed", form.allowed())
        return value
