"""What docs/security.md claims can be looked up: each test that it names exists, each file too."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+[^|]*) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LEAST_ROWS = 85


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_that_the_page_names_exists() -> None:
    named = NAMED.findall(PAGE)
    assert len(named) > 90

    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file() or (name and name not in names_in(file))
    ]

    assert missing == []


def test_every_requirement_says_whether_it_is_met_and_what_is_met_says_where() -> None:
    rows = ROW.findall(PAGE)
    assert len(rows) >= LEAST_ROWS
    numbers = [number for row in rows for number in re.findall(r"\d+\.\d+\.\d+", row[0])]

    assert {state for _, _, state, _ in rows} == {"met", "partly", "not met"}
    assert len(numbers) == len(set(numbers))
    assert [number for number, _, _, where in rows if not where.strip()] == []


def test_what_is_not_met_is_no_claim_of_a_test() -> None:
    """A test cannot show what is not there."""
    unmet = [(number, where) for number, _, state, where in ROW.findall(PAGE) if state == "not met"]

    assert unmet
    assert [number for number, where in unmet if NAMED.search(where)] == []
