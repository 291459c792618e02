"""Where the browser's files lie, in a checkout and in a wheel, and under which address."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from monitor.language.catalogue import SOURCE, browser_words
from monitor.language.reader import reader, translated
from monitor.services.eligibility_views import READING_LABELS, label_of
from monitor.services.screening import WORDS
from monitor.store.data_files import shipped_questionnaire
from monitor.web.words import record_terms

WORDS_PATH = "/languages/{language}.js"

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def assets_folder() -> Path:
    """Find the folder of css and js: inside the installed package, or beside it in a checkout."""
    packed = PACKAGE / "_assets"
    return packed if packed.is_dir() else PACKAGE.parent / "assets"


@cache
def _fingerprint(path: Path, _modified_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """Return the address of an asset; it changes with the content, so it may be cached for long."""
    path = assets_folder() / name
    return f"/assets/{name}?v={_fingerprint(path, path.stat().st_mtime_ns)}"


def home_screen_tags() -> str:
    """The picture of every page, and what a tablet needs to put the program on its home screen.

    Opened from there without the network it shows the entry form, by the service worker.
    """
    return (
        f'<link rel="icon" type="image/svg+xml" href="{asset_url("icons/monitor.svg")}">'
        f'<link rel="manifest" href="{asset_url("manifest.webmanifest")}">'
        f'<link rel="apple-touch-icon" href="{asset_url("icons/monitor-180.png")}">'
        '<meta name="theme-color" content="#22313F">'
    )


@cache
def words_script(language: str) -> str:
    """The script that brings the browser its sentences in a language."""
    said = {"words": browser_words(language), "terms": _terms(language)}
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return f"window.monitor = Object.assign(window.monitor || {{}}, {written});\n"


def _terms(language: str) -> dict[str, str]:
    """The words of the record that the browser names: codes with what they are called.

    Flags of eligibility come to it by their label, which is English until it is read.
    """
    house = shipped_questionnaire()
    flags = [*READING_LABELS, *(question.id for question in house.questions)]
    labels = {label: label for label in (label_of(house, flag) for flag in flags)}
    said = {**record_terms(), **WORDS, **labels}
    return {code: translated(words, language) for code, words in said.items()}


def words_url(language: str) -> str:
    """The address of that script; like an asset's, it changes with the content."""
    print_of = hashlib.sha256(words_script(language).encode()).hexdigest()[:12]
    return f"{WORDS_PATH.format(language=language)}?v={print_of}"


def words_tag() -> str:
    """The tag that brings a page its reader's sentences; the sources' own language needs none."""
    return "" if reader() == SOURCE else f'<script src="{words_url(reader())}"></script>'
