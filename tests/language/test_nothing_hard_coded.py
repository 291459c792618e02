"""No screen says anything that the catalogues do not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.language.hard_coded import ROOT, in_python, in_script, literal_sentences, texts_of_script
from tests.language.sources import said

READ_BY_PEOPLE = ("monitor/web", "monitor/charts")
SAME_IN_EVERY_LANGUAGE = {
    "DEMO": "the mark of invented patients, known by this word in docs and files",
    "mmHg": "a unit",
    "/min": "a unit",
    "SpO₂": "a sign of physiology",
    "MOAA/S ": "the name of a scale",
    '<html lang="en"': "markup that is exchanged",
    '<html lang="{}"': "markup that is exchanged",
    "record number": "stored with a patient, told where it is shown",
    "unless confirmed": "compared with what a use case answers",
    "not assessed": "the name of a ribbon's kind, told where it is shown",
    "below traces": "a word of the figure library",
    "catch (error) {{ setTimeout(() => {{ throw error; }}); }}": "script around a script",
}
FONT = "Segoe UI"
BROWSER_CALL = re.compile(
    r"""(?<![\w])t[cn]?\(\s*("(?:[^"\\]|\\.)*")(?:,\s*("(?:[^"\\]|\\.)*"))?"""
)


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _known() -> set[str]:
    ids = (message.id for message in said() if message.id)
    return {text if isinstance(text, str) else text[0] for text in ids}


@pytest.mark.parametrize(
    "source",
    [
        'html.P("free")',
        'html.P(f"{count} open")',
        'attributes(aria_label="Close")',
        'words = "Nothing was saved"',
        'html.P(tr("met", what="Not met yet"))',
        """f'<button class="btn" aria-label="Emergency">{sign}</button>\'""",
    ],
)
def test_a_hard_coded_sentence_is_found(source: str) -> None:
    assert in_python(source)


@pytest.mark.parametrize(
    "source",
    ['html.P(tr("free"))', 'html.P(className="card seat")', 'log.info("a call failed")'],
)
def test_what_is_told_or_read_by_nobody_is_not_found(source: str) -> None:
    assert in_python(source) == []


def test_no_screen_and_no_figure_holds_a_sentence_of_its_own() -> None:
    files = _sources(*READ_BY_PEOPLE)
    assert len(files) > 50

    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in files
        for line, text in in_python(path.read_text(encoding="utf-8"))
        if text not in SAME_IN_EVERY_LANGUAGE and FONT not in text
    ]

    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Not recorded yet");', "Not recorded yet"),
        ("box.append('Saved');", "Saved"),
        ("place(`${name}, born ${day}`);", "{}, born {}"),
        ('t("Chair {chair}", { chair: "Not yet known" });', "Not yet known"),
        ('title = ready ? t("Saved") : "Not saved (yet)";', "Not saved (yet)"),
        ("place(`${name}, born ${day({ of: 1 })} not saved`);", "{}, born {} not saved"),
        ('line(`${x}${y ? `: not yet saved ${z}` : ""}`);', ": not yet saved {}"),
        ("line(`${count} sent`);", "{} sent"),
        ('line("Chair = not known yet");', "Chair = not known yet"),
        ("text.replace(/`/g, ''); line('Saved [not sent]');", "Saved [not sent]"),
    ],
)
def test_a_sentence_of_a_script_is_found(source: str, found: str) -> None:
    assert in_script(source) == [(1, found)]


@pytest.mark.parametrize(
    "source",
    [
        'box.append(t("Not recorded yet"), tc("Change", "of a chair"));',
        'tn("{number} entry waits", "{number} entries wait", count);',
        'made.className = "btn btn--quiet"; "use strict";',
        'if (event.key === "Escape") page.querySelector("input, select").focus();',
        "`${systolic}/${diastolic} mmHg`; // what is written here is read by nobody",
        "/* A page of people. */ open(`/sessions/${id}/paper`);",
    ],
)
def test_what_a_script_tells_or_nobody_reads_is_not_found(source: str) -> None:
    assert in_script(source) == []


def test_no_script_of_the_browser_holds_a_sentence_of_its_own() -> None:
    files = [path for path in (ROOT / "assets/js").rglob("*.js") if path.name != "language.js"]
    assert len(files) > 50

    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in [*files, ROOT / "assets/sw.js"]
        for line, text in in_script(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_literal_that_is_told_is_in_the_catalogue() -> None:
    """A call inside an f-string is one that no catalogue is made from."""
    known = _known()
    outside = {"cli", "demo", "language"}
    missing = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in _sources("monitor")
        if not outside & set(path.relative_to(ROOT).parts)
        for line, text in literal_sentences(path.read_text(encoding="utf-8"))
        if text and text not in known
    ]

    assert missing == []


def test_what_a_script_tells_is_among_the_texts_that_were_read() -> None:
    """So that no script is read only in part: an odd mark may hide what follows it."""
    unread = []
    for path in (ROOT / "assets/js").rglob("*.js"):
        source = path.read_text(encoding="utf-8")
        read = {text for _, text in texts_of_script(source)}
        for call in BROWSER_CALL.finditer(re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)):
            text = call.group(1).strip('"')
            unread += [] if text in read else [f"{path.relative_to(ROOT)}: {text}"]

    assert unread == []


def test_every_literal_that_the_browser_tells_is_in_the_catalogue() -> None:
    """A call inside a nested template string is one that no catalogue is made from."""
    known = _known()
    files = [path for path in (ROOT / "assets/js").rglob("*.js") if path.name != "language.js"]
    missing = []
    for path in files:
        for call in BROWSER_CALL.finditer(path.read_text(encoding="utf-8")):
            in_context = call.group(0).startswith("tc")
            text = (call.group(2) if in_context else call.group(1)).strip('"').replace('\\"', '"')
            missing += [] if text in known else [f"{path.relative_to(ROOT)}: {text}"]

    assert missing == []
