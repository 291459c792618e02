"""What a fuzzer sends, and for how long: a fixed sample in every run, more with SOAK=long."""

from __future__ import annotations

import os
import sys
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

LONG = os.environ.get("SOAK") == "long"

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "", " ", "new", "true", "0", "-1", "1e400", "NaN", "null", "2026-03-02", "../..", "%00",
            "\x00", "\ud800", "\u202e", "'; DROP TABLE people; --", "<script>alert(1)</script>",
            "{{7*7}}", "x" * 300, "9" * 40, "DEMO Maya Lindqvist",
        ]
    ),
)  # fmt: skip
NUMBERS = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.just(2**64))
KEYS = st.sampled_from(
    ["id", "revision", "value", "page", "part", "chair", "type", "props", "children", "day", ""]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


def tries(short: int, long: int) -> settings:
    """So many examples, always the same ones in the short run."""
    return settings(
        max_examples=long if LONG else short,
        deadline=None,
        database=None,
        derandomize=not LONG,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def tell(words: str) -> None:
    """Say how much was tried, for whoever runs it with ``-s``."""
    sys.stdout.write(f"{words}\n")
