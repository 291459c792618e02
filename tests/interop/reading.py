"""Reading papers back: their words, pages and sizes."""

from __future__ import annotations

import re
from io import BytesIO

from pypdf import PdfReader

UNSEEN = re.compile(r"[\s\u200b]+")


def pages(made: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def words(made: bytes) -> str:
    """The words of the whole paper in one line."""
    return " ".join(" ".join(pages(made)).replace("\u200b", "").split())


def letters(text: str) -> str:
    """A text without its spaces and line ends, which setting it in type may move."""
    return UNSEEN.sub("", text)


def size_mm(made: bytes) -> tuple[int, int]:
    """Width and height of the paper."""
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    return round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72)


def typefaces(made: bytes) -> set[str]:
    """The typefaces that the paper carries, without the letters before their names."""
    found = set()
    for page in PdfReader(BytesIO(made)).pages:
        fonts = page["/Resources"].get("/Font", {})  # type: ignore[attr-defined]
        for font in fonts.values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found
