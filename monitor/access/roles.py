"""The roles a person can hold in a clinic."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the clinic; a person may hold several."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    ADMINISTRATOR = "administrator"
