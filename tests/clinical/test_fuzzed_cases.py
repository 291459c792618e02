"""Case files that somebody or something has spoilt: played or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.replaying import DIFFERS, HOLDS, INVALID, replay_files
from tests.fuzz import TEXTS, tell, tries

pytestmark = pytest.mark.soak

FOLDER = Path(__file__).parents[1] / "cases"
CASES = sorted(FOLDER.glob("*.toml"))[::12]
VALUES = st.one_of(
    st.sampled_from(
        ["", "1e400", "nan", "-inf", "[]", "{}", "[[", "true", "''", '"""', "2026-02-30", "=",
         "9" * 400, "1979-05-27T07:32:00", "0x1F", "{a = {b = 1}}", '"\\u0000"', "[" * 300]
    ),
    st.integers().map(str),
    TEXTS.map(lambda text: repr(text)[:60]),
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """A case with lines taken out, doubled, moved or given another value; or other bytes in it."""
    lines = draw(st.sampled_from(CASES)).read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["out", "twice", "up", "value", "key", "bytes"]))
        name, sign, _ = lines[at].partition("=")
        if how == "out":
            lines[at] = ""
        elif how == "twice":
            lines.insert(at, lines[at])
        elif how == "up":
            lines.insert(0, lines.pop(at))
        elif how == "value" and sign:
            lines[at] = f"{name}= {draw(VALUES)}"
        elif how == "key" and sign:
            lines[at] = f"x{lines[at]}"
        else:
            lines[at] += draw(TEXTS)
    whole = "\n".join(lines).encode("utf-8", "surrogatepass")
    if draw(st.booleans()):
        return whole
    place = draw(st.integers(0, len(whole)))
    return whole[:place] + draw(st.binary(max_size=8)) + whole[place + draw(st.integers(0, 8)) :]


def test_a_spoilt_case_is_played_or_refused_in_one_sentence(tmp_path: Path) -> None:
    file, seen = tmp_path / "spoilt.toml", {HOLDS: 0, DIFFERS: 0, INVALID: 0}

    @tries(300, 20_000)
    @given(spoilt())
    def play(content: bytes) -> None:
        file.write_bytes(content)
        lines, complaints, status = replay_files([file])
        seen[status] += 1

        assert lines or status == INVALID
        assert (status == HOLDS) == (not complaints)
        for sentence in complaints:
            assert sentence.startswith(str(file))
            assert "\n" not in sentence

    play()
    tell(f"fuzzed case files: {sum(seen.values())} ({seen})")
    assert min(seen[HOLDS], seen[INVALID]) > 0
