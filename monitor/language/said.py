"""Sentences that remember how they were made, so that they can be told in another language.

A ``Said`` is its English text: records, files, the machine interface and tests read that and
nothing else. Its wording (the msgid of the catalogue), its values and their own wordings stay with
it; ``reader.tr`` tells it to a person in his language. Standard library alone.

``say``, ``say_in`` and ``say_plural`` take literals: the catalogue is made by reading the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_NO_VALUES: Mapping[str, object] = {}


class Wording(NamedTuple):
    """How a sentence was made.

    ``text`` is the msgid with named places (``{done} of {needed} min``), ``context`` tells equal
    English words of different meaning apart. With ``many``, ``number`` chooses the plural form.
    Of a list, ``parts`` stand with ``text`` between them, which is a mark and never a word.
    """

    text: str
    values: Mapping[str, object] = _NO_VALUES
    context: str = ""
    many: str = ""
    number: int = 0
    parts: tuple[str, ...] | None = None

    def english(self) -> str:
        """The sentence as it stands in the sources."""
        if self.parts is not None:
            return self.text.join(self.parts)
        text = self.many if self.many and self.number != 1 else self.text
        return text.format_map(self.values) if self.values else text


class Said(str):
    """A text in English that knows its wording."""

    __slots__ = ("wording",)
    wording: Wording

    def __new__(cls, wording: Wording) -> Said:
        """Write the wording out in English."""
        said = super().__new__(cls, wording.english())
        said.wording = wording
        return said

    def __getnewargs__(self) -> tuple[Wording]:  # type: ignore[override]
        """What a copy is made from."""
        return (self.wording,)


def say(text: str, /, **values: object) -> Said:
    """Make a sentence; values may be sentences themselves."""
    return Said(Wording(text, values))


def filled(said: Said, /, **values: object) -> Said:
    """Fill the open places of a sentence out of a table."""
    made = said.wording
    every = {**made.values, **values}
    return Said(Wording(made.text, every, made.context, made.many, made.number, made.parts))


def say_in(context: str, text: str, /, **values: object) -> Said:
    """Make a word or sentence whose English has several meanings: ``say_in("grade", "mild")``."""
    return Said(Wording(text, values, context))


def say_plural(one: str, many: str, number: int, /, **values: object) -> Said:
    """Make a sentence that counts; both forms may hold ``{number}``."""
    return Said(Wording(one, {"number": number, **values}, "", many, number))


def say_list(parts: Iterable[str], between: str = ", ") -> Said:
    """Put sentences in a row; ``between`` is a mark (``, `` or ``; ``), never a word."""
    told = [part for part in parts if part]
    if len(told) == 1 and isinstance(told[0], Said):
        return told[0]  # a row of one sentence is that sentence
    return Said(Wording(between, parts=tuple(told)))


def say_either(parts: Sequence[str]) -> str:
    """Name what could be instead of each other: ``nurse or physician``."""
    said = parts[0] if parts else ""
    for part in parts[1:]:
        said = say("{first} or {second}", first=said, second=part)
    return said
