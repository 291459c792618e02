"""Finds sentences in the sources that no catalogue knows of: written for people, but not told.

Python is read as a tree: what stands inside ``say`` or ``tr`` is fine, and so is what no person
reads (docstrings, css classes, logs, comparisons, keys). A script is read literal by literal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TELLING = frozenset({"say", "say_in", "say_plural", "tr", "tr_in", "tr_plural"})
LOGS = frozenset({"debug", "info", "warning", "error", "exception"})
TECHNICAL = frozenset(
    {
        "Field",
        "compile",
        "sub",
        "getattr",
        "strftime",
        "ContextVar",
        "match",
        "TypeVar",
        "ParamSpec",
    }
)
SILENT_KEYWORDS = frozenset(
    {"className", "id", "href", "src", "type", "role", "name", "inputMode", "autoComplete"}
    | {"persistence_type", "summary", "tags", "media_type", "textposition"}
)
SHOWN = frozenset({"children", "label", "placeholder", "title", "alt", "description", "aria_label"})
UNITS = frozenset({"/", "mmHg", "mg", "min", "s", "bpm", "kg"})
BEFORE = 400
"""So many letters before a literal of a script say whether it is told."""
GOES_ON = ast.List | ast.Tuple | ast.IfExp | ast.BoolOp | ast.Starred
WORD = re.compile(r"[^\W\d_]{2,}")
ATTRIBUTE = re.compile(r"""(?:aria-label|title|placeholder|alt)=["'][^"'{]*[^\W\d_]{2,}""")
SENTENCE = re.compile(r"[^\W\d_]{2,}[,.:;]? +\(?[^\W\d_]{2,}|^[A-Z][a-z]{2,}[a-z ]*[.:]?$")

SCRIPT_PART = re.compile(
    r"""(?P<silent>/\*.*?\*/|//[^\n]*|(?<=[(,=:!&|?{;\n])\s*/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\]|\\.)*\])+/)"""
    r"""|(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<mark>[`{}])""",
    re.DOTALL,
)
TEMPLATE_PART = re.compile(r"`|\$\{|(?:[^`\\$]|\\.|\$(?!\{))+", re.DOTALL)
TOLD_BY_SCRIPT = re.compile(r"""\b(?:t|tc|tn)\((?:\s*"(?:[^"\\]|\\.)*",)*\s*$""")
ASKED_BY_SCRIPT = re.compile(r"(?:===?|!==?|With\(|matches\(|closest\(|Selector(?:All)?\()\s*$")
BESIDE_PLACES = re.compile(r"\{\}[,.:;]? [^\W\d_]{3,}\b|\b[^\W\d_]{3,}[,.:;]? \{\}")
A_SELECTOR = re.compile(r"[{}<>]|\[[\w-]+[\]=*^$~|]|\w\(|^\(|^[.#]\w")

Found = Iterator[tuple[int, str]]


def css_classes() -> frozenset[str]:
    """Every class that a stylesheet knows."""
    sheets = (path.read_text(encoding="utf-8") for path in (ROOT / "assets/css").glob("*.css"))
    return frozenset(name for sheet in sheets for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet))


CLASSES = css_classes()


def in_python(source: str) -> list[tuple[int, str]]:
    """Lines and texts of one file that a person may read untranslated."""
    tree = ast.parse(source)
    return list(_Reading(_read_by_nobody(tree)).found(tree))


def in_script(source: str) -> list[tuple[int, str]]:
    """Lines and texts of a script of the browser that a person may read untranslated."""
    found: list[tuple[int, str]] = []
    for start, text in sorted(texts_of_script(source)):
        before = source[max(0, start - BEFORE) : start]
        told = TOLD_BY_SCRIPT.search(before) or ASKED_BY_SCRIPT.search(before)
        if not told and _speaks_in_script(text):
            found.append((source.count("\n", 0, start) + 1, text))
    return found


def texts_of_script(source: str) -> list[tuple[int, str]]:
    """Where every text of a script begins, and the text: what is put into it stands as ``{}``."""
    found: list[tuple[int, str]] = []
    _code(source, 0, found)
    return found


def _code(source: str, at: int, found: list[tuple[int, str]]) -> int:
    """Read a script, or what is put into a text, to its end; says where that is."""
    depth = 0
    while (part := SCRIPT_PART.search(source, at)) is not None:
        at = part.end()
        if part["text"]:
            found.append((part.start(), part["text"][1:-1]))
        elif part["mark"] == "`":
            at = _template(source, part.start(), found)
        elif part["mark"]:
            depth += 1 if part["mark"] == "{" else -1
            if depth < 0:
                return at
    return len(source)


def _template(source: str, start: int, found: list[tuple[int, str]]) -> int:
    at, told = start + 1, ""
    while (part := TEMPLATE_PART.match(source, at)) is not None and part.group() != "`":
        at = part.end()
        is_place = part.group() == "${"
        told += "{}" if is_place else part.group()
        at = _code(source, at, found) if is_place else at
    found.append((start, told))
    return at + 1


def _speaks_in_script(text: str) -> bool:
    if text == "use strict" or A_SELECTOR.search(text.replace("{}", "")):
        return False
    words = text.replace("{}", " ").split()
    if UNITS.issuperset(words) or any("--" in word or "__" in word for word in words):
        return False
    return bool(BESIDE_PLACES.search(text)) or _speaks(text, shown=False)


def literal_sentences(source: str) -> list[tuple[int, str | None]]:
    """The first words of everything told; None where no literal stands, so that none is found."""
    told = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in TELLING and node.args:
            first = node.args[1 if _called(node).endswith("_in") else 0]
            words = first.value if isinstance(first, ast.Constant) else None
            told.append((node.lineno, words if isinstance(words, str) else None))
    return told


def _read_by_nobody(tree: ast.AST) -> set[int]:
    """Docstrings, and the names that a module exports."""
    nobody = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            nobody.add(id(node.value))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            nobody.add(id(node.value))
    return nobody


class _Reading:
    def __init__(self, nobody: set[int]) -> None:
        self.nobody = nobody

    def found(self, node: ast.AST, shown: bool = False) -> Found:
        """Walk down, leaving out what no person reads; ``shown``: where words are drawn."""
        if id(node) in self.nobody or isinstance(node, ast.Compare | ast.Subscript):
            return
        if isinstance(node, ast.Constant):
            yield from _told(node.lineno, node.value, shown)
        elif isinstance(node, ast.JoinedStr):
            yield from self._joined(node, shown)
        elif isinstance(node, ast.Call):
            yield from self._call(node)
        else:
            children = node.values if isinstance(node, ast.Dict) else ast.iter_child_nodes(node)
            for child in children:
                yield from self.found(child, shown and isinstance(node, GOES_ON))

    def _joined(self, node: ast.JoinedStr, shown: bool) -> Found:
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        ]
        yield from _told(node.lineno, "".join(parts), shown)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from self.found(part.value)

    def _call(self, node: ast.Call) -> Found:
        name = _called(node)
        if name in LOGS | TECHNICAL:
            return
        for argument in () if name in TELLING else node.args:
            yield from self.found(argument, _draws(node))
        for keyword in node.keywords:
            named = keyword.arg or ""
            if named not in SILENT_KEYWORDS and not named.startswith("data_"):
                yield from self.found(keyword.value, named in SHOWN)
        if isinstance(node.func, ast.Attribute):
            yield from self.found(node.func.value)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _draws(node: ast.Call) -> bool:
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(owner, ast.Name) and owner.id in {"html", "dmc"}


def _told(line: int, text: object, shown: bool) -> Found:
    if isinstance(text, str) and _speaks(text, shown):
        yield line, text


def _speaks(text: str, shown: bool) -> bool:
    if ATTRIBUTE.search(text):
        return True
    words = text.replace("{}", " ").split()
    named = any("__" in word or "--" in word for word in words)  # classes of a stylesheet
    if named or all(word in CLASSES or "_" in word for word in words):
        return False
    if shown:
        return bool(WORD.search(text.replace("{}", " ")))
    return bool(SENTENCE.search(re.sub(r"<[^>]*>", " ", text)))
