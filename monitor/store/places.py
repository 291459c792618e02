"""Where data/ and assets/ lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from monitor.errors import InvalidSettings

_PACKAGE = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder of protocols and vocabulary."""
    return _first("data", _PACKAGE / "_data", _PACKAGE.parent / "data")


def assets_folder() -> Path:
    """The folder of styles, browser code and pictures."""
    return _first("assets", _PACKAGE / "_assets", _PACKAGE.parent / "assets")


def protocols_folder() -> Path:
    """The folder of protocol files."""
    return data_folder() / "protocols"


def shifts_file() -> Path:
    """When the shifts begin."""
    return data_folder() / "shifts.toml"


def medicines_file() -> Path:
    """The list of medicines to choose from."""
    return data_folder() / "vocabulary" / "medicines.toml"


def common_passwords_file() -> Path:
    """The words that no password is made of."""
    return data_folder() / "vocabulary" / "common-passwords.toml"


def _first(name: str, *places: Path) -> Path:
    for place in places:
        if place.is_dir():
            return place
    looked = " or ".join(str(place) for place in places)
    raise InvalidSettings(f"the folder {name} is missing; install again", allowed=looked)
