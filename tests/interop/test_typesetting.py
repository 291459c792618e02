"""Whatever a person typed stands on the paper as they typed it, and nothing of it is obeyed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.interop.document import (
    Block,
    Checks,
    Document,
    Facts,
    Fields,
    Frame,
    Heading,
    Lines,
    PageBreak,
    PaperSize,
    Paragraph,
    Points,
    Row,
    Span,
    Table,
)
from monitor.interop.typesetting import typeset
from tests.interop import reading

AT = datetime(2026, 11, 24, 22, 35, tzinfo=UTC)
NAME = "\u05d3\u05d5\u05d3"
"""A name in Hebrew."""

HOSTILE = [
    "#let x = 1",
    "$ sum_(i=1)^n $",
    '#read("/etc/passwd")',
    "[not] *bold* _either_ `raw` <label> @ref",
    'quotes " and \\ backslashes \\" \\u{41}',
    "= no heading\n- no list\n+ nor this",
    "// no comment /* at all */",
    "{page} of {pages} {0}",
    "<b>no mark-up</b> &amp; &lt;",
]


def document(text: str) -> Document:
    blocks: list[Block] = [
        Heading(text),
        Facts([(text, text)]),
        Table([text], [1], [Row([text]), Row([[Span(text, bold=True, mark="1")]], struck=True)]),
        Paragraph(text),
        Points([text]),
        Frame(text, [text]),
        Fields([(text, text)]),
        Checks([(text, None)], "yes", "no"),
        Lines([text]),
        PageBreak(),
        Paragraph([Span(text), Span(text, struck=True)]),
    ]
    return Document(text, "en", text, text, text, "Page {page} of {pages}", blocks, demo=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_source_is_printed_and_never_run(text: str) -> None:
    made = typeset(document(text), PaperSize.A4, AT)

    assert reading.letters(reading.words(made)).count(reading.letters(text)) > 10


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_printed(text: str) -> None:
    made = typeset(document(text), PaperSize.LETTER, AT)

    assert made.startswith(b"%PDF-")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=r"#$[]{}()\"'`*_~<>@=+-/\\.,;:%&|^!? aZ09", min_size=1, max_size=40))
def test_every_sign_of_the_typesetters_language_stands_as_it_was_typed(text: str) -> None:
    one = Document("T", "en", "C", "R", "P", "{page}", [Paragraph(f"beginning{text}ending")])

    read = reading.letters(reading.words(typeset(one, PaperSize.A4, AT)))

    assert reading.letters(f"beginning{text}ending") in read


def test_half_a_letter_and_controls_are_left_out_and_the_rest_is_printed() -> None:
    one = Document("T", "en", "C", "R", "P", "{page}", [Paragraph("a\ud800b\x00c\x1bd\u202ee")])

    assert "a?bcde" in reading.words(typeset(one, PaperSize.A4, AT))


def test_a_name_from_right_to_left_is_set_and_turns_nothing_beside_it() -> None:
    rows = [Row([f"\u202e{NAME}", "beside it 120/80"]), Row(["محمد", "another"])]
    one = Document("T", "en", "C", "R", "P", "{page}", [Table(["n", "v"], [1, 1], rows)])

    read = reading.words(typeset(one, PaperSize.A4, AT))

    assert "beside it 120/80" in read
    assert NAME in read or NAME[::-1] in read


@pytest.mark.parametrize("note", ["n" * 2000, "word " * 400, "line\n" * 400])
def test_two_thousand_characters_stay_on_the_paper(note: str) -> None:
    table = Table(["when", "note"], [6, 1], [Row(["14:35", note])])
    one = Document("T", "en", "C", "R", "P", "{page}", [table])

    made = typeset(one, PaperSize.A4, AT)

    letter = note.strip()[0]
    assert reading.letters(reading.words(made)).count(letter) >= reading.letters(note).count(letter)


def test_both_papers_have_their_size_and_count_their_pages() -> None:
    rows = [Row([str(number)]) for number in range(200)]
    one = Document("T", "en", "C", "Maya", "P", "Page {page} of {pages}", [Table(["n"], [1], rows)])

    a4, letter = (typeset(one, size, AT) for size in (PaperSize.A4, PaperSize.LETTER))

    assert (reading.size_mm(a4), reading.size_mm(letter)) == ((210, 297), (216, 279))
    read = reading.pages(a4)
    assert len(read) > 2
    for number, words in enumerate(read, start=1):
        assert f"Page {number} of {len(read)}" in words
        assert "Maya" in words


def test_only_typefaces_that_come_with_the_typesetter_are_used() -> None:
    one = document("Ärger ◇ ▲ ⊘ SpO₂ אב بت")

    used = reading.typefaces(typeset(one, PaperSize.A4, AT))

    assert used
    assert all(name.startswith(("LibertinusSerif", "DejaVuSansMono")) for name in used), used


def test_the_same_words_make_the_same_file() -> None:
    one = document("the same")

    assert typeset(one, PaperSize.A4, AT) == typeset(one, PaperSize.A4, AT)
