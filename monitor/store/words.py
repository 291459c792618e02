"""The words that a patient is found by.

`monitor verify` holds the words in the database against these rules: who changes them writes the
words of every patient anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any


def searchable(said: str) -> Iterator[str]:
    """The words of a text, without case and accents."""
    spread = unicodedata.normalize("NFKD", said.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    kept = "".join(letter if letter.isalnum() or letter == "-" else " " for letter in bare)
    yield from (word.strip("-") for word in kept.split() if word.strip("-"))


def words_of(patient: Mapping[str, Any]) -> Iterator[str]:
    """Those of the name, the birth date and each identifier."""
    yield from searchable(patient["name"])
    yield from searchable(patient["birth_date"].isoformat())
    for _system, value in patient["identifiers"]:
        yield from searchable(value)
