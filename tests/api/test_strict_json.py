"""What is no proper JSON, or what no database can keep, is refused before anything reads it."""

from __future__ import annotations

import json
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.api.strict_json import read_json
from monitor.errors import BadInput

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_every_proper_value_is_read_as_it_was_written(value: object) -> None:
    assert read_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_either_read_or_refused_in_words(raw: bytes) -> None:
    with suppress(BadInput):
        read_json(raw)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"{'kind': 'vitals'}", "not valid JSON"),
        (b'{"kind": "vitals"} trailing', "not valid JSON"),
        (b'{"name": "\xff\xfe"}', "not valid UTF-8"),
        (b'{"systolic_mmhg": NaN}', "NaN"),
        (b'{"systolic_mmhg": -Infinity}', "Infinity"),
        (b'{"systolic_mmhg": 1e999}', "too large"),
        (b'{"systolic_mmhg": ' + b"9" * 5000 + b"}", "too large"),
        (b'{"systolic_mmhg": 9007199254740993}', "too large"),
        (b'{"systolic_mmhg": 120, "systolic_mmhg": 210}', "twice"),
        (b'{"text": "\\u0000"}', "U+0000"),
        (b'{"text": "\\ud800"}', "U+D800"),
        (b'{"\\u0000": 1}', "U+0000"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 40 + b"]" * 40, "nested too deeply"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nested too deeply"),
    ],
)
def test_what_is_wrong_is_said(raw: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_json(raw)

    assert said in refused.value.sentence()
    assert "nothing was saved" in refused.value.message


def test_a_body_full_of_keys_of_which_the_last_is_there_twice_stops_nobody() -> None:
    keys = [f'"{number:x}":0' for number in range(25_000)]
    raw = ("{" + ",".join([*keys, '"61a7":1']) + "}").encode()

    begun = process_time()
    with pytest.raises(BadInput, match="twice") as refused:
        read_json(raw)

    assert refused.value.field == "61a7"
    assert process_time() - begun < 5  # in the square of the keys it were minutes


def test_a_key_twice_that_no_answer_could_name_is_refused_all_the_same() -> None:
    with pytest.raises(BadInput, match=r"U\+D800"):
        read_json(b'{"\\ud800": 1, "\\ud800": 2}')


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read_json(b'"\\ud83d\\ude42"') == "\N{SLIGHTLY SMILING FACE}"
