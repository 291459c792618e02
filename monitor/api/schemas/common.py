"""What every body has in common: nothing unknown is taken, and instants carry an offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from monitor.api.strict_json import check_text
from monitor.errors import BadInput

INSTANT = re.compile(
    r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$"
)
# In an address a plus sign reads as a space; before an offset it can have been nothing else.
LOST_PLUS = re.compile(r" (\d{2}:?\d{2})$")
WITH_OFFSET = "an ISO instant with its offset, such as 2026-03-02T10:00:00-08:00"
LONGEST_ID = 64
MOST_KEYS = 64


def few_keys(said: Any) -> Any:
    """Refuse a table of endless keys: each unknown one would become an error of its own."""
    if isinstance(said, dict) and len(said) > MOST_KEYS:
        raise ValueError(f"has more than {MOST_KEYS} keys")
    return said


class Body(BaseModel):
    """A request body: an unknown key is a mistake, not a wish to be ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    _few_keys = model_validator(mode="before")(few_keys)


class Shown(BaseModel):
    """A response body: exactly what is declared."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


def read_instant(text: str, field: str) -> datetime:
    """Take an ISO instant with an offset, as UTC; raises BadInput for anything else."""
    said = LOST_PLUS.sub(r"+\1", text.strip()) if "T" in text.upper() else text.strip()
    if INSTANT.match(said):
        try:
            return datetime.fromisoformat(said).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise BadInput(f"{text[:40]!r} is not an instant", field=field, allowed=WITH_OFFSET)


def _plain(value: str) -> str:
    try:
        check_text(value)
    except BadInput as error:
        raise ValueError(error.message) from None
    return value


def _instant_text(value: Any) -> Any:
    if not isinstance(value, str) or not INSTANT.match(value):
        raise ValueError(f"is not {WITH_OFFSET}")
    return value


Identity = Annotated[
    str, Field(min_length=1, max_length=LONGEST_ID, pattern=r"^[A-Za-z0-9_.:-]+$", examples=["s1"])
]
Text = Annotated[str, AfterValidator(_plain), Field(max_length=2000)]
ShortText = Annotated[str, AfterValidator(_plain), Field(min_length=1, max_length=200)]
Instant = Annotated[AwareDatetime, BeforeValidator(_instant_text)]
Pin = Annotated[str, Field(min_length=4, max_length=12, pattern=r"^[0-9]+$", examples=["4711"])]
Utc = Annotated[datetime, Field(description="In UTC, with its offset.")]
