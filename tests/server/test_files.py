"""Files go out packed, are asked about again, and never leave their folder."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path

import pytest

from monitor.server.packing import Packing
from monitor.server.static import Lying, StaticFiles
from monitor.web.assets import assets_folder, home_screen_tags
from monitor.web.worker import worker_script
from tests.server.asgi_client import Answer, ask, echo, scope_of

GZIP = ("Accept-Encoding", "gzip, br")
STYLE = b"body { color: black }\n" * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assets = tmp_path / "assets"
    (assets / "css").mkdir(parents=True)
    (assets / "css" / "base.css").write_bytes(STYLE)
    (tmp_path / "secret.txt").write_text("not for browsers")
    return assets


def get(folder: Path, path: str, *headers: tuple[str, str], query: bytes = b"") -> Answer:
    return ask(StaticFiles(echo, folder), scope_of("GET", path, headers, query_string=query))


def test_a_file_goes_out_packed_and_unpacks_to_itself(folder: Path) -> None:
    answer = get(folder, "/assets/css/base.css", GZIP)

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert gzip.decompress(answer.body) == STYLE
    assert int(answer.headers["content-length"]) == len(answer.body) < len(STYLE)


def test_a_browser_that_has_it_is_told_so(folder: Path) -> None:
    etag = get(folder, "/assets/css/base.css", GZIP).headers["etag"]

    again = get(folder, "/assets/css/base.css", GZIP, ("If-None-Match", etag))

    assert (again.status, again.body) == (304, b"")


def test_only_an_address_with_this_content_s_fingerprint_is_kept_for_ever(folder: Path) -> None:
    etag = get(folder, "/assets/css/base.css", GZIP).headers["etag"]

    right = get(folder, "/assets/css/base.css", GZIP, query=b"v=" + etag[1:13].encode())
    old = get(folder, "/assets/css/base.css", GZIP, query=b"v=000000000000")

    assert "immutable" in right.headers["cache-control"]
    assert old.headers["cache-control"] == "no-cache"


def test_a_changed_file_is_read_again(folder: Path) -> None:
    app = StaticFiles(echo, folder)
    scope = scope_of("GET", "/assets/css/base.css", [GZIP])
    ask(app, scope)
    (folder / "css" / "base.css").write_bytes(b"html {}" * 200)

    assert gzip.decompress(ask(app, scope).body) == b"html {}" * 200


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.txt",
        "/assets//etc/passwd",
        "/assets/css/../../secret.txt",
        "/assets/\x00",
    ],
)
def test_nothing_outside_the_folder_is_served(folder: Path, path: str) -> None:
    answer = get(folder, path, GZIP)

    assert b"not for browsers" not in answer.body
    assert b"root:" not in answer.body
    assert "etag" not in answer.headers


def test_a_long_answer_is_packed_and_a_short_one_is_not() -> None:
    app = Packing(echo)
    long, short = b'{"a": 1}' * 1000, b'{"a": 1}'

    packed = ask(app, scope_of("POST", "/x", [GZIP]), [long])

    assert gzip.decompress(packed.body) == long
    assert packed.headers["vary"] == "accept-encoding"
    assert ask(app, scope_of("POST", "/x", [GZIP]), [short]).body == short
    assert ask(app, scope_of("POST", "/x"), [long]).body == long


def test_a_file_asked_for_by_endless_addresses_is_kept_once(folder: Path) -> None:
    app = StaticFiles(echo, folder)
    for turns in range(5):
        ask(app, scope_of("GET", f"/assets/{'css/../' * turns}css/base.css", [GZIP]))
    for invented in range(5):
        path = f"/_dash-component-suites/dash/deps/react.v18m{invented}.min.js"
        ask(app, scope_of("GET", path, [GZIP]))

    assert len(app.kept) == 2


def test_the_worker_keeps_every_module_that_the_entry_form_may_load() -> None:
    """A dialog whose module is not there without contact would fail without a word."""
    assets = assets_folder()
    worker = (assets / "sw.js").read_text(encoding="utf-8")
    modules = [
        path.relative_to(assets).as_posix()
        for part in ("dialogs", "record", "outbox")
        for path in sorted((assets / "js" / part).glob("*.js"))
    ]
    assert modules

    forgotten = [name for name in (*modules, "js/names.js") if f'"/assets/{name}"' not in worker]

    assert forgotten == []


def test_what_a_tablet_puts_on_its_home_screen_is_all_there() -> None:
    answer = get(assets_folder(), "/assets/manifest.webmanifest")
    said = json.loads(answer.body)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert said["display"] == "standalone"
    assert said["start_url"] == said["scope"] == "/"
    for icon in said["icons"]:
        picture = get(assets_folder(), icon["src"], GZIP)
        assert picture.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(picture.body[at : at + 4]) for at in (16, 20))
            assert icon["sizes"] == f"{width}x{height}"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in said["icons"]}
    for named in re.findall(r'href="([^"?]+)', home_screen_tags()):
        assert (assets_folder() / named.removeprefix("/assets/")).is_file()


def test_whoever_takes_nothing_compressed_gets_it_plain(folder: Path) -> None:
    """Some gateways take the header away; what is made of several files lies nowhere else."""
    app = StaticFiles(echo, folder, {"made.css": Lying(folder / "css" / "base.css")})

    for name in ("css/base.css", "made.css"):
        for told in ([], [("Accept-Encoding", "identity")], [("Accept-Encoding", "br")]):
            answer = ask(app, scope_of("GET", f"/assets/{name}", told))
            assert answer.status == 200
            assert answer.body == STYLE
            assert "content-encoding" not in answer.headers
            assert int(answer.headers["content-length"]) == len(STYLE)


def test_what_was_taken_away_while_the_program_runs_is_not_found(folder: Path) -> None:
    app = StaticFiles(echo, folder, {"made.css": Lying(folder / "css" / "base.css")})
    (folder / "css" / "base.css").unlink()

    answer = ask(app, scope_of("GET", "/assets/made.css", [GZIP]))

    assert "etag" not in answer.headers  # it went on to whoever answers what is not there


def test_the_worker_is_another_one_once_a_file_that_it_keeps_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = tmp_path / "assets"
    shutil.copytree(assets_folder(), assets, ignore=shutil.ignore_patterns("vendor", "icons"))
    monkeypatch.setattr("monitor.web.worker.assets_folder", lambda: assets)

    def version() -> str:
        worker_script.cache_clear()
        found = re.search(r'const VERSION = "(\d+-[0-9a-f]{12})";', worker_script())
        assert found is not None
        return found[1]

    try:
        before, again = version(), version()
        (assets / "js" / "board-only.js").write_text("// not kept")
        beside = version()
        with (assets / "js" / "lock.js").open("a") as lock:
            lock.write("// changed\n")
        after = version()
    finally:
        worker_script.cache_clear()

    assert before == again == beside
    assert after != before
