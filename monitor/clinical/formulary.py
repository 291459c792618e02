"""The clinic's list of medicines to choose from when one is recorded: names and classes alone.

It advises nothing and holds no dose. A name that is not on it can be typed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.clinical.treatment_words import ROUTES, UNITS
from monitor.clinical.words import MEDICATION_CLASSES
from monitor.errors import InvalidSettings

_KEYS = ("name", "class", "route", "unit")
_MAY = ("controlled",)


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of the list: what it is called, its class, and how it is usually written down.

    ``controlled`` ones are kept in the register of controlled drugs.
    """

    name: str
    medication_class: str
    route: str
    unit: str
    controlled: bool = False


def read_formulary(text: str, where: str) -> tuple[Medicine, ...]:
    """Read the file; raises InvalidSettings naming the entry, the key and what is allowed."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSettings(f"it is no TOML: {error}", where=where) from None
    unknown = sorted(found.keys() - {"medicine"})
    if unknown:
        raise InvalidSettings("the key is not known", where=where, field=unknown[0],
                              allowed="medicine")  # fmt: skip
    entries = found.get("medicine", [])
    if not isinstance(entries, list) or not entries:
        raise InvalidSettings("there is no medicine", where=where, allowed="[[medicine]]")
    read = tuple(_medicine(entry, f"{where}, medicine {n}") for n, entry in enumerate(entries, 1))
    names = [medicine.name.casefold() for medicine in read]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidSettings(f"{twice[0]} stands twice", where=where, allowed="each name once")
    return read


def _medicine(entry: object, where: str) -> Medicine:
    if not isinstance(entry, Mapping):
        raise InvalidSettings("it is no table", where=where, allowed="name, class, route, unit")
    for key in entry:
        if key not in (*_KEYS, *_MAY):
            allowed = ", ".join((*_KEYS, *_MAY))
            raise InvalidSettings("the key is not known", where=where, field=key, allowed=allowed)
    controlled = entry.get("controlled", False)
    if not isinstance(controlled, bool):
        raise InvalidSettings(
            "it is neither true nor false", where=where, field="controlled", allowed="true or false"
        )
    return Medicine(
        _name(entry, where),
        _word(entry, "class", MEDICATION_CLASSES, where),
        _word(entry, "route", ROUTES, where),
        _word(entry, "unit", UNITS, where),
        controlled,
    )


def _name(entry: Mapping[str, object], where: str) -> str:
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise InvalidSettings("it has no name", where=where, field="name", allowed="a name")
    return name.strip()


def _word(entry: Mapping[str, object], key: str, allowed: tuple[str, ...], where: str) -> str:
    said = entry.get(key)
    if not isinstance(said, str) or said not in allowed:
        words = ", ".join(allowed)
        raise InvalidSettings(f"{said!r} is not known", where=where, field=key, allowed=words)
    return said
