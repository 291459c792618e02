"""Collect every sentence of the sources and bring the catalogues under data/languages up to date.

Python says ``say``, ``say_in``, ``say_plural``, ``tr``, ``tr_in`` and ``tr_plural``; browser code
``t``, ``tc`` and ``tn``; protocol files speak in their titles, labels and limits, schedules in
their titles, the questions of eligibility in label and text, medicines and shifts in their names,
each in a context of its own. A catalogue keeps the translations it has; what the sources no longer
say goes, what is new stands untranslated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from monitor.access.permissions import Permission
from monitor.language.catalogue import MEDICINE, SHIFT, SOURCE, catalogue_file, languages

ROOT = Path(__file__).parent.parent
PYTHON: Mapping[str, Any] = {
    **dict.fromkeys(("say", "tr")),
    **dict.fromkeys(("say_in", "tr_in"), ((1, "c"), 2)),
    **dict.fromkeys(("say_plural", "tr_plural"), (1, 2)),
}
BROWSER: Mapping[str, Any] = {"t": None, "tc": ((1, "c"), 2), "tn": (1, 2)}
OUTSIDE = frozenset({"cli", "demo"})
"""Folders of monitor/ whose words no reader chooses: the console speaks English."""

NAMED = (
    (ROOT / "data" / "vocabulary" / "medicines.toml", "medicine", MEDICINE),
    (ROOT / "data" / "shifts.toml", "shift", SHIFT),
)
PROTOCOL_WORDS = ("title", "label", "limit")
WIDTH = 100
HEADER = """\
# What the program says to people, sentence by sentence. Sorted; written by `make docs`,
# which keeps the translations. Clinical terms: docs/glossary-es.md."""

Message = str | tuple[str, ...]


def sentences() -> Iterator[tuple[str, Message, str | None]]:
    """Every sentence with the file that says it and its context."""
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        if not OUTSIDE.intersection(path.relative_to(ROOT).parts):
            yield from _said_in(path, "python", PYTHON)
    for path in sorted((ROOT / "assets").rglob("*.js")):
        if "vendor" not in path.parts:
            yield from _said_in(path, "javascript", BROWSER)
    for permission in Permission:
        yield "monitor/access/permissions.py", permission.value, None
    for path, text in _data_words():
        yield _place(path), text, None
    yield from _names()


def _names() -> Iterator[tuple[str, Message, str | None]]:
    """The names in a clinic's own files, as they are shipped."""
    for path, table, context in NAMED:
        for one in tomllib.loads(path.read_text(encoding="utf-8"))[table]:
            yield _place(path), one["name"], context


def _data_words() -> Iterator[tuple[Path, str]]:
    """The words of protocols, the questions of eligibility, the titles of schedules."""
    for path in sorted((ROOT / "data" / "protocols").glob("*.toml")):
        for text in _protocol_words(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path, text
    questions = ROOT / "data" / "vocabulary" / "eligibility.toml"
    for question in tomllib.loads(questions.read_text(encoding="utf-8"))["question"]:
        yield from ((questions, question[key]) for key in ("label", "text"))
    for path in sorted((ROOT / "data" / "schedules").glob("*.toml")):
        yield path, tomllib.loads(path.read_text(encoding="utf-8"))["title"]


def _said_in(
    path: Path, method: str, keywords: Mapping[str, Any]
) -> Iterator[tuple[str, Message, str | None]]:
    # Sentences also stand inside template strings.
    options = {"parse_template_string": True}
    for _line, message, _comments, context in extract_from_file(
        method, path, keywords, options=options
    ):
        yield _place(path), message, context


def _protocol_words(protocol: Mapping[str, Any]) -> Iterator[str]:
    yield protocol["title"]
    for rule in protocol["criteria"].values():
        yield from (rule[key] for key in PROTOCOL_WORDS if key in rule)


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def template() -> Catalog:
    """All sentences, untranslated."""
    catalogue = Catalog(fuzzy=False)
    for place, message, context in sentences():
        catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def updated(language: str) -> str:
    """The catalogue of a language as its file should read."""
    file = catalogue_file(language)
    locale = language.replace("-", "_")
    with file.open("rb") as old:
        catalogue = read_po(old, locale=locale)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        message.flags.discard("python-format")  # a percentage, no placeholder
    return _written(catalogue)


def _written(catalogue: Catalog) -> str:
    """The file without what changes from day to day: dates, line numbers, order of extraction."""
    out = BytesIO()
    write_po(
        out,
        catalogue,
        width=WIDTH,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
        omit_header=True,
    )
    forms = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};"
    head = [
        HEADER,
        'msgid ""',
        'msgstr ""',
        f'"Language: {catalogue.locale_identifier}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Plural-Forms: {forms}\\n"',
        "",
        "",
    ]
    return "\n".join(head) + out.getvalue().decode()


def pages() -> Mapping[str, Any]:
    """The catalogue files by name, each with what writes it: a part of ``make docs``."""
    return {
        _place(catalogue_file(language)): (lambda language=language: updated(language))
        for language in languages()
        if language != SOURCE
    }


def untranslated(language: str, sources: Catalog | None = None) -> list[str]:
    """The sentences of the sources, read anew if not given, that a catalogue does not have."""
    with catalogue_file(language).open("rb") as file:
        catalogue = read_po(file, locale=language.replace("-", "_"))
    said = (message for message in sources or template() if message.id)
    return [str(message.id) for message in said if not _told(catalogue, message)]


def _told(catalogue: Catalog, message: Any) -> bool:
    found = catalogue.get(message.id, message.context)
    if found is None or found.fuzzy:
        return False
    said = [found.string] if isinstance(found.string, str) else list(found.string or [""])
    return all(said)
