"""A document for paper as values: blocks from top to bottom, whatever sets them.

Words are told to the reader before they come here. What a person typed is text and stays text: no
mark-up is ever read out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class PaperSize(StrEnum):
    """The sizes that a clinic's printer holds."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words; ``mark`` is the number of a note, set raised behind them."""

    text: str
    bold: bool = False
    struck: bool = False
    mark: str = ""


Words = str | Sequence[Span]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part, kept with what follows it."""

    text: str
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a small one is an aside, a large one is for patients."""

    words: Words
    size: str = "usual"  # small | usual | large


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with what is said of them, side by side in so many columns."""

    rows: Sequence[tuple[str, Words]]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; a struck one counts for nothing and stays readable."""

    cells: Sequence[Words]
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head stands again on every page; ``widths`` are shares of its width."""

    head: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Row]
    size: str = "small"  # small | usual


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in vectors, with its words for who cannot see it."""

    svg: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Points:
    """Sentences in a list."""

    items: Sequence[Words]
    size: str = "usual"


@dataclass(frozen=True, slots=True)
class Frame:
    """What must not be overlooked, in a frame."""

    title: str
    items: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Fields:
    """A form's fields: what is known stands on its line, what is not is left to be written."""

    rows: Sequence[tuple[str, Words]]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Checks:
    """Questions with their answers to tick; None is not answered."""

    rows: Sequence[tuple[str, bool | None]]
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on by hand, each with what belongs there."""

    names: Sequence[str]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table to write in by hand; its head stands again on every page.

    Every line is ``height`` millimetres high; the heads of the columns in ``turned`` are upright.
    """

    head: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    height: float = 7.0
    turned: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a page."""


Block = (
    Heading | Paragraph | Facts | Table | Picture | Points | Frame | Fields | Checks | Lines
    | Grid | PageBreak
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A paper of its own in the same file, with its patient; it counts its own pages."""

    title: str
    running: str
    blocks: Sequence[Block]
    subtitle: Words = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that one file for paper holds.

    ``running`` stands on top of every page beside the clinic, ``demo`` is the mark of invented
    patients, or empty; ``printed`` says by whom and when; ``pages`` is a sentence with the places
    ``{page}`` and ``{pages}``. ``further`` are papers of their own that follow in the same file.
    """

    title: str
    language: str
    clinic: str
    running: str
    printed: str
    pages: str
    blocks: Sequence[Block]
    demo: str = ""
    subtitle: Words = ""
    notes: Sequence[str] = field(default_factory=tuple)
    further: Sequence[Part] = field(default_factory=tuple)
