"""Documents that cannot rot: what the code knows, the documents say."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor import errors
from monitor.access.audit import AuditAction
from monitor.access.permissions import PERMISSIONS, Permission
from monitor.api.schemas.entry import EntryShown
from monitor.clinical import words
from monitor.clinical.kinds import KINDS
from monitor.settings import PREFIX, Settings
from tools import before_the_dose
from tools.clinical_rules import read_protocols
from tools.write_docs import stale_pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
HAZARDS = DOCS / "hazards.csv"
HAZARD_COLUMNS = [
    "id",
    "hazard",
    "cause",
    "effect",
    "severity",
    "likelihood",
    "control",
    "test",
    "what_remains",
]


def _page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _codes(error: type[errors.MonitorError]) -> Iterator[str]:
    yield error.code
    for narrower in error.__subclasses__():
        yield from _codes(narrower)


def test_generated_pages_are_up_to_date() -> None:
    assert stale_pages() == []


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"{PREFIX}{name}".upper() in _page("settings.md")


@pytest.mark.parametrize("criterion", words.CRITERIA)
def test_every_criterion_is_documented(criterion: str) -> None:
    assert f"`{criterion}`" in _page("clinical-rules.md")
    assert f"`{criterion}`" in _page("case-format.md")


@pytest.mark.parametrize("code", words.ALERT_CODES)
def test_every_alert_code_is_documented(code: str) -> None:
    assert f"`{code}`" in _page("clinical-rules.md")
    assert f"`{code}`" in _page("case-format.md")


@pytest.mark.parametrize("effect", words.SIDE_EFFECTS)
def test_every_side_effect_is_documented(effect: str) -> None:
    assert f"`{effect}`" in _page("clinical-rules.md")
    assert f"`{effect}`" in _page("case-format.md")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_event_and_its_fields_are_documented(kind: str) -> None:
    page = _page("case-format.md")
    undocumented = [field for field in KINDS[kind].fields if f"`{field}`" not in page]

    assert f"`{kind}`" in page
    assert undocumented == []


@pytest.mark.parametrize("action", list(AuditAction))
def test_every_audit_action_is_documented(action: AuditAction) -> None:
    assert f"`{action.value}`" in _page("access.md")


@pytest.mark.parametrize("code", sorted(set(_codes(errors.MonitorError))))
def test_every_error_code_is_documented(code: str) -> None:
    assert f"`{code}`" in _page("errors.md")


def test_every_permission_is_documented_with_who_holds_it() -> None:
    page = _page("access.md")
    undocumented = []
    for permission in Permission:
        held = ["yes" if permission in PERMISSIONS[role] else "no" for role in PERMISSIONS]
        if f"| {permission.value} | {' | '.join(held)} |" not in page:
            undocumented.append(permission.value)

    assert undocumented == []


def test_every_number_of_every_protocol_has_a_unit_and_a_source_that_is_told() -> None:
    protocols = read_protocols()
    assert len(protocols) >= 5

    for protocol in protocols:
        assert protocol.quantities
        for number in protocol.quantities:
            assert number.unit, number.path
            assert protocol.sources.get(number.source), number.path


def _hazards() -> list[dict[str, str]]:
    with HAZARDS.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert list(reader.fieldnames or []) == HAZARD_COLUMNS
        return list(reader)


def test_the_hazard_log_holds_the_known_mistakes() -> None:
    rows = _hazards()

    assert len(rows) >= 20
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert all(row[column].strip() for column in HAZARD_COLUMNS), row["id"]
        assert 1 <= int(row["severity"]) <= 5
        assert 1 <= int(row["likelihood"]) <= 5


def test_every_hazard_names_tests_that_exist() -> None:
    missing = [
        f"{row['id']}: {test}"
        for row in _hazards()
        for test in row["test"].split()
        if not _exists(test)
    ]

    assert missing == []


def test_every_fault_is_held_by_a_test_that_exists() -> None:
    named = re.findall(r"`(tests/[^`]+)`", _page("reliability.md"))
    missing = [test for test in named if not _exists(test)]

    assert len(named) >= 16
    assert missing == []


def test_everything_that_the_entry_form_gets_is_described() -> None:
    page = _page("architecture.md").partition("### What the entry form gets")[2]
    section = page.partition("### The screens")[0]

    undescribed = [
        key for key in EntryShown.model_fields if not re.search(rf"[`\"]{key}[`\"]", section)
    ]

    assert section
    assert undescribed == []


def test_every_dialog_is_described() -> None:
    listed = (ROOT / "assets/js/dialogs.js").read_text(encoding="utf-8")
    table = listed.partition("const DIALOGS = {")[2].partition("};")[0]
    names = re.findall(r"^\s*(\w+)|,\s*(\w+)", table, re.MULTILINE)
    page = _page("screens/dialogs.md")

    undescribed = [name for pair in names if f"`{(name := ''.join(pair))}`" not in page]

    assert len(names) >= 20
    assert undescribed == []


def test_every_screen_of_dash_is_named_in_the_architecture() -> None:
    page = _page("architecture.md")
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "monitor/web/pages").rglob("__init__.py")
    )
    paths = re.findall(r'Page\(\s*"\w+",\s*"(/[^"]*)"', sources)
    unnamed = [
        path
        for path in paths
        if f"`{re.sub(r'<.*_id>', '<id>', path)}`" not in page and "<part>" not in path
    ]

    assert len(paths) >= 7
    assert unnamed == []


def test_every_use_case_that_the_architecture_names_is_there() -> None:
    page = _page("architecture.md")
    table = page.partition("| module | functions |")[2].partition("\n\n")[0]
    lost = []
    for modules, functions in re.findall(r"^\| (`[^|]+`) \| (.+) \|$", table, re.MULTILINE):
        source = "".join(
            (ROOT / "monitor/services" / f"{module}.py").read_text(encoding="utf-8")
            for module in re.findall(r"`(\w+)`", modules)
        )
        named = re.findall(r"`([a-z]\w+)(?:\([^`]*)?`", functions)
        lost += [f"{modules} {one}" for one in named if not re.search(rf"\b{one}\b", source)]

    assert table
    assert lost == []


def _exists(test: str) -> bool:
    """Whether a test id stands: a case file, or a function in a file of tests."""
    path, _, name = test.partition("::")
    if not (ROOT / path).is_file():
        return False
    return not name or f"def {name.split('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not link.startswith(("http:", "https:")) and not (page.parent / link).exists()
    ]

    assert broken == []


def test_the_changelog_has_a_clinical_heading_for_this_version() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## [{told['project']['version']}]" in changelog
    assert "### Clinical" in changelog


def test_what_is_told_to_hold_a_session_back_is_asked_by_a_use_case() -> None:
    """Whoever approves the numbers must know which of them a session is held to."""
    asking = {
        "judge": "screening.py",
        "judge_readings": "screening.py",
        "require_eligible": "screened.py",
        "require_screened": "sessions.py",
        "series": "courses.py",
    }
    page = _page("clinical-rules.md")
    told = (before_the_dose.ASKED, before_the_dose.HOLDS, before_the_dose.PLANS)

    assert [words for words in told if words not in page] == []
    for rule, module in asking.items():
        source = (ROOT / "monitor/services" / module).read_text(encoding="utf-8")
        assert re.search(rf"(?<!def )\b{rule}\(", source), rule
