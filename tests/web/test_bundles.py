"""Styles and scripts of the Dash screens in two files: all of them, in order, each for itself."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

from monitor.server.static import StaticFiles
from monitor.web.assets import assets_folder
from monitor.web.bundles import BUNDLES, SCRIPT, SCRIPTS, STYLE_SHEET, STYLES, Bundle, bundle_url
from tests.server.asgi_client import Answer, ask, echo, scope_of

GZIP = ("Accept-Encoding", "gzip")


def sent(app: StaticFiles, address: str) -> Answer:
    path, _, query = address.partition("?")
    return ask(app, scope_of("GET", path, [GZIP], query_string=query.encode()))


def test_every_file_is_in_it_whole_and_in_its_order() -> None:
    for name, kind, parts in ((STYLE_SHEET, "css", STYLES), (SCRIPT, "js", SCRIPTS)):
        whole = BUNDLES[name].content().decode()
        texts = [(assets_folder() / kind / f"{part}.{kind}").read_text("utf-8") for part in parts]
        places = [whole.index(text.strip()) for text in texts]
        assert places == sorted(places)
        assert len(set(parts)) == len(parts)


def test_it_is_kept_for_ever_under_its_address_and_says_what_it_is() -> None:
    app = StaticFiles(echo, assets_folder(), BUNDLES)

    for name, mime in ((STYLE_SHEET, "text/css"), (SCRIPT, "text/javascript")):
        answer = sent(app, bundle_url(name))
        assert answer.status == 200
        assert gzip.decompress(answer.body) == BUNDLES[name].content()
        assert answer.headers["content-type"].startswith(mime)
        assert "immutable" in answer.headers["cache-control"]
        assert sent(app, f"/assets/{name}?v=000000000000").headers["cache-control"] == "no-cache"


def test_a_part_that_was_changed_is_sent_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "css").mkdir()
    for name in ("one", "two"):
        (tmp_path / "css" / f"{name}.css").write_text(f".{name} {{ color: red }}\n" * 40)
    monkeypatch.setattr("monitor.web.bundles.assets_folder", lambda: tmp_path)
    bundle = Bundle("css", ("one", "two"))
    app = StaticFiles(echo, tmp_path, {"both.css": bundle})
    before = gzip.decompress(sent(app, "/assets/both.css").body)

    (tmp_path / "css" / "two.css").write_text(".three { color: blue }\n" * 40)

    after = gzip.decompress(sent(app, "/assets/both.css").body)
    assert b".two" in before
    assert b".three" not in before
    assert b".one" in after
    assert b".three" in after
    assert b".two" not in after


def test_a_script_that_fails_leaves_the_others_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, _ = compute_driver_executable()  # one that is there wherever the tests are
    (tmp_path / "js").mkdir()
    for name, text in (
        ("first", '(function () { "use strict"; console.log("first"); })();'),
        ("failing", '(function () { "use strict"; throw new Error("on purpose"); })();'),
        ("last", '(function () { "use strict"; console.log("last"); })();'),
    ):
        (tmp_path / "js" / f"{name}.js").write_text(f"{text}\n// and no line after it")
    monkeypatch.setattr("monitor.web.bundles.assets_folder", lambda: tmp_path)
    script = Bundle("js", ("first", "failing", "last")).content()

    ran = subprocess.run([node, "-"], input=script, capture_output=True, check=False, timeout=60)

    assert ran.stdout.split() == [b"first", b"last"]
    assert b"on purpose" in ran.stderr
    assert ran.returncode != 0


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_leaves_a_name_that_another_would_meet(name: str) -> None:
    """Inside one file they would be each other's; each keeps its own inside a function."""
    text = (assets_folder() / "js" / f"{name}.js").read_text("utf-8")

    bare = re.sub(r"/\*[\s\S]*?\*/", "", text).strip()

    assert re.match(r"(window\.\w+ = )?\((function \(\)|\(\) =>) \{", bare)
    assert bare.endswith("})();")


def test_no_style_sheet_asks_for_another_or_must_stand_first() -> None:
    for name in STYLES:
        text = (assets_folder() / "css" / f"{name}.css").read_text("utf-8")
        assert not re.search(r"@(?:import|charset|namespace)\b", text), name
        assert all(found.startswith('"data:') for found in re.findall(r"url\(([^)]{6})", text))
