"""From a document to a PDF: the words travel as values, never as source of the typesetter."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from monitor.interop.document import Document, PaperSize, Span

WORKER = Path(__file__).with_name("typeset_worker.py")
SIZES = {PaperSize.A4: "a4", PaperSize.LETTER: "us-letter"}
UNBROKEN = re.compile(r"\S{16,}")
BREAK_EVERY = 8
BREAK_HERE = "\u200b"
KEPT_CONTROLS = frozenset("\n")
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of whatever follows: a name with one could turn its neighbours."""


AT_ONCE = BoundedSemaphore(2)
"""So many papers are set at the same time, however many are asked for."""

PATIENCE_S = 60


class NotTypeset(RuntimeError):
    """The typesetter failed: a mistake of this program, whatever was typed."""


def typeset(document: Document, size: PaperSize, printed_at: datetime) -> bytes:
    """The document as a PDF of this size; the same on every machine. Raises NotTypeset."""
    asked = {"told": _plain(document), "size": SIZES[size], "at": int(printed_at.timestamp())}
    with AT_ONCE:
        done = subprocess.run(
            [sys.executable, str(WORKER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
        )
    if done.returncode:
        raise NotTypeset(done.stderr.decode("utf-8", "replace")[-2000:])
    return done.stdout


def _plain(value: Any) -> Any:
    """The values as JSON, each block under the name of its kind."""
    if isinstance(value, str):
        return _readable(value)
    if is_dataclass(value) and not isinstance(value, type):
        told = {each.name: _field(each.name, getattr(value, each.name)) for each in fields(value)}
        return {"kind": type(value).__name__, **told}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    return value


def _field(name: str, value: Any) -> Any:
    # A drawing is markup of our own making, in which every word has been escaped.
    return _sound(value) if name == "svg" else _plain(value)


def _readable(words: str) -> str:
    """Words that can be set: no controls, no turning marks, and breaks in what has no spaces."""
    kept = "".join(
        letter
        for letter in _sound(words)
        if letter in KEPT_CONTROLS or (letter not in TURNING and not _is_control(letter))
    )
    return UNBROKEN.sub(_broken, kept)


def _sound(words: str) -> str:
    """Without halves of letters, which no file can hold."""
    return words.encode("utf-8", "replace").decode("utf-8")


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc"


def _broken(found: re.Match[str]) -> str:
    run = found.group()
    pieces = [run[at : at + BREAK_EVERY] for at in range(0, len(run), BREAK_EVERY)]
    return BREAK_HERE.join(pieces)


def plain_words(words: str | Sequence[Span]) -> str:
    """The words of a stretch without its looks."""
    return words if isinstance(words, str) else "".join(span.text for span in words)
