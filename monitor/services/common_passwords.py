"""Passwords that anybody would try first: a common word with digits and signs around it.

Adding ``2026!`` to a word, or writing 0 for o, is what everybody does, and what programs that guess
try as well. So a password is read as it was meant before it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from monitor.errors import BadInput
from monitor.language.said import say
from monitor.services.house import House
from monitor.services.secrets import PASSWORD_ALLOWED, check_password_form
from monitor.store.clinics import the_clinic
from monitor.store.vocabulary_files import folded
from monitor.store.work import Reading

FEWEST_LETTERS = 3
"""Fewer are no word: what is left is a number, such as a date or a telephone's."""

FEWEST_DIFFERENT = 5
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
)
_LETTERS_MEANT = tuple(
    str.maketrans("03456789@$!|+", f"oeasgtbgas{one}{one}t", "") | {ord("1"): one} for one in "il"
)


@dataclass(frozen=True, slots=True)
class OwnNames:
    """What is known of the person who will use a password: it guards nothing against others."""

    login: str
    name: str
    clinic: str


def own_names(look: Reading, person: Any) -> OwnNames:
    """What is known of somebody of this clinic, who has a login and a name."""
    return OwnNames(person.login, person.name, the_clinic(look).name)


def check_password(house: House, password: str, own: OwnNames) -> str:
    """Refuse a password of the wrong length, and one that is among the first to be tried.

    Raises BadInput saying what is allowed. A demonstration's passwords stand in its README, so
    there only the form is looked at.
    """
    check_password_form(password)
    if not house.demo and is_common(password, house.common_words | frozenset(_own_words(own))):
        raise BadInput(
            say("The password is among the first that anybody would try; nothing was saved"),
            field="password",
            allowed=PASSWORD_ALLOWED,
        )
    return password


def is_common(password: str, words: frozenset[str]) -> bool:
    """Whether it is one or two of the words, a row of keys, or hardly a letter at all."""
    said = folded(password)
    if len(set(said)) < FEWEST_DIFFERENT or len(letters(said)) < FEWEST_LETTERS:
        return True
    return any(_is_made_of(reading, words) for reading in _readings(said))


def letters(text: str) -> str:
    """The letters of a text alone."""
    return "".join(one for one in text if one.isalpha())


def _own_words(own: OwnNames) -> Iterator[str]:
    for said in (own.login, own.name, own.clinic):
        parts = "".join(one if one.isalpha() else " " for one in folded(said)).split()
        yield from (part for part in parts if len(part) >= FEWEST_LETTERS)
        if len("".join(parts)) >= FEWEST_LETTERS:
            yield "".join(parts)


def _readings(said: str) -> Iterator[str]:
    """The word that may have been meant: with and without its ends, digits read as letters."""
    head = "".join(_without_head(said))
    tail = "".join(_without_head(said[::-1]))[::-1]
    both = "".join(_without_head(head[::-1]))[::-1]
    for part in {said, head, tail, both}:
        yield letters(part)
        for meant in _LETTERS_MEANT:
            yield letters(part.translate(meant))


def _without_head(said: str) -> Iterable[str]:
    begins = next((place for place, one in enumerate(said) if one.isalpha()), len(said))
    return said[begins:]


def _is_made_of(reading: str, words: frozenset[str]) -> bool:
    if _is_word(reading, words):
        return True
    cuts = range(1, len(reading))
    return any(_is_word(reading[:at], words) and _is_word(reading[at:], words) for at in cuts)


def _is_word(part: str, words: frozenset[str]) -> bool:
    if len(part) < FEWEST_LETTERS:
        return False
    return part in words or any(part in row or part[::-1] in row for row in _ROWS)
