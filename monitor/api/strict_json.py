"""JSON as the machine interface takes it: standard, and nothing that a database cannot keep."""

from __future__ import annotations

import json
from collections import Counter
from math import isfinite
from typing import Any, NoReturn

from monitor.errors import BadInput

LARGEST_WHOLE_NUMBER = 2**53 - 1
LONGEST_NUMBER = 40
DEEPEST_NESTING = 32
LOWEST_SURROGATE, HIGHEST_SURROGATE = "\ud800", "\udfff"
NOT_SAVED = "nothing was saved"


def read_json(raw: bytes) -> Any:
    """Parse a request body; raises BadInput saying what is wrong with it."""
    text = _decoded(raw)
    try:
        value = _decode(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"the body is not valid JSON at character {error.pos}: {error.msg}; {NOT_SAVED}",
            allowed="one JSON object",
        ) from None
    except RecursionError:
        raise _too_deep() from None
    # Only an escape can bring in what the UTF-8 check did not see.
    _check([value], -1, look_at_texts=b"\\u" in raw or b"\x00" in raw)
    return value


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"the body is not valid UTF-8 at byte {error.start}; {NOT_SAVED}", allowed="UTF-8"
        ) from None


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        # Counted in one go: looking for each name again would stop the server for minutes.
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        check_text(twice)  # it is named in the answer
        raise BadInput(
            f"the key is there twice; {NOT_SAVED}", field=twice[:80], allowed="each once"
        )
    return table


def _whole_number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER or abs(int(digits)) > LARGEST_WHOLE_NUMBER:
        raise BadInput(
            f"a number is too large; {NOT_SAVED}", allowed=f"up to {LARGEST_WHOLE_NUMBER}"
        )
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise BadInput(f"a number is too large; {NOT_SAVED}", allowed="finite numbers")
    return value


def _refuse_constant(word: str) -> NoReturn:
    raise BadInput(f"{word} is not a number; {NOT_SAVED}", allowed="finite numbers or null")


def _too_deep() -> BadInput:
    return BadInput(
        f"the body is nested too deeply; {NOT_SAVED}", allowed=f"at most {DEEPEST_NESTING} levels"
    )


def _check(value: dict[str, Any] | list[Any], depth: int, *, look_at_texts: bool) -> None:
    """Look into tables and lists; into texts only where one may hold what none may."""
    inside = [*value, *value.values()] if isinstance(value, dict) else value
    if inside and depth == DEEPEST_NESTING:
        raise _too_deep()
    for inner in inside:
        if isinstance(inner, dict | list):
            _check(inner, depth + 1, look_at_texts=look_at_texts)
        elif look_at_texts and isinstance(inner, str):
            check_text(inner)


def check_text(text: str) -> None:
    """Refuse what no database keeps: a NUL, or half of a surrogate pair."""
    for letter in text:
        if letter == "\x00" or LOWEST_SURROGATE <= letter <= HIGHEST_SURROGATE:
            raise BadInput(
                f"a text holds the character U+{ord(letter):04X}; {NOT_SAVED}",
                allowed="text without NUL and without half surrogates",
            )


# Made once: a decoder of its own for each body costs more than the reading.
_decode = json.JSONDecoder(
    object_pairs_hook=_table,
    parse_int=_whole_number,
    parse_float=_number,
    parse_constant=_refuse_constant,
).decode
