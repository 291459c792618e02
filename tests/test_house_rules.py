"""What the linters cannot say about this house, said as tests."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MONITOR = ROOT / "monitor"
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_CALLBACK = 300, 50, 12
CLOCK = MONITOR / "services" / "clock.py"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tracked() -> list[Path]:
    """Files of the project: tracked, or new and not ignored. A bare copy without git: all."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        pytest.skip("not a git checkout")
    return [path for line in asked.stdout.splitlines() if (path := ROOT / line).is_file()]


def _python(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _place(path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def _length(function: Function) -> int:
    """Lines of a function from its def to its end, the decorators left out."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _decorator_names(function: Function) -> set[str]:
    called = [node.func if isinstance(node, ast.Call) else node for node in function.decorator_list]
    return {
        node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in called
    }


def _callbacks() -> list[tuple[Path, Function]]:
    return [
        (path, function)
        for path in _python("monitor/web")
        for function in _functions(_tree(path))
        if "callback" in _decorator_names(function)
    ]


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    """A migration is one step that is never taken apart, and stays as long as it was."""
    files = [path for path in _python("monitor", "tools") if "migrations" not in path.parts]
    assert files

    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in files
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]

    assert long == []


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{_place(path, function)} {function.name}: {_length(function)}"
        for path in _python("monitor", "tools")
        for function in _functions(_tree(path))
        if _length(function) > LONGEST_FUNCTION
    ]

    assert long == []


def test_every_dash_callback_is_asynchronous() -> None:
    """A plain def runs on the event loop and holds every other request."""
    callbacks = _callbacks()
    assert callbacks

    plain = [
        _place(path, function)
        for path, function in callbacks
        if isinstance(function, ast.FunctionDef)
    ]

    assert plain == []


def test_every_dash_callback_is_short() -> None:
    long = [
        f"{_place(path, function)} {function.name}: {_length(function)}"
        for path, function in _callbacks()
        if _length(function) > LONGEST_CALLBACK
    ]

    assert long == []


def test_every_dash_callback_stands_at_module_level() -> None:
    hidden = []
    for path in _python("monitor/web"):
        tree = _tree(path)
        top = {id(node) for node in tree.body}
        hidden += [
            _place(path, function)
            for function in _functions(tree)
            if "callback" in _decorator_names(function) and id(function) not in top
        ]

    assert hidden == []


def test_no_callback_is_registered_globally() -> None:
    """`dash.callback` would reach only the first app of a process."""
    found = [
        _place(path, node)
        for path in _python("monitor/web")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("dash")
        and any(name.name in {"callback", "clientside_callback"} for name in node.names)
    ]

    assert found == []


def test_only_one_file_reads_the_clock() -> None:
    reads = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
    owners = {"datetime", "date", "time"}
    found = [
        _place(path, node)
        for path in _python("monitor")
        if path != CLOCK
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in reads
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    ]

    assert found == []
    assert "datetime.now(UTC)" in CLOCK.read_text(encoding="utf-8")


def test_no_style_stands_inline() -> None:
    """The look lives in assets/css; charts and tests have none of it in Python."""
    found = [
        _place(path, node)
        for path in _python("monitor/web")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"style", "styles"}
    ]
    html = [
        str(path.relative_to(ROOT))
        for path in _python("monitor/web")
        if re.search(r"""<[a-z][^>]*\sstyle=""", path.read_text(encoding="utf-8"))
    ]

    assert found + html == []


def test_nothing_prints_but_the_command_line() -> None:
    found = [
        _place(path, node)
        for path in _python("monitor")
        if "cli" not in path.relative_to(MONITOR).parts[0]
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert found == []


def test_medicine_imports_the_standard_library_and_itself_alone() -> None:
    import sys

    allowed = {*sys.stdlib_module_names, "monitor"}
    found = [
        f"{_place(path, node)} {name}"
        for path in _python("monitor/clinical", "monitor/access")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
        if name.split(".")[0] not in allowed
        or (
            name.startswith("monitor.")
            and name.split(".")[1] not in {"clinical", "access", "errors", "language"}
        )
    ]

    assert found == []


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [name.name for name in node.names]


def test_no_tracked_file_names_a_machine_or_a_registry() -> None:
    """Nothing of the place where this was made: home folders, registry hosts, build machines."""
    unwanted = re.compile(
        r"/(?:home|root|Users|work)/\w"
        r"|pythonhosted|npmjs|pypi\."
    )
    here = Path(__file__).resolve()
    files = [path for path in _tracked() if path != here]
    assert files

    found = []
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in unwanted.finditer(text)]

    assert found == []


def test_every_asset_that_python_names_exists() -> None:
    named = re.compile(r"""["'/]((?:css|js|icons|img)/[a-z0-9_./-]+\.[a-z0-9]+)["'?]""")
    wanted = {
        (hit.group(1), str(path.relative_to(ROOT)))
        for path in _python("monitor")
        for hit in named.finditer(path.read_text(encoding="utf-8"))
    }
    assert wanted

    missing = [
        f"{asset} ({where})" for asset, where in wanted if not (ROOT / "assets" / asset).is_file()
    ]

    assert sorted(missing) == []


def test_no_browser_file_loads_from_another_host() -> None:
    foreign = re.compile(
        r"""(?:src|href|url\(|import|fetch\()\s*=?\s*["'(]?\s*(https?:)?//[a-z]""", re.I
    )
    files = [*(ROOT / "assets").rglob("*.css"), *(ROOT / "assets").rglob("*.js")]
    ours = [path for path in files if "vendor" not in path.parts]
    assert ours

    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in ours
        for hit in foreign.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_test_reads_outside_the_project() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in _python("tests")
        if path != Path(__file__).resolve()
        and re.search(r"\.\./shared|/shared/", path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_test_patches_the_projects_own_code() -> None:
    found = [
        _place(path, node)
        for path in _python("tests")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(name.startswith(("unittest.mock", "mock")) for name in _imported(node))
    ]

    assert found == []


def test_every_test_can_fail() -> None:
    """A test without an assertion, a raises or a helper that checks passes whatever happens."""
    checking = re.compile(
        r"\bassert\b|pytest\.(?:raises|fail)|check_|expect|_holds|wait_until|\brefuse|suppress\(|wait_for|_no_\w+\("
    )
    silent = []
    for path in _python("tests"):
        lines = path.read_text(encoding="utf-8").splitlines()
        silent += [
            f"{_place(path, function)} {function.name}"
            for function in _functions(_tree(path))
            if function.name.startswith("test_")
            and not checking.search("\n".join(lines[function.lineno - 1 : function.end_lineno]))
        ]

    assert silent == []


def test_journeys_stand_between_page_and_server_only_where_no_worker_can_slip_past() -> None:
    """A page's requests that pass its service worker are not seen by ``page.route``."""
    places = {"conftest.py", "record_rules.py"}
    files = _python("tests/journeys")
    assert places <= {path.name for path in files}

    routed = {
        path.name
        for path in files
        if re.search(r"\w\.(route|route_from_har)\(", path.read_text(encoding="utf-8"))
    }

    assert routed == places
